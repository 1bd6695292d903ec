"""The lines of a CSV file: UTF-8 or UTF-16; its separator is the one under which the table's heading shows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from counter.desk.imports.sheet import (
    MOST_BYTES,
    MOST_ROWS,
    Record,
    RowProblem,
    Sheet,
    clean_lines,
    too_many_rows,
)
from counter.locale import N_
from counter.problems import Problem

SEPARATORS = ",;\t|"
_SEPARATOR_LINE = re.compile(r"\s*\"?sep=(.)\"?[,;\t ]*(?:\r\n|\r|\n|$)", re.IGNORECASE)
"""The first line by which Excel is told the separator."""


def csv_sheet(path: Path, score: Callable[[Sequence[Record]], int], depth: int) -> Sheet:
    """The lines of ``path``; ``score`` says how much of a heading the first ``depth`` lines show.

    Raises ``Problem`` where the file cannot be read, is too large, or has too many rows.
    """
    text = _decoded(path)
    skipped = 0
    separators = SEPARATORS
    if chosen := _SEPARATOR_LINE.match(text):
        text, skipped, separators = text[chosen.end() :], 1, chosen[1]
    first_line = re.sub(r'"[^"]*"', "", text).lstrip().split("\n", 1)[0]

    def suits(separator: str) -> tuple[int, int]:
        return score(list(islice(_records(text, separator, skipped), depth))), first_line.count(separator)

    separator = max(separators, key=suits)
    records = list(islice(_records(text, separator, skipped), MOST_ROWS + depth))
    if len(records) == MOST_ROWS + depth:
        raise too_many_rows()
    return Sheet(records, separator=separator)


def _records(text: str, separator: str, skipped: int) -> Iterator[Record]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    while True:
        line = reader.line_num + 1 + skipped
        try:
            cells = [clean_lines(cell) for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            reason = Problem(
                N_("The row cannot be read ({why}): look at its quotation marks."), why=str(error)
            )
            yield Record(line, (), (RowProblem(line, "", reason),))
            continue
        if any(cells):
            yield Record(line, tuple(cells))


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
