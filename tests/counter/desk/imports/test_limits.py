"""How long cells may be: what is longer is named with its line, its heading and both numbers, in CSV and XLSX."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from counter.desk.imports import backlog_file, catalogue_file, cell_values, staff_file
from counter.desk.imports.backlog_file import read_backlog
from counter.desk.imports.catalogue_file import read_catalogue
from counter.desk.imports.sheet import RowProblem
from counter.desk.imports.spreadsheet import LONGEST_CELL
from counter.desk.imports.staff_file import read_staff
from counter.problems import Problem

GOOD: dict[str, dict[str, str]] = {
    "catalogue": {"Mã thủ tục": "1.001193", "Tên thủ tục": "Đăng ký khai sinh"},
    "backlog": {
        "Số phiếu giấy": "1",
        "Thời điểm nhận": "23/11/2026 08:41",
        "Mã thủ tục": "1.001193",
        "Họ tên": "Trần Thị Bưởi",
    },
    "staff": {"Tài khoản": "lan", "Họ tên": "Nguyễn Thị Lan"},
}
READ: dict[str, Callable[[Path], Any]] = {
    "catalogue": read_catalogue,
    "backlog": read_backlog,
    "staff": read_staff,
}
MODULES: dict[str, Any] = {"catalogue": catalogue_file, "backlog": backlog_file, "staff": staff_file}
CELLS = [
    (kind, MODULES[kind].HEADINGS[column][0], most)
    for kind, limits in (
        ("catalogue", catalogue_file.LIMITS),
        ("backlog", backlog_file.LIMITS),
        ("staff", staff_file.LIMITS),
    )
    for column, most in limits.items()
]


def write(path: Path, rows: list[Mapping[str, str]]) -> Path:
    headings = list(rows[0])
    if path.suffix == ".xlsx":
        book = Workbook()
        assert book.active is not None
        for line in ([headings], *([list(row.values())] for row in rows)):
            book.active.append(line[0])
        book.save(path)
    else:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerows([headings, *(list(row.values()) for row in rows)])
    return path


def problems(kind: str, path: Path, cells: Mapping[str, str]) -> list[RowProblem]:
    return list(READ[kind](write(path, [{**GOOD[kind], **cells}])).problems)


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize(("kind", "heading", "most"), CELLS)
def test_a_cell_that_is_too_long_is_named(
    kind: str, heading: str, most: int, suffix: str, tmp_path: Path
) -> None:
    (problem,) = problems(kind, tmp_path / f"f.{suffix}", {heading: "ữ" * (most + 1)})
    assert (problem.line, problem.column) == (2, heading)
    assert f"{most + 1} ký tự" in str(problem.reason)
    assert f"nhiều nhất {most}" in str(problem.reason)


def test_every_long_cell_of_a_row_is_named(tmp_path: Path) -> None:
    cells = {"Họ tên": "ữ" * 3_000, "Địa chỉ": "x " * 900, "Nội dung": "y" * 1_001}
    found = problems("backlog", tmp_path / "f.csv", cells)
    assert [problem.column for problem in found] == ["Họ tên", "Địa chỉ", "Nội dung"]


def test_a_cell_of_the_most_letters_is_taken(tmp_path: Path) -> None:
    name = "Đăng ký " * 124
    assert len(name.strip()) <= 1_000
    assert problems("catalogue", tmp_path / "f.csv", {"Tên thủ tục": name}) == []


@pytest.mark.parametrize(
    ("heading", "cell", "told"),
    [
        ("Thành phần hồ sơ", "Tờ khai|1 chính; " + "ữ" * 3_000, "3000 ký tự"),
        ("Thành phần hồ sơ", "; ".join(f"Tờ {number}" for number in range(201)), "201 mục"),
        ("Các bước", "một; " + "hai" * 400, "1200 ký tự"),
        ("Các bước", "\n".join(str(number) for number in range(300)), "300 mục"),
        ("Thành phần hồ sơ", "x" * (LONGEST_CELL + 1), f"{LONGEST_CELL + 1} ký tự"),
    ],
)
def test_the_entries_of_a_list_have_limits_too(heading: str, cell: str, told: str, tmp_path: Path) -> None:
    (problem,) = problems("catalogue", tmp_path / "f.csv", {heading: cell})
    assert (problem.line, problem.column) == (2, heading)
    assert told in str(problem.reason)


def test_forty_components_with_names_of_300_letters_are_taken(tmp_path: Path) -> None:
    papers = "\n".join(f"{number} {'giấy tờ ' * 36}|1 chính" for number in range(40))
    path = write(tmp_path / "f.csv", [{**GOOD["catalogue"], "Thành phần hồ sơ": papers}])
    (procedure,) = read_catalogue(path).procedures
    assert len(procedure.components) == 40


@pytest.mark.parametrize(
    "cell", ["1" * 19_000, "1/" * 9_000, "ngay thang nam " * 1_200, "(" * 19_000, "1 x " * 4_500]
)
@pytest.mark.parametrize("heading", ["Lệ phí", "Thời hạn", "Tên thủ tục", "Cấp", "Mã thủ tục"])
def test_no_long_cell_takes_long(heading: str, cell: str, tmp_path: Path) -> None:
    start = time.process_time()
    assert problems("catalogue", tmp_path / "f.csv", {heading: cell})
    assert time.process_time() - start < 3


def test_entries_below_the_limits_stay(tmp_path: Path) -> None:
    assert cell_values.limited_entries("a; b") == ("a", "b")
    with pytest.raises(Problem):
        cell_values.limited_entries("a;" * 201)
