"""Worklists: one statement a list, a page at a time from where the last one ended, each over an index of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    func,
    literal,
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
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Connection

    from db.domain.records import WorklistLine

__all__ = ["PAGE", "Moments", "Place", "Worklist", "WorklistPage", "counts", "page"]

_DOSSIER = table(DossierRow)
_detail, _due_at, _agency = (literal_column(name, String) for name in ("detail", "due_at", "agency"))
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
    *,
    words: str = "",
    after: Place | None = None,
    limit: int = PAGE,
) -> WorklistPage:
    """At most ``limit`` dossiers of ``worklist`` behind ``after`` that have ``words``, of the agencies of ``only``."""
    in_need = shared_codes.in_need(connection)
    wanted = _list(worklist, moments, only, in_need, after)
    if words.strip():
        there = search.positions(words)
        if not there:
            return WorklistPage((), None)
        wanted = wanted.where(*(_position.in_(one) for one in there))
    order = _order(worklist)
    rows = connection.execute(wanted.order_by(*order).limit(limit + 1)).all()
    lines = tuple(_line(row.detail, in_need) for row in rows[:limit])
    last = rows[limit - 1] if len(rows) > limit else None
    return WorklistPage(lines, Place(last.due_at or "", last.position) if last else None)


def counts(connection: Connection, moments: Moments, only: search.Only) -> dict[Worklist, int]:
    """How many dossiers are in each list, of the agencies of ``only``: one statement, which reads the indexes alone."""
    in_need = shared_codes.in_need(connection)
    numbers = [
        _list(worklist, moments, only, in_need).with_only_columns(func.count()).scalar_subquery()
        for worklist in Worklist
    ]
    row = connection.execute(select(*numbers)).one()
    return dict(zip(Worklist, row, strict=True))


def _list(
    worklist: Worklist,
    moments: Moments,
    only: search.Only,
    in_need: Collection[str],
    after: Place | None = None,
) -> Select[str, str, int]:
    """The dossiers of ``worklist`` behind ``after``; ``in_need`` are those whose code another one has too."""
    share = in_need if worklist is Worklist.ATTENTION else ()
    # The index is named: SQLite might take the index of states, and sort.
    source = "dossier" if share else f"dossier INDEXED BY {INDEXES[worklist]}"
    condition = _position.in_(_in_need(share)) if share else text(CONDITIONS[worklist])
    first, last = _span(worklist, moments)
    if after is not None:
        # In place of the first date, at which SQLite might begin each page otherwise.
        first = _behind(worklist, after)
    wanted = select(_detail, _due_at, _position).select_from(text(source))
    wanted = wanted.where(condition, *(bound for bound in (first, last) if bound is not None))
    return wanted.where(_agency.in_(only.agencies)) if only.agencies else wanted


def _in_need(in_need: Collection[str]) -> Any:
    """Where the dossiers stand that need attention by their row, or as one of those that share a code."""
    by_row = select(_DOSSIER.c.position).where(text(CONDITIONS[Worklist.ATTENTION])).correlate(None)
    others = select(_DOSSIER.c.position).where(
        _DOSSIER.c.id.in_(in_need), _DOSSIER.c.state.is_not(None), _DOSSIER.c.state != State.VOIDED
    )
    return union_all(by_row, others.correlate(None))


_Bound = ColumnElement[bool] | None


def _span(worklist: Worklist, moments: Moments) -> tuple[_Bound, _Bound]:
    """The first and the last due date of a due list."""
    now, tomorrow, soon = map(instant, (moments.now, moments.today_ends, moments.soon_ends))
    match worklist:
        case Worklist.DUE_TODAY:
            return _due_at >= now, _due_at < tomorrow
        case Worklist.DUE_SOON:
            return _due_at >= tomorrow, _due_at < soon
        case Worklist.OVERDUE | Worklist.APOLOGISED:
            return None, _due_at < now
    return None, None


def _behind(worklist: Worklist, after: Place) -> ColumnElement[bool]:
    if worklist in BY_DUE_DATE:
        return tuple_(_due_at, _position) > tuple_(literal(after.due_at), literal(after.position))
    return _position > after.position


def _order(worklist: Worklist) -> tuple[Any, ...]:
    return (_due_at, _position) if worklist in BY_DUE_DATE else (_position,)


def _line(detail: str, in_need: Collection[str]) -> WorklistLine:
    line = codec.worklist_line(detail)
    return replace(line, attention=SHARED_CODE) if line.id in in_need and not line.attention else line
