"""One rule says whether a dossier is in time: by moments, and the days only tell how far."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.rules.calendar import default_calendar
from counter.rules.clock import local
from counter.rules.deadlines import Deadline, Timing, deadline, lateness
from db.domain.lifecycle import FINAL, State
from db.domain.progress import SupplementRequest
from db.domain.records import DossierLine

DUE = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
"""16:00 on 25/11/2026 in Vietnam."""

MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))


def line(
    due: datetime | None = DUE,
    finished: datetime | None = None,
    state: State = State.PROCESSING,
    asked: tuple[datetime, ...] = (),
) -> DossierLine:
    return DossierLine(
        id="1", code="1", state=state, attention="", applicant="", identity="", phone="", procedure_code="",
        procedure_name="", received_at=DUE - timedelta(days=5), due_at=due, finished_at=finished,
        requests=tuple(SupplementRequest(at=at) for at in asked),
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


def test_what_waits_for_papers_is_compared_by_the_request() -> None:
    asked = DUE - timedelta(days=1)
    waiting = line(state=State.SUPPLEMENT, asked=(asked,))
    assert deadline(waiting, DUE + timedelta(days=90)) == Deadline(Timing.WAITING, DUE, 1)
    assert deadline(line(asked=(asked,)), DUE + timedelta(hours=1)).timing is Timing.LATE
    asked_late = line(state=State.SUPPLEMENT, asked=(DUE + timedelta(days=2),))
    assert deadline(asked_late, DUE + timedelta(days=90)) == Deadline(Timing.LATE, DUE, -2)


@pytest.mark.parametrize("state", [State.PROCESSING, State.SUPPLEMENT])
def test_a_second_request_counts_as_late(state: State) -> None:
    asked = (DUE - timedelta(days=2), DUE - timedelta(days=1))
    running = deadline(line(state=state, asked=asked), asked[1])
    assert running == Deadline(Timing.LATE, DUE, 1, asked_again=True)
    done = deadline(line(finished=DUE, state=State.FINISHED, asked=asked), DUE)
    assert done == Deadline(Timing.DONE_LATE, DUE, 0, asked_again=True)
    assert not deadline(line(finished=DUE + timedelta(days=1), asked=asked), DUE).asked_again


def test_lateness_counts_the_hours_that_the_office_is_open() -> None:
    office = default_calendar()
    assert lateness(line(), DUE + timedelta(hours=16, minutes=30), office) == timedelta(hours=2, minutes=30)
    assert lateness(line(finished=DUE + timedelta(minutes=7)), DUE, office) == timedelta(minutes=7)
    assert lateness(line(), DUE - timedelta(days=1), office) == timedelta()
    assert lateness(line(None), DUE, office) == timedelta()
    asked = line(state=State.SUPPLEMENT, asked=(DUE + timedelta(minutes=30),))
    assert lateness(asked, DUE + timedelta(days=30), office) == timedelta(minutes=30)
