"""Dossiers whose result was handed over a short while ago, and of which the citizen has said nothing yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from db.domain.event import tick
from db.domain.event_kind import EventKind
from db.domain.lifecycle import State
from db.models import DossierRow, EventRow, table

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

_DOSSIER, _EVENT = table(DossierRow), table(EventRow)


def returned_since(
    connection: Connection, since: datetime, counter: int, limit: int
) -> list[tuple[str, str]]:
    """Id and code of at most ``limit`` dossiers that were returned at ``since`` (UTC) or later and are not rated, the
    last one first; those of ``counter``, 0 for every counter.
    """
    opinion = func.json_extract(_DOSSIER.c.detail, "$.opinion")
    wanted = (
        select(_DOSSIER.c.id, _DOSSIER.c.code)
        .join(_EVENT, _EVENT.c.stream_id == _DOSSIER.c.id)
        .where(
            _EVENT.c.hlc >= tick(0, since),
            _EVENT.c.kind == EventKind.RETURNED,
            _DOSSIER.c.state == State.RETURNED,
            _DOSSIER.c.code != "",
            opinion.is_(None),
        )
        .order_by(_EVENT.c.hlc.desc())
        .limit(limit)
    )
    if counter:
        wanted = wanted.where(func.json_extract(_EVENT.c.body, "$.counter") == counter)
    return [(dossier_id, code) for dossier_id, code in connection.execute(wanted)]
