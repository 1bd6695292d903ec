"""Days off that the centre announced go over those that ship with the program, also while the office works."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from counter.desk.desk import Desk
from counter.desk.dossiers.intake import receive
from counter.desk.office.opening import open_desk, refreshed
from counter.rules.clock import hour_and_date
from db.domain.event import EventContext, NewEvent
from db.domain.event_kind import EventKind
from db.ledger import ledger
from tests.offices import MORNING, StillClock, intake

CENTRE = EventContext(node="@holidays", incarnation=1, actor="centre", at=MORNING)


def announce(desk: Desk, year: str, **values: Any) -> None:
    deed = NewEvent(stream="holiday", stream_id=year, kind=EventKind.PUBLISHED, data={"set": values})
    with desk.store.write() as connection:
        ledger.append(connection, CENTRE, deed)


def test_a_day_off_moves_what_is_promised_from_then_on(desk: Desk) -> None:
    assert hour_and_date(due(desk)) == "08:41 ngày 25/11/2026"  # 24/11 is Culture Day, as shipped
    announce(
        desk,
        "2026",
        confirmed=True,
        days=[{"day": "2026-11-25", "name": "nghỉ bù bão", "confirmed": True}],
        make_up=[{"day": "2026-11-28", "instead_of": "2026-11-25"}],
    )
    desk = refreshed(desk)
    assert hour_and_date(due(desk)) == "08:41 ngày 24/11/2026"
    assert not desk.calendar.is_working_day(date(2026, 11, 25))
    assert desk.calendar.is_working_day(date(2026, 11, 28))


def due(desk: Desk) -> Any:
    return receive(desk, intake()).dossier.due_at


def test_it_is_there_when_the_office_is_opened_again(desk: Desk) -> None:
    announce(desk, "2028", confirmed=False, days=[{"day": "2028-01-03", "name": "new-year"}])
    desk.store.close()
    again = open_desk(desk.store.data, clock=StillClock())
    assert again.calendar.holidays.on(date(2028, 1, 3))
    assert again.calendar.holidays.on(date(2026, 11, 24)), "the years that ship stay"
    again.store.close()


@pytest.mark.parametrize(
    "values",
    [{"days": "never"}, {"confirmed": True}, {"confirmed": True, "days": [{"day": "soon", "name": "tet"}]}],
)
def test_what_cannot_be_read_leaves_the_year_as_it_ships(desk: Desk, values: dict[str, Any]) -> None:
    announce(desk, "2026", **values)
    assert refreshed(desk).calendar.holidays.on(date(2026, 11, 24))


def test_what_another_host_changed_of_the_office_is_seen(desk: Desk) -> None:
    changed = NewEvent(
        stream="office",
        stream_id=desk.office.unit,
        kind=EventKind.CONFIGURED,
        data={"set": {"phone": "1900"}},
    )
    with desk.store.write() as connection:
        ledger.append(connection, replace(CENTRE, node=f"{desk.office.unit}/1"), changed)
    assert refreshed(desk).office.phone == "1900"
    assert refreshed(desk).staff == desk.staff
