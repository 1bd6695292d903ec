"""Which proof of printing a printer gives is learned from what it does, within three seconds, and never guessed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pytest

from devices import printer as printer_module
from devices.errors import CutOff, NotReady, Trouble, Unproven
from devices.ports.base import Port
from devices.printer import EscposPrinter
from devices.profile import Profile, Proof, Strategy
from devices.slip import Line, Slip
from devices.spool import JobNote, JobState, Spool
from devices.virtual.machine import Machine
from tests.devices.test_spool import MemoryStore, job

SLIP = Slip("", (Line("Đã nhận hồ sơ"),))
SILENCE, RECHECK, PATIENCE = printer_module.SILENCE, printer_module.RECHECK, printer_module.PATIENCE
"""The true values; the tests of devices patch them."""

ALL: Mapping[str, bool] = {}
QUEUED_ONLY = {"proves_completion": False}
NONE_AT_ALL = {"proves_completion": False, "proves_queued": False}


@pytest.fixture(autouse=True)
def _true_times(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("SILENCE", SILENCE), ("RECHECK", RECHECK), ("PATIENCE", PATIENCE)):
        monkeypatch.setattr(printer_module, name, value)


@dataclass
class Habits:
    """What a printer does beside what its machine does; ``at`` is a second of the clock."""

    slow_until: float = -1
    loses_proof: int = 0
    deaf: tuple[float, float] = (-1, -1)
    requests: list[bytes] = field(default_factory=list)


class ClockedLine(Port):
    """A line to a machine, on a clock that goes on only while somebody waits."""

    def __init__(self, machine: Machine, habits: Habits | None = None) -> None:
        super().__init__("tcp://printer")
        self.machine, self.habits = machine, habits or Habits()
        self.now = 100.0
        self._answers = b""
        self._late = b""

    def clock(self) -> float:
        return self.now

    @property
    def is_open(self) -> bool:
        return True

    def _open(self) -> None:
        raise AssertionError("it is open")

    def close(self) -> None:
        pass

    def _put(self, data: bytes) -> int:
        habits = self.habits
        if habits.deaf[0] <= self.now < habits.deaf[1]:
            return len(data)
        answer = self.machine.feed(data)
        if not data.startswith(b"\x10\x04") and answer:
            habits.requests.append(data)
            if len(habits.requests) <= habits.loses_proof:
                return len(data)
            if self.now < habits.slow_until:
                self._late += answer
                return len(data)
        self._answers += answer
        return len(data)

    def _get(self, timeout: float) -> bytes:
        if self._late and self.now >= self.habits.slow_until:
            self._answers, self._late = self._answers + self._late, b""
        if not self._answers:
            self.now += timeout
        answers, self._answers = self._answers, b""
        return answers

    def _pending(self) -> int:
        return 0


def made(
    proof: Proof, habits: Habits | None = None, abilities: Mapping[str, bool] = ALL
) -> tuple[EscposPrinter, ClockedLine]:
    machine = Machine()
    for name, value in abilities.items():
        setattr(machine, name, value)
    line = ClockedLine(machine, habits)
    profile = Profile(strategy=Strategy.TCVN3, proof=proof)
    return EscposPrinter("p1", line, profile, line.clock), line


def printed(printer: EscposPrinter) -> bool:
    printer.check()
    printer.send(SLIP)
    return printer.confirm()


def test_a_printer_that_answers_and_proves_nothing_is_known_within_three_seconds() -> None:
    printer, line = made(Proof.QUEUED, abilities=NONE_AT_ALL)
    printer.check()
    printer.send(SLIP)
    started = line.now
    with pytest.raises(Unproven):
        printer.confirm()
    assert SILENCE <= line.now - started <= 3
    assert printer.learned is Proof.NONE
    started = line.now
    assert not printed(printer)
    assert line.now == started, "the next slip costs nothing"


def test_the_spool_calls_such_a_slip_sent_and_says_why_once() -> None:
    printer, _line = made(Proof.QUEUED, abilities=NONE_AT_ALL)
    store = MemoryStore(job(slip=SLIP.to_json()), job(id="j2", slip=SLIP.to_json()))
    spool = Spool(store)
    assert [spool.run_once(printer), spool.run_once(printer)] == [JobState.SENT, JobState.SENT]
    assert [store.jobs[name].note for name in ("j1", "j2")] == [JobNote.NO_PROOF, ""]
    assert spool.trouble is None


def test_one_that_knows_only_the_queued_proof_gives_that_one_from_the_second_slip_on() -> None:
    printer, _line = made(Proof.COMPLETION, abilities=QUEUED_ONLY)
    with pytest.raises(Unproven):
        printed(printer)
    assert printed(printer)
    assert (printer.learned, printer.proof) == (Proof.QUEUED, Proof.QUEUED)


@pytest.mark.parametrize("proof", [Proof.QUEUED, Proof.COMPLETION])
def test_a_slow_printer_is_known_by_the_proofs_that_come_late(proof: Proof) -> None:
    habits = Habits(slow_until=110)
    printer, line = made(proof, habits)
    with pytest.raises(Unproven):
        printed(printer)
    line.now = 110
    printer.check()
    assert (printer.learned, printer.proof) == (proof, proof)
    habits.slow_until = line.now + 40
    assert printed(printer), "it was seen to prove, so it is waited for"
    assert line.now >= habits.slow_until


def test_a_late_proof_is_not_taken_for_that_of_the_next_slip() -> None:
    habits = Habits(slow_until=110)
    printer, line = made(Proof.QUEUED, habits)
    with pytest.raises(Unproven):
        printed(printer)
    assert not printed(printer), "nothing is requested while answers are under way"
    line.now = 110
    assert printed(printer)


@pytest.mark.parametrize("proof", [Proof.QUEUED, Proof.COMPLETION])
def test_one_that_was_reset_in_the_slip_is_unsure_not_sent(proof: Proof) -> None:
    """It answers later requests, but not that of the slip: the slip is lost, however new the printer is."""
    printer, _line = made(proof, Habits(loses_proof=1))
    with pytest.raises(CutOff):
        printed(printer)
    assert printer.learned is None


def test_one_that_was_switched_off_for_two_seconds_is_unsure_not_sent() -> None:
    printer, line = made(Proof.QUEUED, Habits(loses_proof=1))
    printer.check()
    printer.send(SLIP)
    line.habits.deaf = (line.now + 0.2, line.now + 2.2)
    with pytest.raises(CutOff):
        printer.confirm()


def test_paper_that_runs_out_is_told_also_by_one_that_proves_nothing() -> None:
    printer, line = made(Proof.QUEUED, abilities=NONE_AT_ALL)
    printer.check()
    printer.send(SLIP)
    line.machine.paper_out = True
    with pytest.raises(CutOff) as caught:
        printer.confirm()
    assert caught.value.trouble is Trouble.PAPER_OUT


@pytest.mark.parametrize(
    ("promised", "abilities", "learned"),
    [
        (Proof.COMPLETION, {}, Proof.COMPLETION),
        (Proof.COMPLETION, QUEUED_ONLY, Proof.QUEUED),
        (Proof.COMPLETION, NONE_AT_ALL, Proof.NONE),
        (Proof.QUEUED, QUEUED_ONLY, Proof.QUEUED),
        (Proof.QUEUED, NONE_AT_ALL, Proof.NONE),
        (Proof.NONE, {}, None),
    ],
)
def test_the_test_print_learns_the_proof(
    promised: Proof, abilities: dict[str, bool], learned: Proof | None
) -> None:
    printer, line = made(promised, abilities=abilities)
    assert printer.print_calibration() == (learned in (Proof.COMPLETION, Proof.QUEUED))
    assert printer.learned is learned
    assert line.machine.text()[-1] == "<cut>"
    started = line.now
    assert printed(printer) == (learned in (Proof.COMPLETION, Proof.QUEUED))
    assert line.now == started


def test_the_test_print_finds_out_anew() -> None:
    printer, line = made(Proof.QUEUED, abilities=NONE_AT_ALL)
    assert not printer.print_calibration()
    line.machine.proves_queued = True
    assert printer.print_calibration()
    assert printer.learned is Proof.QUEUED


def runs_out(machine: Machine) -> None:
    machine.paper_out = True


def is_opened(machine: Machine) -> None:
    machine.cover_open = True


@pytest.mark.parametrize(
    ("happens", "trouble"), [(runs_out, Trouble.PAPER_OUT), (is_opened, Trouble.COVER_OPEN)]
)
@pytest.mark.parametrize("abilities", [{}, NONE_AT_ALL])
def test_the_test_print_tells_what_stopped_it(
    happens: Callable[[Machine], None], trouble: Trouble, abilities: dict[str, bool]
) -> None:
    printer, line = made(Proof.QUEUED, abilities=abilities)
    feed = line.machine.feed

    class Stopping(Machine):
        def feed(self, data: bytes) -> bytes:
            if len(data) > 500:
                happens(self)
            return feed(data) if not self.stopped else super().feed(data)

    line.machine = Stopping()
    with pytest.raises((CutOff, NotReady)) as caught:
        printer.print_calibration()
    assert caught.value.trouble is trouble
