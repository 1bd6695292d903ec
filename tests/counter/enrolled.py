"""An office that is enrolled at a centre, as its own file tells: reached, cut off, refused."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select

from counter.desk.desk import Desk
from db import host
from db.domain.event import EventContext, NewEvent, instant
from db.domain.event_kind import EventKind
from db.ledger import ledger, reading
from db.models import EventRow, SyncChain, table
from db.sync import state
from db.sync.state import Failure, PastRun


def enrolled(desk: Desk, *, seen: timedelta = timedelta(), failure: str = "", **facts: str) -> None:
    """The centre has everything that is in the ledger of ``desk`` now, and was last seen ``seen`` ago."""
    then = instant(desk.clock.now() - seen)
    told = {"host": "centre.example", "at": then, "seen_at": then, "failure": failure, **facts}
    with desk.store.write() as connection:
        _acknowledge(connection, desk)
        for name, value in told.items():
            host.put(connection, f"centre_{name}", value)


def acknowledged(desk: Desk) -> None:
    """The centre has all events that there are."""
    with desk.store.write() as connection:
        _acknowledge(connection, desk)


def _acknowledge(connection: Connection, desk: Desk) -> None:
    chain, event = table(SyncChain), table(EventRow)
    own = select(event.c.seq, event.c.hash).where(event.c.node == desk.node)
    seq, hashed = connection.execute(own.order_by(event.c.seq.desc()).limit(1)).one()
    connection.execute(delete(chain).where(chain.c.node == desk.node))
    row = {"node": desk.node, "incarnation": desk.incarnation, "seq": seq, "hash": hashed, "base": 0}
    connection.execute(insert(chain).values(**row))


def cut_off(desk: Desk, **length: float) -> None:
    """The centre was last reached so long ago."""
    enrolled(desk, seen=timedelta(**length), failure=Failure.NO_NETWORK)


def refuse(desk: Desk, dossier: str, reason: str, code: str) -> str:
    """The centre refused the newest event of ``dossier``; returns the event's id."""
    with desk.store.write() as connection:
        event, _person = reading.read_stream(connection, "dossier", dossier)[-1]
        act = EventContext(node=f"{desk.office.unit}/c", incarnation=1, actor="centre", at=desk.clock.now())
        told = {"node": event.node, "incarnation": event.incarnation, "seq": event.seq, "kind": event.kind}
        values = told | {"reason": reason, "code": code}
        deed = NewEvent(stream="quarantine", stream_id=event.id, kind=EventKind.REFUSED, data={"set": values})
        ledger.append(connection, act, deed)
    return event.id


def ran(desk: Desk, began_at: datetime, sent: int = 0, failure: Failure | None = None) -> None:
    """A run that is over."""
    past = PastRun(
        began_at=began_at,
        ended_at=began_at + timedelta(seconds=1.4 if failure is None else 15),
        sent=sent,
        received=sent // 9,
        bytes_out=380 * sent + 900,
        bytes_in=1200 if failure is None else 0,
        failure=failure,
        rtt=timedelta(milliseconds=48 if failure is None else 0),
    )
    with desk.store.write() as connection:
        state.note_run(connection, past)
