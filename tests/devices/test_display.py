"""Displays on a line: set up once, blinking a few times, and back by themselves after a fault."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from devices.displays.display import BLINK, BLINKS, REPEAT, CustomerDisplay, DisplayTexts, open_display
from devices.displays.drivers import CD5220, DM_D, Shown
from devices.errors import DeviceError, NothingSent, Trouble
from devices.ports.base import Port
from devices.ports.opening import open_port
from devices.virtual.display import VirtualDisplay
from tests.devices.line import Line
from tests.devices.rfc2217_server import Rfc2217Server

TEXTS = DisplayTexts(call=("Mời số {number}", "đến quầy {counter}"), idle=("UBND xã Tân Hòa", "Kính chào"))
CALL = CD5220.show(Shown("Mời số A042", "đến quầy 3"))
DARK = CD5220.show(Shown())
SETUP = b"\x0c\x1b@\x1b*\x04"
SETTINGS = b"\x1b*\x04"


class Time:
    """A clock that goes when it is told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def on(line: Line, time: Time | None = None, **changes: object) -> CustomerDisplay:
    return CustomerDisplay(open_port(line.url), CD5220, texts=TEXTS, clock=time or Time(), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "options",
    [
        "driver=none",
        "driver=template&frame=0g",
        "driver=template&frame=02&checksum=md5",
        "driver=modbus&unit=x",
        "brightness=x",
        "keep=0",
        "keep=nan",
        "flow=maybe",
    ],
)
def test_mistakes_in_the_address_are_told(options: str) -> None:
    with pytest.raises(DeviceError) as caught:
        open_display(f"serial:///dev/ttyUSB0?{options}")
    assert caught.value.trouble is Trouble.BAD_ADDRESS


def test_a_display_on_a_line_is_set_up_once() -> None:
    with Line() as line:
        display = open_display(f"{line.url}?driver=cd5220&baud=9600&brightness=2", texts=TEXTS)
        display.show_text("Mời số A042", "đến quầy 3")
        assert line.heard(len(b"\x0c\x1b@\x1b*\x02" + CALL)) == b"\x0c\x1b@\x1b*\x02" + CALL
        display.show_text("Mời số A042", "đến quầy 3")
        assert line.heard(len(b"\x1b*\x02" + CALL)) == b"\x1b*\x02" + CALL
        assert display.lines == ("Moi so A042         ", "den quay 3          ")
        display.show_idle()
        assert b"UBND xa Tan Hoa" in line.heard(1)
        display.close()
        assert line.heard(len(b"\x1b*\x02" + DARK)) == b"\x1b*\x02" + DARK


def test_a_call_blinks_a_few_times_and_then_stands_still() -> None:
    time = Time()
    with Line() as line:
        display = on(line, time)
        display.call("A042", 3)
        shown = [line.heard(1)]
        while display.blinking:
            assert display.refresh() == pytest.approx(BLINK)
            time.now += BLINK
            display.refresh()
            shown.append(line.heard(1))
        assert shown == [SETUP + CALL] + [SETTINGS + DARK, SETTINGS + CALL] * BLINKS
        assert display.refresh() == pytest.approx(REPEAT)


def test_another_call_ends_the_blinking_of_the_last() -> None:
    time = Time()
    with Line() as line:
        display = on(line, time)
        display.call("A042", 3)
        time.now += BLINK
        display.refresh()
        display.show_text("Xin lỗi", "")
        line.heard(1)
        time.now += BLINK
        assert display.refresh() > BLINK
        assert line.heard() == b""


def test_a_display_that_lost_power_has_its_number_again() -> None:
    time = Time()
    with Line() as line:
        display = on(line, time)
        display.show_text("Mời số A042", "đến quầy 3")
        line.heard(1)
        time.now += REPEAT
        assert display.refresh() == pytest.approx(REPEAT)
        assert line.heard(len(SETTINGS + CALL)) == SETTINGS + CALL


def test_an_unplugged_display_is_known_within_the_next_beat_and_fills_again_when_back(tmp_path: Path) -> None:
    time = Time()
    with Line(tmp_path) as line:
        display = on(line, time)
        display.show_text("Mời số A042", "đến quầy 3")
        line.unplug()
        time.now += REPEAT
        display.refresh()
        assert display.trouble is Trouble.NOT_CONNECTED
        display.call("A043", 3)
        assert display.trouble is Trouble.NOT_CONNECTED
        assert not display.blinking
        line.plug()
        time.now += REPEAT
        display.refresh()
        assert display.trouble is None
        assert line.heard(len(SETUP + CALL.replace(b"A042", b"A043"))) == SETUP + CALL.replace(
            b"A042", b"A043"
        )


