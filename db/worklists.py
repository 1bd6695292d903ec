"""Worklists: one statement a list, a page at a time from where the last one ended, each over an index of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    bindparam,
    func,
    literal_column,
    select,
    text,
    tuple_,
    union_all,
)

from db.domain import codec
from db.domain.event import instant
from db.domain.fold import SHARED_CODE
from db.domain.lifecycle import State
from db.ledger import search, shared_codes
from db.models import DossierRow, table
from db.worklist_conditions import BY_DUE_DATE, CONDITIONS, INDEXES, Worklist

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import datetime

    from sqlalchemy import Connection

    from db.domain.records import WorklistLine

__all__ = ["PAGE", "Moments", "Place", "Worklist", "WorklistPage", "counts", "page"]

_DOSSIER = table(DossierRow)
_due_at, _agency = (literal_column(name, String) for name in ("due_at", "agency"))
_paths = ", ".join(f"'$.{name}'" for name in codec.WORKLIST_PATHS)
_line_values = literal_column(f"json_extract(detail, {_paths})", String).label("line")
_position = literal_column("position", Integer)
PAGE = 50
"""Dossiers on a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """What divides the due lists (UTC): now, the end of today, and the end of the days that are soon."""

    now: datetime
    today_ends: datetime
    soon_ends: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended; ``due_at`` is empty where the list is in the order of intake."""

    due_at: str
    position: int


@dataclass(frozen=True, slots=True)
class WorklistPage:
    """A page of a list; ``end`` is where the next one begins, None where there is none."""

    lines: tuple[WorklistLine, ...]
    end: Place | None


def page(
    connection: Connection,
    worklist: Worklist,
    moments: Moments,
    only: search.Only,
    hide: Callable[[str], str],
    *,
    words: str = "",
    after: Place | None = None,
    limit: int = PAGE,
) -> WorklistPage:
    """At most ``limit`` dossiers of ``worklist`` behind ``after`` that have ``words``, of the agencies of ``only``.

    The numbers of their applicants come as ``hide`` leaves them: a list is read often, and copying each line to hide
    them afterwards takes as long as reading it.
    """
    in_need = shared_codes.in_need(connection)
    share = worklist is Worklist.ATTENTION and bool(in_need)
    wanted = _page(worklist, bool(only.agencies), share, after is None)
    if words.strip():
        there = search.positions(words)
        if not there:
            return WorklistPage((), None)
        wanted = wanted.where(*(_position.in_(one) for one in there))
    values = _values(moments, only, in_need) | {"most": limit + 1}
    if after is not None:
        values |= {"after_due": after.due_at, "after_position": after.position}
    rows = connection.execute(wanted, values).all()
    lines = tuple([_line(row[0], hide, in_need) for row in rows[:limit]])
    last = rows[limit - 1] if len(rows) > limit else None
    return WorklistPage(lines, Place(last.due_at or "", last.position) if last else None)


def counts(connection: Connection, moments: Moments, only: search.Only) -> dict[Worklist, int]:
    """How many dossiers are in each list, of the agencies of ``only``: one statement, which reads the indexes alone."""
    in_need = shared_codes.in_need(connection)
    wanted = _counts(bool(only.agencies), bool(in_need))
    row = connection.execute(wanted, _values(moments, only, in_need)).one()
    return dict(zip(Worklist, row, strict=True))


def _values(moments: Moments, only: search.Only, in_need: Collection[str]) -> dict[str, Any]:
    """The values of the statements; one that has no use for a value leaves it."""
    return {
        "now": instant(moments.now),
        "tomorrow": instant(moments.today_ends),
        "soon": instant(moments.soon_ends),
        "agencies": only.agencies,
        "in_need": list(in_need),
    }


# The statements are built once: building one takes as long as running it.


@cache
def _page(worklist: Worklist, has_agencies: bool, share: bool, is_first: bool) -> Select[str, str, int]:
    """A page of ``worklist``; with ``share`` those are in it too whose code another one has."""
    wanted = _list(worklist, has_agencies, share, is_first).order_by(*_order(worklist))
    return wanted.limit(bindparam("most", type_=Integer))


@cache
def _counts(has_agencies: bool, share: bool) -> Select[Any]:
    numbers = (
        _list(worklist, has_agencies, share and worklist is Worklist.ATTENTION, True)
        .with_only_columns(func.count())
        .scalar_subquery()
        for worklist in Worklist
    )
    return select(*numbers)


def _list(worklist: Worklist, has_agencies: bool, share: bool, is_first: bool) -> Select[str, str, int]:
    # The index is named: SQLite might take the index of states, and sort.
    source = "dossier" if share else f"dossier INDEXED BY {INDEXES[worklist]}"
    condition = _position.in_(_in_need()) if share else text(CONDITIONS[worklist])
    first, last = _span(worklist)
    if not is_first:
        # In place of the first date, at which SQLite might begin each page otherwise.
        first = _behind(worklist)
    wanted = select(_line_values, _due_at, _position).select_from(text(source))
    wanted = wanted.where(condition, *(bound for bound in (first, last) if bound is not None))
    return wanted.where(_agency.in_(bindparam("agencies", expanding=True))) if has_agencies else wanted


def _in_need() -> Any:
    """Where the dossiers stand that need attention by their row, or as one of those that share a code."""
    by_row = select(_DOSSIER.c.position).where(text(CONDITIONS[Worklist.ATTENTION])).correlate(None)
    others = select(_DOSSIER.c.position).where(
        _DOSSIER.c.id.in_(bindparam("in_need", expanding=True)),
        _DOSSIER.c.state.is_not(None),
        _DOSSIER.c.state != State.VOIDED,
    )
    return union_all(by_row, others.correlate(None))


_Bound = ColumnElement[bool] | None


def _span(worklist: Worklist) -> tuple[_Bound, _Bound]:
    """The first and the last due date of a due list."""
    now, tomorrow, soon = (bindparam(name, type_=String) for name in ("now", "tomorrow", "soon"))
    match worklist:
        case Worklist.DUE_TODAY:
            return _due_at >= now, _due_at < tomorrow
        case Worklist.DUE_SOON:
            return _due_at >= tomorrow, _due_at < soon
        case Worklist.OVERDUE | Worklist.APOLOGISED:
            return None, _due_at < now
    return None, None


def _behind(worklist: Worklist) -> ColumnElement[bool]:
    position = bindparam("after_position", type_=Integer)
    if worklist in BY_DUE_DATE:
        return tuple_(_due_at, _position) > tuple_(bindparam("after_due", type_=String), position)
    return _position > position


def _order(worklist: Worklist) -> tuple[Any, ...]:
    return (_due_at, _position) if worklist in BY_DUE_DATE else (_position,)


def _line(texts: str, hide: Callable[[str], str], in_need: Collection[str]) -> WorklistLine:
    line = codec.worklist_line(texts, hide)
    return replace(line, attention=SHARED_CODE) if line.id in in_need and not line.attention else line
