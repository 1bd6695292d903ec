"""When the next run is due: soon enough to follow the office, never for all offices at once, later after failures."""

from __future__ import annotations

from datetime import timedelta

IDLE = timedelta(minutes=1)
"""Between two runs where nothing happens."""
FIRST_WAIT = timedelta(seconds=5)
"""After the first failure; each further one doubles it, up to ``LONGEST_WAIT``."""
LONGEST_WAIT = timedelta(minutes=10)
LEAST = timedelta(seconds=10)
"""Between two runs however much happens: events that follow each other closely go up together."""
JITTER = 0.3


def wait(failures: int, chance: float) -> timedelta:
    """How long after a run the next one is due: ``failures`` is how many failed in a row, ``chance`` in [0, 1).

    The jitter spreads the offices that lost the same line.
    """
    base = IDLE if failures == 0 else min(FIRST_WAIT * 2 ** min(failures - 1, 20), LONGEST_WAIT)
    return base * (1 - JITTER + 2 * JITTER * chance)
