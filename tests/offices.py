"""An office for tests: fictional people, a clock that stands still, and every action through the real desk."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from counter.desk.catalogue import procedures
from counter.desk.desk import Clock, Desk
from counter.desk.dossiers.entries import Intake
from counter.desk.dossiers.intake import receive
from counter.desk.office import accounts, opening, sign_in
from counter.desk.shifts import shifts
from db.domain.codes import Role
from db.domain.event_kind import EventKind
from db.domain.procedure import Component, Procedure
from db.domain.records import Dossier, Office, Paper, Person, Staff

PASSWORD = "mat-khau-2026"
MORNING = datetime(2026, 11, 23, 1, 41, tzinfo=UTC)
"""08:41 on Monday 23/11/2026 in Vietnam, the day before a holiday."""

BIRTH = Procedure(
    version="",
    code="1.001193",
    name="Đăng ký khai sinh",
    field="Hộ tịch",
    agency="UBND cấp xã",
    levels=("commune",),
    term=1,
    unit="working-day",
    fee=0,
    components=(
        Component(name="Tờ khai đăng ký khai sinh", originals=1),
        Component(name="Giấy chứng sinh", originals=1),
        Component(name="CCCD của cha, mẹ", required=False, note="xuất trình"),
    ),
    result="Giấy khai sinh",
)
COPY = Procedure(
    version="",
    code="2.000815",
    name="Chứng thực bản sao từ bản chính",
    field="Chứng thực",
    agency="UBND cấp xã",
    term=4,
    unit="hour",
    fee=20_000,
    fee_due=4,
    components=(Component(name="Bản chính giấy tờ", originals=1), Component(name="Bản sao", copies=1)),
    on_the_spot=True,
)
SEAL = Procedure(
    version="",
    code="QD1291.CA.08",
    name="Giải quyết thủ tục làm con dấu mới",
    field="Con dấu",
    agency="Bộ Công an",
)

BUOI = Person(
    name="Trần Thị Bưởi",
    identity="072195000123",
    birth="1995-03-08",
    sex="F",
    address="Ấp 3, xã Tân Hòa, tỉnh Tây Ninh",
    phone="0912345678",
)

NAM = Person(name="Lê Văn Nam", identity="072090000456")


@dataclass(frozen=True)
class StillClock(Clock):
    """A clock that shows ``at`` until it is told otherwise."""

    at: datetime = MORNING

    def now(self) -> datetime:
        return self.at


@cache
def _template() -> Path:
    """An office made once in this process; every test works on a copy of its folder."""
    folder = Path(tempfile.mkdtemp(prefix="office-")) / "office"
    atexit.register(shutil.rmtree, folder.parent, ignore_errors=True)
    office = Office(
        unit="000.17.22.H56",
        name="UBND xã Tân Hòa",
        parent="UBND tỉnh Tây Ninh",
        place="Tân Hòa",
        phone="0276 3000 000",
        website="dichvucong.gov.vn",
        counters=4,
    )
    admin = Staff(login="admin", name="Lê Quản Trị")
    made = StillClock(at=MORNING - timedelta(days=300))
    desk = opening.make_office(folder, office, admin, PASSWORD, clock=made)
    desk = replace(desk, staff=replace(admin, role=Role.ADMIN))
    staff = (
        Staff(login="lan", name="Nguyễn Thị Lan"),
        Staff(login="minh", name="Phạm Văn Minh"),
        Staff(login="congan", name="Võ Công An", agencies=("Bộ Công an",)),
        Staff(login="hoa", name="Đặng Thị Hoa", role=Role.SUPERVISOR),
    )
    hashed = accounts.hash_password(PASSWORD)
    with desk.store.write() as connection:
        for each in staff:
            accounts.append_account(connection, desk, each, hashed, kind=EventKind.ACCOUNT_OPENED)
    procedures.publish(desk, (BIRTH, COPY, SEAL))
    desk.store.close()
    return folder


def new_office(folder: Path, clock: Clock | None = None) -> Desk:
    """An office with an administrator, a supervisor, two officers, a police officer, and three procedures."""
    shutil.copytree(_template(), folder)
    return opening.open_desk(folder, clock=clock or StillClock())


def seated(desk: Desk, login: str = "lan", counter: int = 3) -> Desk:
    """``login`` signed in and on shift at ``counter``."""
    return shifts.open_shift(sign_in.sign_in(desk, login, PASSWORD), counter)


def later(desk: Desk, **passed: float) -> Desk:
    """The same desk some time later."""
    return replace(desk, clock=StillClock(at=desk.clock.now() + timedelta(**passed)))


def intake(of: Procedure = BIRTH, /, applicant: Person = BUOI, **values: Any) -> Intake:
    """An intake with every required paper."""
    papers = tuple(
        Paper(name=c.name, originals=c.originals, certified=c.certified, copies=c.copies)
        for c in of.components
        if c.required
    )
    return replace(Intake(applicant=applicant, procedure=of.code, papers=papers), **values)


def received(desk: Desk, procedure: Procedure = BIRTH, **values: Any) -> str:
    """The id of a dossier that was just received."""
    return receive(desk, intake(procedure, **values)).dossier.id


def after_a_copy(desk: Desk) -> Desk:
    """The desk some minutes later, its numbers those of the morning: as if a copy of the file had been put back."""
    with desk.store.write() as connection:
        connection.exec_driver_sql("DELETE FROM number_series")
    return later(desk, minutes=5)


def sharing_a_code(desk: Desk) -> tuple[Dossier, Dossier]:
    """Two dossiers of one code, of Trần Thị Bưởi and of Lê Văn Nam."""
    first = receive(desk, intake()).dossier
    second = receive(after_a_copy(desk), intake(applicant=NAM)).dossier
    assert first.code == second.code
    return first, second
