"""Feedback of citizens, step by step: taken in with a receipt, more asked for, handed over, refused, answered.

Each step is one event; who said it, what they said and what was answered stands beside the event, to be forgotten.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from counter.desk.dossiers.reasons import given_reason
from counter.desk.dossiers.transitions import check_still_open
from counter.desk.printing.spool_store import Subject, queue_document
from counter.desk.register.numbering import take_form_number
from counter.locale import N_, _
from counter.problems import Problem
from counter.rules.clock import local
from counter.rules.feedback import due_at, limits
from counter.rules.labels import FEEDBACK_STATES
from counter.rules.text import clean
from counter.slips.context import SlipContext
from counter.slips.feedback_receipt import FeedbackPaper, feedback_slip
from db import feedback as rows
from db import spool_check
from db.domain import codec
from db.domain.codes import FeedbackState, FeedbackSubject, FormKind
from db.domain.event import NewEvent, instant, new_id
from db.domain.event_kind import EventKind, Stream
from db.domain.feedback import Feedback
from db.ledger import ledger

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from counter.desk.desk import Desk
    from db.domain.records import Person

MOST: Final = 500
"""Feedback of one list."""

_S, _K = FeedbackState, EventKind
_MOVES: Final[Mapping[EventKind, tuple[tuple[FeedbackState, ...], FeedbackState]]] = {
    _K.FEEDBACK_ASKED: ((_S.RECEIVED, _S.HANDED_OVER), _S.ASKED),
    _K.FEEDBACK_COMPLETED: ((_S.ASKED,), _S.RECEIVED),
    _K.FEEDBACK_HANDED_OVER: ((_S.RECEIVED, _S.HANDED_OVER), _S.HANDED_OVER),
    _K.FEEDBACK_REFUSED: ((_S.RECEIVED, _S.ASKED, _S.HANDED_OVER), _S.REFUSED),
    _K.FEEDBACK_ANSWERED: ((_S.RECEIVED, _S.HANDED_OVER), _S.ANSWERED),
    _K.FEEDBACK_PUBLISHED: ((_S.ANSWERED,), _S.PUBLISHED),
}
"""From which states each step leads where."""

STEPS: Final[Mapping[str, EventKind]] = {
    "hand_over": _K.FEEDBACK_HANDED_OVER,
    "ask": _K.FEEDBACK_ASKED,
    "complete": _K.FEEDBACK_COMPLETED,
    "refuse": _K.FEEDBACK_REFUSED,
    "answer": _K.FEEDBACK_ANSWERED,
    "publish": _K.FEEDBACK_PUBLISHED,
}
"""The steps after the first, as the second part of command ids."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackEntry:
    """Feedback as somebody gives it: who, what, about what (a code of ``FeedbackSubject``), which agency."""

    person: Person
    content: str
    subject: str = FeedbackSubject.REGULATION
    agency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedFeedback:
    """Feedback that was taken in, and the number of its receipt on the spool."""

    feedback: Feedback
    job: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackItem:
    """Feedback in a list: by when the next step is due, None where none is, and whether that is past."""

    feedback: Feedback
    due_at: datetime | None
    is_late: bool


def listed(desk: Desk, *, everything: bool = False) -> list[FeedbackItem]:
    """The feedback with which something is still to be done, what is due first; with ``everything`` all of it, the
    newest first.
    """
    desk.require()
    now = desk.clock.now()
    with desk.read() as connection:
        there = rows.newest(connection, MOST) if everything else rows.open_ones(connection, MOST)
    items = [_item(desk, one, now) for one in there]
    if everything:
        return items
    return sorted(items, key=lambda item: (item.due_at is None, item.due_at or item.feedback.received_at))


def _item(desk: Desk, feedback: Feedback, now: datetime) -> FeedbackItem:
    due = due_at(feedback, desk.calendar)
    return FeedbackItem(feedback=feedback, due_at=due, is_late=due is not None and due < now)


def load_feedback(connection: Connection, feedback_id: str) -> Feedback:
    """The one of that id; raises ``Problem`` where there is none."""
    there = rows.feedback(connection, feedback_id)
    if there is None:
        raise Problem(N_("There is no such feedback."), field="code")
    return there


def refusals(desk: Desk, feedback: Feedback | None) -> dict[str, str]:
    """Why each of ``STEPS`` cannot be taken with ``feedback`` now, and ``new`` not at all, translated; what can be done
    is left out.
    """
    try:
        desk.require_shift()
    except Problem as problem:
        return dict.fromkeys(("new", *STEPS), str(problem))
    if feedback is None:
        return dict.fromkeys(STEPS, _("Nothing is selected."))
    problems = {step: _refusal(feedback, kind) for step, kind in STEPS.items()}
    return {step: str(problem) for step, problem in problems.items() if problem is not None}


