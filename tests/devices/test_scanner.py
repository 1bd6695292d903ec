"""Scanners on a serial line: whole scans, whatever the pieces, and back again after the cable was out."""

import threading
import unicodedata
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices import scanner as scanner_module
from devices.errors import DeviceError, Trouble
from devices.ports.base import Port
from devices.scanner import Scanner, ScannerListener, open_scanner
from tests.devices.line import Line
from tests.devices.rfc2217_server import Rfc2217Server

CARD = "072195000123|272123456|Trần Thị Bưởi|01021995|Nữ|Ấp 3, Châu Thành, Tây Ninh|11052021"


def scan(scanner: Scanner, timeout: float = 0.2) -> list[str]:
    return list(scanner.scans(timeout))


def test_scans_arrive_whole_in_any_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanner_module, "PAUSE", 600)
    with Line() as line:
        scanner = open_scanner(line.url)
        assert scan(scanner, 0.01) == []
        data = f"{CARD}\r\n".encode()
        line.say(data[:25])
        assert scan(scanner) == []
        line.say(data[25:] + b"000.17.22.H56-261123-0007\r")
        found: list[str] = []
        while len(found) < 2:
            found += scan(scanner)
        assert found == [CARD, "000.17.22.H56-261123-0007"]
        scanner.close()


def test_a_scanner_without_line_ends_is_ended_by_silence() -> None:
    with Line() as line:
        scanner = open_scanner(line.url)
        scan(scanner, 0.01)
        line.say(b"A042")
        found = scan(scanner)
        while not found:
            found = scan(scanner, scanner_module.PAUSE)
        assert found == ["A042"]
        scanner.close()


def test_what_the_scanner_adds_is_taken_off_and_noise_is_harmless() -> None:
    with Line() as line:
        scanner = open_scanner(line.url, prefix="]C1", suffix="#")
        scan(scanner, 0.01)
        line.say(b"]C1A042#\n\xff\x1b[A\n\n")
        found: list[str] = []
        while len(found) < 2:
            found += scan(scanner)
        assert found == ["A042", "\ufffd [A"]
        scanner.close()


def test_an_unplugged_scanner_is_trouble_until_it_is_back(tmp_path: Path) -> None:
    with Line(tmp_path) as line:
        scanner = open_scanner(line.url)
        assert scan(scanner, 0.01) == []
        line.say(b"half a li")
        line.unplug()
        while scanner.trouble is None:
            assert scan(scanner) == []
        assert scanner.trouble is Trouble.NOT_CONNECTED
        assert scan(scanner) == []
        line.plug()
        assert scan(scanner, 0.01) == []
        assert scanner.trouble is None
        line.say(b"A042\n")
        found: list[str] = []
        while not found:
            found = scan(scanner)
        assert found == ["A042"]
        scanner.close()


class Said(Port):
    """A line on which ``pieces`` come in."""

    is_open = True

    def __init__(self, pieces: list[bytes]) -> None:
        super().__init__("said:")
        self.pieces = pieces

    def _open(self) -> None: ...
    def close(self) -> None: ...
    def _put(self, data: bytes) -> int:
        return len(data)

    def _get(self, timeout: float) -> bytes:
        return self.pieces.pop(0) if self.pieces else b""

    def _pending(self) -> int:
        return 0


LABELLED = (
    "Số CCCD: 072195000123", "Họ và tên: Trần Thị Bưởi", "Ngày sinh: 01/02/1995", "Giới tính: Nữ",
    "Nơi thường trú: Ấp 3, Châu Thành, Tây Ninh",
)  # fmt: skip


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("size", [7, 40, 4000])
def test_labelled_lines_that_come_together_are_one_scan(
    monkeypatch: pytest.MonkeyPatch, end: str, size: int
) -> None:
    clock = Clock(monkeypatch)
    data = "".join(f"{line}{end}" for line in LABELLED).encode()
    port = Said([data[at : at + size] for at in range(0, len(data), size)])
    scanner = Scanner(port)
    found: list[str] = []
    while port.pieces:
        found += scan(scanner)
        clock.now += 0.05
    assert found == []
    clock.now += 1
    assert scan(scanner) == ["\n".join(LABELLED)]
    assert scan(scanner) == []


