"""The fictional office of the demo: its name, hours and staff, and its catalogue of samples."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from importlib.resources import as_file, files

from db.domain.codes import Role
from db.domain.procedure import Procedure
from db.domain.records import Office, Staff

_DAY = ((time(7, 0), time(11, 30)), (time(13, 30), time(17, 0)))

OFFICE = Office(
    unit="000.99.99.H53",
    name="UBND xã Tân Hòa Mẫu",
    parent="UBND tỉnh Tây Ninh",
    level="commune",
    rule_set="nd118-2025",
    place="Tân Hòa Mẫu",
    address="Ấp Mẫu 1, xã Tân Hòa Mẫu, tỉnh Tây Ninh",
    phone="0900000000",
    website="",
    counters=3,
    hours=dict.fromkeys(range(5), _DAY),
)
"""A commune that does not exist, with an identification code that is not given out."""


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """A member of staff of the demo and the password that the sign-in screen shows."""

    staff: Staff
    password: str


ACCOUNTS = (
    DemoAccount(Staff(login="lan", name="Nguyễn Thị Lan", role=Role.OFFICER), "demo-lan-2026"),
    DemoAccount(
        Staff(
            login="hung", name="Trần Văn Hùng", role=Role.OFFICER, agencies=("Công an xã (mẫu)", "Bộ Công an")
        ),
        "demo-hung-2026",
    ),
    DemoAccount(Staff(login="phuong", name="Lê Thị Phượng", role=Role.SUPERVISOR), "demo-phuong-2026"),
    DemoAccount(Staff(login="admin", name="Quản trị (mẫu)", role=Role.ADMIN), "demo-admin-2026"),
)


def sample_catalogue(*names: str) -> tuple[Procedure, ...]:
    """The packaged catalogues ``names`` (default: ``qd1291`` and ``commune``), as their files say.

    ``qd1291``: the 36 procedures of QĐ 1291/QĐ-TTg (2019); facts only, unknown values empty. That decision gives no
    codes: ``QD1291.CA.01`` and the like are made up here from the ministry and the ordinal. ``commune``: everyday
    procedures whose codes, terms, fees and papers are all invented and marked "mẫu".
    """
    from counter.desk.imports.catalogue_file import read_catalogue

    procedures: list[Procedure] = []
    for name in names or ("qd1291", "commune"):
        with as_file(files("counter.samples") / f"{name}.csv") as path:
            catalogue = read_catalogue(path)
        if catalogue.problems:
            raise ValueError(f"the packaged catalogue {name} is damaged: {catalogue.problems[0]}")
        procedures += catalogue.procedures
    return tuple(procedures)
