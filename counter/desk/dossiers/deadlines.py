"""The deadline of a dossier in words and in a tone, and the short names of states for lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from counter.locale import N_, _
from counter.rules.clock import local, short_time
from db.domain.lifecycle import FINAL, State
from db.domain.records import Dossier, DossierLine

SHORT_STATES: dict[State, str] = {
    State.REGISTERED: N_("New"),
    State.RECEIVED: N_("Received"),
    State.REFUSED: N_("Refused"),
    State.PROCESSING: N_("In progress"),
    State.SUPPLEMENT: N_("Supplement"),
    State.FINANCIAL_DUTY: N_("Duty to pay"),
    State.WITHDRAWN: N_("Withdrawn"),
    State.STOPPED: N_("Stopped"),
    State.FINISHED: N_("Ready"),
    State.RETURNED: N_("Returned"),
}


@dataclass(frozen=True, slots=True)
class DeadlineStatus:
    """``words`` are translated; ``tone`` is that of a list's row: "", dim, good, warn or bad."""

    words: str
    tone: str


def short_state(state: State) -> str:
    """The short name of ``state``."""
    return _(SHORT_STATES[state])


def deadline_status(dossier: Dossier | DossierLine, now: datetime) -> DeadlineStatus:
    """How much time is left for ``dossier`` at ``now``, or whether it was done in time.

    Before, on and after the due date are told apart by the day, and the clock stops when the result arrives
    (domain: trước hạn, đúng hạn, quá hạn); a dossier still under way is late from its due hour on.
    """
    words, tone = _words_and_tone(dossier, now)
    if dossier.state in FINAL:
        return DeadlineStatus(words, "dim")
    if dossier.attention:
        return DeadlineStatus(words, "bad")
    return DeadlineStatus(words, "good" if dossier.state is State.FINISHED else tone)


def _words_and_tone(dossier: Dossier | DossierLine, now: datetime) -> tuple[str, str]:
    due, finished = dossier.due_at, dossier.finished_at
    if due is None:
        return _("no due date"), ""
    if finished is not None:
        return _finished_words((local(finished).date() - local(due).date()).days), ""
    if dossier.state in FINAL:
        return "", ""
    days = (local(due).date() - local(now).date()).days
    if now > due:
        pattern = _("late by {days} days") if days else _("late since {time} today")
        return pattern.format(days=-days, time=short_time(due)), "bad"
    if days == 0:
        return _("due today at {time}").format(time=short_time(due)), "warn"
    if days == 1:
        return _("due tomorrow at {time}").format(time=short_time(due)), "warn"
    return _("{days} days left").format(days=days), ""


def _finished_words(days: int) -> str:
    if days < 0:
        return _("done before the due date")
    return _("done on the due date") if days == 0 else _("done {days} days late").format(days=days)
