"""The part of the ledger that a new host needs, or one that was offline longer than the centre keeps every event."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from functools import partial

from sqlalchemy import Connection

from db import host
from db.domain.event import Event
from db.domain.validation import ReceivedEvent, ValidatedEvent
from db.errors import LedgerBroken
from db.ledger import chains, ingest, reindex
from db.ledger.chains import Place, Writer
from db.sync import calls
from db.sync.connection import SyncError
from db.sync.pages import Page, store_pages
from db.sync.session import SyncSession
from db.sync.state import Failure

_PLACE = "centre_snapshot"
"""The fact under which an interrupted snapshot is noted: its chains at the beginning, and the last event that came."""

_START = ("", 0, 0)


async def fill(session: SyncSession) -> None:
    """Download the snapshot, from where it was interrupted the last time; raises ``SyncError``.

    Afterwards each chain goes on without gaps from the place that it had when the snapshot began.
    """
    reach, after = _resumed(session)
    if not reach:
        reach = {place.writer: place for place in await calls.snapshot_chains(session.pg)}

    async def ask(page: Page) -> Page:
        return await calls.snapshot(session.pg, page[-1][:3] if page else after, session.window)

    await store_pages(session, await ask(()), ask, partial(_keep, reach, session))
    with session.store.write() as connection:
        for place in reach.values():
            known = chains.place(connection, *place.writer)
            if known.seq < place.seq and place.writer != session.writer:
                chains.put(connection, replace(place, base=place.seq))
        host.put(connection, _PLACE, "")


def _keep(
    reach: dict[Writer, Place], session: SyncSession, connection: Connection, events: Sequence[ValidatedEvent]
) -> list[Event]:
    # Events after the beginning of the snapshot are downloaded with their chains.
    wanted = [
        event
        for event in events
        if event.received.seq <= _end(reach, event.received) and not session.is_ahead(event)
    ]
    try:
        fresh = ingest.ingest_scattered(connection, wanted)
    except LedgerBroken as error:
        raise SyncError(Failure.BROKEN, str(error)) from error
    for event in fresh:
        session.arrived(connection, event)
    _note_place(connection, reach, events[-1].received[:3])
    return fresh


def _end(reach: dict[Writer, Place], received: ReceivedEvent) -> int:
    place = reach.get(received.writer)
    return place.seq if place else 0


def _note_place(connection: Connection, reach: dict[Writer, Place], after: tuple[str, int, int]) -> None:
    kept = {"chains": [asdict(place) for place in reach.values()], "after": after}
    host.put(connection, _PLACE, json.dumps(kept))


def _resumed(session: SyncSession) -> tuple[dict[Writer, Place], tuple[str, int, int]]:
    with session.store.read() as connection:
        kept = host.get(connection, _PLACE)
    if not kept:
        return {}, _START
    received = json.loads(kept)
    node, incarnation, seq = received["after"]
    places = [Place(**place) for place in received["chains"]]
    return {place.writer: place for place in places}, (node, incarnation, seq)


async def take_identity(session: SyncSession) -> None:
    """Become the host that the enrolment names, under an incarnation that was never used.

    ``session.numbers`` is called with the numbers that an earlier host of that name gave out.
    """
    there = await calls.snapshot_chains(session.pg)
    written = [place.incarnation for place in there if place.node == session.node and place.seq]
    session.incarnation = max([session.newest, *(number + 1 for number in written)])
    given_out = await calls.numbers(session.pg)
    with session.store.write() as connection:
        host.put(connection, "node", session.node)
        host.put(connection, "incarnation", str(session.incarnation))
        reindex.note_version(connection)
        session.numbers(connection, given_out)
