"""What goes up: this host's events after those that the centre confirmed, in batches that follow each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from time import monotonic

from db import host
from db.ledger import chains
from db.ledger.chains import Place
from db.sync import calls
from db.sync.calls import Batch, Received
from db.sync.connection import Lost
from db.sync.download import Diverged
from db.sync.outbox import Outbox
from db.sync.session import SyncSession
from db.sync.state import Failure

_FOLD_AT_ONCE = 10_000
_PATIENCE = 5


async def send_all(session: SyncSession) -> None:
    """Send what the centre does not have until nothing waits.

    Raises ``Diverged`` where the centre has other events in their places, or ``Lost``.
    """
    at = kept = _acked(session)
    outbox = Outbox(session, at)
    patience = _PATIENCE
    try:
        while outbox.next():
            reached, refused = await _send_window(session, outbox, kept, at)
            kept = at
            if refused:
                patience -= 1
                at = kept = _go_back(session, at, refused, patience)
                outbox = Outbox(session, at)
            else:
                at = reached
    finally:
        if at != kept:
            confirm(session, at)
    session.complete_at = session.read_at


async def _send_window(
    session: SyncSession, outbox: Outbox, kept: Place, at: Place
) -> tuple[Place, Received | None]:
    """Send what the line carries at once after ``at``; returns how far that is, and what the centre refused of it.

    Batches are made while the centre takes those before them, and ``at`` is kept where ``kept`` is all that was so far.
    """
    sent: list[Batch] = []

    def batches() -> Iterator[Batch]:
        for batch in outbox.window():
            sent.append(batch)
            yield batch
        if at != kept:
            confirm(session, at)

    began, made = monotonic(), outbox.seconds
    answers = await calls.push(session.line, session.incarnation, batches())
    seconds = monotonic() - began
    session.carried(sum(batch.size for batch in sent), seconds)
    refused = next((answer for answer in answers if answer.status != "ok"), None)
    if refused:
        return at, refused
    last = sent[-1].last
    session.choice.learn(sent[0].form, last.seq - at.seq, seconds, outbox.seconds - made)
    session.sent += last.seq - at.seq
    session.sent_at = session.clock()
    return last, None


async def fold_all(session: SyncSession) -> None:
    """Have the centre judge and fold all that it got from this host."""
    while await calls.fold(session.line, _FOLD_AT_ONCE):
        pass
    session.note(unfolded="")


def _acked(session: SyncSession) -> Place:
    with session.store.read() as connection:
        return session.acked(connection)


def confirm(session: SyncSession, at: Place) -> Place:
    """Keep that the centre has everything up to ``at``."""
    with session.store.write() as connection:
        known = session.acked(connection)
        kept = replace(at, base=known.base)
        chains.put(connection, kept)
        host.put(connection, "centre_unfolded", "1")
    return kept


def _go_back(session: SyncSession, at: Place, received: Received, patience: int) -> Place:
    """Where to go on when the centre did not take all: it may know less than it confirmed once, or something else."""
    if received.status == "old":
        session.newest = max(session.newest, received.high)
    if received.status != "hole":
        raise Diverged(at)
    if not patience:
        raise Lost(Failure.CENTRE, "the centre forgets what it takes")
    return behind(session, received.high)


def behind(session: SyncSession, high: int) -> Place:
    """Take back what was confirmed after ``high``: the centre was put back to an earlier day."""
    with session.store.write() as connection:
        known = session.acked(connection)
        digest = chains.hashes(connection, *session.is_mine, high, high).get(high, "")
        place = replace(known, seq=high, hash=digest, base=min(known.base, high))
        chains.put(connection, place)
    return place
