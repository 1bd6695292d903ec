"""Proving the ledger: chain, gaps, hashes, and that the rows are what the events say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from counter.desk.register import numbering as register_numbering
from db import numbering
from db.ledger import ledger, projections

if TYPE_CHECKING:
    from counter.desk.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationResult:
    """What a verification found. ``rows`` counts the rows compared, ``differing`` names those that were wrong, series
    of numbers that were behind the ledger among them.
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


def verify(desk: Desk, *, rebuild: bool = False) -> VerificationResult:
    """Check every event of the ledger; with ``rebuild``, fold every row anew, compare, and put right what differed.

    Nothing is rebuilt from a ledger that does not hold.
    """
    with desk.read() as connection:
        events, bad = ledger.check(connection)
        if bad or not rebuild:
            return VerificationResult(events=events, bad=bad)
        differing = tuple(projections.differences(connection))
        compared = projections.count(connection)
        behind = register_numbering.series_behind(connection, desk.node)
    if differing or behind:
        with desk.write() as connection:
            for stream, stream_id in differing:
                projections.rebuild_stream(connection, stream, stream_id)
            for name, number in behind.items():
                numbering.raise_to(connection, name, number)
    wrong = (*differing, *((numbering.TABLE, name) for name in sorted(behind)))
    return VerificationResult(events=events, rebuilt=True, rows=compared, differing=wrong)
