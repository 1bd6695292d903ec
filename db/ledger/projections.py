"""Rows that screens read: folded from events in the transaction that appends them, and rebuilt where needed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, delete, func, select
from sqlalchemy import Table as SqlTable
from sqlmodel import SQLModel

from db.domain.event import Event, compact, parsed
from db.domain.event_kind import EventKind
from db.domain.fold import Row, fold
from db.domain.lifecycle import NOTES
from db.ledger import chains, search, shared_codes
from db.ledger.index_check import wrongly_indexed
from db.ledger.reading import read_stream, streams
from db.models import (
    BookRow,
    DossierRow,
    FeedbackRow,
    GuidanceRow,
    HandoverRow,
    HolidayRow,
    OfficeRow,
    ProcedureRow,
    QuarantineRow,
    ShiftRow,
    StaffRow,
    table,
)
from db.store.bulk import add_all, change_all, rows_with

INDEX = "index"

EventAndPerson = tuple[Event, dict[str, Any]]
"""An event and its personal values."""

_MODELS: dict[str, type[SQLModel]] = {
    "dossier": DossierRow,
    "shift": ShiftRow,
    "staff": StaffRow,
    "procedure": ProcedureRow,
    "office": OfficeRow,
    "holiday": HolidayRow,
    "quarantine": QuarantineRow,
    "guidance": GuidanceRow,
    "handover": HandoverRow,
    "register": BookRow,
    "feedback": FeedbackRow,
}
_TABLES: dict[str, SqlTable] = {stream: table(model) for stream, model in _MODELS.items()}
_READ = {
    stream: select(*[t.c[name] for name in ("position", "last", "detail") if name in t.c]).where(
        t.c.id == bindparam("of")
    )
    for stream, t in _TABLES.items()
}
_TAKEN = select(_TABLES["dossier"].c.position).where(
    _TABLES["dossier"].c.position.in_(bindparam("positions", expanding=True))
)
_REMOVE = {stream: delete(t).where(t.c.id == bindparam("of")) for stream, t in _TABLES.items()}


class _New(NamedTuple):
    """A row that is not there yet: its first event, the key of its last one, and what they fold to."""

    first: Event
    last: str
    row: Row


def apply(connection: Connection, event: Event, person: dict[str, Any]) -> None:
    """Fold ``event`` into its row; where it comes before events that are folded already, fold its stream anew.

    A stream that only a later release knows has no row: its events are kept, and folded by that release.
    """
    if event.stream not in _TABLES:
        return
    present = connection.execute(_READ[event.stream], {"of": event.stream_id}).first()
    if present is None and not chains.is_sparse(connection):
        _write(connection, event.stream, [_New(event, event.key, fold(None, event, person))])
    elif present is not None and event.key > present.last:
        before = parsed(present.detail)
        _change(connection, event, before, fold(before, event, person), getattr(present, "position", 0))
    else:
        rebuild_stream(connection, event.stream, event.stream_id)


def apply_all(connection: Connection, pairs: Sequence[EventAndPerson]) -> None:
    """Fold many events at once, each with its personal values, to the same rows as :func:`apply` one by one."""
    groups: dict[str, dict[str, list[EventAndPerson]]] = {}
    for pair in sorted(pairs, key=lambda pair: pair[0].key):
        if pair[0].stream in _TABLES:
            groups.setdefault(pair[0].stream, {}).setdefault(pair[0].stream_id, []).append(pair)
    sparse = chains.is_sparse(connection)
    for stream, of in groups.items():
        present = _present(connection, stream, list(of))
        added, changed = [], []
        for stream_id, events in of.items():
            row = present.get(stream_id)
            if row is None and not sparse:
                added.append(_New(events[0][0], events[-1][0].key, folded(events)))
            elif row is not None and events[0][0].key > row.last:
                before = parsed(row.detail)
                after = folded(events, before)
                changed.append((events[-1][0].key, compact(after), stream_id))
                _index_anew(connection, stream, row.position, before, after)
            else:
                rebuild_stream(connection, stream, stream_id)
        change_all(connection, stream, "id", ("last", "detail"), changed)
        if added:
            _write(connection, stream, added)


class _Found(NamedTuple):
    """A row that is there; only those of dossiers have a position."""

    id: str
    last: str
    detail: str
    position: int = 0


def _present(connection: Connection, stream: str, ids: list[str]) -> dict[str, _Found]:
    columns = [name for name in _Found._fields if name in _TABLES[stream].c]
    return {row[0]: _Found(*row) for row in rows_with(connection, stream, "id", ids, columns)}


def _change(connection: Connection, event: Event, before: Row, after: Row, position: int) -> None:
    values = (event.key, compact(after), event.stream_id)
    change_all(connection, event.stream, "id", ("last", "detail"), [values])
    _index_anew(connection, event.stream, position, before, after)


def _index_anew(connection: Connection, stream: str, position: int, before: Row, after: Row) -> None:
    if stream == "dossier" and search.differs(before, after):
        search.forget(connection, position)
        search.index(connection, [(position, after)])


def _write(connection: Connection, stream: str, new: Sequence[_New]) -> None:
    if stream != "dossier":
        # The id of a dossier's row is computed from its text; the others carry it as their primary key.
        named = [(n.first.stream_id, n.last, compact(n.row)) for n in new]
        add_all(connection, stream, ("id", "last", "detail"), named)
        return
    at = _free_positions(connection, [n.first for n in new])
    placed = [(p, n.last, compact(n.row)) for p, n in zip(at, new, strict=True)]
    add_all(connection, stream, ("position", "last", "detail"), placed)
    search.index(connection, [(p, n.row) for p, n in zip(at, new, strict=True)])
    shared_codes.note(connection, [n.row["code"] for n in new if n.row.get("code")])


def _free_positions(connection: Connection, firsts: Sequence[Event]) -> list[int]:
    """The positions of dossiers: by the hybrid-logical time of the first event, then by its node's number."""
    wanted = [_wanted_position(first) for first in firsts]
    taken = set(connection.scalars(_TAKEN, {"positions": wanted}))
    present: list[int] = []
    for position in wanted:
        while position in taken:
            position += 1
            taken |= set(connection.scalars(_TAKEN, {"positions": [position]}))
        taken.add(position)
        present.append(position)
    return present


