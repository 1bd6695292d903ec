"""Proving the ledger: chain, gaps, hashes, and that the rows are what the events say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from counter.desk.receiving import book_series, day_series
from counter.rules.codes import parse_dossier_code
from db import ledger, numbering, projections
from db.models import EventRow, table

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from counter.desk.desk import Desk

_EVENT = table(EventRow)
_SERIES = "number_series"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a verification found. ``rows`` counts the rows compared, ``differing`` names those that were wrong, series
    of numbers that lagged behind the ledger among them.
    """

    events: int
    bad: ledger.Bad | None = None
    rebuilt: bool = False
    rows: int = 0
    differing: tuple[tuple[str, str], ...] = ()

    @property
    def holds(self) -> bool:
        """Whether all is as it should be."""
        return self.bad is None and not self.differing


def verify(desk: Desk, *, rebuild: bool = False) -> Verdict:
    """Check every event of the ledger; with ``rebuild``, fold every row anew, compare, and put right what differed.

    Nothing is rebuilt from a ledger that does not hold.
    """
    with desk.store.read() as connection:
        events, bad = ledger.check(connection)
        if bad or not rebuild:
            return Verdict(events=events, bad=bad)
        differing = tuple(projections.differences(connection))
        compared = projections.count(connection)
        lagging = {
            series: number
            for series, number in _numbers(connection, desk.node).items()
            if numbering.last(connection, series) < number
        }
    if differing or lagging:
        with desk.store.write() as connection:
            for stream, stream_id in differing:
                projections.rebuild_stream(connection, stream, stream_id)
            for series, number in lagging.items():
                numbering.raise_to(connection, series, number)
    wrong = (*differing, *((_SERIES, series) for series in sorted(lagging)))
    return Verdict(events=events, rebuilt=True, rows=compared, differing=wrong)


def _numbers(connection: Connection, node: str) -> dict[str, int]:
    """The highest number of each series that the events of ``node`` hold: none of them may be given out again."""
    values = (
        func.json_extract(_EVENT.c.body, f"$.data.set.{name}") for name in ("code", "book", "book_number")
    )
    highest: dict[str, int] = {}
    for code, book, line in connection.execute(
        select(*values).where(_EVENT.c.node == node, _EVENT.c.kind == "received")
    ):
        taken = [(book_series(book), line)] if book else []
        if parsed := parse_dossier_code(code or ""):
            taken.append((day_series(parsed.day), parsed.number))
        for series, number in taken:
            highest[series] = max(highest.get(series, 0), number)
    return highest
