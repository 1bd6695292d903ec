"""Tables that people hand over as files (CSV or XLSX): read into plain rows of text, every cell as data."""

from __future__ import annotations

import csv
import io
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from zipfile import BadZipFile, ZipFile

from counter.locale import N_
from counter.problems import Problem
from counter.rules.text import clean, fold

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell

_Value = TypeVar("_Value")
Headings = Mapping[str, tuple[str, ...]]
"""Our name of each column with the headings, folded, that people write over it."""

MOST_ROWS = 50_000
LONGEST_CELL = 20_000
MOST_BYTES = 100_000_000
IGNORED = frozenset({"", "stt", "tt", "so tt", "no", "ordinal"})


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong in one cell or row: the line in the file (1 is the heading) and the heading as written."""

    line: int
    column: str
    reason: Problem


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line in the file and its cells by our column names; absent columns read as empty."""

    line: int
    cells: Mapping[str, str]
    headings: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def problem(self, column: str, reason: Problem) -> RowProblem:
        """``reason`` at this row's ``column``, under the heading that the file uses."""
        return RowProblem(self.line, self.headings.get(column, column), reason)


@dataclass(slots=True)
class CellReader:
    """Turns the cells of one row into values and collects what is wrong with them."""

    row: Row
    problems: list[RowProblem] = field(default_factory=list)

    def read(self, column: str, how: Callable[[str], _Value]) -> _Value | None:
        """The value that ``how`` finds in ``column``; None, and a problem noted, where it raises one."""
        try:
            return how(self.row[column])
        except Problem as problem:
            self.problems.append(self.row.problem(column, problem))
            return None


@dataclass(frozen=True, slots=True)
class Table:
    """The rows that could be read, and what could not."""

    rows: tuple[Row, ...]
    problems: tuple[RowProblem, ...]


def clean_lines(text: str) -> str:
    """``text`` with each of its lines clean; line ends stay as ``\\n``."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(clean(line) for line in lines).strip()


def read_table(path: Path, headings: Headings, required: Sequence[str]) -> Table:
    """Read a ``.csv`` or ``.xlsx`` file whose first row names the columns.

    Raises ``Problem`` where the file as a whole cannot be read; a bad cell or row becomes a ``RowProblem``.
    """
    records = _xlsx(path) if path.suffix.lower() in {".xlsx", ".xlsm"} else _csv(path)
    lines = iter(records)
    first = next(lines, None)
    if first is None or not any(first.cells):
        raise Problem(N_("The file is empty."))
    names = _columns(first.cells, headings, required)
    rows: list[Row] = []
    problems = list(first.problems)
    for record in lines:
        row, row_problems = _row(record, names, first.cells)
        problems += row_problems
        if row is not None:
            rows.append(row)
        if len(rows) + len(problems) > MOST_ROWS:
            raise Problem(N_("The file has more than {most} rows; split it."), most=MOST_ROWS)
    return Table(tuple(rows), tuple(problems))


@dataclass(frozen=True, slots=True)
class _Record:
    line: int
    cells: tuple[str, ...]
    problems: tuple[RowProblem, ...] = ()


def _columns(first: Iterable[str], headings: Headings, required: Sequence[str]) -> list[str]:
    known = {fold(alias): name for name, aliases in headings.items() for alias in (name, *aliases)}
    names: list[str] = []
    for heading in first:
        folded = fold(heading)
        name = "" if folded in IGNORED else known.get(folded)
        if name is None:
            raise Problem(N_("The column “{heading}” is not known."), heading=heading[:60])
        if name and name in names:
            raise Problem(N_("The column “{heading}” is there twice."), heading=heading[:60])
        names.append(name)
    for name in required:
        if name not in names:
            raise Problem(N_("The column “{heading}” is missing."), heading=headings[name][0])
    return names


def _row(
    record: _Record, names: Sequence[str], written: Sequence[str]
) -> tuple[Row | None, Sequence[RowProblem]]:
    if record.problems:
        return None, record.problems
    if not any(record.cells):
        return None, ()
    if any(record.cells[len(names) :]):
        return None, [RowProblem(record.line, "", Problem(N_("The row has more cells than the heading.")))]
    cells = {name: cell for name, cell in zip(names, record.cells, strict=False) if name}
    too_long = [name for name, cell in cells.items() if len(cell) > LONGEST_CELL]
    headings = {name: heading for name, heading in zip(names, written, strict=True) if name}
    row = Row(record.line, cells, headings)
    if too_long:
        return None, [row.problem(too_long[0], Problem(N_("The cell is too long.")))]
    return row, ()


def _csv(path: Path) -> Iterator[_Record]:
    text = _decoded(path)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            reason = Problem(
                N_("The row cannot be read ({why}): look at its quotation marks."), why=str(error)
            )
            if line == 1:
                raise reason from error
            yield _Record(line, (), (RowProblem(line, "", reason),))
            continue
        yield _Record(line, tuple(clean_lines(cell) for cell in cells))


def _decoded(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Problem(N_("The file {file} is too large."), file=path.name)
        data = path.read_bytes()
    except OSError as error:
        raise Problem(N_("The file {file} cannot be read."), file=path.name) from error
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Problem(N_("The file is not in UTF-8; save it as “CSV UTF-8” or as XLSX.")) from error


def _delimiter(text: str) -> str:
    """The separator that stands most often, outside quotation marks, in the first line."""
    heading = re.sub(r'"[^"]*"', "", text).lstrip().split("\n", 1)[0]
    return max(",;\t", key=heading.count)


def _xlsx(path: Path) -> Iterator[_Record]:
    from xml.etree.ElementTree import ParseError

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        _not_too_large(path)
        with warnings.catch_warnings():
            # The library warns of drop-down lists and the like, which it leaves out and we do not need.
            warnings.simplefilter("ignore")
            book = load_workbook(path, read_only=True, keep_links=False)
            try:
                rows = book.worksheets[0].iter_rows()
                records = [_xlsx_record(line, row) for line, row in enumerate(rows, start=1)]
            finally:
                book.close()
    except (OSError, BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, IndexError) as error:
        raise Problem(N_("The file {file} is not a readable XLSX file."), file=path.name) from error
    return iter(records)


def _not_too_large(path: Path) -> None:
    with ZipFile(path) as archive:
        if sum(part.file_size for part in archive.infolist()) > MOST_BYTES:
            raise Problem(N_("The file {file} is too large."), file=path.name)


def _xlsx_record(line: int, row: Iterable[Cell | MergedCell]) -> _Record:
    cells: list[str] = []
    problems: list[RowProblem] = []
    for number, cell in enumerate(row, start=1):
        if cell.data_type == "f":
            reason = Problem(N_("The cell holds a formula; paste its value as text."))
            problems.append(RowProblem(line, _letters(number), reason))
        elif cell.data_type == "e":
            reason = Problem(N_("The cell holds an error of the spreadsheet."))
            problems.append(RowProblem(line, _letters(number), reason))
        cells.append(_written(cell.value))
    while cells and not cells[-1]:
        cells.pop()
    return _Record(line, tuple(cells), tuple(problems))


def _letters(number: int) -> str:
    """The spreadsheet's own name of a column: 1 is A, 27 is AA."""
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _written(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "1" if value else "0"
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M:%S")
        case date() | time():
            return value.isoformat()
        case float():
            return repr(int(value)) if value.is_integer() else repr(value)
        case _:
            return clean_lines(str(value))
