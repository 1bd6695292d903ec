"""The books of the register: which there are, their lines a page at a time, and their lines as they once were."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, String, func, literal_column, select, text, tuple_

from db.domain import codec
from db.domain.book import ChainHead, RegisterLine, book_id, in_order, line_of
from db.domain.event import Event, compact
from db.ledger import projections, search
from db.ledger.reading import WITH_PERSON
from db.models import BookRow, DossierRow, EventRow, table

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Select

    from db.domain.book import Book

_DOSSIER, _BOOK, _EVENT = table(DossierRow), table(BookRow), table(EventRow)
# Spelt as in the index.
_book: ColumnElement[str] = literal_column("json_extract(detail, '$.book')", String)
_number: ColumnElement[int] = literal_column("json_extract(detail, '$.book_number')", Integer)
_position = literal_column("position", Integer)
_agency = literal_column("agency", String)
_FROM = text("dossier INDEXED BY dossier_book")
PAGE = 50
"""Lines of a page."""


@dataclass(frozen=True, slots=True)
class BookCount:
    """A book, how many lines it has, and the number of its last one."""

    book: str
    lines: int
    last: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended."""

    number: int
    position: int


def books(connection: Connection, agencies: tuple[str, ...] = ()) -> list[BookCount]:
    """Every book with lines of ``agencies`` (empty: all): the index alone is read."""
    wanted = select(_book.label("book"), func.count().label("lines"), func.max(_number).label("last"))
    wanted = wanted.select_from(_FROM).where(_book != "", *_of(agencies)).group_by(_book)
    return [BookCount(row.book, row.lines, row.last or 0) for row in connection.execute(wanted)]


def lines(
    connection: Connection,
    book: str,
    agencies: tuple[str, ...] = (),
    *,
    words: str = "",
    after: Place | None = None,
    limit: int = PAGE,
) -> tuple[list[RegisterLine], Place | None]:
    """At most ``limit`` lines of ``book`` behind ``after`` that have ``words``, and where the next page begins."""
    wanted = select(literal_column("detail", String).label("detail"), _number.label("number"))
    wanted = wanted.add_columns(_position.label("position")).select_from(_FROM)
    wanted = wanted.where(_book == book, *_of(agencies)).order_by(_number, _position).limit(limit + 1)
    if after is not None:
        wanted = wanted.where(tuple_(_number, _position) > (after.number, after.position))
    if words.strip():
        there = search.positions(words)
        if not there:
            return [], None
        wanted = wanted.where(*(_position.in_(one) for one in there))
    rows = connection.execute(wanted).all()
    shown = [line_of(codec.dossier(row.detail)) for row in rows[:limit]]
    last = rows[limit - 1] if len(rows) > limit else None
    return shown, Place(last.number, last.position) if last else None


def all_lines(connection: Connection, book: str) -> tuple[RegisterLine, ...]:
    """Every line of ``book`` as it is now."""
    wanted = select(literal_column("detail", String)).select_from(_FROM).where(_book == book)
    return in_order(line_of(codec.dossier(detail)) for detail in connection.scalars(wanted))


def closed(connection: Connection) -> dict[str, Book]:
    """The books that were closed, by their names."""
    rows = (codec.book(json.loads(detail)) for detail in connection.scalars(select(_BOOK.c.detail)))
    return {book.book: book for book in rows if book.hash}


def closed_book(connection: Connection, book: str) -> Book | None:
    """``book`` as it was closed; None where it was not."""
    detail = connection.scalar(select(_BOOK.c.detail).where(_BOOK.c.id == book_id(book)))
    row = codec.book(json.loads(detail)) if detail else None
    return row if row and row.hash else None  # a row without its hash says that it was printed, no more


def heads(connection: Connection) -> tuple[ChainHead, ...]:
    """The newest event of every chain here."""
    wanted = select(_EVENT.c.node, _EVENT.c.incarnation, func.max(_EVENT.c.seq)).group_by(
        _EVENT.c.node, _EVENT.c.incarnation
    )
    rows = sorted(tuple(row) for row in connection.execute(wanted))
    return tuple(ChainHead(node=node, incarnation=incarnation, seq=seq) for node, incarnation, seq in rows)


def lines_at(connection: Connection, book: str, at: Sequence[ChainHead]) -> tuple[RegisterLine, ...]:
    """The lines of ``book`` as they were when the newest events were ``at``: each dossier folded from its events up to
    there, whatever came later, and in whatever order it came.
    """
    until = {(head.node, head.incarnation): head.seq for head in at}
    wanted = WITH_PERSON.where(_EVENT.c.stream == "dossier", _EVENT.c.stream_id.in_(_dossiers_in(book)))
    rows = connection.execution_options(yield_per=1000).execute(wanted.order_by(_EVENT.c.stream_id))
    events = (
        (event, json.loads(row.person) if row.person else {})
        for row in rows
        if (event := Event.read(row.body)).seq <= until.get((event.node, event.incarnation), 0)
    )
    return in_order(line for line in _folded(events) if line.number)


def writers(connection: Connection, book: str) -> set[str]:
    """The nodes that wrote the lines of ``book``."""
    wanted = select(_EVENT.c.node).where(
        _EVENT.c.stream == "dossier", _EVENT.c.stream_id.in_(_dossiers_in(book)), _EVENT.c.kind == "received"
    )
    return set(connection.scalars(wanted.distinct()))


def _dossiers_in(book: str) -> Select[str]:
    return select(literal_column("dossier.id", String)).select_from(_FROM).where(_book == book)


def _folded(events: Iterable[tuple[Event, dict[str, Any]]]) -> Iterator[RegisterLine]:
    for _id, of_dossier in groupby(events, key=lambda pair: pair[0].stream_id):
        row = projections.folded(sorted(of_dossier, key=lambda pair: pair[0].key))
        if row.get("state") is not None:
            yield line_of(codec.dossier(compact(row)))


def _of(agencies: tuple[str, ...]) -> tuple[ColumnElement[bool], ...]:
    return (_agency.in_(agencies),) if agencies else ()
