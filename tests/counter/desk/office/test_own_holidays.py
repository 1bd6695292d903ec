"""Holidays that an administrator announces: they count at once, and for dossiers that come after."""

from __future__ import annotations

from datetime import date

import pytest

from counter.desk.desk import Desk, NotAllowed
from counter.desk.dossiers import queries
from counter.desk.office.holidays import announce
from counter.desk.office.opening import refreshed
from counter.desk.office.sign_in import sign_in
from counter.desk.office.verification import verify
from counter.rules.clock import short_date
from counter.rules.holidays import Holiday, Holidays, HolidayYear
from tests import offices

FLOOD = Holidays(
    {2026: HolidayYear(2026, "12/TB-UBND", True, (Holiday(date(2026, 11, 25), "Nghỉ do lũ"),), ())}
)


def test_they_move_due_dates_from_then_on(desk: Desk) -> None:
    before = queries.dossier(desk, offices.received(desk))
    admin = sign_in(desk, "admin", offices.PASSWORD)
    assert announce(admin, FLOOD).added == 1
    assert announce(admin, FLOOD).unchanged == 1
    now = refreshed(desk)
    after = queries.dossier(now, offices.received(now))
    assert before.due_at is not None and after.due_at is not None
    assert short_date(before.due_at) == "25/11/2026" and short_date(after.due_at) == "24/11/2026"
    assert not now.calendar.is_working_day(date(2026, 11, 25))
    assert queries.dossier(now, before.id).due_at == before.due_at
    assert verify(now, rebuild=True).holds


def test_only_an_administrator_may(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        announce(desk, FLOOD)
