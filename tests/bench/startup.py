"""From the command to the first frame, against the smallest Textual app; what a counter costs in memory and bytes."""

from __future__ import annotations

import shutil
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from counter.desk.desk import Clock
from tests import offices
from tests.bench.rows import Row, against, at_most, p50
from tests.terminal import Terminal

STARTS = 9
FIRST_FRAME, RESIDENT_MIB, LETTER, ADVANCE = 1.4, 90.0, 700.0, 300.0
QUIET = 0.6
IDLE_SECONDS = 10.0


def run() -> list[Row]:
    """The budgets of a start and of an idle and a busy counter."""
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    data = folder / "office"
    try:
        offices.new_office(data, Clock()).store.close()
        return [_first_frame(data), *_at_the_counter(data)]
    finally:
        shutil.rmtree(folder)


def _counter(data: Path) -> Terminal:
    return Terminal.python("-m", "counter.cli", "--data", str(data))


def _first_frame(data: Path) -> Row:
    ours, reference = [], []
    for turn in range(STARTS + 1):
        with Terminal.python("-m", "tests.bench.hello") as hello:
            reference.append(hello.until("hello"))
        with _counter(data) as counter:
            ours.append(counter.until(lambda terminal: bool(terminal.text.strip())))
        if turn == 0:
            ours.clear()
            reference.clear()
    return against("first frame / hello world", "s", p50(ours), p50(reference), FIRST_FRAME)


def sign_in(counter: Terminal) -> None:
    """Sign in as Lan at counter 3, typing ahead, and wait for the empty intake."""
    counter.until("Mật khẩu", within=20)
    counter.type(f"lan\r{offices.PASSWORD}\r3\r")
    counter.until("Thủ tục", within=20)
    counter.read(2 * QUIET)


def _at_the_counter(data: Path) -> list[Row]:
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
        sent, busy = _idle(counter)
    return [
        at_most("resident after the first screen", "MiB", resident, RESIDENT_MIB),
        at_most("a letter", "bytes", max(letters), LETTER),
        at_most("a field advance", "bytes", max(advances), ADVANCE),
        at_most("idle", "bytes/s", sent, 0.0),
        at_most("idle", "% of a CPU", busy, 1.0),
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


def _idle(counter: Terminal) -> tuple[float, float]:
    """Bytes a second and CPU of a counter that nobody touches; between two minutes, since the clock shows those."""
    _between_minutes(counter, IDLE_SECONDS)
    sent, spent, start = counter.sent, _cpu(counter), time.perf_counter()
    while time.perf_counter() - start < IDLE_SECONDS:
        counter.read(IDLE_SECONDS - (time.perf_counter() - start))
    passed = time.perf_counter() - start
    return (counter.sent - sent) / passed, 100 * (_cpu(counter) - spent) / passed


def _cpu(counter: Terminal) -> float:
    """Seconds of CPU that the program has used (fields 14 and 15 of /proc/PID/stat, in hundredths)."""
    after_name = Path(f"/proc/{counter.process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / 100
