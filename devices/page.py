"""Page: the contents of a document for a page printer, in the layout of the State's forms.

Immutable plain data like a slip: it waits on the spool as a line of JSON, and becomes a PDF or lines of text.
The layout is that of the forms of TT 01/2018/TT-VPCP: a head of two columns, a title, items with their values, ruled
tables, signatures side by side.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import StrEnum
from typing import Any, Final

from devices.slip import Align, Barcode, Feed, QrCode, Rule, clean

VERSION: Final = 1
"""Version of the JSON form; a page written by a newer program is refused."""

_ENCODE: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
_KIND: Final = "kind"


class PageError(ValueError):
    """A stored page cannot be read."""


class PageSize(StrEnum):
    """The paper: forms are printed on A5 (148 x 210 mm), registers and lists on A4 (TT 01/2018 Đ.9, Đ.10)."""

    A5 = "A5"
    A4 = "A4"
    A4_WIDE = "A4-landscape"


class TextSize(StrEnum):
    """How large text is: ``SMALL`` for notes, ``LARGE`` for titles."""

    SMALL = "s"
    NORMAL = "n"
    LARGE = "l"


def clean_lines(text: str) -> str:
    """``text`` with each of its lines clean; line ends stay as ``\\n``, but for those around it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(map(clean, lines)).strip("\n")


_TYPES: Final[dict[str, type[Any]]] = {"str": str, "int": int, "bool": bool}
_ENUMS: Final[dict[str, type[StrEnum]]] = {"Align": Align, "TextSize": TextSize, "PageSize": PageSize}


class _Plain:
    """Cleans every text of a value, and makes the alignments and sizes that JSON brings members again.

    Raises ``TypeError`` or ``ValueError`` where JSON brought something else.
    """

    def __post_init__(self) -> None:
        for entry in fields(self):  # type: ignore[arg-type]
            value = getattr(self, entry.name)
            fitting = _fitting(str(entry.type), value)
            if fitting is not value:
                object.__setattr__(self, entry.name, fitting)


def _fitting(kind: str, value: Any) -> Any:
    if kind in _ENUMS:
        return _ENUMS[kind](value)
    if kind == "str":
        return clean(value)
    if kind == "tuple[str, ...]":
        return tuple(map(clean, value))
    if not isinstance(value, _TYPES.get(kind, object)):
        raise TypeError(f"{value!r} is no {kind}")
    return value


@dataclass(frozen=True, slots=True)
class Paragraph(_Plain):
    """One run of text, wrapped on words; ``indent`` is in millimetres."""

    text: str
    align: Align = Align.LEFT
    bold: bool = False
    italic: bool = False
    text_size: TextSize = TextSize.NORMAL
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Entry(_Plain):
    """A label and its value, ``number`` above 0 before them (``5. Thời gian trả kết quả: …``).

    Where the value is empty, a dotted line goes from the label to the margin, and ``lines`` - 1 more below it:
    somebody writes there by hand. ``unit`` stands behind the value or the dots.
    """

    label: str
    value: str = ""
    number: int = 0
    bold: bool = False
    lines: int = 1
    unit: str = ""

    @property
    def heading(self) -> str:
        """The number and the label, with a colon behind them."""
        label = self.label if self.label.endswith((":", ".")) else f"{self.label}:"
        return f"{self.number}. {label}" if self.number else label


