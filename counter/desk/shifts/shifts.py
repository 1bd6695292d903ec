"""Shifts (ca trực) and their log (nhật ký ca): opened at a counter, closed, commented and reviewed."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from counter.desk.labels import sentence
from counter.locale import N_
from counter.problems import Problem
from counter.rules.text import clean, fold
from db import accounts, retention
from db.domain import codec
from db.domain.event import EventContext, NewEvent, instant, new_id
from db.domain.event_kind import EventKind
from db.domain.records import EventView, Role, Shift
from db.ledger import ledger, reading
from db.models import DossierRow, ShiftRow, table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlalchemy import Connection

    from counter.desk.desk import Desk

_SHIFT = table(ShiftRow)
_DOSSIER = table(DossierRow)

KEPT = timedelta(days=30)
"""How long printed slips and abandoned drafts are kept: the close of a shift forgets what is older."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One line of the shift log: an event, and the code of the dossier that it was about."""

    event: EventView
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How often each thing was done in a shift."""

    received: int = 0
    returned: int = 0
    reprinted: int = 0
    corrected: int = 0


def open_shift(desk: Desk, counter: int) -> Desk:
    """Open a shift at ``counter``, or go on with the one that this officer left open there.

    Raises ``Problem`` where the office has no such counter, or somebody else sits there.
    """
    who = desk.require()
    if not 1 <= counter <= desk.office.counters:
        raise Problem(N_("Counters go from 1 to {count}."), field="counter", count=desk.office.counters)
    with desk.write() as connection:
        for shift in _open(connection):
            if shift.officer == who.login and shift.counter == counter:
                return replace(desk, shift=shift)
            if shift.counter == counter:
                raise Problem(
                    N_("{name} is on shift at counter {counter}."),
                    field="counter",
                    name=shift.officer_name,
                    counter=counter,
                )
            if shift.officer == who.login:
                raise Problem(
                    N_("You are on shift at counter {counter}: close that shift first."),
                    field="counter",
                    counter=shift.counter,
                )
        now = desk.clock.now()
        shift = Shift(id=new_id(), counter=counter, officer=who.login, officer_name=who.name, opened_at=now)
        opened = {"counter": counter, "officer": who.login, "opened_at": instant(now)}
        act = replace(desk.act(now), counter=counter, shift=shift.id)
        deed = NewEvent(stream="shift", stream_id=shift.id, kind=EventKind.SHIFT_OPENED, data={"set": opened})
        ledger.append(connection, act, deed)
    return replace(desk, shift=shift)


def close_shift(desk: Desk, note: str = "", backlog: str = "") -> Desk:
    """Close the shift at the desk with a note for the supervisor; one that was closed meanwhile stays as it is.

    ``backlog`` is the name of the file of dossiers that the shift took in, if it was opened for that.
    """
    _who, shift = desk.require_shift()
    now = desk.clock.now()
    closed = {"closed_at": instant(now), "closing_note": clean(note)}
    if backlog:
        closed["backlog"] = clean(backlog)
    deed = NewEvent(stream="shift", stream_id=shift.id, kind=EventKind.SHIFT_CLOSED, data={"set": closed})
    with desk.write() as connection:
        if _readable(desk, connection, shift.id).closed_at is None:
            ledger.append(connection, desk.act(now), deed)
        retention.forget_old(connection, now - KEPT)
    return replace(desk, shift=None)


def close_left_open(desk: Desk, shift_id: str, note: str) -> None:
    """Close the shift that somebody else left open, with the reason; only a supervisor may.

    Raises ``Problem`` without a reason, or where the shift is closed or one's own.
    """
    who = desk.require(Role.SUPERVISOR)
    why = clean(note)
    if not why:
        raise Problem(N_("Type why the shift is closed for somebody else."), field="comment")
    with desk.write() as connection:
        shift = _readable(desk, connection, shift_id)
        if shift.closed_at is not None:
            raise Problem(N_("This shift is closed already."))
        if shift.officer == who.login:
            raise Problem(N_("Close your own shift from its log."))
        closed = {"closed_at": instant(desk.clock.now()), "closing_note": f"{why} ({who.name})"}
        deed = NewEvent(stream="shift", stream_id=shift_id, kind=EventKind.SHIFT_CLOSED, data={"set": closed})
        ledger.append(connection, _about(desk, shift_id), deed)


def on_shift(desk: Desk) -> list[Shift]:
    """The shifts that are open now, by counter."""
    with desk.read() as connection:
        return _open(connection)


def shifts(desk: Desk, limit: int = 100) -> list[Shift]:
    """The newest shifts, newest first: every one for a supervisor, one's own for an officer."""
    who = desk.require()
    wanted = select(_SHIFT.c.detail).order_by(_SHIFT.c.opened_at.desc(), _SHIFT.c.id.desc()).limit(limit)
    if not who.role.includes(Role.SUPERVISOR):
        wanted = wanted.where(_SHIFT.c.officer == who.login)
    with desk.read() as connection:
        return _shifts(connection, list(connection.scalars(wanted)))


