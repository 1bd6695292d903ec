"""The fault matrix: every line, every place in a slip, every fault: nothing lost, nothing doubled without its mark."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from devices import printer
from devices.encode.escpos import encode
from devices.ports import base
from devices.ports.base import Port
from devices.printer import EscposPrinter
from devices.spool import JobState, Spool
from devices.virtual.machine import Machine
from tests.devices.file_store import FileStore
from tests.devices.killable import PROFILE
from tests.devices.rigs import FAULTS, KINDS, Rig
from tests.devices.samples import TWENTY_LINES
from tests.devices.test_escpos import NAMES

QUESTION_PATIENCE, PROOF_SILENCE = printer.PATIENCE, printer.SILENCE
JOB = encode(TWENTY_LINES, PROFILE)
TEXT = TWENTY_LINES.to_json()
PREFLIGHT = 9
PLACES = {
    "question": 3,
    "before the slip": PREFLIGHT,
    "first byte": PREFLIGHT + 1,
    "head of a command": PREFLIGHT + JOB.index(b"\x1b&") + 3,
    "characters": PREFLIGHT + 400,
    "text": PREFLIGHT + JOB.index(b"072195") + 3,
    "barcode": PREFLIGHT + JOB.index(b"\x1dkI") + 9,
    "QR code": PREFLIGHT + JOB.index(b"1P0") + 9,
    "before the knife": PREFLIGHT + len(JOB) - 3,
    "last byte": PREFLIGHT + len(JOB),
    "proof": PREFLIGHT + len(JOB) + 5,
    "after the proof": PREFLIGHT + len(JOB) + 11,
}
MARK = "BẢN IN LẠI"
SLOW = 120.0
QUIET = 1.0
"""Seconds of silence, so short that a fault costs little and so long that a healthy printer has answered."""
STARTING = threading.Lock()


def clean_paper() -> set[str]:
    """The lines of the slip when nothing fails."""
    machine = Machine()
    machine.feed(JOB)
    return {line.strip() for line in machine.text(NAMES)} - {"<cut>"}


LINES = clean_paper()
pytestmark = pytest.mark.filterwarnings("ignore:set(Daemon|Name):DeprecationWarning")  # pyserial's own thread


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "STALL", QUIET)
    for name in ("SILENCE", "PATIENCE", "RECHECK"):
        monkeypatch.setattr(printer, name, QUIET)


def silence_counted(port: Port) -> list[float]:
    """The seconds of every read from ``port`` that came back empty, from now on, each no longer than it asked for."""
    read, seconds = port.read, list[float]()

    def counted(timeout: float) -> bytes:
        started = time.monotonic()
        data = read(timeout)
        if not data:
            seconds.append(min(timeout, time.monotonic() - started))
        return data

    port.read = counted  # type: ignore[method-assign]
    return seconds


def test_silence_is_known_within_three_seconds() -> None:
    """The bounds of the sums that the matrix below counts."""
    assert 3 * QUESTION_PATIENCE <= 3
    assert PROOF_SILENCE + QUESTION_PATIENCE + 0.1 <= 3


@pytest.fixture(scope="module")
def killable() -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-W", "ignore", "-m", "tests.devices.killable"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process


def whole_slips(machine: Machine) -> tuple[int, int]:
    """How many whole slips are on the paper, without a mark and with one."""
    plain = marked = 0
    for part in "\n".join(machine.text(NAMES)).split("<cut>")[:-1]:
        lines = {line.strip() for line in part.split("\n")}
        if lines >= LINES:
            if MARK in part:
                marked += 1
            else:
                plain += 1
    return plain, marked


def settle(rig: Rig, store: FileStore, spool: Spool, device: EscposPrinter) -> None:
    """The printer is back; the queue goes on by itself, and a person asks for a copy of what is unsure."""
    rig.mend()
    until = time.monotonic() + SLOW
    while store.states[-1] not in (JobState.CONFIRMED, JobState.SENT) and time.monotonic() < until:
        if store.states[-1] is JobState.UNSURE:
            store.reprint()
        spool.run_once(device)
    device.close()


def judge(rig: Rig, store: FileStore, then: JobState, before: tuple[int, int]) -> None:
    """``then`` is the state after the fault, ``before`` the slips on the paper at that time."""
    states, (plain, marked) = store.states, whole_slips(rig.machine)
    assert states[-1] is JobState.CONFIRMED, states
    assert plain <= 1
    assert plain + marked >= 1
    if then is JobState.CONFIRMED:
        assert before == (1, 0)
    if then is JobState.QUEUED:
        assert before == (0, 0)
        assert (plain, marked) == (1, 0)
    if then is JobState.UNSURE:
        assert marked >= 1
    assert then in (JobState.CONFIRMED, JobState.QUEUED, JobState.UNSURE)


def at_every_place(case: Callable[[str], JobState]) -> dict[str, JobState]:
    """Try the places side by side: most of a fault is waiting."""
    with ThreadPoolExecutor(len(PLACES)) as pool:
        return dict(zip(PLACES, pool.map(case, PLACES), strict=True))


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_fault_of_the_printer_or_its_line(kind: str, fault: str, tmp_path: Path) -> None:
    def case(place: str) -> JobState:
        store = FileStore(tmp_path / place, TEXT)
        spool = Spool(store)
        with Rig(kind) as rig:
            rig.will(fault, PLACES[place])
            port = rig.port()
            silence = silence_counted(port)
            device = EscposPrinter("p", port, PROFILE)
            spool.run_once(device)
            assert sum(silence) <= 3 * QUIET + 0.1
            then, before = store.states[-1], whole_slips(rig.machine)
            settle(rig, store, spool, device)
            judge(rig, store, then, before)
        return then

    states = at_every_place(case)
    assert {states["question"]} <= {JobState.QUEUED, JobState.CONFIRMED}
    assert {states[place] for place in ("characters", "text", "barcode", "QR code")} == {JobState.UNSURE}


@pytest.mark.parametrize("kind", KINDS)
def test_the_process_is_killed(kind: str, killable: "subprocess.Popen[str]", tmp_path: Path) -> None:
    def case(place: str) -> JobState:
        path = tmp_path / place
        with Rig(kind) as rig:
            rig.will("hangs", PLACES[place])
            child = start(killable, path, rig)
            assert rig.server.wait_for(PLACES[place], SLOW)
            kill(child)
            store = FileStore(path, TEXT)
            spool = Spool(store)
            spool.recover("p")
            then, before = store.states[-1], whole_slips(rig.machine)
            settle(rig, store, spool, EscposPrinter("p", rig.port(), PROFILE))
            judge(rig, store, then, before)
        return then

    states = at_every_place(case)
    assert states["question"] is JobState.QUEUED
    assert {states[place] for place in list(PLACES)[2:-1]} == {JobState.UNSURE}


def start(killable: "subprocess.Popen[str]", path: Path, rig: Rig) -> int:
    """A process that prints; its number."""
    assert killable.stdin
    assert killable.stdout
    task = {"store": str(path), "kind": rig.kind, "address": rig.address, "slip": TEXT}
    with STARTING:
        killable.stdin.write(json.dumps(task) + "\n")
        killable.stdin.flush()
        return int(killable.stdout.readline())


def kill(process: int) -> None:
    """As the power going off would; back when the process is no more."""
    with suppress(ProcessLookupError):
        os.kill(process, 9)
    while Path(f"/proc/{process}").exists():
        os.sched_yield()
