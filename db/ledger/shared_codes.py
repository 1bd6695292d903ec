"""Codes that several dossiers have: after a copy was put back, numbers may have been given out twice.

A printed code is never changed, so that each of these dossiers needs attention until a supervisor settles it. The codes
are noted as rows are written, since looking for them among all dossiers would take long.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, select

from db import host
from db.domain.event_kind import EventKind, Stream
from db.models import DossierRow, EventRow, table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

_DOSSIER, _EVENT = table(DossierRow), table(EventRow)
_KEY = "shared_codes"
_AMONG = "SELECT code FROM dossier WHERE code IN (SELECT value FROM json_each(?)) GROUP BY code HAVING count(*) > 1"
_ANYWHERE = "SELECT code FROM dossier WHERE code <> '' GROUP BY code HAVING count(*) > 1"


def note(connection: Connection, codes: Collection[str]) -> None:
    """Note those of ``codes``, of rows that were just written, that another dossier has too."""
    _add(connection, connection.exec_driver_sql(_AMONG, (json.dumps([*codes]),)).scalars())


def note_all(connection: Connection) -> None:
    """Note every code that several dossiers have; looks at all of them."""
    _add(connection, connection.exec_driver_sql(_ANYWHERE).scalars())


def in_need(connection: Connection) -> set[str]:
    """The ids of dossiers whose code another one has too, and that nobody settled since."""
    codes = _noted(connection)
    if not codes:
        return set()
    rows = connection.execute(
        select(_DOSSIER.c.id, _DOSSIER.c.code, _DOSSIER.c.position).where(
            _DOSSIER.c.code.in_(codes), _DOSSIER.c.state.is_not(None)
        )
    )
    sharing: dict[str, dict[str, int]] = {}
    for row in rows:
        sharing.setdefault(row.code, {})[row.id] = row.position
    positions = [of for of in sharing.values() if len(of) > 1]
    settled = _settled(connection, [dossier_id for of in positions for dossier_id in of])
    # The position of a row is the tick of its first event and a byte more.
    return {
        dossier_id
        for of in positions
        for dossier_id in of
        if settled.get(dossier_id, 0) <= max(of.values()) >> 8
    }


def _settled(connection: Connection, dossier_ids: Collection[str]) -> dict[str, int]:
    """When each of the dossiers was settled last, as a hybrid-logical time."""
    rows = connection.execute(
        select(_EVENT.c.stream_id, func.max(_EVENT.c.hlc))
        .where(
            _EVENT.c.stream == Stream.DOSSIER,
            _EVENT.c.stream_id.in_(dossier_ids),
            _EVENT.c.kind == EventKind.SETTLED,
        )
        .group_by(_EVENT.c.stream_id)
    )
    return {row[0]: row[1] for row in rows}


def _noted(connection: Connection) -> list[str]:
    text = host.get(connection, _KEY)
    return list(json.loads(text)) if text else []


def _add(connection: Connection, codes: Iterable[str]) -> None:
    known = _noted(connection) if (fresh := set(codes)) else []
    if fresh - set(known):
        host.put(connection, _KEY, json.dumps(sorted({*known, *fresh})))
