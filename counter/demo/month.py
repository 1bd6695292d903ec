"""A working month by script: day by day new citizens come, and what was begun before goes its way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from itertools import cycle
from typing import TYPE_CHECKING

from counter.demo import day as script
from counter.demo.clock import ScriptedClock
from counter.demo.count import Count
from counter.demo.scratch import WORKING_DAYS
from counter.desk.catalogue import procedures
from counter.desk.dossiers import queries
from counter.desk.office.opening import refreshed
from counter.desk.shifts import review as shift_review
from counter.desk.shifts import shifts
from counter.rules.clock import VIETNAM, local
from counter.samples.people import citizens
from db.domain.event_kind import EventKind, Stream
from devices.virtual.printer import VirtualPrinter

if TYPE_CHECKING:
    from collections.abc import Callable

    from counter.desk.desk import Desk
    from counter.samples.people import Citizen
    from db.domain.procedure import Procedure
    from db.domain.records import Dossier, Outcome

Steps = Iterator[int]
"""A course of things: each number is how many working days pass before the next step."""

COUNTERS = {**script.OFFICERS, "phuong": 3}
"""Who sits where; the last one is the supervisor."""
SUPERVISOR, ADMIN = "phuong", "admin"

_OPEN_BEFORE_LISTS = 290
"""Minutes for citizens, from the opening until the lists are written."""
_DAY_ENDS_AT = time(16, 45)
_LISTS_AT = time(14, 30)
"""Lists are written before 15:00, so that what came in goes the same day."""


@dataclass(frozen=True, slots=True)
class MonthPlan:
    """How many working ``days`` the month has, the last of them ``until`` working days before today, and how many
    courses begin on each.
    """

    days: int = WORKING_DAYS
    until: int = 1
    courses: int = 12
    seed: int = 1


@dataclass(slots=True)
class Month:
    """A month in progress: who is at work, what waits for the lists of the day, and what was done.

    ``going`` are the ids of dossiers that go to their agency today, ``coming`` those that come back, with their result
    where they have one, ``letters`` those whose results go by post.
    """

    desk: Desk
    clock: ScriptedClock
    officers: dict[str, Desk]
    people: Iterator[Citizen]
    everyday: Iterator[Procedure]
    catalogue: dict[str, Procedure]
    count: Count = field(default_factory=Count)
    printer: VirtualPrinter = field(default_factory=lambda: VirtualPrinter("virtual:"))
    desks: dict[str, Desk] = field(default_factory=dict)
    going: list[str] = field(default_factory=list)
    coming: list[tuple[str, Outcome | None]] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)
    received: list[str] = field(default_factory=list)
    returned: list[str] = field(default_factory=list)
    shifts: list[str] = field(default_factory=list)
    turn: int = 0

    @property
    def supervisor(self) -> Desk:
        """The supervisor, on shift."""
        return self.desks[SUPERVISOR]

    def desk_for(self, agency: str) -> Desk:
        """The officer who deals with ``agency``; the one who is limited to it first."""
        own = [desk for desk in self.desks.values() if desk.staff and agency in desk.staff.agencies]
        return (own or list(self.desks.values()))[0]

    def read(self, dossier_id: str) -> Dossier:
        """The dossier as it stands now, its numbers masked."""
        return queries.dossier(self.supervisor, dossier_id)

    def print_all(self) -> None:
        """The printer prints what waits."""
        script.print_waiting(self.desk, self.printer)


def month_of(desk: Desk, clock: ScriptedClock, plan: MonthPlan) -> Month:
    """A month at ``desk``, before its first day."""
    at_work = {login: script.signed_in(desk, login) for login in (*COUNTERS, ADMIN)}
    listed = procedures.procedures(at_work[ADMIN])
    at_agency = [procedure for procedure in listed if not procedure.on_the_spot]
    samples = [procedure for procedure in at_agency if procedure.sample]
    others = [procedure for procedure in at_agency if not procedure.sample]
    everyday = (next(turn) for turn in cycle((cycle(samples), cycle(samples), cycle(others))))
    return Month(
        desk=desk,
        clock=clock,
        officers=at_work,
        people=citizens(plan.seed),
        everyday=everyday,
        catalogue={procedure.code: procedure for procedure in listed},
    )


def begin(month: Month, at: datetime) -> None:
    """The day begins at ``at`` (aware), or now where that is later: shifts are opened."""
    month.clock.move_to(max(at, month.clock.now()))
    month.officers = {login: refreshed(desk) for login, desk in month.officers.items()}
    month.desks = {
        login: shifts.open_shift(month.officers[login], counter) for login, counter in COUNTERS.items()
    }
    month.count.note(EventKind.SHIFT_OPENED, stream=Stream.SHIFT, times=len(COUNTERS))


def end(month: Month) -> None:
    """The day ends: everything is printed, shifts are closed, commented on, and reviewed by somebody else."""
    month.print_all()
    _wait_until(month, _DAY_ENDS_AT)
    closed = dict(month.desks)
    for login, desk in closed.items():
        month.clock.wait(1)
        shifts.close_shift(desk, f"Bàn giao cuối ngày (mẫu), quầy {COUNTERS[login]}")
    for login, desk in closed.items():
        assert desk.shift is not None
        month.shifts.append(desk.shift.id)
        reviewer = month.officers[ADMIN if login == SUPERVISOR else SUPERVISOR]
        shift_review.comment(reviewer, desk.shift.id, "Đã đối chiếu sổ với quầy (mẫu)")
        shift_review.review(reviewer, desk.shift.id)
    kinds = (EventKind.SHIFT_CLOSED, EventKind.SHIFT_COMMENTED, EventKind.SHIFT_REVIEWED)
    month.count.note(*kinds, stream=Stream.SHIFT, times=len(closed))
    month.desks = {}


@dataclass(slots=True)
class Diary:
    """Which courses go on, on which day."""

    month: Month
    courses: Sequence[Callable[[Month], Steps]]
    waiting: list[tuple[int, Steps]] = field(default_factory=list)

    def work_through(self, number: int, begun: int, lists: Callable[[Month], None]) -> None:
        """The day ``number``: ``begun`` new courses, the next steps of those that are due, and the ``lists``."""
        due = [steps for day, steps in self.waiting if day <= number]
        self.waiting = [(day, steps) for day, steps in self.waiting if day > number]
        for _turn in range(begun):
            due.append(self.courses[self.month.turn % len(self.courses)](self.month))
            self.month.turn += 1
        minutes = min(_OPEN_BEFORE_LISTS / max(len(due), 1), 10)
        for steps in due:
            self.month.clock.wait(minutes)
            days = next(steps, None)
            if days is not None:
                self.waiting.append((number + days, steps))
        _wait_until(self.month, _LISTS_AT)
        lists(self.month)


def _wait_until(month: Month, at: time) -> None:
    there = datetime.combine(local(month.clock.now()).date(), at, VIETNAM)
    if there > month.clock.now():
        month.clock.move_to(there)
    month.clock.wait(1)
