"""Before 15:00 the same working day, later the start of the next (NĐ 61/2018 Đ.18)."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from counter.rules.calendar import default_calendar
from counter.rules.clock import local, to_utc
from counter.rules.handover import HandoverTime, HandoverTiming, handover_time

CALENDAR = default_calendar()
MONDAY, WEDNESDAY = date(2026, 11, 23), date(2026, 11, 25)
"""Between them lies the holiday of 24/11."""


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return to_utc(datetime(day.year, day.month, day.day, hour, minute))


def test_before_15_00_it_goes_the_same_working_day() -> None:
    for hour, minute in ((0, 0), (8, 41), (14, 59)):
        assert handover_time(at(MONDAY, hour, minute), CALENDAR) == HandoverTime(MONDAY, at_start=False)


def test_from_15_00_on_it_goes_at_the_start_of_the_next_working_day() -> None:
    for hour, minute in ((15, 0), (16, 59), (23, 59)):
        assert handover_time(at(MONDAY, hour, minute), CALENDAR) == HandoverTime(WEDNESDAY, at_start=True)


def test_on_a_day_off_the_next_working_day_begins_with_it() -> None:
    saturday = date(2026, 11, 21)
    assert handover_time(at(saturday, 9), CALENDAR) == HandoverTime(MONDAY, at_start=True)


def test_only_an_earlier_day_is_late() -> None:
    time = HandoverTime(MONDAY, at_start=False)
    assert time.timing(at(MONDAY, 23, 59)) is HandoverTiming.DUE
    assert time.timing(at(WEDNESDAY, 0)) is HandoverTiming.LATE
    assert HandoverTime(WEDNESDAY, at_start=True).timing(at(MONDAY, 16)) is HandoverTiming.LATER


@given(st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC)))
def test_the_day_is_a_working_day_and_the_first_that_the_rule_allows(received_at: datetime) -> None:
    time, received = handover_time(received_at, CALENDAR), local(received_at)
    assert CALENDAR.is_working_day(time.day)
    assert time.day >= received.date()
    assert time.at_start is (time.day != received.date())
    between = (received.date() + timedelta(days=days) for days in range(1, (time.day - received.date()).days))
    assert not any(map(CALENDAR.is_working_day, between))
    if not time.at_start:
        assert received.hour < 15
    assert time.timing(received_at) is not HandoverTiming.LATE
