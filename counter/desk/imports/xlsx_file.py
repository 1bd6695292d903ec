"""The lines of the sheets of an XLSX file, read one at a time: what a file of few bytes can unpack to is bounded."""

from __future__ import annotations

import re
import warnings
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from counter.desk.imports.sheet import (
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    Record,
    RowProblem,
    Sheet,
    clean_lines,
    too_many_rows,
)
from counter.locale import N_
from counter.problems import Problem

if TYPE_CHECKING:
    from openpyxl.worksheet._reader import WorkSheetParser

LAST_ROW = 1_048_576
"""Of a sheet, by the format."""
MOST_MERGED = 5_000
"""How many merged ranges of a sheet are read."""
HIGHEST_MERGED = 2_000
MOST_TEXTS = 500_000
"""How many shared texts and formats a book may have: the library reads them all before the first cell."""
_TEXT = re.compile(rb"<(?:\w+:)?(?:si|xf)\b")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_SHEET_DATA, _ROW, _MERGED = (f"{_MAIN}{tag}" for tag in ("sheetData", "row", "mergeCell"))


def xlsx_sheets(path: Path) -> list[Sheet]:
    """The visible sheets of ``path``. Raises ``Problem`` where the file cannot be read or holds too much."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        _check_size(path)
        with path.open("rb") as file, warnings.catch_warnings():
            # The library warns of drop-down lists and the like, which it leaves out and we do not need.
            warnings.simplefilter("ignore")
            book = load_workbook(file, read_only=True, keep_links=False)
            try:
                return [_sheet(sheet) for sheet in book.worksheets if sheet.sheet_state == "visible"]
            finally:
                book.close()
    except (
        OSError, BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, IndexError, TypeError,
        AttributeError,
    ) as error:  # fmt: skip
        raise Problem(N_("The file {file} is not a readable XLSX file."), file=path.name) from error


def _check_size(path: Path) -> None:
    with ZipFile(path) as archive:
        parts = archive.infolist()
        if sum(part.file_size for part in parts) > MOST_BYTES:
            raise Problem(N_("The file {file} is too large."), file=path.name)
        texts = 0
        for part in parts:
            with archive.open(part) as file:
                while texts <= MOST_TEXTS and (chunk := file.read(1 << 20)):
                    texts += sum(1 for _ in _TEXT.finditer(chunk))
        if texts > MOST_TEXTS:
            raise Problem(N_("The file {file} is too large."), file=path.name)


def _sheet(sheet: Any) -> Sheet:
    """The lines of a sheet of the library's read-only book.

    Its own rows are not asked for: they are made up for every gap between two lines, as wide as the widest line.
    """
    from openpyxl.worksheet._reader import WorkSheetParser

    book = sheet.parent
    with sheet._get_source() as source:
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        records: list[Record] = []
        merged: list[str] = []
        for row in _rows(source, parser, merged):
            record = _record(sheet.title, *row)
            if record.problems or record.cells:
                records.append(record)
            if len(records) > MOST_ROWS:
                raise too_many_rows()
    return Sheet(_spread(records, merged), name=sheet.title)


def _rows(
    source: IO[bytes], parser: WorkSheetParser, merged: list[str]
) -> Iterator[tuple[int, Sequence[Mapping[str, Any]]]]:
    """The rows with something in them and their lines; adds the merged ranges to ``merged``."""
    from openpyxl.xml.functions import iterparse

    elements, above = 0, None
    for event, element in iterparse(source, events=("start", "end")):
        if event == "start":
            above = element if element.tag == _SHEET_DATA else above
        elif element.tag == _ROW:
            elements += 1
            if elements > LAST_ROW:
                raise too_many_rows()
            if any(len(cell) for cell in element):
                yield parser.parse_row(element)
            else:
                parser.row_counter = int(element.get("r") or parser.row_counter + 1)
            # What the library and the tree keep of each row would fill the memory.
            parser.row_dimensions.clear()
            if above is not None:
                above.clear()
        elif element.tag == _MERGED and len(merged) < MOST_MERGED:
            merged.append(element.get("ref", ""))


def _record(sheet: str, line: int, row: Sequence[Mapping[str, Any]]) -> Record:
    cells: list[str] = []
    problems: list[RowProblem] = []
    for cell in row:
        number = int(cell["column"])
        text = _text(cell["value"])
        if not text:
            continue
        if line > LAST_ROW or number > MOST_COLUMNS:
            raise Problem(
                N_(
                    "The sheet “{sheet}” has a cell far outside the table, in column {column} of row {row}: delete it."
                ),
                sheet=sheet,
                column=_letters(number),
                row=line,
            )
        cells += [""] * (number - len(cells))
        cells[number - 1] = text
        if cell["data_type"] == "f":
            reason = Problem(N_("The cell holds a formula; paste its value as text."))
            problems.append(RowProblem(line, _letters(number), reason))
        elif cell["data_type"] == "e":
            reason = Problem(N_("The cell holds an error of the spreadsheet."))
            problems.append(RowProblem(line, _letters(number), reason))
    return Record(line, tuple(cells), tuple(problems))


def _spread(records: list[Record], merged: Sequence[str]) -> list[Record]:
    """``records`` with what was merged over several rows in each of them, in the first of its columns."""
    from openpyxl.utils.cell import range_boundaries

    lines = [record.line for record in records]
    for name in merged:
        column, top, _, bottom = (int(edge or 0) for edge in range_boundaries(name))
        if not top < bottom <= top + HIGHEST_MERGED or column > MOST_COLUMNS:
            continue
        within = range(bisect_left(lines, top), bisect_right(lines, bottom))
        if not within or lines[within[0]] != top or len(records[within[0]].cells) < column:
            continue
        text = records[within[0]].cells[column - 1]
        for at in within[1:]:
            record = records[at]
            cells = list(record.cells) + [""] * (column - len(record.cells))
            cells[column - 1] = cells[column - 1] or text
            records[at] = Record(record.line, tuple(cells), record.problems)
    return records


def _letters(number: int) -> str:
    """The spreadsheet's own name of a column: 1 is A, 27 is AA."""
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _text(value: object) -> str:
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
