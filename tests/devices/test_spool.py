"""The spool is honest: what it cannot know it calls unsure, and nothing prints twice by itself."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.document import Document
from devices.errors import CutOff, DeviceError, NothingSent, NotReady, Trouble, Unprintable
from devices.slip import Line, Slip
from devices.spool import JOB_MOVES, Job, JobAction, JobState, Mover, Spool, table
from devices.virtual.printer import VirtualPrinter

SLIP = Slip("Phiếu", (Line("Xin chào"),))


class MemoryStore:
    """A store in memory that logs the states of its jobs in order."""

    def __init__(self, *jobs: Job) -> None:
        self.jobs = {job.id: job for job in jobs}
        self.log: list[str] = []

    def next_queued(self, printer: str) -> Job | None:
        waiting = (job for job in self.jobs.values() if job.printer == printer)
        return next((job for job in waiting if job.state is JobState.QUEUED), None)

    def move(self, job_id: str, action: JobAction, note: str = "") -> bool:
        assert action.mover is Mover.PRINTER
        job = self.jobs[job_id]
        after = action.after(job.state)
        if after is None:
            return False
        self.jobs[job_id] = replace(job, state=after, note=str(note))
        self.log.append(after.value)
        return True

    def replace(self, job_id: str) -> bool:
        job = self.jobs[job_id]
        if not self.move(job_id, JobAction.REPLACE):
            return False
        copy = replace(job, id=f"{job_id}+", state=JobState.QUEUED, copy=job.copy + 1)
        self.jobs[copy.id] = copy
        return True

    def interrupted(self, printer: str) -> Sequence[Job]:
        return [job for job in self.jobs.values() if job.state is JobState.SENDING and job.printer == printer]


class FailingPrinter(VirtualPrinter):
    """Fails where it is told to."""

    def __init__(
        self,
        store: MemoryStore,
        *,
        check: DeviceError | None = None,
        send: DeviceError | None = None,
        confirm: DeviceError | bool = True,
    ) -> None:
        super().__init__("p1")
        self.store, self.check_error, self.send_error, self.answer = store, check, send, confirm

    def check(self) -> None:
        if self.check_error:
            raise self.check_error

    def send(self, document: Document) -> None:
        self.store.log.append("first byte")
        super().send(document)
        if self.send_error:
            raise self.send_error

    def confirm(self) -> bool:
        if isinstance(self.answer, DeviceError):
            raise self.answer
        return self.answer


def job(state: JobState = JobState.QUEUED, **values: object) -> Job:
    at = datetime(2026, 11, 23, 1, 41, tzinfo=UTC)
    base = Job(id="j1", printer="p1", form="01", title="t", slip=SLIP.to_json(), state=state, queued_at=at)
    return replace(base, **values)  # type: ignore[arg-type]


def test_sending_is_kept_before_the_first_byte() -> None:
    store = MemoryStore(job())
    assert Spool(store).run_once(FailingPrinter(store)) is JobState.CONFIRMED
    assert store.log == ["sending", "first byte", "confirmed"]


def test_an_empty_queue_is_nothing_to_do() -> None:
    store = MemoryStore(job(printer="other"))
    assert Spool(store).run_once(VirtualPrinter("p1")) is None


def test_a_printer_that_cannot_say_leaves_the_job_sent() -> None:
    store = MemoryStore(job())
    assert Spool(store).run_once(FailingPrinter(store, confirm=False)) is JobState.SENT


def test_paper_out_before_the_first_byte_keeps_the_job_waiting() -> None:
    store = MemoryStore(job())
    spool = Spool(store)
    printer = FailingPrinter(store, check=NotReady(Trouble.PAPER_OUT))
    assert spool.run_once(printer) is JobState.QUEUED
    assert (spool.trouble, store.log) == (Trouble.PAPER_OUT, [])
    printer.check_error = None
    assert spool.run_once(printer) is JobState.CONFIRMED
    assert spool.trouble is None


class FullStore(MemoryStore):
    """A store that takes nothing while ``is_full``."""

    is_full = False

    def move(self, job_id: str, action: JobAction, note: str = "") -> bool:
        if self.is_full:
            raise OSError("no room")
        return super().move(job_id, action, note)


class FillingPrinter(FailingPrinter):
    """The disk is full by the time that its slip is out."""

    def confirm(self) -> bool:
        assert isinstance(self.store, FullStore)
        self.store.is_full = True
        return super().confirm()


@pytest.mark.parametrize(
    ("proof", "state"),
    [
        (True, JobState.CONFIRMED),
        (False, JobState.SENT),
        (CutOff(Trouble.COVER_OPEN), JobState.UNSURE),
        (CutOff(Trouble.PAPER_OUT), JobState.CANCELLED),
    ],
)
def test_how_a_job_ended_is_stored_before_the_next_one_where_the_disk_did_not_take_it(
    proof: DeviceError | bool, state: JobState
) -> None:
    store = FullStore(job(), job(id="j2"))
    spool, printer = Spool(store), FillingPrinter(store, confirm=proof)
    with pytest.raises(OSError, match="no room"):
        spool.run_once(printer)
    assert store.jobs["j1"].state is JobState.SENDING
    with pytest.raises(OSError, match="no room"):
        spool.run_once(printer)
    assert store.jobs["j2"].state is JobState.QUEUED
    store.is_full = False
    spool.settle()
    assert store.jobs["j1"].state is state
    spool.settle()
    assert spool.run_once(VirtualPrinter("p1")) is JobState.CONFIRMED


def test_when_not_one_byte_left_the_job_waits_again() -> None:
    store = MemoryStore(job())
    printer = FailingPrinter(store, send=NothingSent(Trouble.NOT_CONNECTED))
    assert Spool(store).run_once(printer) is JobState.QUEUED
    assert store.jobs["j1"].note == "not-connected"


@pytest.mark.parametrize("where", ["send", "confirm"])
def test_a_cut_after_the_first_byte_is_unsure_and_never_retried(where: str) -> None:
    store = MemoryStore(job())
    error = CutOff(Trouble.NO_ANSWER)
    printer = FailingPrinter(store, send=error) if where == "send" else FailingPrinter(store, confirm=error)
    spool = Spool(store)
    assert spool.run_once(printer) is JobState.UNSURE
    assert spool.run_once(printer) is None
    assert len(printer.slips) == 1


def test_a_job_that_cannot_be_read_fails_without_a_byte() -> None:
    store = MemoryStore(job(slip="{}"))
    printer = FailingPrinter(store)
    assert Spool(store).run_once(printer) is JobState.FAILED
    assert printer.slips == ()


def test_a_slip_that_this_printer_cannot_print_fails_for_a_person_to_see() -> None:
    store = MemoryStore(job())
    printer = FailingPrinter(store, send=Unprintable(Trouble.UNPRINTABLE, "why"))
    assert Spool(store).run_once(printer) is JobState.FAILED
    assert store.jobs["j1"].note == "unprintable:why"


def test_after_a_crash_what_was_being_sent_is_unsure() -> None:
    store = MemoryStore(job(JobState.SENDING), job(id="j2"))
    assert [lost.id for lost in Spool(store).recover("p1")] == ["j1"]
    assert store.jobs["j1"].state is JobState.UNSURE
    assert store.jobs["j2"].state is JobState.QUEUED


def test_a_job_cancelled_under_our_hands_is_not_printed() -> None:
    class Racing(MemoryStore):
        def next_queued(self, printer: str) -> Job | None:
            found = super().next_queued(printer)
            if found:
                self.jobs[found.id] = replace(found, state=JobState.CANCELLED)
            return found

    store = Racing(job())
    printer = FailingPrinter(store)
    assert Spool(store).run_once(printer) is None
    assert printer.slips == ()


def test_a_reprint_carries_its_mark() -> None:
    printer = VirtualPrinter("p1")
    Spool(MemoryStore(job(copy=3))).run_once(printer)
    assert "BẢN IN LẠI LẦN 3" in printer.paper[0]


faults = st.sampled_from(["ok", "check", "nothing", "cut", "lost", "silent", "crash"])


@given(st.lists(faults, max_size=12))
def test_whatever_happens_no_slip_is_lost_or_doubled(days: list[str]) -> None:
    """Each run meets one fault; unless it surely did not start, the slip is printed at most once."""
    store = MemoryStore(job())
    printed = 0
    for fault in days:
        printer = FailingPrinter(
            store,
            check=NotReady(Trouble.OFFLINE) if fault == "check" else None,
            send={"nothing": NothingSent(Trouble.NO_ANSWER), "cut": CutOff(Trouble.OFFLINE)}.get(fault),
            confirm=CutOff(Trouble.OFFLINE) if fault == "lost" else fault == "ok",
        )
        if fault == "crash" and store.next_queued("p1"):
            store.move("j1", JobAction.SEND)
            printed += 1
        Spool(store).recover("p1")
        Spool(store).run_once(printer)
        printed += len(printer.slips) if fault != "nothing" else 0
    state = store.jobs["j1"].state
    assert printed <= 1
    assert (printed == 0) == (state is JobState.QUEUED)


def test_every_open_state_has_a_way_on() -> None:
    assert set(JOB_MOVES) == set(JobAction)
    for state in JobState:
        ways = {action.after(state) for action in JobAction} - {None, state}
        assert bool(ways) == (state.is_open or state is JobState.SENT), state


def test_only_a_person_moves_a_slip_on_that_may_be_on_the_paper() -> None:
    """Nothing prints twice by itself: a printer begins with queued jobs only, and puts back only what it holds."""
    by_printer = [action for action in JobAction if action.mover is Mover.PRINTER]
    moves = {(state, action.after(state)) for action in by_printer for state in JobState}
    assert {before for before, after in moves if after is JobState.SENDING} == {JobState.QUEUED}
    assert {before for before, after in moves if after is JobState.QUEUED} == {JobState.SENDING}
    assert {before for before, after in moves if after} == {JobState.QUEUED, JobState.SENDING}


def test_the_documentation_has_every_move_once() -> None:
    lines = table().split("\n")[2:]
    assert [line.split("`")[1] for line in lines] == [state.value for state in JobState]
    assert sum(line.count("→") for line in lines) == sum(map(len, JOB_MOVES.values()))
