"""Layout of a slip in columns: wrapping, alignment, tables; every text encoder prints these rows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from devices.encode.phrases import bound
from devices.plain import BLANK
from devices.slip import Align, Barcode, Column, Cut, Feed, Line, Pair, QrCode, Rule, Size, Slip, Table

MIN_FLEX: Final = 16
"""A table whose widest column would get fewer letters than this is stacked: heads beside values."""

_NARROW: Final = re.compile(r"[ -~\u00a0-\u02ff\u1e00-\u1eff]*").fullmatch
_HANG: Final = "  "
_JOINT: Final = "\0"
"""In the place of a space at which no line may end, until the lines are made."""
_SHAPE: Final = {Size.NORMAL: 1, Size.TALL: 1, Size.BIG: 2}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of text on the paper, padded on the left, never longer than the columns."""

    text: str
    bold: bool = False
    size: Size = Size.NORMAL
    align: Align = Align.LEFT


Piece = Row | Barcode | QrCode | Cut


def width(text: str) -> int:
    """Columns that ``text`` takes: marks that combine take none, East Asian wide letters two."""
    if _NARROW(text):
        return len(text)
    return sum(_letter_width(letter) for letter in text)


def _letter_width(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


@lru_cache(maxsize=1024)
def wrap(text: str, columns: int, hang: int = 0) -> tuple[str, ...]:
    """``text`` in lines of at most ``columns``, broken between words; a longer word breaks inside.

    No line ends within a date, an hour or a sum (see ``bound``), unless that is longer than a line. Every line but
    the first leaves room for an indent of ``hang``, which the caller adds. Forms repeat the same labels, and the
    preview beside the screen is drawn at every key: hence the cache.
    """
    if columns <= hang:
        raise ValueError("no room for text")
    if width(text) <= columns:
        return (text.strip(),)
    lines: list[str] = []
    line, room = "", columns
    for word in _words(text, columns - hang):
        joined = f"{line} {word}" if line else word
        if width(joined) <= room:
            line = joined
            continue
        if line:
            lines.append(line)
            room = columns - hang
        *full, line = _break(word, room, columns - hang)
        if full:
            lines += full
            room = columns - hang
    if line or not lines:
        lines.append(line)
    return tuple(line.replace(_JOINT, " ") for line in lines)


def _words(text: str, columns: int) -> list[str]:
    """The parts of ``text`` that are not to be broken; one that is longer than ``columns`` is words again."""
    words: list[str] = []
    for word in bound(text, _JOINT).split():
        words += word.split(_JOINT) if _JOINT in word and width(word) > columns else [word]
    return words


@lru_cache(maxsize=256)
def balanced(text: str, columns: int) -> tuple[str, ...]:
    """``text`` wrapped into lines of about the same length, as centred lines look best; never more lines."""
    lines = wrap(text, columns)
    if len(lines) == 1:
        return lines
    least = max(width(text) // len(lines), 1)
    narrow = next((room for room in range(least, columns) if _as_few(text, room, lines)), columns)
    return wrap(text, narrow)


def _as_few(text: str, columns: int, lines: tuple[str, ...]) -> bool:
    longest = max(map(width, _words(text, columns)))
    return longest <= columns and len(wrap(text, columns)) <= len(lines)


def _break(word: str, first: int, columns: int) -> list[str]:
    parts, part, used, room = [], "", 0, first
    for letter in word:
        size = _letter_width(letter)
        if part and used + size > room:
            parts.append(part)
            part, used, room = "", 0, columns
        if size > room:
            letter, size = BLANK, 1
        part += letter
        used += size
    return [*parts, part]


def lay_out(slip: Slip, columns: int) -> Iterator[Piece]:
    """The rows and codes of ``slip`` on paper of ``columns`` letters, from top to bottom.

    The mark of a reprint is on each part between cuts.
    """
    mark = Line(slip.mark, Align.CENTER, bold=True)
    marked = not slip.copy
    for item in slip.items:
        if not marked:
            yield from _line(mark, columns)
        marked = not slip.copy or not isinstance(item, Cut)
        match item:
            case Line():
                yield from _line(item, columns)
            case Pair():
                yield from _pair(item, columns)
            case Table():
                yield from _table(item, columns)
            case Rule(short):
                text = "-" * (columns // 3 if short else columns)
                yield Row(pad(text, columns, Align.CENTER))
            case Feed(lines):
                yield from (Row("") for _ in range(lines))
            case _:
                yield item


def pad(text: str, columns: int, align: Align) -> str:
    """``text`` with the spaces before it that put it left, right or in the middle of ``columns``."""
    room = columns - width(text)
    if align is Align.LEFT or room <= 0:
        return text
    return " " * (room // 2 if align is Align.CENTER else room) + text


def _fold(align: Align) -> Callable[[str, int], tuple[str, ...]]:
    return balanced if align is Align.CENTER else wrap


def _line(item: Line, columns: int) -> Iterator[Row]:
    room = columns // _SHAPE[item.size]
    indent = " " * min(item.indent, room // 2)
    for text in _fold(item.align)(item.text, room - len(indent)):
        yield Row(indent + pad(text, room - len(indent), item.align), item.bold, item.size, item.align)


def _pair(item: Pair, columns: int) -> Iterator[Row]:
    if not item.value:
        *above, last = wrap(f"{item.key}:", columns)
        yield from (Row(text) for text in above)
        yield Row(f"{last} {'.' * (columns - width(last) - 1)}".rstrip(), item.bold)
        return
    first, *rest = wrap(f"{item.key}: {item.value}", columns, len(_HANG))
    yield Row(first, item.bold)
    yield from (Row(_HANG + text, item.bold) for text in rest)


def widths(columns: Sequence[Column], room: int) -> list[int]:
    """The width of each column when one space stands between them; none is under 1."""
    flexible = [column.weight if not column.width else 0 for column in columns]
    fixed = sum(column.width for column in columns)
    free = room - fixed - (len(columns) - 1)
    total = sum(flexible)
    result = [column.width or free * column.weight // max(total, 1) for column in columns]
    if total:
        widest = flexible.index(max(flexible))
        result[widest] += free - sum(
            size for size, column in zip(result, columns, strict=True) if not column.width
        )
    return result


def _table(item: Table, columns: int) -> Iterator[Row]:
    sizes = widths(item.columns, columns)
    flexible = [size for size, column in zip(sizes, item.columns, strict=True) if not column.width]
    headed = any(column.head for column in item.columns)
    full = sum(sizes) + len(sizes) - 1 > columns or min(sizes) < 2
    if full or (headed and flexible and max(flexible) < MIN_FLEX):
        yield from _stacked(item, columns)
        return
    if headed:
        heads = tuple(column.head for column in item.columns)
        yield from _cells(heads, item.columns, sizes, bold=True)
    for row in item.rows:
        yield from _cells(row, item.columns, sizes, bold=item.bold)


def _cells(cells: Sequence[str], columns: Sequence[Column], sizes: list[int], *, bold: bool) -> Iterator[Row]:
    parts = zip(cells, columns, sizes, strict=True)
    wrapped = [_fold(column.align)(cell, size) for cell, column, size in parts]
    for line in range(max(map(len, wrapped))):
        row = ""
        for lines, column, size in zip(wrapped, columns, sizes, strict=True):
            text = pad(lines[line] if line < len(lines) else "", size, column.align)
            row += text + " " * (size - width(text) + 1)
        yield Row(row.rstrip(), bold)


def _stacked(item: Table, columns: int) -> Iterator[Row]:
    """A table too wide for the paper: cells up to the first free column in a line, the others below it."""
    free = next((at for at, column in enumerate(item.columns) if not column.width), 0)
    for row in item.rows:
        name = " ".join(cell for cell in row[: free + 1] if cell)
        yield from _line(Line(name, bold=item.bold), columns)
        rest = zip(item.columns[free + 1 :], row[free + 1 :], strict=True)
        detail = ", ".join(f"{column.head}: {cell}" if column.head else cell for column, cell in rest if cell)
        if detail:
            yield from _line(Line(detail, bold=item.bold, indent=len(_HANG)), columns)
