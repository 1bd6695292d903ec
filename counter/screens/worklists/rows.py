"""The rows of the worklists: a list with its count, a dossier with its tick."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from counter.desk.labels import short_code
from counter.desk.worklists.lists import NAMES, Item, Place, Worklist
from counter.locale import _
from counter.screens.list_screen import code_column
from counter.widgets.action_list import mark
from counter.widgets.listing import Column, Row

BY_MARK = {mark(number): worklist for number, worklist in enumerate(Worklist, start=1)}
"""The lists by the digit or letter that opens each."""

_MARKS = {worklist: letter for letter, worklist in BY_MARK.items()}
_TONES = {
    Worklist.DUE_TODAY: "warn",
    Worklist.OVERDUE: "bad",
    Worklist.APOLOGISED: "bad",
    Worklist.ATTENTION: "bad",
}


@dataclass
class LoadedItems:
    """The loaded part of a list, by id; ``end`` is where the next page begins, None where all is loaded."""

    items: dict[str, Item] = field(default_factory=dict)
    end: Place | None = None


def list_columns() -> tuple[Column, ...]:
    """Digit or letter, name, count."""
    return (Column("", 2, right=True), Column(""), Column("", 6, right=True))


def list_row(worklist: Worklist, count: int) -> Row:
    """A list and how many dossiers are in it."""
    tone = _TONES.get(worklist, "") if count else "dim"
    return Row(worklist, (_MARKS[worklist], _(NAMES[worklist]), str(count or "–")), tone)


def dossier_columns(codes: Iterable[str] = ()) -> tuple[Column, ...]:
    """The columns, with room for ``codes``; short ones at any width, since beside the lists there is no more room."""
    return (
        Column("", 3),
        code_column(_("Code"), codes),
        Column(_("Applicant")),
        Column(_("Procedure")),
        Column(_("What it waits for"), 22),
    )


def dossier_row(item: Item, unit: str, *, is_ticked: bool) -> Row:
    """A dossier of an office whose unit is ``unit``, and what it waits for."""
    line, tick = item.line, "[x]" if is_ticked else "[ ]"
    cells = (tick, short_code(line.code, unit), line.applicant, line.procedure_name, item.words)
    return Row(line.id, cells, item.tone)
