"""Tables that people hand over as files (CSV or XLSX): read into plain rows of text, every cell as data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from counter.desk.imports.csv_file import csv_sheet
from counter.desk.imports.heading import DEEPEST, NUMBERED, ColumnNames, Heading, Headings
from counter.desk.imports.old_encodings import VNI, may_be_vni, old_encoding
from counter.desk.imports.sheet import (
    MOST_ROWS,
    Record,
    RowProblem,
    Sheet,
    too_many_letters,
    too_many_rows,
)
from counter.desk.imports.xlsx_file import xlsx_sheets
from counter.locale import N_
from counter.problems import Problem
from counter.rules.text import fold

_Value = TypeVar("_Value")

LONGEST_CELL = 20_000
LONGEST_TITLE = 500
"""Letters of a line that heads a section, sums up, or stands beside the table; a longer one is a row."""
_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_SECTION = re.compile(r"(?:[IVXLC]+|[A-ZĐ]|\d{1,2})(?:\.\d{1,2})*\s*[.)/:–-]+\s*(?=[^\W\d]{2})")
"""What a section is numbered by: ``I. LĨNH VỰC HỘ TỊCH``, ``B. Thủ tục cấp xã``."""
_SECTION_NUMBER = re.compile(r"(?:[IVXLC]+|[A-ZĐ])\.?")
_SECTION_WORDS = re.compile(r"(linh vuc|nhom|muc|phan|chuong|phu luc|thu tuc hanh chinh cap)\b")
_TOTAL = re.compile(r"(tong cong|tong so|tong|cong)( so)?( (thu tuc|tthc|ho so)\b.*)?\s*([:(\d].*)?")
_BESIDE = re.compile(
    r"(ghi chu|luu y|noi nhan|nguoi lap)\b.*|\(?\*+\)?.{3,}|.{0,40}, ?ngay .* thang .* nam .*"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line in the file and its cells by our column names; absent columns read as empty.

    ``section`` is the line, such as ``I. Lĩnh vực hộ tịch``, under which it stands.
    """

    line: int
    cells: Mapping[str, str]
    headings: Mapping[str, str]
    section: str = ""

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def problem(self, column: str, reason: Problem) -> RowProblem:
        """``reason`` at this row's ``column``, under the heading that the file uses."""
        return RowProblem(self.line, self.headings.get(column, column), reason)


@dataclass(slots=True)
class CellReader:
    """Turns the cells of one row into values and collects what is wrong with them, and what is worth knowing."""

    row: Row
    problems: list[RowProblem] = field(default_factory=list)
    notes: list[RowProblem] = field(default_factory=list)

    def read(self, column: str, how: Callable[[str], _Value]) -> _Value | None:
        """The value that ``how`` finds in ``column``; None, and a problem noted, where it raises one."""
        try:
            return how(self.row[column])
        except Problem as problem:
            self.problems.append(self.row.problem(column, problem))
            return None


@dataclass(frozen=True, slots=True)
class Table:
    """The rows that could be read, what could not, and in ``notes`` what was left out because it is no row."""

    rows: tuple[Row, ...]
    problems: tuple[RowProblem, ...]
    notes: tuple[RowProblem, ...] = ()


def read_table(
    path: Path,
    headings: Headings,
    required: Sequence[str],
    unused: Iterable[str] = (),
    limits: Mapping[str, int] | None = None,
) -> Table:
    """Read a CSV or XLSX file: the heading is looked for, and lines that only part or sum up the table are left out.

    ``unused`` are headings of columns that are known and not taken in; every other one that is unknown is refused.
    ``limits`` are the most letters of a cell by column; without one it is ``LONGEST_CELL``.
    Raises ``Problem`` where the file as a whole cannot be read; a bad cell or row becomes a ``RowProblem``.
    """
    columns = ColumnNames(headings, required, unused)
    sheet = _sheet(path, columns)
    heading = columns.find(sheet)
    rows: list[Row] = []
    doubtful: list[tuple[Row, str]] = []
    problems = [problem for record in sheet.records[: heading.behind] for problem in record.problems]
    notes = [
        RowProblem(heading.line, " ".join(written.split()), Problem(N_("This column is not taken in.")))
        for name, written in zip(heading.names, heading.written, strict=True)
        if not name and written and fold(written) not in NUMBERED
    ]
    section = ""
    for record in sheet.records[heading.behind :]:
        if aside := _aside(record, heading, required):
            section = _title(record) if aside is _SECTION_NOTE else section
            notes.append(RowProblem(record.line, "", Problem(aside, text=_title(record)[:60])))
            continue
        row, row_problems = _row(record, heading, section, sheet.separator, limits or {})
        problems += row_problems
        if row is not None:
            rows.append(row)
            doubtful += [(row, name) for name, text in row.cells.items() if may_be_vni(text)]
        if len(rows) + len(problems) > MOST_ROWS:
            raise too_many_rows()
    if any(problem.reason.values.get("name") == VNI for problem in problems):
        # The file is in that encoding: what alone could be read either way is, too.
        problems += [row.problem(name, _in_old(row[name], VNI)) for row, name in doubtful]
        refused = {row.line for row, _name in doubtful}
        rows = [row for row in rows if row.line not in refused]
    else:
        notes += [row.problem(name, Problem(_PERHAPS_OLD, text=row[name][:40])) for row, name in doubtful]
    return Table(tuple(rows), tuple(sorted(problems, key=lambda problem: problem.line)), tuple(notes))


