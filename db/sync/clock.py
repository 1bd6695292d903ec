"""A host whose clock was ahead of the centre's: its unsent events get times that the centre takes, and none is lost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, or_, select

from db import host
from db.domain.event import Event, instant, tick
from db.domain.schema import FURTHEST_AHEAD, is_ahead
from db.ledger.chains import Place
from db.models import EventRow, table
from db.sync import forks
from db.sync.session import SyncSession

_EVENT = table(EventRow)

Stamps = Mapping[str, Mapping[str, Any]]
"""The new ``at``, ``hlc`` and ``data`` of events, by their ids."""


def correct_unsent(session: SyncSession, now: datetime, offset: timedelta) -> int:
    """Give unsent events that are more than a day ahead of the centre's time ``now`` times that are not.

    ``offset`` is what to add to this host's clock to have the centre's. The unsent events move to a new incarnation,
    with the same ids and in the same order; a moved one holds its first wall time as ``clock`` in ``data``. Returns how
    many were ahead. Nothing is changed where the centre's clock is behind events that it has: that one is wrong then.
    """
    furthest = tick(0, now + FURTHEST_AHEAD)
    with session.store.read() as connection:
        # No wall time is ahead of its event's hybrid-logical time: the index answers, and no event is read.
        if (connection.scalar(select(func.max(_EVENT.c.hlc))) or 0) <= furthest:
            return 0
        acked = session.acked(connection)
        if not any(is_ahead(event, now) for event in unsent(connection, acked)):
            return 0
        latest = connection.scalar(select(func.max(_EVENT.c.hlc)).where(_not_among(acked))) or 0
        if latest > furthest:
            return 0
    newest = max(session.newest, session.incarnation)
    with session.store.write() as connection:
        # Whoever works at a counter may have appended meanwhile.
        changes = stamps(unsent(connection, acked), latest, now, offset)
        forks.renumber(connection, acked, acked.seq, newest + 1, set(), changes)
        host.put(connection, "centre_clock_corrected_at", instant(session.clock()))
    session.incarnation = session.newest = newest + 1
    return len(changes)


def unsent(connection: Connection, acked: Place) -> list[Event]:
    """This host's events after the place ``acked``, in order."""
    rows = select(_EVENT.c.body).where(
        _EVENT.c.node == acked.node, _EVENT.c.incarnation == acked.incarnation, _EVENT.c.seq > acked.seq
    )
    return list(map(Event.read, connection.scalars(rows.order_by(_EVENT.c.seq))))


def _not_among(acked: Place) -> Any:
    return or_(
        _EVENT.c.node != acked.node, _EVENT.c.incarnation != acked.incarnation, _EVENT.c.seq <= acked.seq
    )


def stamps(events: list[Event], latest: int, now: datetime, offset: timedelta) -> Stamps:
    """The new times of those of ``events`` that are ahead of ``now``, after the hybrid-logical time ``latest``.

    The clock that wrote them may still be wrong by as much, or was set right meanwhile: they are of now at the latest.
    """
    changes: dict[str, Mapping[str, Any]] = {}
    for event in events:
        if is_ahead(event, now):
            at = min(event.at + offset, now) if offset < -FURTHEST_AHEAD else min(event.at, now)
            latest = tick(latest, at)
            data = event.data if at == event.at else {**event.data, "clock": instant(event.at)}
            changes[event.id] = {"at": instant(at), "hlc": latest, "data": data}
        else:
            latest = max(latest, event.hlc)
    return changes
