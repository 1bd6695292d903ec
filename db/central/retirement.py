"""Deletion of old events month by month; those that may still be needed are kept, and so is every dossier's row."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any, Final

import psycopg
from psycopg import sql

_VIETNAM: Final = timezone(timedelta(hours=7))
_BOUNDS: Final = re.compile(r"FROM \('(\d{4}-\d\d-\d\d)'\) TO \('(\d{4}-\d\d-\d\d)'\)")
_KEPT_ON: Final = "1999-01-01"
"""The date under which kept events lie in their own partition, which ends with the year 1999."""

_CHOSEN: Final = """
    CREATE TEMPORARY TABLE over_and_done ON COMMIT DROP AS
    SELECT office, id FROM centre.dossier d
    WHERE state IN (3, 7, 8, 10) AND last < %s COLLATE "C" AND NOT EXISTS (
        SELECT FROM centre.event e JOIN centre.chain c USING (node, incarnation)
        LEFT JOIN centre.quarantine q
            ON (q.node, q.incarnation, q.seq) = (e.node, e.incarnation, e.seq) AND q.released_at IS NULL
        WHERE e.office = d.office AND e.of = d.id
            AND (e.seq >= c.folded OR e.seq = c.high OR e.received_on >= %s OR q.node IS NOT NULL))
"""
_KEPT: Final = sql.SQL(
    """
    INSERT INTO centre.event_kept (received_on, office, node, incarnation, seq, of, hash, body, salt, person)
    SELECT {}, office, node, incarnation, seq, of, hash, body, salt, person FROM {} e
    WHERE NOT EXISTS (SELECT FROM over_and_done o WHERE (o.office, o.id) = (e.office, e.of))
    """
)
_GOING: Final = sql.SQL(
    """
    WITH going AS (
        SELECT node, incarnation, max(seq) AS last, count(*) AS events
        FROM {} e JOIN over_and_done o ON (o.office, o.id) = (e.office, e.of) GROUP BY node, incarnation
    ), noted AS (
        UPDATE centre.chain c SET kept = greatest(c.kept, g.last) FROM going g
        WHERE (c.node, c.incarnation) = (g.node, g.incarnation)
    )
    SELECT coalesce(sum(events), 0)::bigint FROM going
    """
)


@dataclass(frozen=True, slots=True)
class Month:
    """The partition of a month: events that the centre received from ``first`` on and before ``until``."""

    table: str
    first: date
    until: date


@dataclass(frozen=True, slots=True)
class Retired:
    """The months that were deleted, how many events are gone, and how many were kept as they may be needed."""

    months: tuple[str, ...]
    dropped: int
    kept: int


def months(connection: psycopg.Connection[Any]) -> list[Month]:
    """The months that have a partition of their own, oldest first."""
    rows = connection.execute(
        "SELECT c.relname, pg_get_expr(c.relpartbound, c.oid) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
        " WHERE i.inhparent = 'centre.event'::regclass AND c.relname <> 'event_kept' ORDER BY c.relname"
    ).fetchall()
    read = ((name, _BOUNDS.search(bounds)) for name, bounds in rows)
    return [
        Month(name, date.fromisoformat(match[1]), date.fromisoformat(match[2]))
        for name, match in read
        if match
    ]


def retire(connection: psycopg.Connection[Any], before: date) -> Retired:
    """Delete the events of the months before that of ``before``, in the caller's transaction.

    A dossier's events are deleted once the dossier is final and its last event is older than that month (Vietnam's
    time). Everything else is kept: open dossiers, what was not folded yet or was put aside, the end of each chain, and
    every other stream. The rows of dossiers stay. Raises ``ValueError`` for a date in the running year, whose register
    books go on, and ``psycopg.errors.LockNotAvailable`` where hosts keep the table busy: try again.
    """
    if before > datetime.now(_VIETNAM).date().replace(month=1, day=1):
        raise ValueError("the events of this year cannot be deleted")
    before = before.replace(day=1)
    connection.execute("SET LOCAL lock_timeout = '10s'")
    passed = [month for month in months(connection) if month.until <= before]
    tables = [sql.Identifier("centre", month.table) for month in passed]
    every = [*tables, *(sql.Identifier("centre", name) for name in ("event_kept", "event_late"))]
    for table in every:
        connection.execute(sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(table))
    _choose(connection, before)
    dropped = sum(_forget(connection, table) for table in every)
    kept = 0
    for table in tables:
        kept += _keep(connection, table)
        connection.execute(sql.SQL("ALTER TABLE centre.event DETACH PARTITION {}").format(table))
        connection.execute(sql.SQL("DROP TABLE {}").format(table))
    connection.execute(
        "DELETE FROM centre.event e USING over_and_done o WHERE (e.office, e.of) = (o.office, o.id)"
    )
    connection.execute("DROP TABLE over_and_done")
    return Retired(tuple(month.table for month in passed), dropped, kept)


def _choose(connection: psycopg.Connection[Any], before: date) -> None:
    """The dossiers whose events may go, in a table of this transaction's own; their rows remember it."""
    midnight = datetime(before.year, before.month, before.day, tzinfo=_VIETNAM)
    connection.execute("DROP TABLE IF EXISTS over_and_done")
    connection.execute(_CHOSEN, [f"{int(midnight.timestamp() * 1000) << 12:016x}", before])
    connection.execute(
        "UPDATE centre.dossier d SET given_up = true FROM over_and_done o WHERE (d.office, d.id) = (o.office, o.id)"
    )


def _keep(connection: psycopg.Connection[Any], table: sql.Identifier) -> int:
    return connection.execute(_KEPT.format(sql.Literal(_KEPT_ON), table)).rowcount


def _forget(connection: psycopg.Connection[Any], table: sql.Identifier) -> int:
    """Note for each chain up to where events are missing from now on; returns how many there are to go."""
    rows = connection.execute(_GOING.format(table)).fetchone()
    return int(rows[0]) if rows else 0
