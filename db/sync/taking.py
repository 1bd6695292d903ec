"""What comes down: proved, stored and folded together with the cursor that says so, a little at a time."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from time import monotonic

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from db import arrival, chains, ledger
from db.chains import Place
from db.errors import LedgerBroken
from db.event import Act, Deed, Event
from db.proving import Proof, Told, prove_all
from db.sync import calls
from db.sync.calls import Cursors, cursor_name
from db.sync.line import Lost
from db.sync.meeting import Meeting
from db.sync.state import Failure

Keep = Callable[[Meeting, Connection, Sequence[Proof]], list[Event]]
"""Stores what was proved and returns what of it was new."""


class Diverged(Exception):
    """Here a chain goes on with other events than at the centre."""

    def __init__(self, place: Place) -> None:
        super().__init__(f"{place.node} goes on otherwise after {place.seq}")
        self.place = place


class Retired(Exception):
    """The centre no longer keeps what follows in a chain."""


async def take_all(meeting: Meeting, news: list[Told]) -> None:
    """Take ``news``, then ask for more until nothing comes; the next is on its way while one is stored.

    Raises ``Diverged``, ``Retired`` or ``Lost``.
    """
    cursors = meeting.cursors()
    while news:
        if any(told.body is None for told in news):
            raise Retired
        cursors |= _after(news)
        asked = asyncio.create_task(_timed_pull(meeting, cursors))
        try:
            await take(meeting, news)
            news = await asked
        finally:
            # Not cancelled: the driver would open another line for that. Its deadline ends it.
            await asyncio.gather(asked, return_exceptions=True)


async def _timed_pull(meeting: Meeting, cursors: Cursors) -> list[Told]:
    began = monotonic()
    news = await calls.pull(meeting.line, cursors, meeting.window)
    meeting.carried(sum(len(told.body or "") + len(told.person) for told in news), monotonic() - began)
    return news


def _after(news: Sequence[Told]) -> Cursors:
    return {cursor_name((told.node, told.incarnation)): told.seq for told in news}


async def take(meeting: Meeting, news: Sequence[Told]) -> None:
    """Store and fold ``news`` of any chains, in write transactions that are short enough for the counters."""
    await keep_in_pieces(meeting, _by_chain(meeting, news), _take_piece)


async def keep_in_pieces(meeting: Meeting, pieces: Iterable[Sequence[Told]], keep: Keep) -> None:
    """Have ``keep`` store each of ``pieces`` in a write transaction of its own; the next one is proved meanwhile."""
    waiting = iter(pieces)
    with ThreadPoolExecutor(1) as aside:
        proving = aside.submit(prove_all, next(waiting, ()))
        while proofs := proving.result():
            with meeting.store.write() as connection:
                began = monotonic()
                fresh = keep(meeting, connection, proofs)
                # The file takes its time for the end of a transaction, and does not need the interpreter for it.
                proving = aside.submit(prove_all, next(waiting, ()))
            meeting.stored(len(proofs), monotonic() - began)
            meeting.received += len(fresh)
            await asyncio.sleep(0)


def _take_piece(meeting: Meeting, connection: Connection, proofs: Sequence[Proof]) -> list[Event]:
    first = proofs[0].told
    writer = first.writer
    mine = writer == meeting.is_mine
    known = chains.place(connection, *writer)
    at = _before(connection, known, first.seq) if mine else known
    try:
        after, fresh = arrival.receive(
            connection, at, proofs, lambda event: _put_aside(meeting, connection, event)
        )
    except arrival.Differs as error:
        raise Diverged(at) from error
    except (LedgerBroken, IntegrityError) as error:
        raise Lost(Failure.BROKEN, str(error)) from error
    if after.seq > known.seq:
        chains.put(connection, replace(after, base=max(after.base, known.base)))
    if writer[0] == meeting.node:
        for event in fresh:
            meeting.arrived(connection, event)
    return fresh


def _put_aside(meeting: Meeting, connection: Connection, event: Event) -> None:
    """Tell people of an event that no row here takes, as the centre tells of what it refuses."""
    if (event.node, event.incarnation) == meeting.is_mine:
        return
    told = {"node": event.node, "incarnation": event.incarnation, "seq": event.seq, "kind": event.kind[:64]}
    told |= {"code": "values", "reason": "it holds values that no office could read"}
    place = f"{event.node}#{event.incarnation}#{event.seq}"
    act = Act(node=meeting.node, incarnation=meeting.incarnation, actor="centre", at=meeting.clock())
    deed = Deed(stream="quarantine", stream_id=place, kind="refused", data={"set": told})
    ledger.append(connection, act, deed)


def _before(connection: Connection, acked: Place, first: int) -> Place:
    """The place before ``first`` in our own chain, which may be ahead of what the centre confirmed."""
    if first == acked.seq + 1:
        return acked
    known = chains.hashes(connection, acked.node, acked.incarnation, first - 1, first - 1)
    return replace(acked, seq=first - 1, hash=known.get(first - 1, ""))


def _by_chain(meeting: Meeting, news: Sequence[Told]) -> Iterator[Sequence[Told]]:
    for _, chain in itertools.groupby(news, key=lambda told: told.writer):
        yield from cut(meeting, list(chain))


def cut(meeting: Meeting, news: Sequence[Told]) -> Iterator[Sequence[Told]]:
    """``news`` in pieces for one write transaction each."""
    at = 0
    while at < len(news):
        size = meeting.at_once
        yield news[at : at + size]
        at += size
