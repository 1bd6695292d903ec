"""What commands print: aligned tables and JSON; nothing that came from people can steer the terminal."""

from __future__ import annotations

import dataclasses
import json
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counter.locale import _

if TYPE_CHECKING:
    from counter.desk.imports.sheet import RowProblem

_NARROW = 12
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def visible(text: str) -> str:
    """``text`` without control, direction and invisible characters; line ends stay."""
    if text.isprintable():
        return text
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in _HIDDEN)


def print_lines(*lines: str) -> None:
    """Print ``lines``."""
    for line in lines:
        print(visible(line))  # noqa: T201 - this is where the commands print


def print_error(text: str) -> None:
    """Print one line on the error output."""
    print(" ".join(visible(text).split()), file=sys.stderr)  # noqa: T201


def print_json(value: object) -> None:
    """Print ``value`` as JSON: dataclasses as objects, times as ISO 8601 in UTC, enumerations by name."""
    print(json.dumps(json_value(value), ensure_ascii=False, indent=2))  # noqa: T201


def json_value(value: object) -> Any:
    """``value`` as JSON knows it."""
    match value:
        case Enum():
            return value.name.lower().replace("_", "-")
        case str():
            return visible(value)
        case None | bool() | int() | float():
            return value
        case datetime() | date() | time():
            return value.isoformat()
        case timedelta():
            return value.total_seconds()
        case Path():
            return visible(str(value))
        case Mapping():
            return {str(json_value(key)): json_value(problem) for key, problem in value.items()}
        case Iterable():
            return [json_value(problem) for problem in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: json_value(getattr(value, field.name)) for field in dataclasses.fields(value)}
    raise TypeError(f"no JSON for {type(value).__name__}")


def width(text: str) -> int:
    """The terminal cells that ``text`` fills."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )


def table(headings: Sequence[str], rows: Iterable[Sequence[object]], widest: int = 60) -> list[str]:
    """An aligned table; numbers to the right, a cell longer than ``widest`` ends in ``…``."""
    cells = [[_cell(cell, widest) for cell in row] for row in rows]
    columns = range(len(headings))
    widths = _fitting([max([width(headings[i]), *(width(row[i]) for row in cells)]) for i in columns])
    numeric = [bool(cells) and all(_is_number(row[i]) for row in cells) for i in columns]
    lines = [_line(headings, widths, numeric), "  ".join("─" * w for w in widths)]
    return lines + [_line(row, widths, numeric) for row in cells]


def _fitting(widths: list[int]) -> list[int]:
    """``widths`` made to fit the terminal, the widest first; the first column and what is narrow stays whole."""
    if not sys.stdout.isatty():
        return widths
    room = shutil.get_terminal_size().columns - 2 * (len(widths) - 1)
    while sum(widths) > room and (widest := max(widths[1:], default=0)) > _NARROW:
        widths[widths.index(widest, 1)] -= 1
    return widths


def _cell(value: object, widest: int) -> str:
    text = " ".join(visible("" if value is None else str(value)).split())
    return text if len(text) <= widest else text[: widest - 1] + "…"


def _is_number(text: str) -> bool:
    return not text or text.replace(".", "").replace("-", "", 1).isdigit()


def _line(cells: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    padded = []
    for whole, wanted, right in zip(cells, widths, numeric, strict=True):
        cell = whole if width(whole) <= wanted else whole[: wanted - 1] + "…"
        space = " " * (wanted - width(cell))
        padded.append(space + cell if right else cell + space)
    return "  ".join(padded).rstrip()


def print_row_problems(problems: Sequence[RowProblem]) -> None:
    """Print each bad cell or row of a file: line, column, and the whole reason, however wide the terminal is."""
    _print_rows(problems, _("what is wrong"))


def print_row_notes(notes: Sequence[RowProblem]) -> None:
    """Print what a file holds that was left out, or read otherwise than it stands; nothing where there is none."""
    if notes:
        _print_rows(notes, _("noticed"))
        print_lines("")


def _print_rows(problems: Sequence[RowProblem], heading: str) -> None:
    where = table((_("line"), _("column")), [(problem.line, problem.column) for problem in problems])
    reasons = (heading, "─" * _NARROW, *(str(problem.reason) for problem in problems))
    widest = max(map(width, where))
    print_lines(
        *(f"{at}{' ' * (widest - width(at))}  {reason}" for at, reason in zip(where, reasons, strict=True))
    )


def row_problem_values(problems: Sequence[RowProblem]) -> list[dict[str, object]]:
    """The bad cells and rows of a file for JSON."""
    return [
        {"line": problem.line, "column": problem.column, "reason": str(problem.reason)}
        for problem in problems
    ]
