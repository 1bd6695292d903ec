"""Slip: the contents of a printed document, whatever the printer.

Immutable plain data: it waits on the spool as a line of JSON and becomes text, ESC/POS or a PDF.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum
from typing import Any, Final

VERSION: Final = 1
"""Version of the JSON form; a slip written by a newer program is refused."""

_ENCODE: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
_BREAKS: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")


class SlipError(ValueError):
    """A stored slip cannot be read."""


class Align(StrEnum):
    """The alignment of text between the margins."""

    LEFT = "l"
    CENTER = "c"
    RIGHT = "r"


class Size(IntEnum):
    """How large text is: ``TALL`` keeps the columns, ``BIG`` takes two columns a letter."""

    NORMAL = 1
    TALL = 2
    BIG = 3


LOOK_ALIKES = str.maketrans("ÐƉ", "ĐĐ")
"""Icelandic and African letters that are written for the Vietnamese one, and look like it."""


def clean(text: str) -> str:
    """``text`` in NFC on one line: runs of white space and control characters become a space, other invisibles go.

    What only looks like Đ becomes Đ.
    """
    if text.isascii() and text.isprintable():
        return text
    text = text.translate(LOOK_ALIKES)
    if not text.isprintable():
        text = _BREAKS.sub(" ", text)
        text = "".join(_visible(letter) for letter in text)
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def _visible(letter: str) -> str:
    if letter.isprintable():
        return letter
    category = unicodedata.category(letter)
    if category[0] == "Z":
        return " "
    return "" if category in ("Cc", "Cf") else "\ufffd"


@dataclass(frozen=True, slots=True)
class Line:
    """One run of text, wrapped on words where it is too long."""

    text: str
    align: Align = Align.LEFT
    bold: bool = False
    size: Size = Size.NORMAL
    indent: int = 0

    def __post_init__(self) -> None:
        _cleaned(self, "text", self.text)

    def _pack(self) -> list[Any]:
        return ["l", self.text, self.align, int(self.bold), self.size, self.indent]


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and its value; an empty value shows as a dotted line to be filled in."""

    key: str
    value: str
    bold: bool = False

    def __post_init__(self) -> None:
        _cleaned(self, "key", self.key)
        _cleaned(self, "value", self.value)

    def _pack(self) -> list[Any]:
        return ["k", self.key, self.value, int(self.bold)]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: ``width`` in letters, or, where it is 0, a share of the rest by ``weight``."""

    head: str = ""
    width: int = 0
    weight: int = 1
    align: Align = Align.LEFT

    def __post_init__(self) -> None:
        _cleaned(self, "head", self.head)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under column heads; without any head the rows stand alone. Short rows are filled up."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    bold: bool = False

    def __post_init__(self) -> None:
        width = len(self.columns)
        if any(len(row) > width for row in self.rows):
            raise ValueError("a row has more cells than the table has columns")
        rows = tuple(tuple(map(clean, row)) + ("",) * (width - len(row)) for row in self.rows)
        object.__setattr__(self, "rows", rows)

    def _pack(self) -> list[Any]:
        columns = [(c.head, c.width, c.weight, c.align) for c in self.columns]
        return ["t", columns, self.rows, int(self.bold)]


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the paper; ``short`` is the little one under a heading."""

    short: bool = False

    def _pack(self) -> list[Any]:
        return ["r", int(self.short)]


@dataclass(frozen=True, slots=True)
class Barcode:
    """CODE128 of an ASCII text, with the text below it; a printer too narrow for it prints a QR code."""

    code: str

    def __post_init__(self) -> None:
        _cleaned(self, "code", self.code)
        if not self.code or not self.code.isascii():
            raise ValueError(f"CODE128 holds printable ASCII only: {self.code!r}")

    def _pack(self) -> list[Any]:
        return ["b", self.code]


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code of an ASCII payload (letters beyond ASCII are read differently by different readers)."""

    data: str

    def __post_init__(self) -> None:
        _cleaned(self, "data", self.data)
        if not self.data or not self.data.isascii():
            raise ValueError(f"a QR payload is printable ASCII here: {self.data!r}")

    def _pack(self) -> list[Any]:
        return ["q", self.data]


@dataclass(frozen=True, slots=True)
class Feed:
    """Empty lines."""

    lines: int = 1

    def _pack(self) -> list[Any]:
        return ["f", self.lines]


@dataclass(frozen=True, slots=True)
class Cut:
    """Feed to the knife and cut, where the printer can."""

    def _pack(self) -> list[Any]:
        return ["x"]


Item = Line | Pair | Table | Rule | Barcode | QrCode | Feed | Cut


def _cleaned(item: object, name: str, text: str) -> None:
    cleaned = clean(text)
    if cleaned is not text:
        object.__setattr__(item, name, cleaned)


@dataclass(frozen=True, slots=True)
class Slip:
    """A document for paper. ``copy`` 0 is the first print; a reprint shows ``copy_label`` and its number."""

    title: str
    items: tuple[Item, ...]
    copy: int = 0
    copy_label: str = "BẢN IN LẠI LẦN"

    def __post_init__(self) -> None:
        _cleaned(self, "title", self.title)
        _cleaned(self, "copy_label", self.copy_label)

    @property
    def mark(self) -> str:
        """The line that marks a reprint; empty on the first print."""
        return f"*** {self.copy_label} {self.copy} ***" if self.copy else ""

    def as_copy(self, number: int) -> Slip:
        """The same slip marked as reprint ``number``."""
        return replace(self, copy=number)

    def to_json(self) -> str:
        """The slip as one compact line of JSON; ``from_json`` gives an equal slip back."""
        items = [item._pack() for item in self.items]
        return _ENCODE([VERSION, self.title, self.copy, self.copy_label, items])

    @classmethod
    def from_json(cls, text: str) -> Slip:
        """Read what ``to_json`` wrote. Raises ``SlipError`` for anything else, or for a newer version."""
        try:
            version, title, copy, label, items = json.loads(text)
            if version != VERSION:
                raise SlipError(f"a slip of version {version}; this program reads {VERSION}")
            return cls(title, tuple(_READ[kind](*values) for kind, *values in items), copy, label)
        except SlipError:
            raise
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise SlipError(f"not a slip: {error}") from error


def _table(columns: list[list[Any]], rows: list[list[str]], bold: int) -> Table:
    heads = tuple(Column(head, width, weight, Align(align)) for head, width, weight, align in columns)
    return Table(heads, tuple(tuple(row) for row in rows), bool(bold))


_READ: Final[dict[str, Callable[..., Item]]] = {
    "l": lambda text, align, bold, size, indent: Line(text, Align(align), bool(bold), Size(size), indent),
    "k": lambda key, value, bold: Pair(key, value, bool(bold)),
    "t": _table,
    "r": lambda short: Rule(bool(short)),
    "b": Barcode,
    "q": QrCode,
    "f": Feed,
    "x": Cut,
}
