"""The office (cơ quan) of the file: its facts, the days off that were announced, and whether it is an office at all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from db import host
from db.domain import codec
from db.domain.records import Office
from db.models import EventRow, HolidayRow, OfficeRow, table

if TYPE_CHECKING:
    from sqlalchemy import Connection

_OFFICE, _HOLIDAY, _EVENT = table(OfficeRow), table(HolidayRow), table(EventRow)
_LAST_CHANGES = tuple(select(func.max(changed.c.last)) for changed in (_OFFICE, _HOLIDAY))


def office(connection: Connection) -> Office | None:
    """The office as it was last configured; None in a file that holds none yet."""
    unit = host.node(connection)[0].rpartition("/")[0]
    # An event about another office, which a host let in, makes a row of its own.
    rows = select(_OFFICE.c.detail).order_by(_OFFICE.c.id != unit, _OFFICE.c.id)
    detail = connection.scalar(rows.limit(1))
    return codec.office(json.loads(detail)) if detail is not None else None


def holidays(connection: Connection) -> list[tuple[str, Any]]:
    """The announced days off: the year as it was written, and what was announced of it."""
    rows = connection.execute(select(_HOLIDAY.c.id, _HOLIDAY.c.detail))
    return [(row.id, json.loads(row.detail)) for row in rows]


def version(connection: Connection) -> str:
    """A text that changes when the office's facts or its announced days off do."""
    return " ".join(connection.scalar(last_change) or "" for last_change in _LAST_CHANGES)


def has_own_events(connection: Connection) -> bool:
    """Whether this host, in its present incarnation, has written anything into the ledger."""
    node, incarnation = host.node(connection)
    own = select(_EVENT.c.seq).where(_EVENT.c.node == node, _EVENT.c.incarnation == incarnation)
    return connection.scalar(own.limit(1)) is not None