def tallies(desk: Desk, shift_ids: Iterable[str]) -> dict[str, Tally]:
    """What was done in each of the shifts, counted."""
    desk.require()
    with desk.read() as connection:
        counts = reading.count_kinds(connection, list(shift_ids))
    names = Tally.__dataclass_fields__
    return {
        shift: Tally(**{kind: count for kind, count in kinds.items() if kind in names})
        for shift, kinds in counts.items()
    }


def matching(lines: Iterable[LogLine], text: str, kinds: Collection[str] = ()) -> list[LogLine]:
    """The ``lines`` of those ``kinds`` (empty: all) with every word of ``text``, accents or not, in code or words."""
    terms = fold(text).split()
    return [
        line
        for line in lines
        if (not kinds or line.event.kind in kinds)
        and all(term in fold(f"{line.code} {sentence(line.event)}") for term in terms)
    ]


def shift_log(desk: Desk, shift_id: str) -> list[LogLine]:
    """All that was done in a shift, in order of time; another's shift needs a supervisor."""
    with desk.read() as connection:
        _readable(desk, connection, shift_id)
        events = reading.read_shift(connection, shift_id)
        names = accounts.names(connection)
        about = {event.stream_id for event, _ in events if event.stream == "dossier"}
        found = connection.execute(select(_DOSSIER.c.id, _DOSSIER.c.code).where(_DOSSIER.c.id.in_(about)))
        codes = {row.id: row.code for row in found}
    return [
        LogLine(
            event=codec.event_view(event, {}, names.get(event.actor, event.actor)),
            code=codes.get(event.stream_id, ""),
        )
        for event, _ in events
    ]


def comment(desk: Desk, shift_id: str, text: str) -> None:
    """Write a comment into the log of a shift; only a supervisor may."""
    who = desk.require(Role.SUPERVISOR)
    said = clean(text)
    if not said:
        raise Problem(N_("Type the comment."), field="comment")
    with desk.write() as connection:
        _readable(desk, connection, shift_id)
        deed = NewEvent(
            stream="shift",
            stream_id=shift_id,
            kind=EventKind.SHIFT_COMMENTED,
            data={"add": {"comments": said}, "by": who.name},
        )
        ledger.append(connection, _about(desk, shift_id), deed)


def review(desk: Desk, shift_id: str) -> None:
    """Mark a closed shift as reviewed; only a supervisor may, and not their own."""
    who = desk.require(Role.SUPERVISOR)
    with desk.write() as connection:
        shift = _readable(desk, connection, shift_id)
        if shift.closed_at is None:
            raise Problem(N_("This shift is still open."))
        if shift.officer == who.login:
            raise Problem(N_("Nobody reviews their own shift."))
        if shift.reviewed_by:
            raise Problem(N_("This shift was reviewed already."))
        reviewed = {"reviewed_by": who.login, "reviewed_at": instant(desk.clock.now())}
        deed = NewEvent(
            stream="shift", stream_id=shift_id, kind=EventKind.SHIFT_REVIEWED, data={"set": reviewed}
        )
        ledger.append(connection, _about(desk, shift_id), deed)


def _about(desk: Desk, shift_id: str) -> EventContext:
    """What a supervisor notes about a shift belongs to the log of that shift, not of their own."""
    return replace(desk.act(), shift=shift_id)


def _open(connection: Connection) -> list[Shift]:
    wanted = select(_SHIFT.c.detail).where(_SHIFT.c.closed_at.is_(None)).order_by(_SHIFT.c.counter)
    return _shifts(connection, list(connection.scalars(wanted)))


def _shifts(connection: Connection, details: list[str]) -> list[Shift]:
    names = accounts.names(connection)
    found = [json.loads(detail) for detail in details]
    return [codec.shift(each, names.get(each["officer"], each["officer"])) for each in found]


def _readable(desk: Desk, connection: Connection, shift_id: str) -> Shift:
    who = desk.require()
    detail = connection.scalar(select(_SHIFT.c.detail).where(_SHIFT.c.id == shift_id))
    found = _shifts(connection, [detail] if detail else [])
    if not found:
        raise Problem(N_("There is no such shift."))
    if found[0].officer != who.login:
        desk.require(Role.SUPERVISOR)
    return found[0]
