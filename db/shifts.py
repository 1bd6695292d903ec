"""Shifts (ca trực) as the desk asks for them: the open ones, the newest, and whether one may still be worked in."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from db import accounts
from db.domain import codec
from db.domain.records import Shift
from db.models import ShiftRow, table

if TYPE_CHECKING:
    from sqlalchemy import Connection

_SHIFT = table(ShiftRow)
_DETAIL = select(_SHIFT.c.detail).where(_SHIFT.c.id == bindparam("of"))
_OPEN = select(_SHIFT.c.detail).where(_SHIFT.c.closed_at.is_(None)).order_by(_SHIFT.c.counter)
_NEWEST = select(_SHIFT.c.detail).order_by(_SHIFT.c.opened_at.desc(), _SHIFT.c.id.desc())
_CLOSED_AT = select(_SHIFT.c.closed_at).where(_SHIFT.c.id == bindparam("of"))


def shift(connection: Connection, shift_id: str) -> Shift | None:
    """The shift of that id."""
    return next(iter(_shifts(connection, connection.scalars(_DETAIL, {"of": shift_id}))), None)


def open_shifts(connection: Connection) -> list[Shift]:
    """The shifts that are open, by counter."""
    return _shifts(connection, connection.scalars(_OPEN))


def newest(connection: Connection, limit: int, officer: str = "") -> list[Shift]:
    """The newest shifts, newest first: those of the login ``officer``, or everybody's."""
    wanted = _NEWEST.where(_SHIFT.c.officer == officer) if officer else _NEWEST
    return _shifts(connection, connection.scalars(wanted.limit(limit)))


def is_open(connection: Connection, shift_id: str) -> bool:
    """Whether the shift may still be worked in; an unknown one is not open."""
    row = connection.execute(_CLOSED_AT, {"of": shift_id}).first()
    return row is not None and row.closed_at is None


def _shifts(connection: Connection, details: Iterable[str]) -> list[Shift]:
    values = [json.loads(detail) for detail in details]
    names = accounts.names(connection) if values else {}
    return [
        replace(
            shift,
            officer_name=names.get(shift.officer, shift.officer),
            closed_by_name=names.get(shift.closed_by, shift.closed_by),
        )
        for shift in (codec.shift(value, "") for value in values)
    ]
