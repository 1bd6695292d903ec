"""The scripted month, told: what was done, counted again from the office file, and whether all of it is true."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic
from typing import Final

from counter.demo import arrivals, books, complications, feedback, lists, mistakes, results, staff
from counter.demo import month as work
from counter.demo.checks import LEAST, Check, KindCount, checks, events, kind_counts
from counter.demo.clock import ScriptedClock, opening_of
from counter.demo.month import Diary, Month, MonthPlan, Steps
from counter.demo.office import demo_office
from counter.demo.subjects import subjects
from counter.desk.desk import Desk
from counter.desk.dossiers import queries
from counter.desk.office.verification import VerificationResult, verify
from counter.desk.shifts import log as shift_log
from counter.samples.office import ACCOUNTS
from db.domain.event_kind import EventKind, Stream
from db.domain.records import Dossier

PLAN: Final = MonthPlan()

COURSES: Final[tuple[Callable[[Month], Steps], ...]] = (
    arrivals.plain,
    complications.supplemented,
    feedback.answered,
    arrivals.guided,
    results.posted,
    complications.apologised,
    complications.stopped,
    arrivals.several,
    complications.taxed,
    results.reprinted,
    complications.supplemented_twice,
    arrivals.settled,
    results.posted_twice,
    complications.withdrawn_from_agency,
    complications.transferred,
    arrivals.guided_again,
    complications.paid_in_parts,
    results.corrected,
    complications.apologised_late,
    arrivals.by_letter,
    feedback.not_accepted,
    complications.paid_back,
    complications.withdrawn,
    arrivals.refused,
    results.voided,
    complications.held,
    arrivals.decided_alone,
)
"""What happens, in turn; the longest ones are early in it."""

_WEEK = 4
"""Working days from one of the administrator's visits to the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The month that was worked through. ``log`` is the log of the first counter's last shift; times are UTC."""

    office: str
    folder: Path
    days: int
    seconds: float
    checks: tuple[Check, ...]
    kinds: tuple[KindCount, ...]
    refusals: tuple[mistakes.Refusal, ...]
    log: tuple[shift_log.LogLine, ...]
    dossiers: tuple[Dossier, ...]
    verdict: VerificationResult

    @property
    def true(self) -> bool:
        """Whether everything came out as it was meant."""
        return (
            all(check.ok for check in self.checks)
            and all(kind.ok for kind in self.kinds)
            and all(refusal.right for refusal in self.refusals)
            and self.verdict.holds
        )


def play(folder: Path, plan: MonthPlan = PLAN) -> Story:
    """Work through the month in a new office in ``folder``. Raises ``Problem`` where there is an office already."""
    began_at = monotonic()
    clock = ScriptedClock(opening_of(plan.until + plan.days + 250))
    desk = demo_office(folder, clock)
    try:
        story = _work_through(desk, clock, folder, plan)
    finally:
        desk.store.close()
    return replace(story, seconds=monotonic() - began_at)


def _work_through(desk: Desk, clock: ScriptedClock, folder: Path, plan: MonthPlan) -> Story:
    month = work.month_of(desk, clock, plan)
    month.count.note(EventKind.CONFIGURED, stream=Stream.OFFICE)
    month.count.note(EventKind.ACCOUNT_OPENED, stream=Stream.STAFF, times=len(ACCOUNTS))
    month.count.note(EventKind.PUBLISHED, stream=Stream.PROCEDURE, times=len(month.catalogue))
    books.year_end(month, opening_of(plan.until + plan.days - 1))
    refusals, traces = _work_days(month, plan)
    supervisor = month.officers[work.SUPERVISOR]
    return Story(
        office=desk.office.name,
        folder=folder,
        days=plan.days,
        seconds=0,
        checks=checks(month, traces),
        kinds=kind_counts(month, LEAST if plan.days >= PLAN.days else 0),
        refusals=refusals,
        log=tuple(shift_log.shift_log(supervisor, month.shifts[-len(work.COUNTERS)])),
        dossiers=tuple(queries.dossier(supervisor, one) for one in month.received),
        verdict=verify(desk, rebuild=True),
    )


def _work_days(month: Month, plan: MonthPlan) -> tuple[tuple[mistakes.Refusal, ...], int]:
    """Every day of the month; on the last one mistakes are made as well. Returns their refusals and their traces."""
    diary = Diary(month, COURSES)
    staff.a_helper_comes(month)
    for number in range(plan.days):
        work.begin(month, opening_of(plan.until + plan.days - 1 - number))
        week = number // _WEEK + 1
        if number % _WEEK == 0:
            diary.waiting.append((number, staff.every_week(month, week)))
        if number % _WEEK == 2:
            staff.new_password(month, week)
        diary.work_through(number, plan.courses, lists.write_lists)
        if number < plan.days - 1:
            work.end(month)
    there = subjects(month)
    before = events(month.desk)
    refusals = mistakes.make_all(month, there)
    traces = events(month.desk) - before
    work.end(month)
    return tuple(refusals), traces
