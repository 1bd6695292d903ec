"""When to meet the centre next: often enough that it follows, never all offices at once, ever less while it fails."""

from __future__ import annotations

from datetime import timedelta

IDLE = timedelta(minutes=1)
"""Between two meetings where nothing happens."""
FIRST_WAIT = timedelta(seconds=5)
"""After the first failure; each further one doubles it."""
LONGEST_WAIT = timedelta(minutes=10)
LEAST = timedelta(seconds=10)
"""Between two meetings however much happens: what is noted at the counters goes up at once, but in company."""
JITTER = 0.3


def wait(failures: int, chance: float) -> timedelta:
    """How long after a run the next one is due: ``failures`` is how many failed in a row, ``chance`` in [0, 1).

    Ten thousand offices that lost the same line must not come back in the same second.
    """
    base = IDLE if failures == 0 else min(FIRST_WAIT * 2 ** min(failures - 1, 20), LONGEST_WAIT)
    return base * (1 - JITTER + 2 * JITTER * chance)


def wait_with_news(failures: int, chance: float, since_last: timedelta) -> timedelta:
    """How long to wait where something was noted here that the centre lacks, ``since_last`` after the last run."""
    regular = wait(failures, chance) - since_last
    return max(timedelta(), regular if failures else min(regular, LEAST - since_last))
