"""A table as its file holds it: lines of cells, before anybody knows which of them is the heading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from counter.locale import N_
from counter.problems import Problem
from counter.rules.text import clean

MOST_ROWS = 50_000
MOST_COLUMNS = 128
MOST_BYTES = 50_000_000
"""Of the file, or of what an XLSX file unpacks to."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong, or worth knowing, in one cell or row: the line in the file, from 1, and the heading as written."""

    line: int
    column: str
    reason: Problem


@dataclass(frozen=True, slots=True)
class Record:
    """One line of the file with its cells as text, cleaned; none of them is filled behind the last that is."""

    line: int
    cells: tuple[str, ...]
    problems: tuple[RowProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of a file, or of one sheet of it, that are not blank; ``separator`` is what parts the cells of CSV."""

    records: Sequence[Record]
    name: str = ""
    separator: str = ""


def too_many_rows() -> Problem:
    """The reason for refusing a table of more than ``MOST_ROWS``."""
    return Problem(N_("The file has more than {most} rows; split it."), most=MOST_ROWS)


def too_many_letters(text: str, most: int) -> Problem:
    """The reason for refusing a cell, or an entry of one, of more than ``most`` letters."""
    reason = N_("“{text}…” has {count} letters; {most} is the most here.")
    return Problem(reason, text=" ".join(text[:30].split()), count=len(text), most=most)


def clean_lines(text: str) -> str:
    """``text`` with each of its lines clean; line ends stay as ``\\n``."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(clean(line) for line in lines).strip()
