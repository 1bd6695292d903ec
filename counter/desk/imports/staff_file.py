"""The staff of a province from a CSV or XLSX file: all of it, or a list of every bad row and nothing.

The heading names the columns: login (tài khoản) and name (họ tên), which are required, role (vai trò: ``cán bộ``,
``phụ trách``, ``quản trị``; empty is ``cán bộ``), agencies (cơ quan, separated by ``;``; empty is all), and active
(hiệu lực: ``không`` closes the account; absent or empty: open).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from counter.desk.imports import cell_values
from counter.desk.imports.sheet import RowProblem
from counter.desk.imports.spreadsheet import CellReader, Row, read_table
from counter.desk.office.accounts import check_login
from counter.locale import N_
from counter.problems import Problem
from counter.rules.text import clean, fold
from db.domain.codes import Role
from db.domain.records import Staff

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "login": ("Tài khoản", "Tên đăng nhập"),
    "name": ("Họ tên", "Họ và tên"),
    "role": ("Vai trò", "Quyền"),
    "agencies": ("Cơ quan", "agency"),
    "active": ("Hiệu lực", "Còn hiệu lực"),
}
UNUSED = ("Ghi chú", "Chức vụ", "Điện thoại", "Số điện thoại", "Email")
LIMITS: Mapping[str, int] = {"login": 60, "name": 200, "role": 60, "active": 60}
"""The most letters of a cell."""
_ROLES: Mapping[str, Role] = {
    **dict.fromkeys(("", "officer", "can bo", "can bo tiep nhan"), Role.OFFICER),
    **dict.fromkeys(("supervisor", "phu trach"), Role.SUPERVISOR),
    **dict.fromkeys(("admin", "administrator", "quan tri"), Role.ADMIN),
}


@dataclass(frozen=True, slots=True)
class StaffFile:
    """What a file holds: its people, or every bad row; ``notes`` are what was left out."""

    staff: tuple[Staff, ...]
    problems: tuple[RowProblem, ...]
    notes: tuple[RowProblem, ...] = ()


def read_staff(path: Path) -> StaffFile:
    """The people of a file; where a row is bad, every bad row and nobody. Raises ``Problem`` for a file as a whole."""
    table = read_table(path, HEADINGS, ("login", "name"), UNUSED, LIMITS)
    problems = list(table.problems)
    staff: dict[str, Staff] = {}
    for row in table.rows:
        cells = CellReader(row)
        member = _member(cells, row)
        if member.login in staff:
            cells.problems.append(row.problem("login", Problem(N_("The account stands in the file twice."))))
        problems += cells.problems
        staff[member.login] = member
    if not staff and not problems:
        raise Problem(N_("The file has a heading and no rows."))
    ordered = tuple(sorted(problems, key=lambda problem: problem.line))
    return StaffFile(() if problems else tuple(staff.values()), ordered, table.notes)


def _member(cells: CellReader, row: Row) -> Staff:
    member = Staff(
        login=row["login"],
        name=clean(row["name"]),
        role=cells.read("role", _role) or Role.OFFICER,
        agencies=cells.read("agencies", cell_values.limited_entries) or (),
        active=cells.read("active", lambda text: cell_values.yes_no(text or "1")) is not False,
    )
    try:
        check_login(member)
    except Problem as problem:
        cells.problems.append(row.problem(problem.field, problem))
    return member


def _role(text: str) -> Role:
    try:
        return _ROLES[fold(text)]
    except KeyError:
        raise Problem(
            N_("“{text}” is no role: write officer, supervisor or admin."), text=text[:40]
        ) from None
