"""A due date after a supplement: the whole term anew, or the time that papers were awaited added to it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.rules.calendar import DEFAULT_HOURS, WorkingCalendar, default_calendar
from counter.rules.clock import local
from counter.rules.deadlines import Wait, due_after_supplement, due_of_term, waits
from db.domain.codes import DueChangeKind, Unit
from db.domain.lifecycle import State
from db.domain.progress import Supplement, SupplementRequest
from db.domain.records import Dossier, Person
from tests.counter.rules.test_calendar_properties import MOMENTS, OFFICES

RESET, PAUSE = DueChangeKind.RESET, DueChangeKind.PAUSE
WAITS = st.timedeltas(timedelta(0), timedelta(days=40))


def at(written: str) -> datetime:
    """A moment of Vietnam's time."""
    return datetime.fromisoformat(f"{written}+07:00").astimezone(UTC)


def dossier(
    due: datetime | None, asked: datetime, term: float | None = 2, unit: str = "working-day"
) -> Dossier:
    return Dossier(
        id="1", code="1", state=State.SUPPLEMENT, applicant=Person(name="Bưởi"), received_at=asked, due_at=due,
        first_due_at=due, term=term, unit=unit, requests=(SupplementRequest(at=asked),),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("received", "reset", "pause"),
    [
        ("2026-12-01T09:00", "2026-12-03T09:00", "2026-12-02T10:00"),
        ("2026-12-01T09:30", "2026-12-03T09:30", "2026-12-02T10:30"),
        ("2026-12-01T12:15", "2026-12-03T13:30", "2026-12-02T14:30"),  # closed at noon
        ("2026-12-01T18:00", "2026-12-04T07:00", "2026-12-03T08:00"),  # after closing: the next opening
        ("2026-12-04T09:00", "2026-12-08T09:00", "2026-12-07T10:00"),
    ],
)
def test_the_term_begins_anew_or_was_held(received: str, reset: str, pause: str) -> None:
    office, asked = default_calendar(), at("2026-12-01T09:00")
    waiting = dossier(at("2026-12-02T10:00"), asked)
    assert due_after_supplement(waiting, at(received), RESET, office) == at(reset)
    assert due_after_supplement(waiting, at(received), PAUSE, office) == at(pause)


def test_without_a_due_date_or_a_term_nothing_moves() -> None:
    office, asked, due = default_calendar(), at("2026-12-01T09:00"), at("2026-12-02T10:00")
    for kind in (RESET, PAUSE):
        assert due_after_supplement(dossier(None, asked), at("2026-12-03T09:00"), kind, office) is None
    assert due_after_supplement(dossier(due, asked, None, ""), at("2026-12-03T09:00"), RESET, office) == due
    assert due_of_term(office, 1, "lunar-month", asked) is None


def test_within_the_day_ends_with_the_day_on_which_the_papers_are_full() -> None:
    office, asked = default_calendar(), at("2026-12-01T09:00")
    same_day = dossier(at("2026-12-01T17:00"), asked, term=0)
    assert due_after_supplement(same_day, at("2026-12-03T08:00"), RESET, office) == at("2026-12-03T17:00")


@given(OFFICES, MOMENTS, MOMENTS, WAITS, st.sampled_from([RESET, PAUSE]), st.integers(0, 30))
def test_a_due_date_is_never_before_the_first_one(
    office: WorkingCalendar, due: datetime, asked: datetime, wait: timedelta, kind: DueChangeKind, term: int
) -> None:
    moved = due_after_supplement(dossier(due, asked, term), asked + wait, kind, office)
    assert moved is not None and moved >= due


@given(OFFICES, MOMENTS, MOMENTS)
def test_a_pause_without_a_wait_changes_nothing(
    office: WorkingCalendar, due: datetime, asked: datetime
) -> None:
    assert due_after_supplement(dossier(due, asked), asked, PAUSE, office) == due


@given(OFFICES, MOMENTS, MOMENTS, WAITS, WAITS)
def test_a_longer_wait_is_never_due_earlier(
    office: WorkingCalendar, due: datetime, asked: datetime, one: timedelta, other: timedelta
) -> None:
    shorter, longer = sorted((one, other))
    waiting = dossier(due, asked)
    first, second = (due_after_supplement(waiting, asked + wait, PAUSE, office) for wait in (shorter, longer))
    assert first is not None and second is not None and first <= second
    anew, later = (due_after_supplement(waiting, asked + wait, RESET, office) for wait in (shorter, longer))
    assert anew is not None and later is not None and local(anew).date() <= local(later).date()


@given(OFFICES, MOMENTS, MOMENTS, WAITS)
def test_a_pause_adds_exactly_the_open_time_of_the_wait(
    office: WorkingCalendar, due: datetime, asked: datetime, wait: timedelta
) -> None:
    moved = due_after_supplement(dossier(due, asked), asked + wait, PAUSE, office)
    assert moved is not None
    assert office.open_time(due, moved) == office.open_time(asked, asked + wait)


@given(OFFICES, MOMENTS, WAITS, WAITS)
def test_open_time_adds_up(
    office: WorkingCalendar, start: datetime, one: timedelta, other: timedelta
) -> None:
    middle, end = start + one, start + one + other
    whole = office.open_time(start, end)
    assert (
        whole
        == office.open_time(start, middle) + office.open_time(middle, end)
        <= end - start + timedelta(minutes=1)
    )
    assert office.open_time(end, start) == timedelta()


def test_hours_run_on_a_rest_day_that_is_open() -> None:
    office = WorkingCalendar({**DEFAULT_HOURS, 5: DEFAULT_HOURS[0][:1]})
    assert office.open_time(at("2026-12-05T06:00"), at("2026-12-07T07:30")) == timedelta(hours=5)


def test_each_request_ends_with_the_first_papers_after_it() -> None:
    days = [at(f"2026-12-{day:02}T09:00") for day in range(1, 8)]
    asked = tuple(SupplementRequest(at=days[place]) for place in (0, 3, 5))
    came = tuple(Supplement(at=days[place]) for place in (1, 2, 6))
    times = Dossier(
        id="1", code="1", state=State.SUPPLEMENT, applicant=Person(name="Bưởi"), received_at=days[0],
        requests=asked, supplements=came,
    )  # fmt: skip
    assert waits(times) == (Wait(days[0], days[1]), Wait(days[3], days[5]), Wait(days[5], days[6]))
    assert waits(dossier(None, days[0])) == (Wait(days[0], None),)


def test_units_are_those_of_terms() -> None:
    office, start = default_calendar(), at("2026-12-01T09:00")
    ends = [due_of_term(office, 2, unit, start) for unit in Unit]
    assert [due and due.at for due in ends] == [
        at("2026-12-03T09:00"),
        at("2026-12-03T09:00"),
        at("2026-12-01T11:00"),
    ]
