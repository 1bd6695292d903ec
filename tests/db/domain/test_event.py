"""Times are written so that their texts sort as they do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as some

from db.domain.event import instant, moment

MOMENTS = some.datetimes(min_value=datetime(2, 1, 1), timezones=some.timezones()).filter(
    lambda at: at.year < 9999
)


@given(MOMENTS, MOMENTS)
def test_texts_of_moments_sort_as_the_moments_and_are_equally_long(one: datetime, other: datetime) -> None:
    texts = instant(one), instant(other)
    assert len(texts[0]) == len(texts[1]) == len("2026-11-23T01:41:00.000Z")
    if texts[0] != texts[1]:
        assert (texts[0] < texts[1]) == (one.astimezone(UTC) < other.astimezone(UTC))


@given(MOMENTS)
def test_a_moment_comes_back_to_the_millisecond(at: datetime) -> None:
    back = moment(instant(at))
    assert timedelta() <= at.astimezone(UTC) - back < timedelta(milliseconds=1)
    assert back.utcoffset() == timedelta()
