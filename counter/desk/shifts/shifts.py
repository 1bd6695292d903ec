"""Shifts (ca trực): opened at a counter, closed by their officer, or by a supervisor where they were left open."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from counter.desk.printing import page_files
from counter.locale import N_
from counter.problems import Problem
from counter.rules.text import clean
from db import retention
from db import shifts as rows
from db.domain.codes import Role
from db.domain.event import EventContext, NewEvent, instant, new_id
from db.domain.event_kind import EventKind, Stream
from db.domain.records import Shift
from db.ledger import ledger, witness

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from counter.desk.desk import Desk

KEPT = timedelta(days=30)
"""How long printed slips, files of pages and abandoned drafts are kept: the close of a shift deletes what is older."""


def open_shift(desk: Desk, counter: int) -> Desk:
    """Open a shift at ``counter``, or go on with the one that this officer left open there.

    Raises ``Problem`` where the office has no such counter, or somebody else sits there.
    """
    who = desk.require()
    if not 1 <= counter <= desk.office.counters:
        raise Problem(N_("Counters go from 1 to {count}."), field="counter", count=desk.office.counters)
    with desk.write() as connection:
        for shift in rows.open_shifts(connection):
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
        values = {"counter": counter, "officer": who.login, "opened_at": instant(now)}
        context = replace(desk.context(now), counter=counter, shift=shift.id)
        event = NewEvent(
            stream=Stream.SHIFT, stream_id=shift.id, kind=EventKind.SHIFT_OPENED, data={"set": values}
        )
        ledger.append(connection, context, event)
    return replace(desk, shift=shift)


def close_shift(desk: Desk, note: str = "", backlog: str = "") -> Desk:
    """Close the shift at the desk; one that was closed meanwhile stays as it is.

    ``note`` is the officer's, for the supervisor. ``backlog`` is the name of the file of dossiers that the shift took
    in, if it was opened for that.
    """
    _who, shift = desk.require_shift()
    now = desk.clock.now()
    values = {"closed_at": instant(now), "closing_note": clean(note)}
    if backlog:
        values["backlog"] = clean(backlog)
    event = NewEvent(
        stream=Stream.SHIFT, stream_id=shift.id, kind=EventKind.SHIFT_CLOSED, data={"set": values}
    )
    with desk.write() as connection:
        if load(connection, desk, shift.id).closed_at is None:
            ledger.append(connection, desk.context(now), event)
        retention.forget_old(connection, now - KEPT)
    page_files.forget_old(desk.store.data, now - KEPT)
    witness.keep_head(desk.store)
    return replace(desk, shift=None)


def close_left_open(desk: Desk, shift_id: str, note: str) -> None:
    """Close the shift that somebody else left open, with the reason; only a supervisor may.

    Raises ``Problem`` without a reason, or where the shift is closed or one's own.
    """
    who = desk.require(Role.SUPERVISOR)
    reason = clean(note)
    if not reason:
        raise Problem(N_("Type why the shift is closed for somebody else."), field="comment")
    with desk.write() as connection:
        shift = load(connection, desk, shift_id)
        if shift.closed_at is not None:
            raise Problem(N_("This shift is closed already."))
        if shift.officer == who.login:
            raise Problem(N_("Close your own shift from its log."))
        values = {"closed_at": instant(desk.clock.now()), "closing_note": reason, "closed_by": who.login}
        event = NewEvent(
            stream=Stream.SHIFT, stream_id=shift_id, kind=EventKind.SHIFT_CLOSED, data={"set": values}
        )
        ledger.append(connection, context_in(desk, shift_id), event)


def on_shift(desk: Desk) -> list[Shift]:
    """The shifts that are open now, by counter."""
    with desk.read() as connection:
        return rows.open_shifts(connection)


def shifts(desk: Desk, limit: int = 100) -> list[Shift]:
    """The newest shifts, newest first: every one for a supervisor, one's own for an officer."""
    who = desk.require()
    officer = "" if who.role.includes(Role.SUPERVISOR) else who.login
    with desk.read() as connection:
        return rows.newest(connection, limit, officer)


def load(connection: Connection, desk: Desk, shift_id: str) -> Shift:
    """The shift of that id; raises ``Problem`` where there is none, ``NotAllowed`` for another's without the role."""
    who = desk.require()
    shift = rows.shift(connection, shift_id)
    if shift is None:
        raise Problem(N_("There is no such shift."))
    if shift.officer != who.login:
        desk.require(Role.SUPERVISOR)
    return shift


def context_in(desk: Desk, shift_id: str) -> EventContext:
    """The context of an event about a shift: it belongs to the log of that shift, not of the supervisor's own."""
    return replace(desk.context(), shift=shift_id)