def test_what_follows_labelled_lines_is_a_scan_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    Clock(monkeypatch)
    data = "\n".join((*LABELLED, "A042", "https://x.vn/?ma=1", "")).encode()
    assert scan(Scanner(Said([data]))) == ["\n".join(LABELLED), "A042", "https://x.vn/?ma=1"]


class Clock:
    """The clock of the scanner, which goes on when it is told."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 100.0
        monkeypatch.setattr(scanner_module, "time", SimpleNamespace(monotonic=lambda: self.now))


def test_a_line_without_end_is_noise() -> None:
    port = Said([b"x" * 1000] * 6 + [b"the end of it\nA042\n", b"y" * 5000 + b"\n", b"A043\n"])
    scanner = Scanner(port)
    found: list[str] = []
    while port.pieces:
        found += scan(scanner)
    assert found == ["A042", "A043"]


@given(st.lists(st.binary(min_size=1, max_size=40), max_size=20))
def test_nothing_that_is_scanned_can_steer_a_terminal(pieces: list[bytes]) -> None:
    port = Said(list(pieces))
    scanner = Scanner(port)
    while port.pieces:
        for text in scan(scanner):
            assert text == text.strip() != ""
            assert text.isprintable()
            assert unicodedata.is_normalized("NFC", text)


@given(st.integers(1, 30), st.sampled_from([b"\r", b"\n", b"\r\n"]), st.booleans())
def test_pieces_and_line_ends_make_no_difference(size: int, end: bytes, decomposed: bool) -> None:
    card = unicodedata.normalize("NFD", CARD) if decomposed else CARD
    data = (card.encode() + end) * 3
    port = Said([data[at : at + size] for at in range(0, len(data), size)])
    scanner = Scanner(port)
    found: list[str] = []
    while port.pieces:
        found += scan(scanner)
    assert found == [CARD] * 3


class Listening:
    """A listener in a thread, and ways to wait for what it tells."""

    def __init__(self, scanner: Scanner) -> None:
        self.texts: list[str] = []
        self.changed = threading.Condition()
        self.listener = ScannerListener(scanner, self.hear, self.tell)
        self.thread = threading.Thread(target=self.listener.run)

    def hear(self, text: str) -> None:
        self.texts.append(text)
        self.tell()

    def tell(self) -> None:
        with self.changed:
            self.changed.notify_all()

    def until(self, holds: Callable[[], bool]) -> bool:
        with self.changed:
            return self.changed.wait_for(holds, 60)


def test_unplugging_is_told_at_the_next_read_and_it_listens_again_when_back(tmp_path: Path) -> None:
    assert scanner_module.LISTEN <= 3
    with Line(tmp_path) as line:
        scanner = open_scanner(line.url)
        assert scan(scanner, 0.01) == []
        at_work = Listening(scanner)
        at_work.thread.start()
        line.say(f"{CARD}\r\n".encode())
        assert at_work.until(lambda: at_work.texts == [CARD])
        line.unplug()
        assert at_work.until(lambda: at_work.listener.trouble is Trouble.NOT_CONNECTED)
        line.plug()
        assert at_work.until(lambda: at_work.listener.trouble is None)
        line.say(b"A042\r")
        assert at_work.until(lambda: at_work.texts == [CARD, "A042"])
        at_work.listener.stop()
        at_work.thread.join(60)
        assert not at_work.thread.is_alive()


@pytest.mark.filterwarnings("ignore:set(Daemon|Name):DeprecationWarning")  # pyserial's own thread
def test_a_scanner_behind_a_terminal_server_and_the_server_gone() -> None:
    with Line() as line:
        with Rfc2217Server(line.url.removeprefix("serial://")) as server:
            scanner = open_scanner(server.url)
            assert scan(scanner, 0.01) == []
            line.say(f"{CARD}\r\n".encode())
            found: list[str] = []
            while not found:
                found = scan(scanner)
            assert found == [CARD]
        while scanner.trouble is None:
            assert scan(scanner) == []
        assert scanner.trouble is Trouble.NOT_CONNECTED
        scanner.close()


def test_a_scanner_needs_a_line() -> None:
    with pytest.raises(DeviceError):
        open_scanner("virtual:")
