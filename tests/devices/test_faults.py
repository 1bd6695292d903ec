"""The fault matrix: wherever in a slip the line, the printer or the process fails, nothing is lost or doubled."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from devices import ports, printer
from devices.encode.escpos import encode
from devices.ports import open_port
from devices.printer import EscposPrinter
from devices.profile import Profile, Proof
from devices.spool import Job, JobState, Spool
from devices.virtual.machine import Machine
from devices.virtual.server import PrinterServer, PtyPrinterServer, TcpPrinterServer
from tests.devices.file_store import FileStore
from tests.devices.samples import TWENTY_LINES
from tests.devices.test_escpos import NAMES
from tests.devices.test_spool import MemoryStore, job

PROFILE = Profile(proof=Proof.COMPLETION)
PREFLIGHT = 9
LENGTH = len(encode(TWENTY_LINES, PROFILE))
PLACES = {
    "question": 3,
    "before the slip": PREFLIGHT,
    "first byte": PREFLIGHT + 1,
    "characters": PREFLIGHT + 400,
    "text": PREFLIGHT + LENGTH // 2 + 900,
    "near the end": PREFLIGHT + LENGTH - 3,
    "last byte": PREFLIGHT + LENGTH,
    "proof": PREFLIGHT + LENGTH + 11,
}
ENDS = {
    "question": {JobState.CONFIRMED},
    **{place: {JobState.UNSURE, JobState.SENT} for place in ("characters", "text", "last byte")},
}
"""``sent`` where the other end's kernel had taken every byte before the process died."""


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "STALL", 0.3)
    monkeypatch.setattr(printer, "SILENCE", 0.3)
    monkeypatch.setattr(printer, "PATIENCE", 0.1)


def twenty() -> Job:
    return job(slip=TWENTY_LINES.to_json())


def whole_slips(machine: Machine) -> int:
    return sum(1 for line in machine.text(NAMES) if line == "<cut>")


@pytest.mark.parametrize("fault", ["unplugged", "hangs"])
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", [TcpPrinterServer, PtyPrinterServer])
def test_a_fault_anywhere_leaves_an_honest_state(kind: type[PrinterServer], place: str, fault: str) -> None:
    store = MemoryStore(twenty())
    at = PLACES[place]
    with kind(dies_at=at) if fault == "unplugged" else kind(hangs_at=at) as server:
        device = EscposPrinter("p1", open_port(server.url), PROFILE)
        state = Spool(store).run_once(device)
        device.close()
    printed = whole_slips(server.machine)
    assert printed <= 1
    assert state in (JobState.QUEUED, JobState.SENT, JobState.UNSURE, JobState.CONFIRMED)
    if state is JobState.CONFIRMED:
        assert printed == 1
    if state is JobState.QUEUED:
        assert printed == 0
    assert "sending" in store.log or state is JobState.QUEUED


@pytest.mark.parametrize("place", ["question", "before the slip", "characters", "text", "last byte"])
def test_after_the_line_is_back_the_queue_goes_on(place: str) -> None:
    """The job that the fault met is printed again only if not one byte of it left; the next one always is."""
    store = MemoryStore(twenty(), job(id="j2"))
    with TcpPrinterServer(dies_at=PLACES[place]) as server:
        device = EscposPrinter("p1", open_port(server.url), PROFILE)
        spool = Spool(store)
        while store.next_queued("p1"):
            spool.run_once(device)
        device.close()
        assert store.jobs["j2"].state is JobState.CONFIRMED
    assert whole_slips(server.machine) <= 1
    assert store.jobs["j1"].state in (JobState.CONFIRMED, JobState.UNSURE)


@pytest.mark.parametrize("place", ["question", "characters", "text", "last byte"])
def test_a_killed_process_leaves_the_job_unsure_and_it_is_not_sent_again(place: str, tmp_path: Path) -> None:
    text = TWENTY_LINES.to_json()
    state_file = tmp_path / "job"
    with TcpPrinterServer(hangs_at=PLACES[place]) as server:
        command = [
            sys.executable,
            "-m",
            "tests.devices.file_store",
            str(state_file),
            server.url,
            json.dumps(text),
        ]
        with subprocess.Popen(command) as child:
            assert server.wait_for(PLACES[place], 20)
            child.kill()
    store = FileStore(state_file, text)
    began = JobState.SENDING in store.states
    assert began == (place != "question")
    with TcpPrinterServer() as server:
        device = EscposPrinter("p", open_port(server.url), PROFILE)
        spool = Spool(store)
        spool.recover("p")
        assert spool.run_once(device) is (None if began else JobState.CONFIRMED)
        device.close()
    assert whole_slips(server.machine) == (0 if began else 1)
    assert store.states[-1] in ENDS[place]
