"""Paper out in the middle of a slip: a whole marked copy follows, nothing is passed off as good, nothing doubled."""

from __future__ import annotations

import pytest

from devices.encode.escpos import encode
from devices.errors import Trouble
from devices.ports.opening import open_port
from devices.printer import EscposPrinter
from devices.profile import Profile, Proof
from devices.spool import JobState, Spool
from devices.virtual.server import PrinterServer, PtyPrinterServer, TcpPrinterServer
from tests.devices.ending import EndingMachine
from tests.devices.samples import TWENTY_LINES
from tests.devices.test_escpos import NAMES
from tests.devices.test_spool import MemoryStore, job

PREFLIGHT = 9
LENGTH = len(encode(TWENTY_LINES, Profile()))
MARK = "BẢN IN LẠI LẦN 1"


@pytest.mark.parametrize("proof", [Proof.COMPLETION, Proof.QUEUED])
@pytest.mark.parametrize("at", [1, 400, LENGTH // 2, LENGTH - 3])
@pytest.mark.parametrize("kind", [TcpPrinterServer, PtyPrinterServer])
def test_a_slip_cut_by_the_end_of_the_paper_comes_again_whole_and_marked(
    kind: type[PrinterServer], at: int, proof: Proof
) -> None:
    store = MemoryStore(job(slip=TWENTY_LINES.to_json()))
    machine = EndingMachine(ends_at=PREFLIGHT + at)
    with kind(machine) as server:
        device = EscposPrinter("p1", open_port(server.url), Profile(proof=proof))
        spool = Spool(store)
        assert spool.run_once(device) is JobState.CANCELLED
        assert spool.trouble is Trouble.PAPER_OUT
        assert spool.run_once(device) is JobState.QUEUED
        assert "<cut>" not in machine.text(NAMES)
        machine.paper_out = False
        assert spool.run_once(device) is JobState.CONFIRMED
        assert spool.run_once(device) is None
        device.close()
    assert {each.id: (each.state, each.copy) for each in store.jobs.values()} == {
        "j1": (JobState.CANCELLED, 0),
        "j1+": (JobState.CONFIRMED, 1),
    }
    lines = machine.text(NAMES)
    assert sum(MARK in line for line in lines) == 1
    copy = "\n".join(lines).split(MARK)[1]
    assert copy.count("<cut>") == 1
    assert "<CODE128:" in copy


def test_a_roll_that_ends_with_the_slip_is_no_fault_of_the_slip() -> None:
    """The proof came before the paper's end was felt: the slip is whole, and only the next one waits."""
    store = MemoryStore(job(slip=TWENTY_LINES.to_json()), job(id="j2"))
    machine = EndingMachine()
    with TcpPrinterServer(machine) as server:
        device = EscposPrinter("p1", open_port(server.url), Profile(proof=Proof.COMPLETION))
        spool = Spool(store)
        assert spool.run_once(device) is JobState.CONFIRMED
        machine.paper_out = True
        assert spool.run_once(device) is JobState.QUEUED
        device.close()
    assert store.jobs["j2"].state is JobState.QUEUED


def test_an_open_cover_in_the_middle_is_for_a_person_to_settle() -> None:
    store = MemoryStore(job(slip=TWENTY_LINES.to_json()))
    machine = EndingMachine(ends_at=PREFLIGHT + 400, opens=True)
    with TcpPrinterServer(machine) as server:
        device = EscposPrinter("p1", open_port(server.url), Profile(proof=Proof.COMPLETION))
        assert Spool(store).run_once(device) is JobState.UNSURE
        device.close()
    assert store.jobs["j1"].note == Trouble.COVER_OPEN
