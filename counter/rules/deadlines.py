"""Whether a dossier is in time, and when it is due anew: the one rule, which every screen, list and slip asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from counter.rules.clock import local
from counter.rules.terms import Term
from db.domain.codes import DueChangeKind, Unit
from db.domain.lifecycle import FINAL, State
from db.domain.records import Dossier, DossierLine

if TYPE_CHECKING:
    from counter.rules.calendar import WorkingCalendar
    from counter.rules.terms import Due


class Timing(StrEnum):
    """Where a dossier stands against its due date."""

    NONE = "none"
    """There is nothing to keep: no due date, or it was closed without a result."""
    RUNNING = "running"
    WAITING = "waiting"
    """It was in time when papers were asked for, and waits for them: nothing counts meanwhile."""
    LATE = "late"
    EARLY = "early"
    ON_TIME = "on_time"
    DONE_LATE = "done_late"


@dataclass(frozen=True, slots=True)
class Deadline:
    """``days`` are those of the calendar in Vietnam up to the due day, from the end or from now; below 0 past it.

    ``asked_again`` is whether it is late only because papers were asked for more than once.
    """

    timing: Timing
    due: datetime | None = None
    days: int = 0
    asked_again: bool = False

    @property
    def is_late(self) -> bool:
        """Whether the due moment passed before the end, or papers were asked for more than once."""
        return self.timing in (Timing.LATE, Timing.DONE_LATE)


def deadline(dossier: Dossier | DossierLine, now: datetime) -> Deadline:
    """The deadline of ``dossier`` at ``now`` (aware).

    Late or not is decided by moments: the end, or now, is after the due moment (QĐ 766/QĐ-TTg, index 2.1). The clock
    stops when the result reaches the counter, not when the citizen collects it; while papers are awaited the moment of
    the request stands for the end, and a second request counts as late. What was waited is no part of it: the due date
    moved (``due_after_supplement``). Early or on the due date, of what is not late, is told apart by the day (Biểu
    II.06a/VPCP/KSTT, columns 8 and 9).
    """
    due = dossier.due_at
    if due is None:
        return Deadline(Timing.NONE)
    if dossier.finished_at is None and dossier.state in FINAL:
        return Deadline(Timing.NONE, due)
    end, is_done = _end(dossier, now), dossier.finished_at is not None
    days = (local(due).date() - local(end).date()).days
    again = len(dossier.requests) > 1 and end <= due
    if end > due or again:
        return Deadline(Timing.DONE_LATE if is_done else Timing.LATE, due, days, again)
    if is_done:
        return Deadline(Timing.EARLY if days else Timing.ON_TIME, due, days)
    return Deadline(Timing.WAITING if _awaits_papers(dossier) else Timing.RUNNING, due, days)


def lateness(dossier: Dossier | DossierLine, now: datetime, calendar: WorkingCalendar) -> timedelta:
    """How long the office was open between the due moment of ``dossier`` and its end, or ``now``; 0 within time."""
    if dossier.due_at is None or (dossier.finished_at is None and dossier.state in FINAL):
        return timedelta()
    return calendar.open_time(dossier.due_at, _end(dossier, now))


def _end(dossier: Dossier | DossierLine, now: datetime) -> datetime:
    """The moment that is compared with the due date: the end, the request for papers that are awaited, or ``now``."""
    if dossier.finished_at is not None:
        return dossier.finished_at
    return dossier.requests[-1].at if _awaits_papers(dossier) else now


def _awaits_papers(dossier: Dossier | DossierLine) -> bool:
    return dossier.state is State.SUPPLEMENT and bool(dossier.requests)


@dataclass(frozen=True, slots=True)
class Wait:
    """How long papers were awaited (UTC); ``received`` is None as long as they are."""

    asked: datetime
    received: datetime | None = None


def waits(dossier: Dossier) -> tuple[Wait, ...]:
    """Each request for papers of ``dossier``, and when it was met: by the first papers that came after it."""
    asked = [request.at for request in dossier.requests]
    met: list[Wait] = []
    for at, following in zip(asked, [*asked[1:], None], strict=True):
        came = [
            one.at for one in dossier.supplements if one.at >= at and (not following or one.at < following)
        ]
        met.append(Wait(at, min(came, default=following)))
    return tuple(met)


def due_of_term(calendar: WorkingCalendar, term: float | None, unit: str, start: datetime) -> Due | None:
    """When what came in at ``start`` (aware) is due after ``term`` of ``unit``; None where there is no term."""
    if term is None or unit not in tuple(Unit):
        return None
    return calendar.due(start, Term(term, unit)) if term else calendar.same_day(start)


def due_after_supplement(
    dossier: Dossier, received: datetime, kind: DueChangeKind, calendar: WorkingCalendar
) -> datetime | None:
    """When ``dossier`` is due whose papers were completed at ``received`` (aware); None where it has no due date.

    With ``RESET`` the whole term begins anew with the full papers (NĐ 61/2018 Đ.19.4); what comes after closing is
    counted from the next opening. With ``PAUSE`` (sector laws, as NĐ 31/2021 Đ.6) the due moment moves by the time
    that the office was open between the request and the papers. It is never earlier than it was.
    """
    before = dossier.due_at
    if before is None:
        return None
    if kind is DueChangeKind.PAUSE:
        asked = dossier.requests[-1].at if dossier.requests else received
        return calendar.after(before, calendar.open_time(asked, received)).at
    anew = due_of_term(calendar, dossier.term, dossier.unit, received)
    return max(before, anew.at) if anew else before
