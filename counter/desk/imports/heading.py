"""The heading of a table: looked for below titles and blank lines, in one row or in two with merged cells."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from counter.desk.imports.sheet import Record, Sheet
from counter.locale import N_
from counter.problems import Problem
from counter.rules.text import fold

Headings = Mapping[str, tuple[str, ...]]
"""Our name of each column with the headings that people write over it; the first one is what problems call it."""

DEEPEST = 60
"""Among how many lines the heading is looked for."""
NUMBERED = frozenset({"stt", "tt", "so tt", "so thu tu", "no", "ordinal"})
_REMARK = re.compile(r"\([^()]*\)|[*:]")
_COLUMN_NUMBER = re.compile(r"\(?(\d{1,2})\)?(\s*=.*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Heading:
    """Where a heading is and what it says.

    ``names`` are our names of the columns, empty where a column is not taken in; ``written`` the words over them.
    ``behind`` is the place, among the lines of the sheet, of the first one that is not heading.
    """

    line: int
    names: tuple[str, ...]
    written: tuple[str, ...]
    behind: int


class ColumnNames:
    """What may stand over a column: ours, with ``required`` among them, and ``unused`` ones that are not taken in."""

    def __init__(self, headings: Headings, required: Sequence[str], unused: Iterable[str] = ()) -> None:
        self._headings, self._required = headings, required
        self._unused = frozenset(map(fold, unused))
        self._known = {fold(alias): name for name, aliases in headings.items() for alias in (name, *aliases)}

    def count(self, records: Sequence[Record]) -> int:
        """How many columns the best of ``records`` names."""
        return max((len(set(self._row(record))) for record in records), default=0)

    def is_complete(self, sheet: Sheet) -> bool:
        """Whether a row, or two, of ``sheet`` name all required columns."""
        return self._complete(sheet.records) is not None

    def find(self, sheet: Sheet) -> Heading:
        """The heading of ``sheet``; raises ``Problem`` where it has none, or one that is not known, missing, twice."""
        records = sheet.records[:DEEPEST]
        if (place := self._complete(records)) is None:
            best = max(range(len(records)), key=lambda at: len(set(self._row(records[at]))))
            if not self._row(records[best]):
                raise self._no_heading(records)
            place = best, best
        first, last = place
        upper = records[first].cells if first < last else ()
        names, written = self._join(upper, records[last].cells)
        self._check(names, written)
        return Heading(
            line=records[last].line,
            names=tuple(name or "" for name in names),
            written=tuple(written),
            behind=last + 1 + self._has_column_numbers(records[last + 1 : last + 2]),
        )

    def name_of(self, text: str) -> str | None:
        """Our name for the heading ``text``; empty where such a column is not taken in, None where it is not known."""
        if not text:
            return ""
        for words in (fold(text), fold(_REMARK.sub(" ", text)).strip(" .,-")):
            if words in NUMBERED or words in self._unused:
                return ""
            if words in self._known:
                return self._known[words]
        return None

    def _row(self, record: Record) -> list[str]:
        return [name for cell in record.cells if (name := self.name_of(cell))]

    def _complete(self, records: Sequence[Record]) -> tuple[int, int] | None:
        """The places of the first and the last row of the first heading that names all required columns."""
        records = records[:DEEPEST]
        for at, record in enumerate(records):
            if self._has_required(self._row(record)):
                if self._is_lower(records, at):
                    return at, at + 1
                return (
                    (at - 1, at) if at and self._is_upper(records[at - 1].cells, record.cells) else (at, at)
                )
        for at in range(len(records) - 1):
            upper, lower = records[at], records[at + 1]
            names, _ = self._join(upper.cells, lower.cells)
            filled = [cell for cell in lower.cells if cell]
            known = [cell for cell in filled if self.name_of(cell) is not None]
            if self._row(upper) and 2 * len(known) > len(filled) and self._has_required(names):
                return at, at + 1
        return None

    def _has_required(self, names: Collection[str | None]) -> bool:
        return all(name in names for name in self._required)

    def _is_lower(self, records: Sequence[Record], at: int) -> bool:
        """Whether the row behind ``at`` goes on with the heading: words for columns only, none of them required."""
        if at + 1 >= len(records) or self._has_column_numbers(records[at + 1 : at + 2]):
            return False
        upper, lower = records[at].cells, records[at + 1].cells
        pairs = list(zip(_padded(upper, len(lower)), lower, strict=False))
        own = [cell for above, cell in pairs if cell and cell != above]
        if any(cell in own and self.name_of(above) in self._required for above, cell in pairs):
            return False
        names, _ = self._join(upper, lower)
        below = [name for name, cell in zip(names, _padded(lower, len(names)), strict=True) if cell]
        return bool(own) and None not in below and any(self.name_of(cell) is not None for cell in own)

    def _is_upper(self, upper: Sequence[str], lower: Sequence[str]) -> bool:
        """Whether ``upper`` names a column over which ``lower`` is blank."""
        open_cells = (
            cell for cell, below in zip(upper, _padded(lower, len(upper)), strict=False) if not below
        )
        return any(map(self.name_of, open_cells))

    def _join(self, upper: Sequence[str], lower: Sequence[str]) -> tuple[list[str | None], list[str]]:
        """Our names of the columns under two rows, and their words; a group's word stands over its first column."""
        width = max(len(upper), len(lower))
        upper, lower = _padded(upper, width), _padded(lower, width)
        names: list[str | None] = []
        written: list[str] = []
        group = ""
        for above, below in zip(upper, lower, strict=True):
            group = above or (group if below else "")
            words = [below or above]
            if group and below and group != below:
                words = [f"{group} {below}", below, *([group] if self.name_of(group) == "" else [])]
            names.append(next((name for word in words if (name := self.name_of(word)) is not None), None))
            written.append(" – ".join(dict.fromkeys(filter(None, (group if below else "", below or above)))))
        return names, written

    def _check(self, names: Sequence[str | None], written: Sequence[str]) -> None:
        for at, name in enumerate(names):
            heading = " ".join(written[at].split())[:60]
            if name is None:
                raise Problem(N_("The column “{heading}” is not known."), heading=heading)
            if name and name in names[:at]:
                raise Problem(N_("The column “{heading}” is there twice."), heading=heading)
        for name in self._required:
            if name not in names:
                raise Problem(N_("The column “{heading}” is missing."), heading=self._headings[name][0])

    def _no_heading(self, records: Sequence[Record]) -> Problem:
        if broken := next((record.problems[0].reason for record in records if record.problems), None):
            return broken
        needed = ", ".join(self._headings[name][0] for name in self._required)
        return Problem(
            N_("No row of the file names the columns; needed are: {columns}. The first row reads “{row}”."),
            columns=needed,
            row=" ".join(filter(None, records[0].cells))[:60],
        )

    @staticmethod
    def _has_column_numbers(records: Sequence[Record]) -> bool:
        """Whether a row only counts the columns: ``(1) (2) (3)``, as under the headings of official forms."""
        cells = [cell for record in records for cell in record.cells if cell]
        numbers = [int(match[1]) if (match := _COLUMN_NUMBER.fullmatch(cell)) else -9 for cell in cells]
        return (
            len(numbers) > 1
            and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
            and numbers[0] <= 2
        )


def _padded(cells: Sequence[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]
