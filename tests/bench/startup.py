"""From the command to the first frame, against the smallest Textual app; what a counter costs in memory and bytes."""

from __future__ import annotations

import shutil
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from counter.desk.desk import Clock
from tests import offices
from tests.bench.rows import Row, against, at_most, p50, shown
from tests.terminal import Terminal

STARTS = 9
FIRST_FRAME, RESIDENT_MIB, LETTER, ADVANCE, IDLE = 1.4, 90.0, 700.0, 300.0, 0.2
QUIET = 0.6
IDLE_SECONDS = 10.0


def run() -> list[Row]:
    """The budgets of a start and of an idle and a busy counter."""
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    data = folder / "office"
    try:
        offices.new_office(data, Clock()).store.close()
        first_frame, start_cpu = _first_frame(data)
        return [first_frame, *_at_the_counter(data, start_cpu)]
    finally:
        shutil.rmtree(folder)


def _counter(data: Path) -> Terminal:
    return Terminal.python("-m", "counter.cli", "--data", str(data))


def _first_frame(data: Path) -> tuple[Row, float]:
    """The first frame, and the seconds of CPU that the smallest app takes to its own."""
    ours, reference, spent = [], [], []
    for turn in range(STARTS + 1):
        with Terminal.python("-m", "tests.bench.hello") as hello:
            reference.append(hello.until("hello"))
            spent.append(_cpu(hello))
        with _counter(data) as counter:
            ours.append(counter.until(lambda terminal: bool(terminal.text.strip())))
        if turn == 0:
            ours.clear()
            reference.clear()
    frame = against("first frame / hello world", "s", p50(ours), p50(reference), FIRST_FRAME)
    return frame, p50(spent)


def sign_in(counter: Terminal) -> None:
    """Sign in as Lan at counter 3, typing ahead, and wait for the empty intake."""
    counter.until("Mật khẩu")
    counter.type(f"lan\r{offices.PASSWORD}\r3\r")
    counter.until("Thủ tục")
    counter.read(2 * QUIET)


def _at_the_counter(data: Path, start_cpu: float) -> list[Row]:
    with _counter(data) as counter:
        counter.until("Mật khẩu")
        counter.read(2 * QUIET)
        resident = counter.resident() / 2**20
        sign_in(counter)
        _between_minutes(counter, 20 * QUIET)
        letters = [_cost(counter, letter) for letter in "0721950"]
        # An advance is measured where nothing follows from it: what a number or a name changes on the slip is content.
        _cost(counter, "\x7f" * len(letters))
        advances = [_cost(counter, "\t") for _ in range(3)]
        sent, spent = _idle(counter)
    return [
        at_most("resident after the first screen", "MiB", resident, RESIDENT_MIB),
        at_most("a letter", "bytes", max(letters), LETTER),
        at_most("a field advance", "bytes", max(advances), ADVANCE),
        at_most(f"idle for {IDLE_SECONDS:.0f} s", "bytes", sent, 0.0),
        against(f"CPU of {IDLE_SECONDS:.0f} idle s / hello world's start", "s", spent, start_cpu, IDLE),
        shown("idle", "% of a CPU", 100 * spent / IDLE_SECONDS),
    ]


def _cost(counter: Terminal, keys: str) -> float:
    before = counter.sent
    counter.type(keys)
    counter.read(QUIET)
    return float(counter.sent - before)


def _between_minutes(counter: Terminal, seconds: float) -> None:
    """Wait until no minute begins for ``seconds``: with it the clock and the time on the live slip are drawn anew."""
    while datetime.now(UTC).second > 58 - seconds:
        counter.read(QUIET)
    counter.read(QUIET)


def _idle(counter: Terminal) -> tuple[int, float]:
    """Bytes and seconds of CPU of a counter that nobody touches; between two minutes, since the clock shows those."""
    _between_minutes(counter, IDLE_SECONDS)
    sent, spent, start = counter.sent, _cpu(counter), time.perf_counter()
    while time.perf_counter() - start < IDLE_SECONDS:
        counter.read(IDLE_SECONDS - (time.perf_counter() - start))
    return counter.sent - sent, _cpu(counter) - spent


def _cpu(counter: Terminal) -> float:
    """Seconds of CPU that the program has used (fields 14 and 15 of /proc/PID/stat, in hundredths)."""
    after_name = Path(f"/proc/{counter.process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / 100
