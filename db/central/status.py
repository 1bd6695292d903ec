"""The status of the centre: each host, its events, what waits, and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import psycopg
from psycopg.rows import class_row


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeStatus:
    """A host as the centre knows it; times are aware. ``offset`` is how far its clock is ahead of the centre's."""

    office: str
    name: str
    node: int
    incarnation: int
    enrolled_at: datetime
    revoked_at: datetime | None
    seen_at: datetime | None
    app: str
    schema: int
    backlog: int
    offset: timedelta
    events: int
    unfolded: int
    quarantined: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreStatus:
    """The centre as a whole. ``shared`` is how many events each chain for several offices has."""

    database: str
    revision: str
    bytes: int
    deflates: bool
    dossiers: int
    events: int
    shared: dict[str, int]
    months: tuple[str, ...]
    late: int
    open_databases: tuple[str, ...]
    nodes: tuple[NodeStatus, ...]


_NODES = """
    SELECT n.office, o.name, n.number AS node, n.incarnation, n.enrolled_at, n.revoked_at, n.seen_at, n.app, n.schema,
        n.backlog, n.offset_ms * interval '1 millisecond' AS offset,
        coalesce(c.events, 0) AS events, coalesce(c.unfolded, 0) AS unfolded,
        (SELECT count(*) FROM centre.quarantine q WHERE q.node = n.name
            AND q.code <> 'sent-again' AND q.released_at IS NULL) AS quarantined
    FROM centre.node n JOIN centre.office o ON o.code = n.office
    LEFT JOIN (
        SELECT node, sum(high)::bigint AS events, sum(high - folded)::bigint AS unfolded
        FROM centre.chain GROUP BY node
    ) c ON c.node = n.name
    ORDER BY n.office, n.number
"""

_WHOLE = """
    SELECT current_database(), (SELECT version_num FROM centre.alembic_version),
        pg_database_size(current_database()),
        to_regprocedure('centre.push_z_v1(integer, bigint, text, bytea)') IS NOT NULL,
        (SELECT count(*) FROM centre.dossier), (SELECT coalesce(sum(high), 0)::bigint FROM centre.chain),
        (SELECT count(*) FROM centre.event_late)
"""


def centre_status(connection: psycopg.Connection[Any]) -> CentreStatus:
    """The status of the centre of an administrator's ``connection``. Raises ``psycopg.Error``."""
    from db.central.administration import open_databases
    from db.central.retirement import months

    with connection.cursor(row_factory=class_row(NodeStatus)) as cursor:
        nodes = tuple(cursor.execute(_NODES))
    shared = connection.execute("SELECT node, high FROM centre.chain WHERE office = '' ORDER BY node")
    database, revision, size, deflates, dossiers, events, late = connection.execute(_WHOLE).fetchall()[0]
    return CentreStatus(
        database=database,
        revision=revision,
        bytes=size,
        deflates=deflates,
        dossiers=dossiers,
        events=events,
        shared=dict(shared.fetchall()),
        months=tuple(month.table for month in months(connection)),
        late=late,
        open_databases=tuple(open_databases(connection)),
        nodes=nodes,
    )