@contextmanager
def tcp_display(*, port: int = 0) -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", port)) as listener:
        listener.settimeout(30)
        yield listener


def received(connection: socket.socket, count: int) -> bytes:
    connection.settimeout(30)
    data = b""
    while len(data) < count:
        data += connection.recv(4096)
    return data


def test_a_display_behind_a_network_converter_comes_back() -> None:
    time = Time()
    with tcp_display() as listener:
        port = listener.getsockname()[1]
        display = CustomerDisplay(open_port(f"tcp://127.0.0.1:{port}"), CD5220, texts=TEXTS, clock=time)
        display.show_text("Mời số A042", "đến quầy 3")
        connection = listener.accept()[0]
        assert received(connection, len(SETUP + CALL)) == SETUP + CALL
        connection.sendall(b"something that nobody asked for")
        connection.close()
        time.now += REPEAT
        display.refresh()
        if display.trouble is not None:
            time.now += REPEAT
            display.refresh()
        with listener.accept()[0] as again:
            assert received(again, len(SETUP + CALL)) == SETUP + CALL
        display.close()


@pytest.mark.filterwarnings("ignore:set(Daemon|Name):DeprecationWarning")  # pyserial's own thread
def test_a_display_behind_a_terminal_server_and_the_server_gone() -> None:
    with Line() as line:
        with Rfc2217Server(line.url.removeprefix("serial://")) as server:
            display = open_display(f"{server.url}&driver=cd5220", texts=TEXTS)
            display.show_text("Mời số A042", "đến quầy 3")
            assert line.heard(len(SETUP + CALL)) == SETUP + CALL
            assert display.trouble is None
        display.show_text("Mời số A043", "đến quầy 3")
        display.show_text("Mời số A043", "đến quầy 3")
        assert display.trouble is Trouble.NOT_CONNECTED
        display.close()


def test_a_display_in_a_file(tmp_path: Path) -> None:
    display = open_display(f"file://{tmp_path}/display?driver=aedex")
    display.show_text("Đã nhận")
    assert (tmp_path / "display").read_bytes() == b"!#1Da nhan             \r!#2" + b" " * 20 + b"\r"


def test_a_device_that_may_not_be_opened_is_trouble(tmp_path: Path) -> None:
    display = open_display("file:///proc/version?driver=aedex")
    display.show_text("x")
    assert display.trouble in (Trouble.NO_PERMISSION, Trouble.NOT_CONNECTED)
    display.close()


# -- on the printer's line --------------------------------------------------------------------------------------------


class Turns:
    """Whoever has the printer's line."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.ours = True

    @contextmanager
    def __call__(self) -> Iterator[None]:
        if not self.ours:
            raise NothingSent(Trouble.IN_USE)
        with self.lock:
            yield


def passed_through(port: Port, turns: Turns) -> CustomerDisplay:
    display = open_display("printer:?driver=dm-d", texts=TEXTS, shared=port, turn=turns)
    assert isinstance(display, CustomerDisplay)
    return display


def test_a_display_behind_the_printer_selects_itself_and_gives_the_line_back() -> None:
    with Line() as line:
        port, turns = open_port(line.url), Turns()
        display = passed_through(port, turns)
        port.open()
        line.say(b"\x12")
        display.show_text("Xin chào")
        heard = line.heard(1)
        assert heard.startswith(b"\x1b=\x02\x0c")
        assert heard.endswith(DM_D.show(Shown("Xin chào")))
        assert heard.endswith(b"\x1b=\x01")
        assert port.read(1) == b"\x12", "the printer's answers are the printer's"
        display.close()
        assert port.is_open
        port.close()


def test_it_waits_its_turn_and_says_when_another_program_prints() -> None:
    with Line() as line:
        port, turns = open_port(line.url), Turns()
        display = passed_through(port, turns)
        turns.ours = False
        display.show_text("Xin chào")
        assert display.trouble is Trouble.IN_USE
        assert not port.is_open


@pytest.mark.parametrize("url", ["printer:?driver=cd5220", "printer:"])
def test_only_a_display_that_can_be_selected_hangs_on_the_printers_line(url: str) -> None:
    with Line() as line, pytest.raises(DeviceError):
        open_display(url, shared=open_port(line.url))
    with pytest.raises(DeviceError):
        open_display("printer:?driver=dm-d")


def test_the_display_in_memory() -> None:
    display = open_display("virtual:", texts=TEXTS)
    assert isinstance(display, VirtualDisplay)
    display.call("A042", 3)
    assert display.lines == ("Moi so A042         ", "den quay 3          ")
    display.show_idle()
    assert display.lines[1] == "Kinh chao           "