def _wanted_position(first: Event) -> int:
    number = first.node.rpartition("/")[2]
    return (first.hlc << 8) | (int(number) & 0xFF if number.isdigit() else 0xFF)


def rebuild_stream(connection: Connection, stream: str, stream_id: str) -> None:
    """Fold one stream from its first event on, and replace its row."""
    if stream not in _TABLES:
        return
    events = read_stream(connection, stream, stream_id)
    present = connection.execute(_READ[stream], {"of": stream_id}).first()
    if present is not None:
        connection.execute(_REMOVE[stream], {"of": stream_id})
        if stream == "dossier":
            search.forget(connection, present.position)
    if events and not _lacks_its_beginning(connection, events[0][0]):
        _write(connection, stream, [_New(events[0][0], events[-1][0].key, folded(events))])


def _lacks_its_beginning(connection: Connection, first: Event) -> bool:
    """Whether a dossier's intake, or a shift's opening, is not here, because the host began with a part of the ledger.

    There is no row then.
    """
    if first.stream == "dossier":
        opens = first.from_state is None and first.kind not in NOTES
    else:
        opens = first.stream != "shift" or first.kind == EventKind.SHIFT_OPENED
    return not opens and chains.is_sparse(connection)


def folded(events: Sequence[EventAndPerson], row: Row | None = None) -> Row:
    """The row that follows from ``row`` and ``events``, which are in the order of folding and at least one."""
    for event, person in events:
        row = fold(row, event, person)
    if row is None:
        raise ValueError("no events to fold")
    return row


class Difference(NamedTuple):
    """A stream whose row is not what its events fold to, or is not as it should be in the search's indexes.

    ``is_lost`` is whether the row holds what the events here no longer account for: folding anew would destroy it.
    """

    stream: str
    stream_id: str
    is_lost: bool = False


def differences(connection: Connection) -> Iterator[Difference]:
    """Every row that differs, stream by stream, and last the rows of streams without events; an entry of the search's
    indexes without a dossier has the stream ``index`` and its position as id.
    """
    wrong_index = wrongly_indexed(connection)
    placed = set(connection.scalars(select(_TABLES["dossier"].c.position)))
    yield from (Difference(INDEX, str(position)) for position in sorted(wrong_index - placed))
    for stream, stream_id in streams(connection):
        if stream not in _TABLES:
            continue
        events = read_stream(connection, stream, stream_id)
        present = connection.execute(_READ[stream], {"of": stream_id}).first()
        if _lacks_its_beginning(connection, events[0][0]):
            continue
        wanted = (events[-1][0].key, compact(folded(events)))
        if present is None or (present.last, present.detail) != wanted:
            yield Difference(stream, stream_id, present is not None and _is_lost(present.last, events))
        elif stream == "dossier" and present.position in wrong_index:
            yield Difference(stream, stream_id)
    yield from _orphans(connection)


def put_right(connection: Connection, difference: Difference) -> None:
    """Fold the stream anew, and index it anew; what is lost is destroyed by that."""
    if difference.stream == INDEX:
        search.forget(connection, int(difference.stream_id))
    else:
        rebuild_stream(connection, difference.stream, difference.stream_id)


def _is_lost(last: str, events: Sequence[EventAndPerson]) -> bool:
    """Whether a row, folded up to the event ``last``, goes beyond ``events`` or beyond their personal values."""
    return last not in {event.key for event, _ in events} or any(
        event.person and not person for event, person in events
    )


def known_rows(connection: Connection) -> set[tuple[str, str]]:
    """The stream and id of every row."""
    return {
        (stream, row_id)
        for stream, rows in _TABLES.items()
        for row_id in connection.scalars(select(rows.c.id))
    }


def _orphans(connection: Connection) -> Iterator[Difference]:
    """Rows of streams without events."""
    known = set(streams(connection))
    for stream, row_id in sorted(known_rows(connection) - known):
        yield Difference(stream, row_id, is_lost=True)


def count(connection: Connection) -> int:
    """How many rows there are in all."""
    return sum(connection.scalar(select(func.count()).select_from(rows)) or 0 for rows in _TABLES.values())
