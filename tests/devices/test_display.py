"""Displays and panels: the manuals' bytes, and lines that come back after a fault."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices import display as display_module
from devices.display import CustomerDisplay, open_display
from devices.display_drivers import DRIVERS, Shown, driver
from devices.errors import DeviceError, Trouble
from devices.virtual.display import VirtualDisplay
from tests.devices.line import Line

CALL = Shown("Mời số A042", "đến quầy 3", "A042", 3)
UPPER = b"Moi so A042         "
LOWER = b"den quay 3          "

FRAMES = {
    "cd5220": b"\x1bQA" + UPPER + b"\r\x1bQB" + LOWER + b"\r",
    "dm-d": b"\x1b=\x02\x1f$\x01\x01" + UPPER + b"\x1f$\x01\x02" + LOWER + b"\x1b=\x01",
    "utc": b"\x10\x00" + UPPER + b"\x10\x14" + LOWER,
    "logic-controls": b"\x10\x00" + UPPER + b"\x10\x14" + LOWER,
    "utc-enhanced": b"\x1buA" + UPPER + b"\r\x1buB" + LOWER + b"\r",
    "aedex": b"!#1" + UPPER + b"\r!#2" + LOWER + b"\r",
}
STARTS = {
    "cd5220": b"\x1b@\x0c\x1b*\x04",
    "dm-d": b"\x1b=\x02\x0c\x1fC\x00\x1fX\x04",
    "utc": b"\x1f\x04\xff",
    "logic-controls": b"\x1f\x04\xff",
    "utc-enhanced": b"\x1f",
    "aedex": b"",
}


@pytest.mark.parametrize("name", DRIVERS)
def test_the_bytes_are_the_manuals(name: str) -> None:
    assert driver(name).show(CALL) == FRAMES[name]
    assert driver(name).start(9) == STARTS[name]


@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from(list(DRIVERS)))
def test_no_text_breaks_out_of_its_line(upper: str, lower: str, name: str) -> None:
    assert len(driver(name).show(Shown(upper, lower))) == len(FRAMES[name])


def test_modbus_panels_take_numbers_and_letters() -> None:
    panel = driver("modbus")
    assert panel.show(Shown(number="42")) == bytes.fromhex("01 06 00 07 00 2A B9 D4")
    assert panel.show(CALL) == bytes.fromhex("01 10 00 00 00 04 08 00 41 00 30 00 34 00 32 67 61")
    assert panel.show(Shown())[:6] == bytes.fromhex("01 06 00 07 00 00")
    assert driver("modbus", unit=7).show(CALL)[0] == 7


@pytest.mark.parametrize(("checksum", "end"), [("none", ""), ("sum", "dd"), ("xor", "55"), ("crc16", None)])
def test_unknown_panels_take_a_template(checksum: str, end: str | None) -> None:
    shown = driver("template", frame="02 {number} 2C {counter} 03", checksum=checksum).show(
        Shown(number="A", counter=9)
    )
    assert shown.startswith(bytes.fromhex("02 41 2C 39 03"))
    if end is not None:
        total = bytes.fromhex("02 41 2C 39 03")
        expected = {"": b"", "dd": bytes([sum(total) & 0xFF]), "55": bytes([2 ^ 0x41 ^ 0x2C ^ 0x39 ^ 3])}[end]
        assert shown[5:] == expected
    else:
        assert len(shown) == 7


@pytest.mark.parametrize(
    "options",
    ["driver=none", "driver=template&frame=0g", "driver=template&frame=02&checksum=md5", "brightness=x"],
)
def test_mistakes_in_the_address_are_told(options: str) -> None:
    with pytest.raises(DeviceError) as caught:
        open_display(f"serial:///dev/ttyUSB0?{options}")
    assert caught.value.trouble is Trouble.BAD_ADDRESS


def test_a_display_on_a_line_shows_and_is_set_up_once() -> None:
    with Line() as line:
        display = open_display(f"{line.url}?driver=cd5220&baud=9600&brightness=2")
        display.show(CALL.upper, CALL.lower)
        assert line.heard() == b"\x1b@\x0c\x1b*\x02" + FRAMES["cd5220"]
        display.show(CALL.upper, CALL.lower)
        assert line.heard() == FRAMES["cd5220"]
        assert display.lines == (UPPER.decode(), LOWER.decode())
        assert isinstance(display, CustomerDisplay)
        display.refresh()
        assert line.heard() == b"\x1b@\x0c\x1b*\x02" + FRAMES["cd5220"]
        display.clear()
        assert line.heard() == b"\x1bQA" + b" " * 20 + b"\r\x1bQB" + b" " * 20 + b"\r"
        display.close()


def test_an_unplugged_display_is_trouble_and_nothing_worse() -> None:
    line = Line()
    display = open_display(f"{line.url}?driver=aedex")
    assert isinstance(display, CustomerDisplay)
    display.show("x")
    line.unplug()
    display.show("y")
    assert display.trouble is Trouble.NOT_CONNECTED
    assert display.lines[0].strip() == "y"


def test_a_panel_that_answers_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(display_module, "PATIENCE", 0.05)
    with Line() as line:
        panel = open_display(f"{line.url}?driver=modbus")
        assert isinstance(panel, CustomerDisplay)
        panel.show("", number="A042", counter=3)
        assert panel.trouble is Trouble.NO_ANSWER
        line.say(bytes.fromhex("01 10 00 00 00 04 C1 CA"))
        panel.show("", number="A043", counter=3)
        assert panel.trouble is None
        panel.close()


def test_the_display_in_memory() -> None:
    assert isinstance(open_display("virtual:"), VirtualDisplay)