@dataclass(frozen=True, slots=True)
class EntryRow(_Plain):
    """Entries side by side in one line, or below each other where one of them is too long for that."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class PageColumn(_Plain):
    """A column of a table: ``width`` in millimetres, or, where it is 0, a share of the rest by ``weight``.

    Neighbours of one ``group`` stand under one common head.
    """

    head: str = ""
    width: int = 0
    weight: int = 1
    align: Align = Align.LEFT
    group: str = ""


@dataclass(frozen=True, slots=True)
class PageTable(_Plain):
    """Ruled rows of cells under column heads, which every further sheet repeats; without any head it has no rules.

    A cell may have several lines. Short rows are filled up.
    """

    columns: tuple[PageColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    bold: bool = False

    def __post_init__(self) -> None:
        width = len(self.columns)
        if any(len(row) > width for row in self.rows):
            raise ValueError("a row has more cells than the table has columns")
        rows = tuple(tuple(map(clean_lines, row)) + ("",) * (width - len(row)) for row in self.rows)
        object.__setattr__(self, "rows", rows)

    @property
    def is_ruled(self) -> bool:
        """Whether it has heads, and lines around its cells."""
        return any(column.head or column.group for column in self.columns)


@dataclass(frozen=True, slots=True)
class Signatory(_Plain):
    """A place to sign: who signs (``NGƯỜI NỘP HỒ SƠ``), a note in italics, room for the hand, the printed name.

    ``listed`` are lines of a list instead of a signature, as under ``Nơi nhận:``.
    """

    title: str = ""
    note: str = ""
    name: str = ""
    listed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signatures(_Plain):
    """One to three places to sign, side by side, never parted by the end of a sheet."""

    signatories: tuple[Signatory, ...]


PageItem = Paragraph | Entry | EntryRow | PageTable | Signatures | Rule | Barcode | QrCode | Feed


@dataclass(frozen=True, slots=True, kw_only=True)
class PageHead(_Plain):
    """The head: on the left the agencies, the section in bold and the number; on the right the State's name, the motto
    and ``place_date`` in italics (``Tân Hòa, ngày 23 tháng 11 năm 2026``). ``form`` is above it: ``Mẫu số 01``.
    """

    form: str = ""
    agencies: tuple[str, ...] = ()
    section: str = ""
    number: str = ""
    state: str = ""
    motto: str = ""
    place_date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(_Plain):
    """A document. ``code`` and ``foot`` are on every sheet, with the sheet's number.

    ``counterparts`` are the marks of those that are printed at once (``Liên 1 (lưu)``), each on sheets of its own;
    without any there is one, unmarked. ``copy`` 0 is the first print; a reprint shows ``copy_label`` and its number, or
    nothing where the label is empty.
    """

    title: str
    items: tuple[PageItem, ...] = ()
    head: PageHead | None = None
    size: PageSize = PageSize.A5
    code: str = ""
    foot: str = ""
    counterparts: tuple[str, ...] = ()
    copy: int = 0
    copy_label: str = "BẢN IN LẠI LẦN"
    sheet_label: str = "Trang"

    @property
    def mark(self) -> str:
        """The line that marks a reprint; empty on the first print."""
        return f"*** {self.copy_label} {self.copy} ***" if self.copy and self.copy_label else ""

    def as_copy(self, number: int) -> Page:
        """The same page marked as reprint ``number``."""
        return replace(self, copy=number)

    def to_json(self) -> str:
        """The page as one compact line of JSON; ``from_json`` gives an equal page back."""
        return _ENCODE({"version": VERSION, **_packed(self)})

    @classmethod
    def from_json(cls, text: str) -> Page:
        """Read what ``to_json`` wrote. Raises ``PageError`` for anything else, or for a newer version."""
        try:
            values = json.loads(text)
            if (version := values.pop("version")) != VERSION:
                raise PageError(f"a page of version {version}; this program reads {VERSION}")
            page = _unpacked(values)
        except PageError:
            raise
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise PageError(f"not a page: {error}") from error
        if not isinstance(page, cls):
            raise PageError("not a page")
        return page


_KINDS: Final[dict[str, type[Any]]] = {
    kind.__name__: kind
    for kind in (
        Paragraph, Entry, EntryRow, PageColumn, PageTable, Signatory, Signatures, PageHead, Page,
        Rule, Barcode, QrCode, Feed,
    )
}  # fmt: skip


def _packed(value: Any) -> Any:
    """``value`` for JSON; a record becomes an object of its kind and of what differs from the defaults."""
    if is_dataclass(value):
        values = {entry.name: getattr(value, entry.name) for entry in fields(value)}
        changed = {entry.name for entry in fields(value) if values[entry.name] != entry.default}
        return {
            _KIND: type(value).__name__,
            **{name: _packed(values[name]) for name in values if name in changed},
        }
    return [_packed(item) for item in value] if isinstance(value, tuple) else value


def _unpacked(value: Any) -> Any:
    if isinstance(value, dict):
        kind = _KINDS[value.pop(_KIND)]
        return kind(**{name: _unpacked(item) for name, item in value.items()})
    return tuple(_unpacked(item) for item in value) if isinstance(value, list) else value
