"""What the centre publishes holds at an office after its next run: procedures, holidays, staff."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from counter.desk.catalogue.procedures import procedures
from counter.desk.office.accounts import hash_password
from counter.desk.office.opening import open_desk
from counter.desk.office.sign_in import sign_in
from db.central.administration import session
from db.central.publishing import (
    Account,
    NoPassword,
    Published,
    publish_holidays,
    publish_procedures,
    publish_staff,
)
from db.domain.codes import Role
from db.domain.procedure import Procedure
from db.domain.records import Staff
from tests.counter.sync.hosts import host_at

PASSWORD = "mat-khau-cua-tinh"
NEW = Procedure(version="", code="9.999999", name="Thủ tục của tỉnh", field="Tư pháp", term=3, unit="day")
HOLIDAY = {"day": "2031-01-01", "name": "new-year"}
YEARS = {2031: {"notice": "TB 1", "confirmed": True, "days": [HOLIDAY], "make_up": []}}
MINH = Staff(login="minh", name="Phạm Minh", role=Role.SUPERVISOR, agencies=("Sở Tư pháp",))


def test_an_office_works_by_what_the_centre_published(centre: str, tmp_path: Path) -> None:
    office = host_at(centre, tmp_path / "office")
    with session(centre) as administrator:
        assert publish_procedures(administrator, [NEW]) == Published(added=1)
        assert publish_procedures(administrator, [NEW]) == Published(unchanged=1)
        publish_holidays(administrator, YEARS)
        publish_staff(administrator, "H56", [Account(MINH, hash_password(PASSWORD))])
    office.synced()
    assert "Thủ tục của tỉnh" in [each.name for each in procedures(office.desk)]
    desk = open_desk(tmp_path / "office")
    assert desk.calendar.holidays.on(date(2031, 1, 1)) is not None
    assert sign_in(desk, "minh", PASSWORD).staff == MINH


def test_only_what_differs_is_published(centre: str) -> None:
    changes = (
        (replace(NEW, term=5), Published(changed=1)),
        (replace(NEW, term=None, unit=""), Published(changed=1)),
        (replace(NEW, active=False), Published(changed=1)),
        (replace(NEW, active=False), Published(unchanged=1)),
    )
    with session(centre) as administrator:
        publish_procedures(administrator, [NEW])
        for procedure, done in changes:
            assert publish_procedures(administrator, [procedure]) == done, procedure
        steps = (
            Account(MINH, "hash"),
            Account(MINH),
            Account(replace(MINH, active=False)),
            Account(MINH),
            Account(replace(MINH, name="Phạm Văn Minh", role=Role.OFFICER)),
            Account(replace(MINH, name="Phạm Văn Minh", role=Role.OFFICER), "another"),
        )
        for account in steps:
            publish_staff(administrator, "H01", [account])
        bodies = administrator.execute(
            "SELECT body::json ->> 'kind' FROM centre.event WHERE node = '@staff:H01' ORDER BY seq"
        )
        kinds = [kind for (kind,) in bodies]
    opened = ["account-opened", "account-closed", "account-reopened", "account-changed", "password-set"]
    assert kinds == opened


def test_a_new_account_needs_a_password(centre: str) -> None:
    with session(centre) as administrator, pytest.raises(NoPassword):
        publish_staff(administrator, "H56", [Account(MINH)])
