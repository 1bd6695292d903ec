"""The number series that codes, register lines and numbers of forms come from. A number that was given out stays given
out, also where this host learns of it from the centre or from its own ledger.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from counter.locale import N_
from counter.problems import Problem
from counter.rules.books import BookName, parse_book
from counter.rules.clock import local
from counter.rules.codes import host_number, parse_dossier_code
from db import dossiers, host, numbering, put_back, register
from db.domain.event_kind import EventKind
from db.domain.event_schema import NUMBERED
from db.ledger import chains

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection

    from counter.desk.desk import Desk
    from db.domain.event import Event


@dataclass(frozen=True, slots=True)
class FormNumber:
    """A number that a form took: the series, the number there, and how the form shows it."""

    book: str
    number: int
    text: str

    @property
    def facts(self) -> dict[str, Any]:
        """What the event notes, so that no host gives the number out again."""
        return {"form_book": self.book, "form_number": self.number}


def day_series(day: date) -> str:
    """The series of the dossier numbers of ``day`` (Vietnam's)."""
    return f"dossier:{day:%y%m%d}"


def book_series(book: str) -> str:
    """The series of the lines of the register ``book`` (year, host and field)."""
    return f"book:{book}"


def take_day_number(connection: Connection, day: date) -> int:
    """The next dossier number of ``day`` (Vietnam's); beyond those that a file which was put back may have lost."""
    return put_back.take(connection, day_series(day), lambda end: day <= local(end).date())


def host_of(desk: Desk) -> int:
    """The number of the desk's host, which stands in the numbers that it gives out."""
    return int(desk.node.rpartition("/")[2])


def open_book(connection: Connection, desk: Desk, field: str, day: date) -> str:
    """The book in which a dossier of ``field`` that was received on ``day`` (Vietnam's) gets its line: that of the
    year, or where it is closed already, as for what is typed from paper later, that of today's.

    Raises ``Problem`` where that is closed too.
    """
    years = (day.year, local(desk.clock.now()).year)
    books = [str(BookName(year, field, host_of(desk))) for year in dict.fromkeys(years)]
    for book in books:
        if register.closed_book(connection, book) is None:
            return book
    raise Problem(N_("The book {book} of the register is closed."), field="procedure", book=books[-1])


def take_book_line(connection: Connection, book: str) -> int:
    """The next line of the register ``book``; as :func:`take_day_number`."""
    name = parse_book(book)
    year = name.year if name else 0
    return put_back.take(connection, book_series(book), lambda end: year <= local(end).year)


def take_form_number(connection: Connection, desk: Desk, form: str, day: date) -> FormNumber:
    """The next number of ``form``'s own series in the year of ``day`` (Vietnam's); as :func:`take_day_number`."""
    book = f"{day.year}/{form}"
    number = take_book_line(connection, book)
    return FormNumber(book, number, host_number(number, host_of(desk)))


def series_differences(connection: Connection, node: str) -> tuple[dict[str, int], dict[str, int]]:
    """The series that are behind what the events of ``node`` gave out, and the number that each must go on after; and
    those that are ahead of the ledger though nothing was skipped, with their numbers.
    """
    highest = _highest(dossiers.numbers_given_out(connection, node))
    here = numbering.all_series(connection)
    behind = {series: number for series, number in highest.items() if here.get(series, 0) < number}
    if chains.is_sparse(connection):
        return behind, {}
    known = put_back.skipped(connection)
    ahead = {
        series: number
        for series, number in here.items()
        if number > max(highest.get(series, 0), known.get(series, 0))
    }
    return behind, ahead


def raise_series(connection: Connection, given_out: Iterable[dossiers.Numbers]) -> None:
    """Go on after ``given_out``: codes, register books and lines of them, as this host gave them out once."""
    for series, number in _highest(given_out).items():
        numbering.raise_to(connection, series, number)


def raise_series_by_event(connection: Connection, event: Event) -> None:
    """Go on after the numbers of ``event``, where this host gave them out and lost them with an earlier file."""
    if event.kind not in (EventKind.RECEIVED, *NUMBERED) or event.node != host.node(connection)[0]:
        return
    values, data = event.data.get("set", {}), event.data
    if event.kind == EventKind.RECEIVED:
        raise_series(connection, [(values.get("code"), values.get("book"), values.get("book_number"))])
    raise_series(connection, [(None, data.get("form_book"), data.get("form_number"))])


def _highest(given_out: Iterable[dossiers.Numbers]) -> dict[str, int]:
    highest: dict[str, int] = {}
    for code, book, line in given_out:
        for series, number in _series_of(code, book, line):
            highest[series] = max(highest.get(series, 0), number)
    return highest


def _series_of(code: str | None, book: str | None, line: int | None) -> Iterator[tuple[str, int]]:
    if book and line:
        yield book_series(book), line
    if parsed := parse_dossier_code(code or ""):
        yield day_series(parsed.day), parsed.number
