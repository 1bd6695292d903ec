"""A supervisor's word on a shift: comments, and that it was reviewed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter.desk.shifts.shifts import context_in, load
from counter.locale import N_
from counter.problems import Problem
from counter.rules.text import clean
from db.domain.codes import Role
from db.domain.event import NewEvent, instant
from db.domain.event_kind import EventKind, Stream
from db.ledger import ledger

if TYPE_CHECKING:
    from counter.desk.desk import Desk


def comment(desk: Desk, shift_id: str, text: str) -> None:
    """Write a comment into the log of a shift; only a supervisor may. Raises ``Problem`` without a text."""
    desk.require(Role.SUPERVISOR)
    text = clean(text)
    if not text:
        raise Problem(N_("Type the comment."), field="comment")
    with desk.write() as connection:
        load(connection, desk, shift_id)
        event = NewEvent(
            stream=Stream.SHIFT,
            stream_id=shift_id,
            kind=EventKind.SHIFT_COMMENTED,
            data={"add": {"comments": text}},
        )
        ledger.append(connection, context_in(desk, shift_id), event)


def review(desk: Desk, shift_id: str) -> None:
    """Mark a closed shift as reviewed; only a supervisor may, and not their own."""
    who = desk.require(Role.SUPERVISOR)
    with desk.write() as connection:
        shift = load(connection, desk, shift_id)
        if shift.closed_at is None:
            raise Problem(N_("This shift is still open."))
        if shift.officer == who.login:
            raise Problem(N_("Nobody reviews their own shift."))
        if shift.reviewed_by:
            raise Problem(N_("This shift was reviewed already."))
        values = {"reviewed_by": who.login, "reviewed_at": instant(desk.clock.now())}
        event = NewEvent(
            stream=Stream.SHIFT, stream_id=shift_id, kind=EventKind.SHIFT_REVIEWED, data={"set": values}
        )
        ledger.append(connection, context_in(desk, shift_id), event)
