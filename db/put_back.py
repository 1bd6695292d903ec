"""An office file that was put back from a copy: what was given out since the copy is not in it, and must not be given
out again.

Before the first number is taken, the host meets its centre, which tells it what it gave out; where it has not, its
number series skip ahead: each register book by 1,000 lines for every day begun since the newest event of the file, each
day's series of codes by 1,000; twice as far at the second time, and so on, since the same copy may be put back again.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from db import host, numbering
from db.domain.event import instant, moment

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Connection

A_DAY = 1_000
"""More numbers than a series of one host gives out in a day."""

_STATE, _GAPS, _SKIPS = "put_back", "put_back_gaps", "put_back_skips"
_NOTICED, _WAITS = "noticed", "waits"
_SKIPPED = "skipped/"


@dataclass(frozen=True, slots=True)
class Gap:
    """From the newest event of a file that was put back until it was opened (UTC): what happened meanwhile is not in
    the file, unless the centre had it. ``times`` is how often files were put back on this host by then.
    """

    after: str
    until: str
    times: int = 1

    @property
    def days(self) -> int:
        """How many days it touches at most."""
        return (moment(self.until) - moment(self.after)).days + 1

    def skip(self, series: str) -> int:
        """How many numbers of ``series`` may have been given out meanwhile."""
        return A_DAY * self.times * (1 if numbering.is_of_a_day(series) else self.days)


def is_noticed(connection: Connection) -> bool:
    """Whether the file was just recognised as put back, and nobody has noted since when yet."""
    return host.get(connection, _STATE) == _NOTICED


def note(connection: Connection, after: datetime | None, now: datetime, times: int) -> None:
    """Note that the file, whose newest event is of ``after``, was put back before ``now`` (UTC), for the ``times``-th
    time.
    """
    known = [asdict(gap) for gap in gaps(connection)]
    fresh = asdict(Gap(instant(min(after or now, now)), instant(now), times))
    host.put_all(connection, {_STATE: _WAITS, _GAPS: json.dumps([*known, fresh])})


def gaps(connection: Connection) -> list[Gap]:
    """Every gap of this file, oldest first."""
    return [Gap(**gap) for gap in json.loads(host.get(connection, _GAPS) or "[]")]


def waits(connection: Connection) -> bool:
    """Whether the file was put back, and neither met the centre nor skipped ahead since."""
    if host.get(connection, _STATE) != _WAITS:
        return False
    return host.get(connection, "centre_at") <= gaps(connection)[-1].until


def take(connection: Connection, series: str, existed: Callable[[datetime], bool]) -> int:
    """The next number of ``series``, as :func:`db.numbering.take`, beyond what may have been given out of it.

    ``existed`` is whether numbers of the series may have been given out at a time (UTC) or before.
    """
    _settle(connection)
    number = numbering.take(connection, series)
    if number == 1 and host.get(connection, _SKIPS):
        # A series that the file knows nothing of may have begun in the gap.
        gap = gaps(connection)[-1]
        if existed(moment(gap.until)):
            _skip(connection, series, gap.skip(series))
            number = numbering.take(connection, series)
    return number


def skipped(connection: Connection) -> dict[str, int]:
    """How far each series that skipped ahead did."""
    beginning = len(_SKIPPED)
    return {key[beginning:]: int(value) for key, value in host.facts(connection, _SKIPPED).items()}


def account_for(connection: Connection, series: str, number: int) -> None:
    """Note that ``series`` goes on after ``number`` though the ledger knows of none so high."""
    host.put(connection, _SKIPPED + series, str(number))


def _settle(connection: Connection) -> None:
    if host.get(connection, _STATE) != _WAITS:
        return
    if waits(connection):
        gap = gaps(connection)[-1]
        for series, last in numbering.all_series(connection).items():
            _skip(connection, series, last + gap.skip(series))
        host.put(connection, _SKIPS, "1")
    else:
        host.put(connection, _SKIPS, "")
    host.put(connection, _STATE, "")


def _skip(connection: Connection, series: str, number: int) -> None:
    numbering.raise_to(connection, series, number)
    account_for(connection, series, number)
