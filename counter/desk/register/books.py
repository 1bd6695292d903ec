"""The books of the register: looked through line by line, closed when their year ends, read whole for paper."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from counter.desk.dossiers.transitions import check_still_open
from counter.desk.register.numbering import host_of
from counter.locale import N_
from counter.problems import Problem
from counter.rules.books import BookName, parse_book
from counter.rules.clock import local
from counter.rules.identity import mask
from counter.slips.register_page import RegisterBook
from db import register
from db.domain import codec
from db.domain.book import Book, RegisterLine, book_id, digest
from db.domain.codes import Role
from db.domain.event import NewEvent
from db.domain.event_kind import EventKind, Stream
from db.domain.plain_letters import fold_letters
from db.ledger import chains, ledger
from db.register import PAGE, Place

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from counter.desk.desk import Desk

__all__ = ["PAGE", "ListedBook", "Place", "book_of", "books", "close", "close_refusal", "lines", "load_book"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedBook:
    """A book of the list: how many lines it has, the number of its last one, and how it was closed (None: not yet)."""

    book: str
    name: BookName
    lines: int
    last: int
    closed: Book | None = None


def books(desk: Desk) -> list[ListedBook]:
    """Every book with lines that whoever is at the desk may see: the newest year first, in it by field and host."""
    staff = desk.require()
    with desk.read() as connection:
        counts = register.books(connection, staff.agencies)
        closed = register.closed(connection)
    listed = [
        ListedBook(
            book=one.book,
            name=parse_book(one.book) or BookName(0, one.book),
            lines=one.lines,
            last=one.last,
            closed=closed.get(one.book),
        )
        for one in counts
    ]
    return sorted(listed, key=lambda one: (-one.name.year, fold_letters(one.name.field), one.name.host))


def lines(
    desk: Desk, book: str, words: str = "", *, after: Place | None = None, limit: int = PAGE
) -> tuple[list[RegisterLine], Place | None]:
    """At most ``limit`` lines of ``book`` behind ``after`` that have ``words``, their phones masked, and where the next
    page begins.
    """
    staff = desk.require()
    with desk.read() as connection:
        shown, end = register.lines(connection, book, staff.agencies, words=words, after=after, limit=limit)
    return [replace(line, phone=mask(line.phone)) for line in shown], end


def book_of(desk: Desk, book: str) -> ListedBook:
    """The book of that name. Raises ``Problem`` where there is none."""
    listed = next((one for one in books(desk) if one.book == book), None)
    if listed is None:
        raise Problem(N_("There is no book {book}."), field="book", book=book)
    return listed


def close_refusal(desk: Desk, listed: ListedBook) -> Problem | None:
    """Why ``listed`` cannot be closed here and now; None where it can."""
    if listed.closed is not None:
        return Problem(N_("The book {book} of the register is closed."), field="book", book=listed.book)
    if desk.require().agencies:
        return Problem(N_("This needs an account that sees every agency."))
    if local(desk.clock.now()).date() < listed.name.last_day:
        return Problem(
            N_("The book {book} can be closed from 31/12/{year} on."),
            field="book",
            book=listed.book,
            year=listed.name.year,
        )
    if listed.name.host and listed.name.host != host_of(desk):
        return Problem(
            N_("The book {book} is closed on the host that writes it."), field="book", book=listed.book
        )
    return None


def close(desk: Desk, book: str) -> Book:
    """Close ``book``: it takes no more lines, and its paper stays as it is now. Supervisors only.

    Raises ``Problem`` where it cannot be closed (:func:`close_refusal`), or not all of its lines are here.
    """
    staff = desk.require(Role.SUPERVISOR)
    listed = book_of(desk, book)
    with desk.write() as connection:
        check_still_open(connection, desk)
        listed = replace(listed, closed=register.closed_book(connection, book))
        if (problem := close_refusal(desk, listed)) is not None:
            raise problem
        if not listed.name.host and host_of(desk) and register.writers(connection, book) != {desk.node}:
            raise Problem(
                N_("The book {book} is closed on the host that writes it."), field="book", book=book
            )
        now, heads = desk.clock.now(), register.heads(connection)
        lines = register.lines_at(connection, book, heads)
        if chains.lacks_events(connection, desk.node) or len(lines) != len(
            register.all_lines(connection, book)
        ):
            raise Problem(
                N_("Not all that happened to the dossiers of {book} is on this host."),
                field="book",
                book=book,
            )
        office = desk.office
        closed = Book(
            id=book_id(book),
            book=book,
            lines=len(lines),
            hash=digest(lines),
            closed_at=now,
            closed_by=staff.name,
            login=staff.login,
            heads=heads,
            office=office.name,
            parent=office.parent,
            place=office.place,
            rule_set=office.rule_set,
        )
        values = codec.sparse(closed)
        del values["id"]
        event = NewEvent(
            stream=Stream.REGISTER, stream_id=closed.id, kind=EventKind.BOOK_CLOSED, data={"set": values}
        )
        ledger.append(connection, desk.context(now), event)
    return closed


def load_book(connection: Connection, desk: Desk, book: str) -> RegisterBook:
    """``book``, by its name or the id of its stream, with all its lines: of a closed one as they were then.

    Raises ``Problem`` where there is none, or for an account that does not see every agency.
    """
    if desk.require().agencies:
        raise Problem(N_("This needs an account that sees every agency."))
    names = [one.book for one in register.books(connection)]
    name = next((name for name in names if book in (name, book_id(name))), None)
    if name is None:
        raise Problem(N_("There is no book {book}."), field="book", book=book)
    closed = register.closed_book(connection, name)
    if closed is None:
        return RegisterBook(book=name, lines=register.all_lines(connection, name))
    lines = register.lines_at(connection, name, closed.heads)
    return RegisterBook(book=name, lines=lines, closed=closed, is_whole=digest(lines) == closed.hash)
