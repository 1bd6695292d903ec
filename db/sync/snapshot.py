"""A new host, or one that was away longer than the centre keeps everything: the part of the ledger that it needs."""

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
from db.ledger import chains, ingest
from db.ledger.chains import Place, Writer
from db.sync import calls
from db.sync.connection import Lost
from db.sync.pages import Page, store_pages
from db.sync.session import SyncSession
from db.sync.state import Failure

_PLACE = "centre_snapshot"
"""Where a snapshot that was cut goes on: the chains as they were at its beginning, and the last event that came."""

_START = ("", 0, 0)


async def fill(session: SyncSession) -> None:
    """Take the snapshot, from where it was cut the last time; raises ``Lost``.

    From its end on each chain goes on without gaps from where it was when the snapshot began.
    """
    reach, after = _resumed(session)
    if not reach:
        reach = {place.writer: place for place in await calls.snapshot_chains(session.line)}

    async def ask(page: Page) -> Page:
        return await calls.snapshot(session.line, page[-1][:3] if page else after, session.window)

    await store_pages(session, await ask(()), ask, partial(_keep, reach, session))
    with session.store.write() as connection:
        for place in reach.values():
            known = chains.place(connection, *place.writer)
            if known.seq < place.seq and place.writer != session.is_mine:
                chains.put(connection, replace(place, base=place.seq))
        host.put(connection, _PLACE, "")


def _keep(
    reach: dict[Writer, Place], session: SyncSession, connection: Connection, proofs: Sequence[ValidatedEvent]
) -> list[Event]:
    # What was noted after the snapshot began comes with its chain.
    wanted = [proof for proof in proofs if proof.received.seq <= _end(reach, proof.received)]
    try:
        fresh = ingest.ingest_scattered(connection, wanted)
    except LedgerBroken as error:
        raise Lost(Failure.BROKEN, str(error)) from error
    for event in fresh:
        session.arrived(connection, event)
    _note_place(connection, reach, proofs[-1].received[:3])
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


async def become(session: SyncSession) -> None:
    """Be the host that the enrolment names: under an incarnation that nobody has written under before.

    The numbers that an earlier host of that name gave out are told to ``session.numbers``.
    """
    there = await calls.snapshot_chains(session.line)
    written = [place.incarnation for place in there if place.node == session.node and place.seq]
    session.incarnation = max([session.newest, *(number + 1 for number in written)])
    given_out = await calls.numbers(session.line)
    with session.store.write() as connection:
        host.put(connection, "node", session.node)
        host.put(connection, "incarnation", str(session.incarnation))
        session.numbers(connection, given_out)
