"""The worklists of whoever is at the desk: how many dossiers wait for what, and which, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from counter.desk.dossiers.deadlines import deadline_status
from counter.desk.labels import attention_text
from counter.locale import N_, _
from counter.rules.clock import local, short_date, short_time
from counter.rules.identity import mask
from counter.rules.money import owed, vnd
from counter.rules.zone import VIETNAM
from db import worklists
from db.ledger import search
from db.worklists import PAGE, Moments, Place, Worklist

if TYPE_CHECKING:
    from counter.desk.desk import Desk
    from counter.rules.calendar import WorkingCalendar
    from db.domain.records import WorklistLine

__all__ = [
    "MOST",
    "NAMES",
    "PAGE",
    "Item",
    "ItemPage",
    "Place",
    "Worklist",
    "counts",
    "every",
    "page",
    "urgent",
]

MOST = 500
"""Most dossiers that are ticked at once."""

SOON = 2
"""Working days from tomorrow on in which what is due is due soon."""

NAMES: dict[Worklist, str] = {
    Worklist.DUE_TODAY: N_("Due today"),
    Worklist.DUE_SOON: N_("Due within 2 working days"),
    Worklist.OVERDUE: N_("Overdue, without an apology"),
    Worklist.APOLOGISED: N_("Overdue after an apology"),
    Worklist.SUPPLEMENT: N_("Waiting for a supplement"),
    Worklist.TO_ACCEPT: N_("Online or by post, to accept"),
    Worklist.TO_HAND_OVER: N_("To hand over"),
    Worklist.AT_AGENCY: N_("At the agency"),
    Worklist.TO_COLLECT: N_("Results to collect"),
    Worklist.UNPAID: N_("Unpaid"),
    Worklist.TO_POST: N_("Results to post"),
    Worklist.POSTED: N_("Posted, not delivered"),
    Worklist.ATTENTION: N_("Needs attention"),
}

_URGENT = (Worklist.DUE_TODAY, Worklist.OVERDUE, Worklist.APOLOGISED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A dossier in a list, its numbers masked: what it waits for in words, and the tone of its row."""

    line: WorklistLine
    words: str
    tone: str


@dataclass(frozen=True, slots=True)
class ItemPage:
    """A page of a list; ``end`` is where the next one begins, None where there is none."""

    items: tuple[Item, ...]
    end: Place | None


def counts(desk: Desk) -> dict[Worklist, int]:
    """How many dossiers are in each list, of the agencies of whoever is at the desk."""
    only, moments = _only(desk), _moments(desk)
    with desk.read() as connection:
        return worklists.counts(connection, moments, only)


def urgent(counts: dict[Worklist, int]) -> int:
    """How many dossiers are due today, are overdue, or need attention; one that is both counts twice."""
    return sum(counts[worklist] for worklist in (*_URGENT, Worklist.ATTENTION))


def page(
    desk: Desk, worklist: Worklist, words: str = "", after: Place | None = None, limit: int = PAGE
) -> ItemPage:
    """At most ``limit`` dossiers of ``worklist`` behind ``after``: those with ``words`` in a name, a procedure, a code
    or a number, in the order of their due dates or of intake.
    """
    only, moments = _only(desk), _moments(desk)
    with desk.read() as connection:
        there = worklists.page(
            connection, worklist, moments, only, mask, words=words, after=after, limit=limit
        )
    return ItemPage(tuple(_item(worklist, line, moments.now) for line in there.lines), there.end)


def every(desk: Desk, worklist: Worklist, words: str = "") -> list[str]:
    """The ids of the first ``MOST`` dossiers of ``worklist`` with ``words``, in its order."""
    return [item.line.id for item in page(desk, worklist, words, limit=MOST).items]


def _only(desk: Desk) -> search.Only:
    return search.Only(agencies=desk.require().agencies)


def _moments(desk: Desk) -> Moments:
    now = desk.clock.now()
    today = local(now).date()
    return Moments(
        now=now,
        today_ends=_begin(today + timedelta(days=1)),
        soon_ends=_begin(_working_day(desk.calendar, today, SOON) + timedelta(days=1)),
    )


def _begin(day: date) -> datetime:
    """Midnight in Vietnam at the beginning of ``day``."""
    return datetime.combine(day, time(), VIETNAM)


def _working_day(calendar: WorkingCalendar, day: date, number: int) -> date:
    """The working day that is the ``number``-th after ``day``."""
    while number:
        day += timedelta(days=1)
        number -= calendar.is_working_day(day)
    return day


def _item(worklist: Worklist, line: WorklistLine, now: datetime) -> Item:
    deadline = deadline_status(line, now)
    words, tone = deadline.words, deadline.tone
    match worklist:
        case Worklist.SUPPLEMENT if line.requests:
            until = line.requests[-1].until
            words = _until(until) if until else _since(line.requests[-1].at)
            tone = "bad" if until and until < now else tone
        case Worklist.TO_ACCEPT:
            words = _until(line.accept_until) if line.accept_until else _since(line.received_at)
            tone = "bad" if line.accept_until and line.accept_until < now else tone
        case Worklist.TO_HAND_OVER:
            words = _hour(line.received_at)
        case Worklist.TO_COLLECT:
            words = _since(line.finished_at or line.received_at)
        case Worklist.UNPAID:
            words = vnd(owed(line))
        case Worklist.TO_POST:
            words = line.return_place
        case Worklist.POSTED if line.posting:
            words = " · ".join(filter(None, (line.posting.tracking, short_date(line.posting.at))))
        case Worklist.ATTENTION:
            words = attention_text(line.attention)
    return Item(line=line, words=words, tone=tone)


def _until(moment: datetime) -> str:
    return _("until {when}").format(when=_hour(moment))


def _since(moment: datetime) -> str:
    return _("since {day}").format(day=short_date(moment))


def _hour(moment: datetime) -> str:
    """Hour and date, short."""
    return f"{short_time(moment)} {short_date(moment)}"
