"""Upload of this host's events after the last one that the centre confirmed, in batches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from time import monotonic

from db import host
from db.ledger import chains
from db.ledger.chains import Place
from db.sync import calls
from db.sync.calls import Batch, PushAnswer
from db.sync.connection import SyncError
from db.sync.download import Diverged
from db.sync.outbox import Outbox
from db.sync.session import SyncSession
from db.sync.state import Failure

_FOLD_AT_ONCE = 10_000
_MOST_RESTARTS = 5
_MORE_ROUNDS = 10


async def send_all(session: SyncSession) -> None:
    """Send this host's events until nothing waits.

    Raises ``Diverged`` where the centre has other events in their places, or ``SyncError``.
    """
    at = kept = _acked(session)
    outbox = Outbox(session, at)
    restarts = _MOST_RESTARTS
    try:
        while outbox.next():
            reached, refused = await _send_window(session, outbox, kept, at)
            kept = at
            if refused:
                restarts -= 1
                at = kept = _restart_place(session, at, refused, restarts)
                outbox = Outbox(session, at)
            else:
                at = reached
    finally:
        if at != kept:
            confirm(session, at)
    session.complete_at = session.read_at


async def _send_window(
    session: SyncSession, outbox: Outbox, kept: Place, at: Place
) -> tuple[Place, PushAnswer | None]:
    """Send one window of events after ``at``; returns the place after it, and the centre's answer where it refused.

    Each batch is prepared while the centre stores the one before it; ``at`` is confirmed meanwhile where ``kept`` is
    the last confirmed place.
    """
    sent: list[Batch] = []

    def batches() -> Iterator[Batch]:
        for batch in outbox.window():
            sent.append(batch)
            yield batch
        if at != kept:
            confirm(session, at)

    began, made = monotonic(), outbox.seconds
    answers = await calls.push(session.pg, session.incarnation, batches())
    seconds = monotonic() - began
    session.learn_speed(sum(batch.size for batch in sent), seconds)
    refused = next((answer for answer in answers if answer.status != "ok"), None)
    if refused:
        return at, refused
    last = sent[-1].last
    session.encoding.learn(sent[0].form, last.seq - at.seq, seconds, outbox.seconds - made)
    session.sent += last.seq - at.seq
    session.sent_at = session.clock()
    return last, None


async def fold_all(session: SyncSession) -> None:
    """Have the centre validate and fold everything that it received from this host.

    As many rounds as there was to do at first, and a few for what others sent meanwhile; the next run does the rest.
    """
    left = await calls.fold(session.pg, _FOLD_AT_ONCE)
    rounds = left // _FOLD_AT_ONCE + _MORE_ROUNDS
    while left and rounds:
        left = await calls.fold(session.pg, _FOLD_AT_ONCE)
        rounds -= 1
    if not left:
        session.put_facts(unfolded="")


def _acked(session: SyncSession) -> Place:
    with session.store.read() as connection:
        return session.acked(connection)


def confirm(session: SyncSession, at: Place) -> Place:
    """Note that the centre has everything up to ``at``."""
    with session.store.write() as connection:
        known = session.acked(connection)
        kept = replace(at, base=known.base)
        chains.put(connection, kept)
        host.put(connection, "centre_unfolded", "1")
    return kept


def _restart_place(session: SyncSession, at: Place, received: PushAnswer, restarts: int) -> Place:
    """The place to send from after the centre refused a batch: it may have less than it confirmed, or other events."""
    if received.status == "old":
        session.newest = max(session.newest, received.high)
    if received.status != "hole":
        raise Diverged(at)
    if not restarts:
        raise SyncError(Failure.CENTRE, "the centre loses what it confirmed")
    return take_back(session, received.high)


def take_back(session: SyncSession, high: int) -> Place:
    """Note that the centre has nothing after ``high``: it was restored from an older backup."""
    with session.store.write() as connection:
        known = session.acked(connection)
        digest = chains.hashes(connection, *session.writer, high, high).get(high, "")
        place = replace(known, seq=high, hash=digest, base=min(known.base, high))
        chains.put(connection, place)
    return place
