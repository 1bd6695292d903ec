"""Every action in every state of a print job: spool and desk do what the table of moves has, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from counter.desk.desk import Desk
from counter.desk.printing import queue
from counter.desk.printing.spool_store import OfficeSpool
from counter.problems import Problem
from db import retention, spool
from db.domain.event import instant
from devices.spool import JOB_MOVES, JobAction, JobState, Mover
from tests.offices import later, received

OTHER = "tcp://192.0.2.9"
PERSON: dict[JobAction, Callable[[Desk, int], object]] = {
    JobAction.CONFIRM: queue.confirm,
    JobAction.REPRINT: queue.print_again,
    JobAction.RETRY: queue.retry,
    JobAction.MOVE: lambda desk, number: queue.move_to(desk, number, OTHER),
    JobAction.CANCEL: queue.cancel,
}


def put_in(desk: Desk, state: JobState) -> None:
    """One job, in ``state`` whatever leads there."""
    received(desk)
    with desk.store.write() as connection:
        connection.exec_driver_sql("UPDATE print_job SET state = ?, printer = ?", (state.value, "p1"))


def state_of(desk: Desk, number: int = 1) -> str:
    with desk.store.read() as connection:
        job = spool.job(connection, number)
    assert job is not None
    return job.state


def test_the_desk_has_every_action_of_a_person() -> None:
    assert set(PERSON) == {action for action in JobAction if action.mover is Mover.PERSON}


@pytest.mark.parametrize("state", JobState)
@pytest.mark.parametrize("action", PERSON)
def test_a_person_moves_a_job_by_the_table(desk: Desk, state: JobState, action: JobAction) -> None:
    put_in(desk, state)
    after = JOB_MOVES[action].get(state)
    if after is None:
        with pytest.raises(Problem):
            PERSON[action](desk, 1)
        assert len(queue.jobs(desk)) == 1
    else:
        PERSON[action](desk, 1)
    assert state_of(desk) == (after or state)


@pytest.mark.parametrize("state", JobState)
@pytest.mark.parametrize("action", [action for action in JobAction if action.mover is Mover.PRINTER])
def test_a_printer_moves_a_job_by_the_table(desk: Desk, state: JobState, action: JobAction) -> None:
    put_in(desk, state)
    after = JOB_MOVES[action].get(state)
    jobs = OfficeSpool(desk.store, desk.clock.now)
    assert jobs.move("1", action) == (after is not None)
    assert state_of(desk) == (after or state)


@pytest.mark.parametrize("state", JobState)
def test_a_marked_copy_replaces_a_job_by_the_table(desk: Desk, state: JobState) -> None:
    put_in(desk, state)
    allowed = state in JOB_MOVES[JobAction.REPLACE]
    assert OfficeSpool(desk.store, desk.clock.now).replace("1") == allowed
    assert state_of(desk) == (JobState.CANCELLED if allowed else state)
    assert len(queue.jobs(desk)) == 1 + allowed


def test_no_printer_takes_an_action_of_a_person(desk: Desk) -> None:
    jobs = OfficeSpool(desk.store, desk.clock.now)
    for action in PERSON:
        with pytest.raises(ValueError, match="no printer may"):
            jobs.move("1", action)


def test_no_job_is_moved_that_is_not_there(desk: Desk) -> None:
    with desk.store.write() as connection:
        assert not spool.move(connection, 99, JobAction.CANCEL, desk.clock.now())


@pytest.mark.parametrize("state", JobState)
def test_a_slip_is_forgotten_only_where_nobody_has_to_do_anything(desk: Desk, state: JobState) -> None:
    put_in(desk, state)
    month_later = later(desk, days=31).clock.now()
    with desk.store.write() as connection:
        connection.exec_driver_sql("UPDATE print_job SET changed_at = ?", (instant(desk.clock.now()),))
        assert retention.forget_old(connection, month_later) == (not state.is_open)


def test_the_filters_part_the_states() -> None:
    states = [state for states in queue.FILTERS.values() for state in states]
    assert sorted(states) == sorted(JobState)
    assert queue.FILTERS == {
        "all": (),
        "asking": (JobState.SENT, JobState.UNSURE, JobState.FAILED),
        "waiting": (JobState.QUEUED, JobState.SENDING),
        "printed": (JobState.CONFIRMED, JobState.DONE),
        "cancelled": (JobState.CANCELLED,),
    }
