"""One rule says whether a dossier is in time: by moments, and the days only tell how far."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.rules.clock import local
from counter.rules.deadlines import Deadline, Timing, deadline
from db.domain.lifecycle import FINAL, State
from db.domain.records import DossierLine

DUE = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
"""16:00 on 25/11/2026 in Vietnam."""

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))


def line(
    due: datetime | None = DUE, finished: datetime | None = None, state: State = State.PROCESSING
) -> DossierLine:
    return DossierLine(
        id="1", code="1", state=state, attention="", applicant="", identity="", phone="", procedure_code="",
        procedure_name="", received_at=DUE - timedelta(days=5), due_at=due, finished_at=finished,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("hours", "running", "done"),
    [
        (-40, Deadline(Timing.RUNNING, DUE, 1), Deadline(Timing.EARLY, DUE, 1)),
        (-1, Deadline(Timing.RUNNING, DUE, 0), Deadline(Timing.ON_TIME, DUE, 0)),
        (0, Deadline(Timing.RUNNING, DUE, 0), Deadline(Timing.ON_TIME, DUE, 0)),
        (1, Deadline(Timing.LATE, DUE, 0), Deadline(Timing.DONE_LATE, DUE, 0)),
        (16, Deadline(Timing.LATE, DUE, -1), Deadline(Timing.DONE_LATE, DUE, -1)),
    ],
)
def test_the_hour_decides(hours: int, running: Deadline, done: Deadline) -> None:
    at = DUE + timedelta(hours=hours)
    assert deadline(line(), at) == running
    assert deadline(line(finished=at, state=State.FINISHED), at + timedelta(days=30)) == done


def test_without_a_due_date_or_a_result_nothing_is_to_be_kept() -> None:
    assert deadline(line(None), DUE) == Deadline(Timing.NONE)
    assert deadline(line(state=State.WITHDRAWN), DUE + timedelta(days=9)) == Deadline(Timing.NONE, DUE)


@given(due=MOMENTS, end=MOMENTS, state=st.sampled_from([state for state in State if state not in FINAL]))
def test_late_is_after_the_due_moment_whether_it_is_done_or_not(
    due: datetime, end: datetime, state: State
) -> None:
    running, done = deadline(line(due, state=state), end), deadline(line(due, end, State.RETURNED), end)
    assert running.is_late == done.is_late == (end > due)
    assert running.days == done.days == (local(due).date() - local(end).date()).days
    assert (done.timing is Timing.EARLY) == (local(end).date() < local(due).date())


@given(due=MOMENTS, finished=MOMENTS, now=MOMENTS, later=st.timedeltas(timedelta(0), timedelta(days=999)))
def test_the_clock_stops_with_the_result_and_never_turns_back_before_it(
    due: datetime, finished: datetime, now: datetime, later: timedelta
) -> None:
    done = line(due, finished, State.FINISHED)
    assert deadline(done, now) == deadline(done, now + later)
    running = line(due)
    assert deadline(running, now).is_late <= deadline(running, now + later).is_late
