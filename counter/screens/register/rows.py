"""The rows of the register: a book, and a line of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from counter.desk.dossiers.deadlines import short_state
from counter.desk.labels import short_code
from counter.desk.register.books import ListedBook
from counter.locale import N_, _
from counter.rules.books import number_of_line
from counter.rules.clock import hour_and_date, short_date
from counter.screens.list_screen import WIDE, code_column
from counter.widgets.listing import Column, Row
from db.domain.book import RegisterLine


class Books(StrEnum):
    """Which books are listed."""

    ALL = "all"
    OPEN = "open"
    CLOSED = "closed"


BOOKS: dict[Books, str] = {
    Books.ALL: N_("All books"),
    Books.OPEN: N_("Open books"),
    Books.CLOSED: N_("Closed books"),
}
"""What the list of books can be narrowed to."""


def fits(book: ListedBook, only: Books) -> bool:
    """Whether ``book`` is among ``only``."""
    return only is Books.ALL or (book.closed is not None) is (only is Books.CLOSED)


def book_columns() -> tuple[Column, ...]:
    """Year, field, host, lines, whether it is closed."""
    host = _("Host")
    return (
        Column(_("Year"), 5),
        Column(_("Field")),
        Column(host, max(len(host), 4), right=True),
        Column(_("Lines"), 8, right=True),
        Column(_("Book"), 24),
    )


def book_row(book: ListedBook) -> Row:
    """A book."""
    closed = _("closed on {day}").format(day=short_date(book.closed.closed_at)) if book.closed else _("open")
    cells = (str(book.name.year), book.name.field, str(book.name.host), str(book.lines), closed)
    return Row(book.book, cells, "dim" if book.closed else "")


def line_columns(width: int, codes: Iterable[str]) -> tuple[Column, ...]:
    """The circulars' columns that a terminal of ``width`` columns has room for; the rest is below the list."""
    day = 10
    if width < WIDE:
        return (
            Column(_("Line no."), 5, right=True),
            code_column(_("Code"), codes),
            Column(_("Applicant")),
            Column(_("Procedure")),
            Column(_("Received on"), day),
            Column(_("Given out on"), day),
        )
    return (
        Column(_("Line no."), 5, right=True),
        code_column(_("Code"), codes),
        Column(_("Procedure")),
        Column(_("Applicant")),
        Column(_("Agency"), 14),
        Column(_("Received on"), day),
        Column(_("Due"), day),
        Column(_("Given out on"), day),
        Column(_("Way of return"), 11),
    )


def line_row(line: RegisterLine, unit: str, *, is_wide: bool) -> Row:
    """A line of an office whose unit is ``unit``; struck through where the dossier was entered by mistake."""
    number = number_of_line(line.number)
    received, due, returned = (
        short_date(at) if at else "–" for at in (line.received_at, line.due_at, line.returned_at)
    )
    tone = "struck" if line.is_struck else "dim" if line.returned_at else ""
    code = short_code(line.code, unit)
    if not is_wide:
        cells: Sequence[str] = (
            number, code, line.applicant, line.procedure, received, returned,
        )  # fmt: skip
    else:
        how = way(line)
        cells = (number, code, line.procedure, line.applicant, line.agency, received, due, returned, how)
    return Row(line.id, tuple(cells), tone)


def way(line: RegisterLine) -> str:
    """How the citizen gets the result."""
    return _("by post") if line.is_by_post else _("in person")


def about_line(line: RegisterLine) -> str:
    """The columns that have no room, in three lines; phones are masked."""
    given = due = ""
    if line.returned_at:
        given = _("given to {name} at {when}").format(
            name=line.receiver or "–", when=hour_and_date(line.returned_at)
        )
    else:
        due = _("due {when}").format(when=hour_and_date(line.due_at)) if line.due_at else _("no due date")
    return "\n".join(
        (
            " · ".join(filter(None, (line.code, short_state(line.state), due))),
            " · ".join(filter(None, (line.procedure, line.agency, given or way(line)))),
            " · ".join(filter(None, (line.applicant, line.address, line.phone))),
        )
    )


def about_book(book: ListedBook) -> str:
    """The name of the book, its last number, and by whom and with which hash it was closed."""
    last = _("last number {number}").format(number=number_of_line(book.last))
    lines = [" · ".join((book.book, _("{count} lines").format(count=book.lines), last))]
    if book.closed is not None:
        who = _("closed by {name} at {when}, {count} lines").format(
            name=book.closed.closed_by, when=hour_and_date(book.closed.closed_at), count=book.closed.lines
        )
        lines += [who, f"SHA-256 {book.closed.hash}"]
    return "\n".join(lines)
