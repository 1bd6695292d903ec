"""What the doctor finds, one check at a time, on real files and a real terminal."""

from __future__ import annotations

import os
import pty
import struct
import termios
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fcntl import ioctl
from pathlib import Path

import pyte
import pytest

from counter import locale
from counter.commandline import doctor_terminal
from counter.commandline.doctor_terminal import check_colours, check_letters, check_terminal
from counter.config.settings import Settings
from counter.desk.desk import Desk
from counter.desk.diagnosis import devices, office
from counter.desk.diagnosis.devices import check_node, check_printers
from counter.desk.diagnosis.office import Level, check_clock, check_disk, check_fonts
from counter.desk.printing.spool_store import LOCK, OfficeSpool
from db.store.lock import OwnerLock
from devices.encode import glyphs
from devices.errors import Trouble


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    locale.use("en")
    yield
    locale.use("vi")


def test_a_clock_that_cannot_be_right(desk: Desk) -> None:
    assert check_clock(desk).level is Level.GOOD
    assert check_clock(None, datetime(1970, 1, 1, tzinfo=UTC)).is_wrong
    behind = check_clock(replace(desk, behind=timedelta(minutes=90)))
    assert (behind.level, "90 minutes" in behind.text) == (Level.WRONG, True)


def test_a_full_disk_is_told_before_it_hurts(tmp_path: Path) -> None:
    assert check_disk(tmp_path / "not" / "made" / "yet").level is Level.GOOD
    full = check_disk(tmp_path, free=lambda path: 3 * 1024 * 1024)
    assert (full.level, full.text) == (Level.WRONG, "3 MB free.")


def test_fonts_that_are_missing_or_lack_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    assert check_fonts().level is Level.GOOD
    monkeypatch.setattr(office, "_LETTERS", "ăж")
    assert check_fonts().text == "Letters are missing: жЖ."

    def gone() -> dict[str, bytes]:
        raise FileNotFoundError(2, "No such file", "counter-12x24.bin")

    monkeypatch.setattr(glyphs, "glyphs", gone)
    assert check_fonts().is_wrong


def test_the_group_of_a_serial_line_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    node = tmp_path / "ttyUSB0"
    node.touch()
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    finding = check_node("Printer", f"serial://{node}?baud=9600")
    assert finding is not None
    assert finding.is_wrong
    assert finding.todo.startswith("sudo usermod -aG ")
    assert check_node("Printer", "tcp://192.168.1.50:9100") is None


def test_while_the_screens_print_their_word_is_told(desk: Desk) -> None:
    settings = Settings(printer="tcp://127.0.0.1:9")
    screens = OwnerLock(desk.store.data / LOCK)
    assert screens.try_own()
    assert check_printers(settings, desk)[0].level is Level.GOOD
    spool = OfficeSpool(desk.store, desk.clock.now)
    spool.store_troubles({settings.printer: Trouble.COVER_OPEN})
    finding = check_printers(settings, desk)[0]
    several = Settings(printer="cửa 1", printers={"cửa 1": "tcp://127.0.0.1:9", "kho": "tcp://127.0.0.1:9"})
    spool.store_troubles({"kho": Trouble.PAPER_OUT})
    first, second = check_printers(several, desk)
    assert (first.level, first.text[:6]) == (Level.GOOD, "cửa 1:")
    assert (second.level, second.text) == (Level.WRONG, "kho: Printer is out of paper.")
    screens.release()
    assert (finding.level, finding.text) == (Level.WRONG, "Printer cover is open.")
    assert check_printers(settings, desk)[0].text == "Printer not connected."


def test_every_trouble_has_its_advice() -> None:
    told = {devices.todo(trouble, "URL") for trouble in Trouble}
    assert len(told) > 8
    assert all(told)


def test_colours_and_letters_by_the_environment() -> None:
    assert check_letters({"LANG": "vi_VN.UTF-8"}).level is Level.GOOD
    assert check_letters({"LANG": "vi_VN.UTF-8", "LC_ALL": "C"}).is_wrong
    assert check_letters({}).is_wrong
    assert check_colours({"TERM": "xterm", "COLORTERM": "truecolor"}).text == "All (xterm)."
    assert check_colours({"TERM": "xterm-256color"}).level is Level.GOOD
    assert check_colours({"TERM": "linux"}).level is Level.INFO
    assert check_colours({"TERM": "dumb"}).is_wrong


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal that draws in this very process may be kept waiting by other tests."""
    monkeypatch.setattr(doctor_terminal, "PATIENCE", 20.0)


@contextmanager
def terminal(columns: int, lines: int, *, encoding: str = "utf-8", answers: bool = True) -> Iterator[int]:
    """The program's end of a terminal that draws what it is sent and says where its cursor is."""
    ours, theirs = pty.openpty()
    ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
    screen = pyte.Screen(columns, lines)
    screen.write_process_input = lambda data: os.write(ours, data.encode()) if answers else None  # type: ignore[method-assign,assignment]
    stream = pyte.Stream(screen)

    def draw() -> None:
        while data := _read(ours):
            stream.feed(data.decode(encoding, "replace"))

    drawing = threading.Thread(target=draw)
    drawing.start()
    try:
        yield theirs
    finally:
        os.close(theirs)
        drawing.join(5)
        os.close(ours)
    assert screen.display[0].strip() == ""


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 4096)
    except OSError:
        return b""


def test_a_terminal_that_draws_vietnamese_in_its_width() -> None:
    with terminal(120, 40) as line:
        size, width = check_terminal((line, line))
    assert (size.level, size.text) == (Level.GOOD, "120x40")
    assert width.level is Level.GOOD


def test_a_terminal_that_takes_letters_for_bytes_and_is_too_small() -> None:
    with terminal(60, 20, encoding="latin-1") as line:
        size, width = check_terminal((line, line))
    assert (size.level, width.level) == (Level.WRONG, Level.WRONG)
    assert "60x20" in size.text


def test_a_terminal_that_does_not_answer_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor_terminal, "PATIENCE", 0.05)
    with terminal(80, 24, answers=False) as line:
        before = termios.tcgetattr(line)
        size, width = check_terminal((line, line))
        assert termios.tcgetattr(line) == before
    assert (size.level, width.level) == (Level.GOOD, Level.INFO)
