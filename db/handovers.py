"""Lists of dossiers that went to an agency or came back, and the dossiers that are to go or lie there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, exists, func, or_, select, tuple_

from db.domain import codec
from db.domain.codes import Channel, PapersPlace
from db.domain.event import instant
from db.domain.lifecycle import State
from db.ledger import search
from db.models import DossierRow, HandoverRow, table

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from db.domain.progress import Handover
    from db.domain.records import Dossier

_DOSSIER, _HANDOVER = table(DossierRow), table(HandoverRow)
_AT_AGENCY = (State.PROCESSING, State.SUPPLEMENT, State.FINANCIAL_DUTY)


def handover(connection: Connection, handover_id: str) -> Handover | None:
    """The list of that id."""
    detail = connection.scalar(select(_HANDOVER.c.detail).where(_HANDOVER.c.id == handover_id))
    return codec.handover(json.loads(detail)) if detail else None


def newest(
    connection: Connection,
    limit: int,
    *,
    before: Handover | None = None,
    agencies: tuple[str, ...] = (),
    officer: str = "",
) -> list[Handover]:
    """At most ``limit`` lists, newest first, of those that are older than ``before``.

    ``agencies`` leaves their lists only (empty: all), and those that ``officer`` wrote.
    """
    at, key = _HANDOVER.c.at, _HANDOVER.c.id
    wanted = select(_HANDOVER.c.detail).where(at.is_not(None)).order_by(at.desc(), key.desc()).limit(limit)
    if before is not None:
        wanted = wanted.where(tuple_(at, key) < (instant(before.at), before.id))
    if agencies:
        wanted = wanted.where(or_(_value("agency").in_(agencies), _value("officer") == officer))
    return [codec.handover(json.loads(detail)) for detail in connection.scalars(wanted)]


def of_dossier(connection: Connection, dossier_id: str, since: datetime) -> list[Handover]:
    """The lists that a dossier, received at ``since`` (UTC), was on, oldest first; none for the post."""
    on_it = func.json_each(_HANDOVER.c.detail, "$.dossiers").table_valued("value")
    wanted = (
        select(_HANDOVER.c.detail)
        .where(
            _HANDOVER.c.at >= instant(since),
            ~_is_post(),
            exists(select(1).where(on_it.c.value == dossier_id)),
        )
        .order_by(_HANDOVER.c.at, _HANDOVER.c.id)
    )
    return [codec.handover(json.loads(detail)) for detail in connection.scalars(wanted)]


def last(connection: Connection, agency: str, *, is_back: bool) -> Handover | None:
    """The newest list of ``agency`` in that direction; none for the post."""
    back = func.coalesce(_value("is_back"), 0) == int(is_back)
    return _newest(connection, _value("agency") == agency, back, ~_is_post())


def last_posted(connection: Connection) -> Handover | None:
    """The newest list for the post office."""
    return _newest(connection, _is_post())


def _newest(connection: Connection, *conditions: ColumnElement[bool]) -> Handover | None:
    wanted = select(_HANDOVER.c.detail).where(*conditions)
    detail = connection.scalar(wanted.order_by(_HANDOVER.c.at.desc()).limit(1))
    return codec.handover(json.loads(detail)) if detail else None


def waiting(connection: Connection, agencies: tuple[str, ...], limit: int) -> list[Dossier]:
    """At most ``limit`` dossiers on paper that are to go to their agency, the longest there first: received, or under
    way with their papers at the counter.
    """
    received = func.coalesce(_papers("channel"), Channel.IN_PERSON) != Channel.ONLINE
    here = _papers("papers_at") == PapersPlace.COUNTER
    dossiers = [
        *_dossiers(connection, agencies, (State.RECEIVED,), received, limit),
        *_dossiers(connection, agencies, (State.PROCESSING,), here, limit),
    ]
    return sorted(dossiers, key=lambda dossier: (dossier.received_at, dossier.code))[:limit]


def at_agency(connection: Connection, agencies: tuple[str, ...], limit: int) -> list[Dossier]:
    """At most ``limit`` dossiers whose papers lie at their agency, the longest there first.

    Of those that an earlier release handed over nobody noted where they lie: they do too.
    """
    there = func.coalesce(_papers("papers_at"), "") != PapersPlace.COUNTER
    return list(_dossiers(connection, agencies, _AT_AGENCY, there, limit))


def _dossiers(
    connection: Connection,
    agencies: tuple[str, ...],
    states: tuple[State, ...],
    condition: ColumnElement[bool],
    limit: int,
) -> list[Dossier]:
    only = search.Only(agencies=agencies, states=states)
    wanted = (
        only.narrow(select(_DOSSIER.c.detail).where(condition)).order_by(_DOSSIER.c.position).limit(limit)
    )
    return [codec.dossier(detail) for detail in connection.scalars(wanted)]


def _is_post() -> ColumnElement[bool]:
    return func.coalesce(_value("is_post"), 0) == 1


def _value(name: str) -> ColumnElement[Any]:
    return func.json_extract(_HANDOVER.c.detail, f"$.{name}")


def _papers(name: str) -> ColumnElement[Any]:
    return func.json_extract(_DOSSIER.c.detail, f"$.{name}")
