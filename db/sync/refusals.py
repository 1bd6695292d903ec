"""Events that were refused since they were ahead of the clock: taken after all, once the clocks are right.

An earlier release sent them as they were, and a host or a centre whose own clock was behind refused right ones. This
host's own are sent again under a new incarnation, with the same ids; others' that were not taken here are fetched.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from db import host
from db.domain.event import Event, EventContext, NewEvent, instant, tick
from db.domain.event_kind import EventKind, Stream
from db.domain.schema import FURTHEST_AHEAD
from db.domain.validation import ReceivedEvent, validate
from db.ledger import chains, ingest, ledger
from db.ledger.chains import Place, Writer
from db.models import EventRow, table
from db.sync import calls, clock, forks, state
from db.sync.calls import cursor_name
from db.sync.session import SyncSession

_EVENT = table(EventRow)
_CODE = "clock"
_ACTOR = "system"


def send_again(session: SyncSession, now: datetime, offset: timedelta) -> int:
    """Move this host's events that the centre refused for their time, and the unsent ones, to a new incarnation.

    ``now`` is the centre's time, ``offset`` what to add to this host's clock to have it. Those still ahead of it get
    times that are not, as :func:`db.sync.clock.correct_unsent`. Returns how many refused ones will be sent. Nothing is
    changed where the centre's clock is behind events that it has: that one is wrong then.
    """
    with session.store.read() as connection:
        refused = _own(connection, session.node)
        if not refused:
            return 0
        acked = session.acked(connection)
        latest = _latest_beside(connection, [*refused, *clock.unsent(connection, acked)])
        if latest > tick(0, now + FURTHEST_AHEAD):
            return 0
    newest = max(session.newest, session.incarnation)
    with session.store.write() as connection:
        # Whoever works at a counter may have appended meanwhile.
        moved = [*refused, *clock.unsent(connection, acked)]
        forks.move(connection, moved, newest + 1, clock.stamps(moved, latest, now, offset))
        _leave(connection, refused, acked)
        session.incarnation = session.newest = newest + 1
        for event in refused:
            _settle(session, connection, event.id)
        host.put(connection, "centre_clock_corrected_at", instant(session.clock()))
    return len(refused)


async def fetch(session: SyncSession) -> int:
    """Fetch others' events that this host did not take since its own clock was behind; returns how many it took."""
    with session.store.read() as connection:
        wanted = _others(connection, session.node)
    taken = 0
    for writer, numbers in wanted.items():
        received = [one for one in await _pull(session, writer, numbers) if one.seq in numbers and one.body]
        events = [event for event in map(validate, received) if not (event.fault or session.is_ahead(event))]
        with session.store.write() as connection:
            stored = ingest.ingest_scattered(connection, events)
            for event in stored:
                _settle(session, connection, f"{event.node}#{event.incarnation}#{event.seq}")
        taken += len(stored)
    session.received += taken
    return taken


async def _pull(session: SyncSession, writer: Writer, numbers: set[int]) -> Sequence[ReceivedEvent]:
    """The events of a chain from the first of ``numbers`` to the last; nothing of other chains."""
    cursors = {
        cursor_name(place.writer): calls.BEYOND_END for place in await calls.snapshot_chains(session.pg)
    }
    cursors[cursor_name(writer)] = min(numbers) - 1
    news: list[ReceivedEvent] = []
    while cursors[cursor_name(writer)] < max(numbers):
        page = await calls.pull(session.pg, cursors, session.window)
        if not page or page[-1].body is None:
            break
        news += page
        cursors[cursor_name(writer)] = page[-1].seq
    return news


def _own(connection: Connection, node: str) -> list[Event]:
    """This host's events that the centre refused for their time and that still stand where it has them, in order."""
    places = {
        refusal.id: (refusal.node, refusal.incarnation, refusal.seq)
        for refusal in state.refused(connection)
        if refusal.code == _CODE and refusal.node == node
    }
    events = [
        event for event in (_read(connection, *place) for place in places.values()) if event is not None
    ]
    standing = [event for event in events if event.id in places]
    return sorted(standing, key=lambda event: (event.incarnation, event.seq))


def _others(connection: Connection, node: str) -> dict[Writer, set[int]]:
    """The numbers of others' events that this host refused for their time and does not have, by chain."""
    wanted: dict[Writer, set[int]] = {}
    for refusal in state.refused(connection, settled=False):
        is_our_own = refusal.id == f"{refusal.node}#{refusal.incarnation}#{refusal.seq}"
        if refusal.code != _CODE or refusal.node == node or not is_our_own:
            continue
        if _read(connection, refusal.node, refusal.incarnation, refusal.seq) is None:
            wanted.setdefault((refusal.node, refusal.incarnation), set()).add(refusal.seq)
    return wanted


def _read(connection: Connection, node: str, incarnation: int, seq: int) -> Event | None:
    body = connection.scalar(
        select(_EVENT.c.body).where(
            _EVENT.c.node == node, _EVENT.c.incarnation == incarnation, _EVENT.c.seq == seq
        )
    )
    return Event.read(body) if body else None


def _latest_beside(connection: Connection, events: Sequence[Event]) -> int:
    """The latest hybrid-logical time of the events that are none of ``events``."""
    ids = {event.id for event in events}
    rows = connection.execute(select(_EVENT.c.id, _EVENT.c.hlc).order_by(_EVENT.c.hlc.desc()))
    return next((row.hlc for row in rows if row.id not in ids), 0)


def _leave(connection: Connection, refused: Sequence[Event], acked: Place) -> None:
    """Note that some events of the chains that ``refused`` came from are not here, and are not to be fetched."""
    for writer in {(event.node, event.incarnation) for event in refused}:
        last = max(event.seq for event in refused if (event.node, event.incarnation) == writer)
        known = acked if writer == acked.writer else chains.place(connection, *writer)
        seq = max(known.seq, last)
        digest = chains.hashes(connection, *writer, seq, seq).get(seq, "")
        chains.put(
            connection,
            Place(node=writer[0], incarnation=writer[1], seq=seq, hash=digest, base=max(known.base, last)),
        )


def _settle(session: SyncSession, connection: Connection, refusal: str) -> None:
    now = session.clock()
    context = EventContext(node=session.node, incarnation=session.incarnation, actor=_ACTOR, at=now)
    values = {"settled_by": _ACTOR, "settled_at": instant(now)}
    new = NewEvent(
        stream=Stream.QUARANTINE, stream_id=refusal, kind=EventKind.ACKNOWLEDGED, data={"set": values}
    )
    ledger.append(connection, context, new)
