"""Rows that screens read, folded from events in the transaction that appends them, and rebuilt from events at will."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update
from sqlalchemy import Table as SqlTable
from sqlmodel import SQLModel

from db import chains, search
from db.event import Event, canonical
from db.fold import Row, fold
from db.lifecycle import NOTES
from db.models import (
    DossierRow,
    HolidayRow,
    OfficeRow,
    ProcedureRow,
    QuarantineRow,
    ShiftRow,
    StaffRow,
    table,
)
from db.reading import read_stream, streams

Told = tuple[Event, dict[str, Any]]
"""An event and its personal values."""

_MODELS: dict[str, type[SQLModel]] = {
    "dossier": DossierRow,
    "shift": ShiftRow,
    "staff": StaffRow,
    "procedure": ProcedureRow,
    "office": OfficeRow,
    "holiday": HolidayRow,
    "quarantine": QuarantineRow,
}
_TABLES: dict[str, SqlTable] = {stream: table(model) for stream, model in _MODELS.items()}
_READ = {
    stream: select(*[t.c[name] for name in ("position", "last", "detail") if name in t.c]).where(
        t.c.id == bindparam("of")
    )
    for stream, t in _TABLES.items()
}
_ADD = {stream: insert(t) for stream, t in _TABLES.items()}
_CHANGE = {stream: update(t).where(t.c.id == bindparam("of")) for stream, t in _TABLES.items()}
_REMOVE = {stream: delete(t).where(t.c.id == bindparam("of")) for stream, t in _TABLES.items()}


def apply(connection: Connection, event: Event, person: dict[str, Any]) -> None:
    """Fold ``event`` into its row; where it comes before events that are folded already, fold its stream anew.

    A stream that only a later release knows has no row: its events are kept, and folded by that release.
    """
    if event.stream not in _TABLES:
        return
    found = connection.execute(_READ[event.stream], {"of": event.stream_id}).first()
    if found is None and not chains.is_sparse(connection):
        _write(connection, event.stream, event.key, fold(None, event, person), first=event)
    elif found is not None and event.key > found.last:
        before = json.loads(found.detail)
        _change(connection, event, before, fold(before, event, person), getattr(found, "position", 0))
    else:
        rebuild_stream(connection, event.stream, event.stream_id)


def apply_all(connection: Connection, told: Sequence[Told]) -> None:
    """Fold many events at once, each with its personal values, to the same rows as :func:`apply` one by one."""
    groups: dict[str, dict[str, list[Told]]] = {}
    for pair in sorted(told, key=lambda pair: pair[0].key):
        if pair[0].stream in _TABLES:
            groups.setdefault(pair[0].stream, {}).setdefault(pair[0].stream_id, []).append(pair)
    sparse = chains.is_sparse(connection)
    for stream, of in groups.items():
        found = _found(connection, stream, list(of))
        changed = []
        for stream_id, events in of.items():
            row = found.get(stream_id)
            if row is None and not sparse:
                _write(connection, stream, events[-1][0].key, folded(events), first=events[0][0])
            elif row is not None and events[0][0].key > row.last:
                before = json.loads(row.detail)
                after = folded(events, before)
                changed.append({"of": stream_id, "last": events[-1][0].key, "detail": canonical(after)})
                _index_anew(connection, stream, getattr(row, "position", 0), before, after)
            else:
                rebuild_stream(connection, stream, stream_id)
        if changed:
            connection.execute(_CHANGE[stream], changed)


def _found(connection: Connection, stream: str, ids: list[str]) -> dict[str, Any]:
    rows = _TABLES[stream]
    columns = [rows.c[name] for name in ("id", "position", "last", "detail") if name in rows.c]
    return {row.id: row for row in connection.execute(select(*columns).where(rows.c.id.in_(ids)))}


def _change(connection: Connection, event: Event, before: Row, after: Row, position: int) -> None:
    values = {"of": event.stream_id, "last": event.key, "detail": canonical(after)}
    connection.execute(_CHANGE[event.stream], values)
    _index_anew(connection, event.stream, position, before, after)


def _index_anew(connection: Connection, stream: str, position: int, before: Row, after: Row) -> None:
    if stream == "dossier" and search.texts(before) != search.texts(after):
        search.forget(connection, position)
        search.index(connection, position, after)


def _write(connection: Connection, stream: str, last: str, row: Row, *, first: Event) -> None:
    values: dict[str, object] = {"last": last, "detail": canonical(row)}
    if stream != "dossier":
        # The id of a dossier's row is computed from its text; the others carry it as their primary key.
        connection.execute(_ADD[stream], {"id": first.stream_id, **values})
        return
    position = _free_position(connection, first)
    connection.execute(_ADD[stream], {"position": position, **values})
    search.index(connection, position, row)


def _free_position(connection: Connection, first: Event) -> int:
    """Where a dossier stands among all: by the hybrid-logical time of its first event, then by its node's number."""
    number = first.node.rpartition("/")[2]
    position = (first.hlc << 8) | (int(number) & 0xFF if number.isdigit() else 0xFF)
    taken = select(_TABLES["dossier"].c.position).where(
        _TABLES["dossier"].c.position == bindparam("position")
    )
    while connection.execute(taken, {"position": position}).first():
        position += 1
    return position


def rebuild_stream(connection: Connection, stream: str, stream_id: str) -> None:
    """Fold one stream from its first event on and put the row in place of the one that is there."""
    if stream not in _TABLES:
        return
    events = read_stream(connection, stream, stream_id)
    found = connection.execute(_READ[stream], {"of": stream_id}).first()
    if found is not None:
        connection.execute(_REMOVE[stream], {"of": stream_id})
        if stream == "dossier":
            search.forget(connection, found.position)
    if events and not _lacks_its_beginning(connection, events[0][0]):
        _write(connection, stream, events[-1][0].key, folded(events), first=events[0][0])


def _lacks_its_beginning(connection: Connection, first: Event) -> bool:
    """Whether a dossier's intake is not here, because the host began with a part of the ledger: it has no row then."""
    opens = first.stream != "dossier" or (first.from_state is None and first.kind not in NOTES)
    return not opens and chains.is_sparse(connection)


def folded(events: Sequence[Told], row: Row | None = None) -> Row:
    """The row that follows from ``row`` and ``events``, which are in the order of folding and at least one."""
    for event, person in events:
        row = fold(row, event, person)
    if row is None:
        raise ValueError("no events to fold")
    return row


def differences(connection: Connection) -> Iterator[tuple[str, str]]:
    """The streams (kind and id) whose row is not what their events fold to, or is not in the search's indexes."""
    lost = set(search.unindexed(connection))
    for stream, stream_id in streams(connection):
        if stream not in _TABLES:
            continue
        events = read_stream(connection, stream, stream_id)
        found = connection.execute(_READ[stream], {"of": stream_id}).first()
        if _lacks_its_beginning(connection, events[0][0]):
            continue
        wanted = (events[-1][0].key, canonical(folded(events)))
        if (
            found is None
            or (found.last, found.detail) != wanted
            or (stream == "dossier" and stream_id in lost)
        ):
            yield stream, stream_id
    yield from _orphans(connection)


def _orphans(connection: Connection) -> Iterator[tuple[str, str]]:
    """Rows that no event accounts for."""
    known = set(streams(connection))
    for stream, rows in _TABLES.items():
        for (row_id,) in connection.execute(select(rows.c.id)):
            if (stream, row_id) not in known:
                yield stream, row_id


def count(connection: Connection) -> int:
    """How many rows there are in all."""
    return sum(connection.scalar(select(func.count()).select_from(rows)) or 0 for rows in _TABLES.values())
