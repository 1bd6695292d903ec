"""What the administrator does in a month: accounts, passwords, facts of the office, new versions of a procedure."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from counter.demo.month import ADMIN, Month, Steps
from counter.desk.catalogue.procedures import publish
from counter.desk.office import accounts, facts
from counter.desk.office.holidays import announce
from counter.desk.office.sign_in import WrongPassword, sign_in
from counter.rules.clock import local
from counter.rules.holidays import Holidays, HolidayYear
from db.domain.event_kind import EventKind, Stream
from db.domain.records import Staff

_HELP = Staff(login="thu", name="Phạm Thị Thu (mẫu)")
_PASSWORD = "demo-thu-2026"
_FORGETFUL = "hung"
_FREE = 2
"""Wrong passwords that lock nobody out yet."""


def a_helper_comes(month: Month) -> None:
    """Somebody new gets an account."""
    accounts.add_staff(month.officers[ADMIN], _HELP, _PASSWORD)
    month.count.note(EventKind.ACCOUNT_OPENED, stream=Stream.STAFF)
    for _try in range(_FREE):
        _mistype(month)


def every_week(month: Month, week: int) -> Steps:
    """Somebody is locked out for a while, the helper is away for a day, the office has another telephone."""
    admin = month.officers[ADMIN]
    _mistype(month)
    month.count.note(EventKind.LOCKED_OUT, stream=Stream.STAFF)
    facts.change_office(admin, {"phone": f"09000000{week:02d}"})
    month.count.note(EventKind.CONFIGURED, stream=Stream.OFFICE)
    accounts.set_active(admin, _HELP.login, False)
    month.count.note(EventKind.ACCOUNT_CLOSED, stream=Stream.STAFF)
    procedure = month.catalogue["MAU.HT.07"]
    publish(admin, [replace(procedure, fee=8_000 + 1_000 * week)])
    month.count.note(EventKind.PUBLISHED, stream=Stream.PROCEDURE)
    year = local(month.clock.now()).year + 2
    notice = f"{week}/TB-UBND (mẫu)"
    announce(admin, Holidays({year: HolidayYear(year, notice, False, (), ())}))
    month.count.note(EventKind.PUBLISHED, stream=Stream.HOLIDAY)
    yield 1
    accounts.set_active(month.officers[ADMIN], _HELP.login, True)
    month.count.note(EventKind.ACCOUNT_REOPENED, stream=Stream.STAFF)


def new_password(month: Month, week: int) -> None:
    """The administrator gives the helper another password."""
    accounts.set_password(month.officers[ADMIN], _HELP.login, f"{_PASSWORD}-{week}")
    month.count.note(EventKind.PASSWORD_SET, stream=Stream.STAFF)


def _mistype(month: Month) -> None:
    month.clock.wait(6)
    with suppress(WrongPassword):
        sign_in(month.desk, _FORGETFUL, "demo-wrong")
