"""Chains that differ between this host and the centre, as after a backup was restored: no event is lost.

Our own events that the centre lacks move to a new incarnation, with new numbers and the same ids; those that it has
are downloaded as any other chain. A chain that the centre writes becomes as the centre has it now.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Delete, delete, insert, select

from db import host
from db.domain.event import Event, canonical, instant
from db.ledger import chains, projections
from db.ledger.chains import Place, Writer
from db.ledger.repair import unlocked
from db.models import EventPerson, EventRow, table
from db.sync import calls
from db.sync.calls import Cursors, cursor_name
from db.sync.comparison import last_common
from db.sync.connection import SyncError
from db.sync.session import MOST_BYTES, SyncSession
from db.sync.state import Failure

_EVENT, _PERSON = table(EventRow), table(EventPerson)


async def resolve(session: SyncSession, place: Place) -> None:
    """Resolve a chain that differs after ``place``; raises ``SyncError`` for a chain that another host writes."""
    if place.is_of_the_centre:
        at = await last_common(session, place)
        with session.store.write() as connection:
            drop_after(connection, place, at)
        return
    if place.writer != session.writer:
        raise SyncError(Failure.FORK, f"{place.node} has other events here than at the centre")
    at = await last_common(session, place)
    known = await _ids_there(session, at)
    newest = max(session.newest, session.incarnation)
    with session.store.write() as connection:
        moved = renumber(connection, place, at, newest + 1, known)
        if moved:
            host.put(connection, "centre_forked_at", instant(session.clock()))
    session.forked = session.forked or moved > 0
    session.incarnation = newest + 1


async def _ids_there(session: SyncSession, after: int) -> set[str]:
    """The ids of the events that the centre has of this host after ``after`` and of its later incarnations.

    An old copy of the file may hold them too: sent again under other numbers, they would be in the ledger twice.
    """
    cursors: Cursors = {}
    for place in await calls.snapshot_chains(session.pg):
        later = place.node == session.node and place.incarnation > session.incarnation
        mine = place.writer == session.writer
        cursors[cursor_name(place.writer)] = 0 if later else after if mine else place.seq
    ids: set[str] = set()
    while news := await calls.pull(session.pg, cursors, MOST_BYTES):
        for received in news:
            cursors[cursor_name((received.node, received.incarnation))] = received.seq
            if received.node == session.node and received.body:
                ids.add(Event.read(received.body).id)
    return ids


def renumber(
    connection: Connection,
    place: Place,
    after: int,
    incarnation: int,
    known: set[str],
    stamps: Mapping[str, Mapping[str, Any]] = MappingProxyType({}),
) -> int:
    """Move this host's events after ``after`` to a new ``incarnation``, under which it writes from now on.

    Events whose ids are ``known`` at the centre under other numbers are deleted: they are downloaded again. ``stamps``
    are values that change in some events, by their ids. Returns how many were moved.
    """
    rows = list(_after(connection, place.writer, after))
    there = [event for event in rows if event.id in known]
    moved = [event for event in rows if event.id not in known]
    with unlocked(connection):
        for event in there:
            connection.execute(_drop_one(event))
    _forget_people(connection, [event.id for event in there])
    move(connection, moved, incarnation, stamps)
    chains.put(connection, _cut(connection, place, after))
    _fold_anew(connection, there)
    return len(moved)


def move(
    connection: Connection,
    events: Sequence[Event],
    incarnation: int,
    stamps: Mapping[str, Mapping[str, Any]],
) -> None:
    """Move ``events`` of this host to a new ``incarnation`` in the order given, with the values of ``stamps``."""
    with unlocked(connection):
        for event in events:
            connection.execute(_drop_one(event))
        previous = ""
        for seq, event in enumerate(events, 1):
            changed = {**stamps.get(event.id, {}), "inc": incarnation, "seq": seq, "prev": previous}
            fresh = Event.read(canonical(json.loads(event.body) | changed))
            connection.execute(insert(_EVENT), {"body": fresh.body, "hash": fresh.hash})
            previous = fresh.hash
    host.put(connection, "incarnation", str(incarnation))
    _fold_anew(connection, events)


def drop_after(connection: Connection, place: Place, after: int) -> None:
    """Delete the events after ``after`` of a chain that the centre writes: it lost them and wrote others."""
    rows = list(_after(connection, place.writer, after))
    with unlocked(connection):
        connection.execute(_drop(place.writer, after))
    _forget_people(connection, [event.id for event in rows])
    chains.put(connection, _cut(connection, place, after))
    _fold_anew(connection, rows)


def _cut(connection: Connection, place: Place, after: int) -> Place:
    known = chains.place(connection, *place.writer)
    digest = chains.hashes(connection, *place.writer, after, after).get(after, "")
    return Place(
        node=place.node, incarnation=place.incarnation, seq=after, hash=digest, base=min(known.base, after)
    )


def _after(connection: Connection, writer: Writer, after: int) -> Iterator[Event]:
    rows = select(_EVENT.c.body).where(
        _EVENT.c.node == writer[0], _EVENT.c.incarnation == writer[1], _EVENT.c.seq > after
    )
    return map(Event.read, connection.scalars(rows.order_by(_EVENT.c.seq)).all())


def _drop_one(event: Event) -> Delete:
    return delete(_EVENT).where(
        _EVENT.c.node == event.node, _EVENT.c.incarnation == event.incarnation, _EVENT.c.seq == event.seq
    )


def _drop(writer: Writer, after: int) -> Delete:
    return delete(_EVENT).where(
        _EVENT.c.node == writer[0], _EVENT.c.incarnation == writer[1], _EVENT.c.seq > after
    )


def _forget_people(connection: Connection, events: Iterable[str]) -> None:
    for event in events:
        connection.execute(delete(_PERSON).where(_PERSON.c.event == event))


def _fold_anew(connection: Connection, events: Iterable[Event]) -> None:
    for stream, stream_id in sorted({(event.stream, event.stream_id) for event in events}):
        projections.rebuild_stream(connection, stream, stream_id)