def _sheet(path: Path, columns: ColumnNames) -> Sheet:
    """The one sheet of the file that has a heading; where none has, the one that comes closest."""
    kind = _signature(path)
    if kind == _OLD_OFFICE:
        raise Problem(N_("The file {file} is of an old Excel (.xls): save it as XLSX."), file=path.name)
    if kind == _ZIP or path.suffix.lower() in {".xlsx", ".xlsm"}:
        sheets = xlsx_sheets(path)
    else:
        sheets = [csv_sheet(path, columns.count, DEEPEST)]
    sheets = [sheet for sheet in sheets if sheet.records]
    if not sheets:
        raise Problem(N_("The file is empty."))
    complete = [sheet for sheet in sheets if columns.is_complete(sheet)]
    if len(complete) > 1:
        raise Problem(
            N_(
                "The sheets “{first}” and “{second}” both hold a table: put them into one sheet, or hide one."
            ),
            first=complete[0].name,
            second=complete[1].name,
        )
    return complete[0] if complete else max(sheets, key=lambda sheet: columns.count(sheet.records[:DEEPEST]))


def _signature(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(4)
    except OSError as error:
        raise Problem(N_("The file {file} cannot be read."), file=path.name) from error


_SECTION_NOTE = N_("Left out: “{text}” heads a section.")
_TOTAL_NOTE = N_("Left out: “{text}” is a total.")
_BESIDE_NOTE = N_("Left out: “{text}” stands beside the table.")
_HEADING_NOTE = N_("Left out: “{text}” is the heading once more.")


def _title(record: Record) -> str:
    """The first words of a line, without what numbers it."""
    texts = [cell for cell in record.cells if cell]
    text = texts[-1] if len(texts) == 2 and _SECTION_NUMBER.fullmatch(texts[0]) else texts[0]
    return " ".join(_SECTION.sub("", text, count=1).split())


def _aside(record: Record, heading: Heading, required: Sequence[str]) -> str:
    """Why a line is no row of the table: it heads a section, sums up, repeats the heading; empty where it is a row."""
    filled = [(at, cell) for at, cell in enumerate(record.cells) if cell]
    if not filled or record.problems or any(len(cell) > LONGEST_TITLE for _at, cell in filled):
        return ""
    written = [fold(words.rpartition(" – ")[2]) for words in heading.written]
    if len(filled) > 1 and all(at < len(written) and fold(cell) == written[at] for at, cell in filled):
        return _HEADING_NOTE
    numbered = [number for number, words in enumerate(written) if words in NUMBERED]
    first_named = next((at for at, name in enumerate(heading.names) if name), 0)
    at, text = filled[-1] if len(filled) == 2 and filled[0][0] in numbered else filled[0]
    words = fold(text)
    names = dict(zip(heading.names, [*record.cells, *[""] * len(heading.names)], strict=False))
    if _TOTAL.fullmatch(words) and not all(names.get(name, "") not in ("", text) for name in required):
        return _TOTAL_NOTE
    if len(filled) - (filled[0][0] in numbered and len(filled) == 2) != 1:
        return ""
    if len(filled) == 2:
        is_section = bool(_SECTION_NUMBER.fullmatch(filled[0][1]) or _SECTION_WORDS.match(words))
    else:
        unnumbered = _SECTION.sub("", text, count=1)
        is_section = unnumbered != text or bool(_SECTION_WORDS.match(words))
        # Merged over the table, a title lies in its first column, where no number or code has blanks in it.
        is_section |= at <= first_named and " " in text and text.isupper() and not re.search(r"\d", text)
    if is_section:
        return _SECTION_NOTE
    return _BESIDE_NOTE if len(filled) == 1 and _BESIDE.fullmatch(words) else ""


def _row(
    record: Record, heading: Heading, section: str, separator: str, limits: Mapping[str, int]
) -> tuple[Row | None, Sequence[RowProblem]]:
    if record.problems:
        return None, record.problems
    if any(record.cells[len(heading.names) :]):
        reason = Problem(N_("The row has more cells than the heading."))
        if separator:
            reason = Problem(
                N_(
                    "The row has more cells than the heading: a cell with “{separator}” in it needs quotation marks."
                ),
                separator="Tab" if separator == "\t" else separator,
            )
        return None, [RowProblem(record.line, "", reason)]
    written = [" ".join(words.split()) for words in heading.written]
    for cell, words in zip(record.cells, written, strict=False):
        if cell and not words:
            reason = Problem(N_("“{text}” stands under no heading."), text=cell[:40])
            return None, [RowProblem(record.line, "", reason)]
    cells = {name: cell for name, cell in zip(heading.names, record.cells, strict=False) if name}
    headings = {name: words for name, words in zip(heading.names, written, strict=True) if name}
    row = Row(record.line, cells, headings, section)
    too_long = [
        row.problem(name, too_many_letters(cell, most))
        for name, cell in cells.items()
        if len(cell) > (most := limits.get(name, LONGEST_CELL))
    ]
    if too_long:
        return None, too_long
    old = [
        row.problem(name, _in_old(text, encoding))
        for name, text in cells.items()
        if (encoding := old_encoding(text))
    ]
    return (None, old) if old else (row, ())


_PERHAPS_OLD = N_(
    "“{text}” was taken as it is, but would also be a text in an old encoding (VNI): look whether it reads right."
)


def _in_old(text: str, encoding: str) -> Problem:
    reason = N_("“{text}” is in an old encoding ({name}): convert the file to Unicode (UniKey does it).")
    return Problem(reason, text=text[:40], name=encoding)
