"""The office is changed after it was made: by its administrator, for slips and screens of every host."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import Any

import pytest
from sqlalchemy import text

from counter.commandline.opening_hours import hours_text, parse_hours
from counter.desk.desk import Desk, NotAllowed
from counter.desk.dossiers import intake
from counter.desk.office.facts import change_office
from counter.desk.office.opening import refreshed
from counter.desk.office.sign_in import sign_in
from counter.desk.office.verification import verify
from counter.problems import Problem
from counter.rules.calendar import DEFAULT_HOURS
from db.domain.codes import Role
from tests import offices


def admin_of(desk: Desk) -> Desk:
    return sign_in(desk, "admin", offices.PASSWORD)


def test_a_change_is_an_event_that_slips_and_other_desks_see_at_once(desk: Desk) -> None:
    values = {"parent": "UBND tỉnh Long An", "phone": " 0276 3822 233 ", "counters": 5, "website": ""}
    office, changed = change_office(admin_of(desk), values)
    assert set(changed) >= {"parent", "phone", "counters"}
    assert office.phone == "0276 3822 233"
    other = refreshed(desk)
    assert (other.office, other.staff) == (office, desk.staff)
    slip = intake.receive(other, offices.intake()).slip.to_json()
    assert "UBND TỈNH LONG AN" in slip
    result = verify(desk, rebuild=True)
    assert (result.holds, result.differing) == (True, ())


def test_a_fact_that_is_emptied_is_empty_and_what_is_the_same_writes_nothing(desk: Desk) -> None:
    admin = admin_of(desk)
    change_office(admin, {"phone": "1900"})
    office, changed = change_office(admin, {"phone": ""})
    assert (office.phone, refreshed(desk).office.phone, changed) == ("", "", ("phone",))
    with desk.store.read() as connection:
        before = connection.scalar(text("SELECT count(*) FROM event"))
    assert change_office(admin, {"phone": ""})[1] == ()
    with desk.store.read() as connection:
        assert connection.scalar(text("SELECT count(*) FROM event")) == before


def test_hours_count_for_the_next_due_date(desk: Desk) -> None:
    change_office(admin_of(desk), {"hours": parse_hours("T2-T6 09:00-11:00")})
    assert refreshed(desk).office.hours[0] == ((time(9), time(11)),)
    dossier = intake.receive(refreshed(desk), offices.intake()).dossier
    assert dossier.due_at
    assert dossier.due_at.hour == 2  # 09:00 in Vietnam


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"counters": 0}, "counters"),
        ({"counters": 100}, "counters"),
        ({"name": " "}, "name"),
        ({"level": "galaxy"}, "level"),
        ({"hours": {5: ((time(7), time(11)),)}}, "hours"),
        ({"hours": {0: tuple((time(hour), time(hour, 30)) for hour in range(7))}}, "hours"),
        ({"phone": "9" * 201}, "phone"),
        ({"unit": "000.18.22.H56"}, "unit"),
    ],
)
def test_what_makes_no_sense_is_told_at_its_field(desk: Desk, values: dict[str, Any], field: str) -> None:
    with pytest.raises(Problem) as wrong:
        change_office(admin_of(desk), values)
    assert wrong.value.field == field
    assert refreshed(desk).office == desk.office


@pytest.mark.parametrize("login", ["lan", "hoa"])
def test_only_an_administrator_changes_the_office(desk: Desk, login: str) -> None:
    role = Role.SUPERVISOR if login == "hoa" else Role.OFFICER
    with pytest.raises(NotAllowed):
        change_office(replace(desk, staff=replace(desk.require(), role=role)), {"phone": "1900"})


def test_hours_are_written_as_they_are_read() -> None:
    text_of = "T2-T6 07:00-11:30 13:30-17:00; T7 07:00-11:30"
    assert hours_text(parse_hours(text_of)) == text_of
    assert parse_hours(hours_text(DEFAULT_HOURS)) == DEFAULT_HOURS
    assert hours_text({0: (), 6: ((time(8), time(9)),)}) == "CN 08:00-09:00"


def test_an_account_for_fees_is_checked_whole_and_puts_its_code_on_slips(desk: Desk) -> None:
    admin = admin_of(desk)
    for values, field in (
        ({"bank_bin": "97040", "bank_account": "1"}, "bank_bin"),
        ({"bank_account": "123"}, "bank_bin"),
        ({"bank_bin": "970403"}, "bank_account"),
        ({"bank_bin": "970403", "bank_account": "12 3"}, "bank_account"),
    ):
        with pytest.raises(Problem) as told:
            change_office(admin, values)
        assert told.value.field == field
    account = {"bank_bin": "970403", "bank_account": "0011012345678", "bank_account_name": "UBND XA TAN HOA"}
    assert set(change_office(admin, account)[1]) == set(account)
    slip = intake.receive(refreshed(desk), offices.intake(offices.COPY)).slip.to_json()
    assert "0208QRIBFTTA5303704540520000" in slip
    assert change_office(admin, dict.fromkeys(account, ""))[0].bank_bin == ""
    assert verify(desk, rebuild=True).holds
