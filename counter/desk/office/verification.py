"""Verification of the office file: pages, schema, chain, hashes, heads kept outside, slips, and that the rows are what
the events say.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from counter.desk import store_errors
from counter.desk.register import numbering as register_numbering
from counter.desk.shifts.shifts import KEPT
from counter.problems import Problem
from db import numbering, put_back, spool_check
from db.ledger import ledger, projections, witness
from db.ledger.projections import Difference
from db.store import integrity
from db.store.backup import backup, stamp

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sqlalchemy import Connection

    from counter.desk.desk import Desk

Name = tuple[str, str]
"""A kind of thing (a stream, ``number_series``, ``trigger``) and which one it is."""


CentreWitness = Literal["none", "compared", "unreachable"]
"""Whether the centre's heads of this host's chains were compared; ``none`` where the office has no centre."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationResult:
    """What a verification found.

    ``damage`` is what SQLite says of bad pages, ``bad`` the first bad event. ``rows`` counts the rows compared,
    ``differing`` names those that were wrong, with series of numbers behind the ledger and parts of the schema; the
    ledger accounts for them, so that a rebuild puts them right. ``lost`` names what the ledger no longer accounts for:
    nothing changes it. ``heads`` are the events, kept outside, that the ledger lacks. ``slips`` are the dossier and
    form of slips that were changed or deleted. ``centre`` is whether the centre's heads were among those looked for.
    """

    events: int = 0
    damage: tuple[str, ...] = ()
    bad: ledger.Bad | None = None
    rebuilt: bool = False
    rows: int = 0
    differing: tuple[Name, ...] = ()
    lost: tuple[Name, ...] = ()
    heads: tuple[str, ...] = ()
    slips: tuple[Name, ...] = ()
    centre: CentreWitness = "none"

    @property
    def holds(self) -> bool:
        """Whether all is as it should be."""
        return not (self.damage or self.bad or self.differing or self.lost or self.heads or self.slips)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Comparison:
    """What was found wrong with the rows, the series of numbers and the schema."""

    rows: tuple[Difference, ...]
    behind: dict[str, int]
    ahead: dict[str, int]
    schema: dict[integrity.Names, str]
    compared: int

    @property
    def differing(self) -> tuple[Name, ...]:
        rows = ((row.stream, row.stream_id) for row in self.rows if not row.is_lost)
        return (*rows, *_series(self.behind), *self.schema)

    @property
    def lost(self) -> tuple[Name, ...]:
        return (*((row.stream, row.stream_id) for row in self.rows if row.is_lost), *_series(self.ahead))


def verify(desk: Desk, *, rebuild: bool = False, printed: Sequence[witness.Head] = ()) -> VerificationResult:
    """Check every page and every event; with ``rebuild``, fold every row anew, compare, and put right what differed
    and the ledger accounts for.

    ``printed`` are heads of the chain that people read off paper; those that the centre has are asked of it. Nothing is
    changed where a page or the ledger is bad.
    """
    with store_errors.as_problems():
        damage = integrity.damage(desk.store)
    if damage:
        return VerificationResult(damage=damage)
    since = desk.clock.now() - KEPT
    known = witness.read_witness(desk.store.data)
    asked, centre_heads = _centre_heads(desk)
    with desk.read() as connection:
        events, bad = ledger.check(connection)
        if bad:
            return VerificationResult(events=events, bad=bad)
        heads = (
            *(head for head in centre_heads if witness.lacks(connection, head)),
            *witness.missing_heads(connection, known),
            *(head for head in printed if not witness.holds(connection, head)),
        )
        result = VerificationResult(
            events=events,
            heads=tuple(dict.fromkeys(head.text for head in heads)),
            slips=tuple((dossier, form) for dossier, form, _ in spool_check.altered(connection, since)),
            centre=asked,
        )
        if not rebuild:
            schema = integrity.schema_differences(connection)
            return replace(result, differing=tuple(schema))
        comparison = _compare(connection, desk)
    if comparison.differing:
        with desk.write() as connection:
            _put_right(connection, comparison)
    return replace(
        result,
        rebuilt=True,
        rows=comparison.compared,
        differing=comparison.differing,
        lost=comparison.lost,
    )


def _centre_heads(desk: Desk) -> tuple[CentreWitness, tuple[witness.Head, ...]]:
    """The newest event of each of this host's chains that the centre has, asked of it now."""
    from counter.config.settings import load
    from counter.desk.centre.connection import centre_connection

    try:
        settings = load(desk.store.data)
        connection = centre_connection(desk.store, insecure_loopback=settings.insecure_loopback)
    except Problem:
        return "unreachable", ()
    if connection is None:
        return "none", ()
    from db.sync.probe import probe

    answer = probe(connection.enrolment, desk.clock.now, insecure_loopback=connection.insecure_loopback)
    return ("unreachable", ()) if answer.failure else ("compared", answer.heads)


def drop_unaccounted(desk: Desk) -> tuple[Path, VerificationResult]:
    """Copy the file aside, then take out what the ledger no longer accounts for, and record it as seen.

    Returns the copy and what was taken out. Series of numbers stay where they are: a number is never given out twice.
    Raises ``Problem``; nothing is changed where a page or the ledger is bad.
    """
    result = verify(desk)
    at = desk.clock.now()
    copy = desk.store.backups / f"unaccounted-{stamp(at)}.db"
    if result.damage or result.bad:
        return copy, result
    with store_errors.as_problems():
        backup(desk.store, copy)
    with desk.write() as connection:
        comparison = _compare(connection, desk)
        for difference in comparison.rows:
            projections.put_right(connection, difference)
        for series, number in comparison.ahead.items():
            put_back.account_for(connection, series, number)
        spool_check.account_for(connection, at - KEPT)
    witness.accept_lost(desk.store)
    return copy, replace(result, rebuilt=True, rows=comparison.compared, lost=comparison.lost)


def _compare(connection: Connection, desk: Desk) -> _Comparison:
    behind, ahead = register_numbering.series_differences(connection, desk.node)
    return _Comparison(
        rows=tuple(projections.differences(connection)),
        behind=behind,
        ahead=ahead,
        schema=integrity.schema_differences(connection),
        compared=projections.count(connection),
    )


def _put_right(connection: Connection, comparison: _Comparison) -> None:
    integrity.restore_schema(connection, comparison.schema)
    for difference in comparison.rows:
        if not difference.is_lost:
            projections.put_right(connection, difference)
    for name, number in comparison.behind.items():
        numbering.raise_to(connection, name, number)


def _series(numbers: dict[str, int]) -> tuple[Name, ...]:
    return tuple((numbering.TABLE, name) for name in sorted(numbers))
