"""Frames of displays and panels: the manuals' bytes, and nothing of a text that a device could take for a command."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.displays.drivers import DARK, TEXT_DRIVERS, Shown
from devices.displays.panels import CHECKSUMS, ModbusDriver, TemplateDriver

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
RESETS = {
    "cd5220": b"\x0c\x1b@",
    "dm-d": b"\x1b=\x02\x0c",
    "utc": b"\x1f",
    "logic-controls": b"\x1f",
    "utc-enhanced": b"\x1f",
    "aedex": b"",
}
BRIGHTEST = {
    "cd5220": b"\x1b*\x04",
    "dm-d": b"\x1b=\x02\x1fC\x00\x1fX\x04",
    "utc": b"\x04\xff",
    "logic-controls": b"\x04\xff",
    "utc-enhanced": b"",
    "aedex": b"",
}

anything = st.text(max_size=40)


@pytest.mark.parametrize("name", TEXT_DRIVERS)
def test_the_bytes_are_the_manuals(name: str) -> None:
    driver = TEXT_DRIVERS[name]
    assert driver.show(CALL) == FRAMES[name]
    assert driver.reset() == RESETS[name]
    assert driver.settings(9) == driver.settings(4) == BRIGHTEST[name]
    assert driver.answer(driver.show(CALL)) == b""


@pytest.mark.parametrize("name", TEXT_DRIVERS)
def test_dark_is_twenty_spaces_twice(name: str) -> None:
    assert TEXT_DRIVERS[name].show(DARK) == FRAMES[name].replace(UPPER, b" " * 20).replace(LOWER, b" " * 20)


@given(anything, anything, st.sampled_from(list(TEXT_DRIVERS)))
def test_no_text_breaks_out_of_its_line(upper: str, lower: str, name: str) -> None:
    frame = TEXT_DRIVERS[name].show(Shown(upper, lower))
    template = FRAMES[name]
    assert len(frame) == len(template)
    for line in (UPPER, LOWER):
        at = template.index(line)
        assert frame[at : at + 20].decode("ascii").isprintable()
        template = template.replace(line, frame[at : at + 20], 1)
    assert frame == template


def test_modbus_panels_take_numbers_and_letters() -> None:
    panel = ModbusDriver()
    number, letters = panel.show(Shown(number="42")), panel.show(CALL)
    assert number == bytes.fromhex("01 06 00 07 00 2A B9 D4")
    assert panel.answer(number) == number
    assert letters == bytes.fromhex("01 10 00 00 00 04 08 00 41 00 30 00 34 00 32 67 61")
    assert panel.answer(letters) == bytes.fromhex("01 10 00 00 00 04 C1 CA")
    assert panel.show(DARK)[:6] == bytes.fromhex("01 06 00 07 00 00")
    assert ModbusDriver(unit=7).show(CALL)[0] == 7


def test_a_short_ticket_leaves_no_letter_of_the_last_one() -> None:
    assert ModbusDriver(width=6).show(Shown(number="B7"))[7:19] == b"\0B\0007\0 \0 \0 \0 "


@given(anything)
def test_a_modbus_frame_is_whole_whatever_the_number(number: str) -> None:
    frame = ModbusDriver().show(Shown(number=number))
    many = frame[1] == 16
    assert len(frame) == (9 + frame[6] if many else 8)
    assert not many or not any(frame[7:-2:2])
    assert not many or frame[8:-2:2].decode("ascii").isprintable()


FRAME = "02 {number} 2C {counter} 03"
SENT = bytes.fromhex("02 41 2C 39 03")


@pytest.mark.parametrize(
    ("checksum", "end"),
    [("none", ""), ("sum", "AB"), ("xor", "55"), ("crc16", "DA64")],
)
def test_unknown_panels_take_a_template(checksum: str, end: str) -> None:
    assert TemplateDriver(FRAME, checksum).show(Shown(number="A", counter=9)) == SENT + bytes.fromhex(end)


def test_a_template_fills_its_places_and_may_end_after_the_checksum() -> None:
    driver = TemplateDriver("02 {number:04} {counter:2} {checksum} 03", "xor")
    assert (
        driver.show(Shown(number="42", counter=3))
        == b"\x020042 3" + bytes([2 ^ 4 ^ 2 ^ 0x20 ^ 0x33]) + b"\x03"
    )
    assert driver.show(Shown(number="A1042", counter=3))[1:5] == b"1042"
    assert driver.show(DARK)[1:7] == b"0000  "


@given(anything, st.integers(0, 99), st.sampled_from(list(CHECKSUMS)))
def test_no_number_breaks_out_of_its_place(number: str, counter: int, checksum: str) -> None:
    frame = TemplateDriver("02 {number} 03", checksum).show(Shown(number=number, counter=counter))
    inner = frame[1 : frame.index(b"\x03")]
    assert frame[0] == 2
    assert inner.decode("ascii").isprintable()


@pytest.mark.parametrize("frame", ["", "0g", "02 {name}", "{checksum}"])
def test_a_template_that_makes_no_frame_is_refused(frame: str) -> None:
    with pytest.raises(ValueError, match=r"frame|hex"):
        TemplateDriver(frame)


@pytest.mark.parametrize(("unit", "width"), [(0, 4), (248, 4), (1, 0), (1, 7)])
def test_a_unit_or_a_width_that_no_panel_has_is_refused(unit: int, width: int) -> None:
    with pytest.raises(ValueError, match="is 1 to"):
        ModbusDriver(unit, width)
