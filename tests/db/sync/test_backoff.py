"""When the next session is due."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from db.sync import backoff

chances = st.floats(0, 1, exclude_max=True)


@given(failures=st.integers(0, 10_000), chance=chances)
def test_offices_are_spread_in_time_and_never_wait_longer_than_the_longest(
    failures: int, chance: float
) -> None:
    waited = backoff.wait(failures, chance)
    assert backoff.FIRST_WAIT * 0.69 < waited < backoff.LONGEST_WAIT * 1.31


def test_each_failure_doubles_the_wait_up_to_ten_minutes() -> None:
    waits = [backoff.wait(failures, 0.5).total_seconds() for failures in range(10)]
    assert waits == [60, 5, 10, 20, 40, 80, 160, 320, 600, 600]
