"""The layout of a form as data: which values it shows, in which order, under which labels.

The labels are the law's Vietnamese: the forms are Vietnamese whatever the officer reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from devices.page import PageColumn, PageSize


@dataclass(frozen=True, slots=True)
class FormEntry:
    """A value under its label; ``value`` is its name. Without one, dots are printed, or nothing where ``optional``.

    ``lines`` are those that are dotted for a hand; ``unit`` stands behind the value.
    """

    value: str
    label: str
    number: int = 0
    bold: bool = False
    optional: bool = False
    lines: int = 1
    unit: str = ""


@dataclass(frozen=True, slots=True)
class FormRow:
    """Entries side by side."""

    entries: tuple[FormEntry, ...]


@dataclass(frozen=True, slots=True)
class FormTable:
    """A table of rows; ``value`` is their name, ``blank`` how many empty rows there are where there is none.

    Without a ``label`` it follows what stands above it.
    """

    value: str
    label: str
    columns: tuple[PageColumn, ...]
    number: int = 0
    blank: int = 3


@dataclass(frozen=True, slots=True)
class FormRemarks:
    """Small lines in italics; ``value`` is the name of the list."""

    value: str


@dataclass(frozen=True, slots=True)
class FormList:
    """Numbered lines under a label; ``value`` is the name of the list, ``blank`` how many are dotted for a hand."""

    value: str
    label: str
    blank: int = 3


FormItem = FormEntry | FormRow | FormTable | FormRemarks | FormList


@dataclass(frozen=True, slots=True)
class FormSignatory:
    """Who signs; ``value`` is the name of the printed name."""

    title: str
    value: str
    note: str = "(Ký và ghi rõ họ tên)"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormLayout:
    """A form. ``counterparts`` are the marks of its copies where it is printed twice.

    ``is_checked`` is whether its fields were compared with the circular's own (else "chờ đối chiếu").
    """

    title: str
    items: tuple[FormItem, ...]
    signatories: tuple[FormSignatory, ...]
    counterparts: tuple[str, ...] = ()
    size: PageSize = PageSize.A5
    notes: tuple[str, ...] = ()
    is_checked: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class FormValues:
    """What a form says, by name: texts, the rows of tables, and lists of remarks. ``notes`` follow the signatures."""

    texts: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    remarks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
