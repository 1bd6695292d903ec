"""The desk: an opened office, the person who sits at it, and the clock that they confirmed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from counter.desk import store_errors
from counter.locale import N_, _
from counter.problems import Problem
from counter.rules.calendar import WorkingCalendar
from db import accounts
from db.domain.codes import Role
from db.domain.event import EventContext
from db.domain.records import Office, Shift, Staff
from db.store.engine import Store

if TYPE_CHECKING:
    from sqlalchemy import Connection


CONSOLE = "console:"
"""How the name of who works without an account begins, at the command line of the host; no login has a colon."""


class NotAllowed(Problem):
    """The person at the desk may not do this."""


@dataclass(frozen=True, slots=True)
class Clock:
    """The machine's clock and what to add to it, as an officer confirmed."""

    offset: timedelta = timedelta()

    def now(self) -> datetime:
        """The time now, aware, UTC."""
        return datetime.now(UTC) + self.offset


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """An opened office and who is at it.

    ``behind`` is how far the clock is behind the ledger, zero where it is not; ``ahead`` how far it is ahead of it,
    zero unless by years. ``seat`` is the counter where this
    terminal stands, 0 where its settings do not say; ``printer`` the name of its own one among the office's printers,
    empty where slips go to whichever the office has; ``page_printer`` that of its own one for pages, empty where they
    become files, and ``page_copies`` how many counterparts it prints; ``hint`` is what the sign-in screen says of the
    accounts.
    """

    store: Store
    clock: Clock
    office: Office
    calendar: WorkingCalendar
    node: str
    incarnation: int = 1
    behind: timedelta = field(default=timedelta())
    ahead: timedelta = field(default=timedelta())
    staff: Staff | None = None
    shift: Shift | None = None
    seat: int = 0
    printer: str = ""
    page_printer: str = ""
    page_copies: int = 1
    hint: str = ""

    @property
    def doubts_clock(self) -> bool:
        """Whether somebody has to confirm the time before a shift opens."""
        return bool(self.behind or self.ahead)

    def read(self) -> AbstractContextManager[Connection]:
        """A consistent snapshot of the office file. Raises ``Problem``."""
        return store_errors.read(self.store)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A write transaction in the office file, undone on an exception. Raises ``Problem``.

        It begins with a look at the account of who is at the desk: ``NotAllowed`` where it was closed meanwhile, or
        may do less than when they signed in.
        """
        with store_errors.write(self.store) as connection:
            self._check_account(connection)
            yield connection

    def _check_account(self, connection: Connection) -> None:
        if self.staff is None:
            return
        account = accounts.member(connection, self.staff.login)
        if account is None and self.staff.login.startswith(CONSOLE):
            return
        if account is None or not account.active:
            raise NotAllowed(N_("This account is closed."))
        if not account.role.includes(self.staff.role) or account.agencies != self.staff.agencies:
            raise NotAllowed(N_("Your account was changed meanwhile: sign in again."))

    def require(self, role: Role = Role.OFFICER) -> Staff:
        """Who is at the desk; raises ``NotAllowed`` where nobody is, or somebody who may not do this."""
        if self.staff is None:
            raise NotAllowed(N_("Sign in first."), field="login")
        if not self.staff.role.includes(role):
            raise NotAllowed(N_("This needs the role of {role}."), role=_(ROLE_NAMES[role]))
        return self.staff

    def require_shift(self) -> tuple[Staff, Shift]:
        """Who is at the desk and the shift that they opened; raises ``NotAllowed``, or ``NotWritable`` where none can
        be opened.
        """
        staff = self.require()
        if self.shift is None:
            store_errors.check_writable(self.store)
            raise NotAllowed(N_("Open a shift at a counter first."))
        return staff, self.shift

    def context(self, now: datetime | None = None) -> EventContext:
        """Who does what is written next, where and when (``now``, UTC): the same for all events of one action."""
        return EventContext(
            node=self.node,
            incarnation=self.incarnation,
            actor=self.staff.login if self.staff else "system",
            at=now or self.clock.now(),
            counter=self.shift.counter if self.shift else 0,
            shift=self.shift.id if self.shift else "",
        )

    def sees(self, agency: str) -> bool:
        """Whether the person at the desk deals with the procedures of ``agency``."""
        return self.staff is None or not self.staff.agencies or agency in self.staff.agencies


ROLE_NAMES = {
    Role.OFFICER: N_("officer"),
    Role.SUPERVISOR: N_("supervisor"),
    Role.ADMIN: N_("administrator"),
}
