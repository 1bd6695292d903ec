"""The scripted day, told: what was done, counted again from the office file, and whether all of it is true."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Final

from sqlalchemy import func, select

from counter.demo import day as script
from counter.demo import mistakes
from counter.demo.clock import ScriptedClock, opening_of
from counter.demo.office import demo_office
from counter.desk.desk import Desk
from counter.desk.dossiers import corrections, queries
from counter.desk.dossiers.entries import Correction
from counter.desk.office.verification import VerificationResult, verify
from counter.desk.printing import queue
from counter.desk.shifts import log as shift_log
from counter.desk.shifts import review as shift_review
from counter.desk.shifts import shifts
from counter.locale import N_
from db.domain.event_kind import EventKind
from db.domain.records import Dossier
from db.models import DossierRow, EventRow, PrintJob, table
from devices.spool import JobState

PLAN = script.Plan(intakes=60, returns=40)
_EVENT, _DOSSIER, _JOB = table(EventRow), table(DossierRow), table(PrintJob)


@dataclass(frozen=True, slots=True)
class Check:
    """A statement about the day: what the script meant to do, and what the office file says."""

    what: str
    wanted: int
    counted: int

    @property
    def ok(self) -> bool:
        """Whether both agree."""
        return self.wanted == self.counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The day that was worked through. ``log`` is the shift log of the first counter; times are UTC."""

    office: str
    folder: Path
    seconds: float
    checks: tuple[Check, ...]
    refusals: tuple[mistakes.Refusal, ...]
    log: tuple[shift_log.LogLine, ...]
    dossiers: tuple[Dossier, ...]
    verdict: VerificationResult

    @property
    def true(self) -> bool:
        """Whether everything came out as it was meant."""
        return (
            all(check.ok for check in self.checks)
            and all(refusal.right for refusal in self.refusals)
            and self.verdict.holds
        )


def play(folder: Path) -> Story:
    """Work through the day in a new office in ``folder``. Raises ``Problem`` where there is an office already."""
    began_at = monotonic()
    clock = ScriptedClock(opening_of(1))
    desk = demo_office(folder, clock)
    try:
        return _work_through(desk, clock, folder, began_at)
    finally:
        desk.store.close()


def _work_through(desk: Desk, clock: ScriptedClock, folder: Path, began_at: float) -> Story:
    day = script.begin(script.officers(desk), clock)
    script.receive_all(day, PLAN)
    script.return_some(day, PLAN)
    before = _events(desk)
    refusals = mistakes.make_all(day)
    traces = _events(desk) - before
    _reprint(day)
    _correct(day)
    printed = script.print_all(desk)
    first = day.desks["lan"].shift
    script.end(day)
    supervisor = script.signed_in(desk, "phuong")
    shift_review.comment(supervisor, first.id if first else "", "Đã đối chiếu sổ với quầy (mẫu)")
    for shift in shifts.shifts(supervisor):
        shift_review.review(supervisor, shift.id)
    log = shift_log.shift_log(supervisor, first.id if first else "")
    verdict = verify(desk, rebuild=True)
    return Story(
        office=desk.office.name,
        folder=folder,
        seconds=monotonic() - began_at,
        checks=(
            *_checks(desk),
            Check(N_("slips that the virtual printer holds"), _slips(desk), len(printed.slips)),
            Check(N_("slips still waiting"), 0, queue.counts(desk).get(JobState.QUEUED, 0)),
            Check(N_("traces that refused inputs left"), 0, traces),
        ),
        refusals=tuple(refusals),
        log=tuple(log),
        dossiers=tuple(queries.dossier(supervisor, dossier.id) for dossier in day.received),
        verdict=verdict,
    )


def _reprint(day: script.Day) -> None:
    dossier = day.received[0]
    queue.reprint(day.desk_for(dossier.agency), dossier.id, "01")


def _correct(day: script.Day) -> None:
    dossier = day.received[-1]
    changes = Correction(phone="0900000999", note="Số điện thoại đọc nhầm (mẫu)")
    corrections.correct(day.desk_for(dossier.agency), dossier.id, changes, "Gõ nhầm số điện thoại")


_REPLACED: Final = 1
"""Slips that the correction prints anew; the one that it replaces is taken off the queue."""


def _checks(desk: Desk) -> tuple[Check, ...]:
    """What the script meant to do beside what the office file says."""
    events, states, jobs = _counted(desk)
    return (
        Check(N_("procedures in the catalogue"), 49, events.get(EventKind.PUBLISHED, 0)),
        Check(N_("dossiers received"), PLAN.intakes, events.get(EventKind.RECEIVED, 0)),
        Check(N_("dossiers in the office's list"), PLAN.intakes, sum(states.values())),
        Check(N_("results that arrived"), PLAN.returns, events.get(EventKind.RESULT_ARRIVED, 0)),
        Check(N_("results returned"), PLAN.returns, events.get(EventKind.RETURNED, 0)),
        Check(N_("dossiers that stand as returned"), PLAN.returns, states.get(10, 0)),
        Check(N_("dossiers still at work"), PLAN.intakes - PLAN.returns, states.get(2, 0)),
        Check(
            N_("receipts of intake on the spool"), _slips(desk) - PLAN.returns + _REPLACED, jobs.get("01", 0)
        ),
        Check(N_("receipts of return on the spool"), PLAN.returns, jobs.get("return", 0)),
        Check(N_("reprints"), 1 + _REPLACED, events.get(EventKind.REPRINTED, 0)),
        Check(N_("corrections"), 1, events.get(EventKind.CORRECTED, 0)),
        Check(N_("shifts opened"), len(script.OFFICERS), events.get(EventKind.SHIFT_OPENED, 0)),
        Check(N_("shifts closed"), len(script.OFFICERS), events.get(EventKind.SHIFT_CLOSED, 0)),
        Check(N_("shifts reviewed"), len(script.OFFICERS), events.get(EventKind.SHIFT_REVIEWED, 0)),
    )


def _counted(desk: Desk) -> tuple[dict[str, int], dict[int, int], dict[str, int]]:
    """Events by kind, dossiers by state, print jobs by form, counted by the database."""
    with desk.store.read() as connection:
        events = connection.execute(select(_EVENT.c.kind, func.count()).group_by(_EVENT.c.kind))
        states = connection.execute(select(_DOSSIER.c.state, func.count()).group_by(_DOSSIER.c.state))
        jobs = connection.execute(select(_JOB.c.form, func.count()).group_by(_JOB.c.form))
        return (
            {str(kind): int(count) for kind, count in events},
            {int(state): int(count) for state, count in states},
            {str(form): int(count) for form, count in jobs},
        )


def _events(desk: Desk) -> int:
    with desk.store.read() as connection:
        return int(connection.scalar(select(func.count()).select_from(_EVENT)) or 0)


def _slips(desk: Desk) -> int:
    """How many slips the day needs: one an intake that is not settled at once, one a return, and a reprint."""
    return PLAN.intakes - _settled_at_once(desk) + PLAN.returns + 1


def _settled_at_once(desk: Desk) -> int:
    """The dossiers that need no slip because they are settled at the counter (NĐ 61/2018 Đ.17.4)."""
    from counter.samples.office import sample_catalogue

    codes = [procedure.code for procedure in sample_catalogue("commune") if procedure.on_the_spot]
    code = func.json_extract(_DOSSIER.c.detail, "$.procedure_code")
    with desk.store.read() as connection:
        return int(connection.scalar(select(func.count()).where(code.in_(codes))) or 0)