def receive(desk: Desk, entry: FeedbackEntry) -> ReceivedFeedback:
    """Take feedback in and print its receipt: the number is of a series of its own. Raises ``Problem`` at the field."""
    officer, _shift = desk.require_shift()
    person = replace(
        entry.person,
        name=clean(entry.person.name),
        address=clean(entry.person.address),
        phone=clean(entry.person.phone),
        email=clean(entry.person.email),
        identity=clean(entry.person.identity),
    )
    content = clean(entry.content)
    if not person.name:
        raise Problem(N_("Type the name of who says it."), field="name")
    if not content:
        raise Problem(N_("Type what is said."), field="content")
    if entry.subject not in tuple(FeedbackSubject):
        raise Problem(N_("Say what it is about."), field="subject")
    now = desk.clock.now()
    with desk.write() as connection:
        check_still_open(connection, desk)
        number = take_form_number(connection, desk, FormKind.FEEDBACK, local(now).date())
        feedback = Feedback(
            id=new_id(),
            number=number.text,
            person=person,
            content=content,
            subject=entry.subject,
            agency=clean(entry.agency),
            received_at=now,
            received_by=officer.login,
        )
        context = SlipContext(office=desk.office, officer_name=officer.name, printed_at=now)
        paper = FeedbackPaper(feedback=feedback, handle_until=limits(feedback, desk.calendar).handle)
        slip = feedback_slip(paper, context)
        values = codec.sparse(feedback)
        personal = {name: values.pop(name) for name in ("person", "content")}
        del values["id"]
        values["state"] = FeedbackState.RECEIVED.value
        values["subject"] = str(entry.subject)
        data = {"set": values, **number.facts, **spool_check.fact(FormKind.FEEDBACK, slip.to_json())}
        _append(connection, desk, feedback.id, EventKind.FEEDBACK_RECEIVED, data, personal, now)
        subject = Subject(id=feedback.id, code=feedback.number)
        job = queue_document(connection, desk, subject, FormKind.FEEDBACK, slip, now)
        return ReceivedFeedback(feedback=load_feedback(connection, feedback.id), job=job)


def ask(desk: Desk, feedback_id: str, what: str) -> Feedback:
    """Ask the citizen for more; the time of the agency does not run meanwhile."""
    asked = given_reason(what, N_("Type what more is asked for."))
    return _step(desk, feedback_id, EventKind.FEEDBACK_ASKED, "asked_at", values={"asked": asked})


def complete(desk: Desk, feedback_id: str, content: str) -> Feedback:
    """Add what the citizen gave after it was asked for; it stands behind what was said before."""
    more = given_reason(content, N_("Type what was added."))
    return _step(desk, feedback_id, EventKind.FEEDBACK_COMPLETED, "completed_at", more=more)


def hand_over(desk: Desk, feedback_id: str, agency: str) -> Feedback:
    """Hand it over to the agency that handles it; from one to another too."""
    handed_to = clean(agency)
    if not handed_to:
        raise Problem(N_("Type which agency handles it."), field="agency")
    return _step(
        desk, feedback_id, EventKind.FEEDBACK_HANDED_OVER, "handed_at", values={"handed_to": handed_to}
    )


def refuse(desk: Desk, feedback_id: str, reason: str) -> Feedback:
    """Do not accept it, with the reason."""
    given = given_reason(reason, N_("Type why it is not accepted."))
    return _step(desk, feedback_id, EventKind.FEEDBACK_REFUSED, "refused_at", values={"reason": given})


def answer(desk: Desk, feedback_id: str, text: str) -> Feedback:
    """Note what was answered."""
    given = clean(text)
    if not given:
        raise Problem(N_("Type what was answered."), field="answer")
    return _step(desk, feedback_id, EventKind.FEEDBACK_ANSWERED, "answered_at", person={"answer": given})


def publish(desk: Desk, feedback_id: str) -> Feedback:
    """Note that the answer was published."""
    return _step(desk, feedback_id, EventKind.FEEDBACK_PUBLISHED, "published_at")


def _step(
    desk: Desk,
    feedback_id: str,
    kind: EventKind,
    at: str,
    *,
    values: dict[str, Any] | None = None,
    person: dict[str, Any] | None = None,
    more: str = "",
) -> Feedback:
    """Append the event ``kind``; ``at`` is the value that takes the moment, ``more`` is added to the content."""
    desk.require_shift()
    now = desk.clock.now()
    with desk.write() as connection:
        check_still_open(connection, desk)
        feedback = load_feedback(connection, feedback_id)
        if (problem := _refusal(feedback, kind)) is not None:
            raise problem
        taken = {"state": _MOVES[kind][1].value, at: instant(now), **(values or {})}
        personal = dict(person or {})
        if more:
            personal["content"] = " — ".join(filter(None, (feedback.content, more)))
        _append(connection, desk, feedback_id, kind, {"set": taken}, personal, now)
        return load_feedback(connection, feedback_id)


def _refusal(feedback: Feedback, kind: EventKind) -> Problem | None:
    if feedback.state in _MOVES[kind][0]:
        return None
    state = _(FEEDBACK_STATES.get(feedback.state, feedback.state))
    return Problem(N_("Not while it is “{state}”."), field="code", state=state)


def _append(
    connection: Connection,
    desk: Desk,
    feedback_id: str,
    kind: EventKind,
    data: dict[str, Any],
    person: dict[str, Any],
    now: datetime,
) -> None:
    event = NewEvent(stream=Stream.FEEDBACK, stream_id=feedback_id, kind=kind, data=data, person=person)
    ledger.append(connection, desk.context(now), event)
