"""The deadline of a dossier in words and in a tone, and the short names of states for lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from counter.locale import N_, _
from counter.rules.clock import hour_and_date, short_time
from counter.rules.deadlines import Deadline, Timing, deadline
from db.domain.lifecycle import FINAL, State
from db.domain.records import Dossier, DossierLine

SHORT_STATES: dict[State, str] = {
    State.REGISTERED: N_("New"),
    State.RECEIVED: N_("Received"),
    State.REFUSED: N_("Not received"),
    State.PROCESSING: N_("In progress"),
    State.SUPPLEMENT: N_("Supplement"),
    State.FINANCIAL_DUTY: N_("Duty to pay"),
    State.WITHDRAWN: N_("Withdrawn"),
    State.STOPPED: N_("Stopped"),
    State.FINISHED: N_("Ready"),
    State.RETURNED: N_("Returned"),
    State.VOIDED: N_("Struck"),
}


_NO_TERM = (State.REFUSED, State.VOIDED)
"""States of what was never to be settled."""


@dataclass(frozen=True, slots=True)
class DeadlineStatus:
    """``words`` are translated; ``tone`` is that of a list's row: "", dim, good, warn, bad or struck."""

    words: str
    tone: str


def short_state(state: State) -> str:
    """The short name of ``state``."""
    return _(SHORT_STATES[state])


def deadline_status(dossier: Dossier | DossierLine, now: datetime) -> DeadlineStatus:
    """How much time is left for ``dossier`` at ``now``, or whether it was done in time (``rules.deadlines``)."""
    if dossier.state in _NO_TERM:
        return DeadlineStatus("", "struck" if dossier.state is State.VOIDED else "dim")
    answer = deadline(dossier, now)
    words = _words(answer)
    if dossier.state in FINAL:
        return DeadlineStatus(words, "dim")
    if dossier.attention:
        return DeadlineStatus(words, "bad")
    return DeadlineStatus(words, "good" if dossier.state is State.FINISHED else _tone(answer))


def due_and_status(dossier: Dossier, now: datetime) -> str:
    """When the result of ``dossier`` is due, and how that stands at ``now``; that none is due where it is so."""
    words = deadline_status(dossier, now).words
    return " · ".join(filter(None, (hour_and_date(dossier.due_at) if dossier.due_at else "", words)))


def _words(answer: Deadline) -> str:
    if answer.due is None:
        return _("no due date")
    if answer.asked_again:
        return _("late: papers asked for twice")
    time, is_same_day = short_time(answer.due), answer.days == 0
    match answer.timing:
        case Timing.LATE:
            pattern = _("late since {time} today") if is_same_day else _("late by {days} days")
        case Timing.DONE_LATE:
            pattern = _("done late, after {time}") if is_same_day else _("done {days} days late")
        case Timing.EARLY:
            pattern = _("done before the due date")
        case Timing.ON_TIME:
            pattern = _("done on the due date")
        case Timing.RUNNING:
            pattern = _(_LEFT.get(answer.days, N_("{days} days left")))
        case Timing.WAITING:
            pattern = _("waits for papers")
        case Timing.NONE:
            pattern = ""
    return pattern.format(days=abs(answer.days), time=time)


_LEFT = {0: N_("due today at {time}"), 1: N_("due tomorrow at {time}")}


def _tone(answer: Deadline) -> str:
    if answer.is_late:
        return "bad"
    return "warn" if answer.timing is Timing.RUNNING and answer.days in _LEFT else ""
