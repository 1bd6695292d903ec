"""Reading the ledger: one stream, one shift, one event."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, literal_column, select, text

from db.domain.event import Event
from db.domain.lifecycle import State
from db.models import DossierRow, EventPerson, EventRow, table

_EVENT = table(EventRow)
_PERSON = table(EventPerson)
_DOSSIER = table(DossierRow)
_IN_A_SHIFT = text("event.shift != ''")
"""Spelt as in the partial index of shifts: SQLite uses the index for the same expression only."""

_VOIDED = select(_DOSSIER.c.id).where(_DOSSIER.c.state == literal_column(str(int(State.VOIDED))))

WITH_PERSON = select(
    _EVENT.c.body, _EVENT.c.hash, _PERSON.c.salt, _PERSON.c["values"].label("person")
).join_from(_EVENT, _PERSON, _PERSON.c.event == _EVENT.c.id, isouter=True)


def read_stream(connection: Connection, stream: str, stream_id: str) -> list[tuple[Event, dict[str, Any]]]:
    """The events of one stream with their personal values (empty where forgotten), in the order of folding."""
    rows = connection.execute(WITH_PERSON.where(_EVENT.c.stream == stream, _EVENT.c.stream_id == stream_id))
    events = [(Event.read(row.body), json.loads(row.person) if row.person else {}) for row in rows]
    return sorted(events, key=lambda pair: pair[0].key)


def read_event(connection: Connection, event_id: str) -> Event | None:
    """The event of that id."""
    body = connection.execute(select(_EVENT.c.body).where(_EVENT.c.id == event_id)).scalar()
    return Event.read(body) if body else None


def read_shift(connection: Connection, shift: str) -> list[tuple[Event, dict[str, Any]]]:
    """The events of one shift, in order of time."""
    rows = connection.execute(WITH_PERSON.where(_EVENT.c.shift == shift, _IN_A_SHIFT).order_by(_EVENT.c.hlc))
    return [(Event.read(row.body), json.loads(row.person) if row.person else {}) for row in rows]


def count_kinds(connection: Connection, shifts: Sequence[str]) -> dict[str, dict[str, int]]:
    """How many events of each kind each of the shifts has; what was struck through counts no more."""
    shift, kind = _EVENT.c.shift, _EVENT.c.kind
    wanted = (
        select(shift, kind, func.count().label("times"))
        .where(shift.in_(shifts), _IN_A_SHIFT, _EVENT.c.stream_id.not_in(_VOIDED))
        .group_by(shift, kind)
    )
    counted: dict[str, dict[str, int]] = {shift_id: {} for shift_id in shifts}
    for row in connection.execute(wanted):
        counted[row.shift][row.kind] = row.times
    return counted


def streams(connection: Connection) -> Iterator[tuple[str, str]]:
    """Every stream of the ledger: its kind and its id."""
    rows = connection.execute(select(_EVENT.c.stream, _EVENT.c.stream_id).distinct())
    yield from ((row.stream, row.stream_id) for row in rows.all())


def last_moment(connection: Connection) -> datetime | None:
    """The latest wall time (UTC) of the newest event, by hybrid-logical time; None where there is none."""
    body = connection.scalar(select(_EVENT.c.body).order_by(_EVENT.c.hlc.desc()).limit(1))
    return Event.read(body).at if body else None
