"""Commands about the register: its books, the lines of one, its paper, and closing it when its year is over."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from counter.commandline.common import prompts
from counter.commandline.common.options import Login, PasswordFromInput, common_options, staffed_desk
from counter.commandline.common.output import print_json, print_lines, table
from counter.commandline.common.shift import ShiftCounter, ShiftLogin, on_shift
from counter.locale import _
from counter.rules.text import clean

if TYPE_CHECKING:
    from counter.desk.register.books import ListedBook
    from db.domain.book import Book, RegisterLine

register_app = typer.Typer(
    help=_("The register of dossiers: its books, their lines, their paper."), no_args_is_help=True
)
BookArgument = Annotated[str, typer.Argument(metavar="BOOK", help=_("Name of the book, as in 2026/Hộ tịch."))]


@register_app.command(name="list", help=_("List the books: one for each year, field and host."))
def list_(context: typer.Context) -> None:
    """List the books."""
    from counter.desk.register.books import books
    from counter.rules.clock import short_date

    options = common_options(context)
    with staffed_desk(options) as desk:
        listed = books(desk)
    if options.as_json:
        print_json([_book_values(one) for one in listed])
    elif listed:
        rows = [
            (one.book, one.lines, one.last, short_date(one.closed.closed_at) if one.closed else "–")
            for one in listed
        ]
        print_lines(*table((_("book"), _("lines"), _("last number"), _("closed on")), rows))
    else:
        print_lines(_("Nothing was found."))


@register_app.command(help=_("Show the lines of a book in their order; phones are masked."))
def show(
    context: typer.Context,
    book: BookArgument,
    text: Annotated[str, typer.Option(help=_("Part of a code, a name without accents, a number."))] = "",
    limit: Annotated[int, typer.Option(min=1, max=100_000, help=_("At most so many."))] = 50,
) -> None:
    """Show the lines of a book."""
    from counter.desk.register import books
    from counter.rules.books import number_of_line
    from counter.rules.clock import hour_and_date

    options = common_options(context)
    with staffed_desk(options) as desk:
        name = books.book_of(desk, clean(book)).book
        lines, _end = books.lines(desk, name, text, limit=limit)
    if options.as_json:
        print_json([_line_values(line) for line in lines])
        return
    headings = (
        _("number"),
        _("code"),
        _("procedure"),
        _("applicant"),
        _("received"),
        _("due"),
        _("given out"),
        "",
    )
    cells = [
        (
            number_of_line(line.number),
            line.code,
            line.procedure,
            line.applicant,
            *(hour_and_date(at) if at else "–" for at in (line.received_at, line.due_at, line.returned_at)),
            _("struck through") if line.is_struck else "",
        )
        for line in lines
    ]
    print_lines(*(table(headings, cells, widest=40) if cells else [_("Nothing was found.")]))


@register_app.command(
    name="print", help=_("Print a book on A4: into a file, or at a page printer of the office.")
)
def print_(
    context: typer.Context,
    book: BookArgument,
    printer: Annotated[
        str,
        typer.Option(
            metavar="NAME", help=_("A page printer of the settings; without one, a file is written.")
        ),
    ] = "",
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help=_("Copy the file to this place too."))
    ] = None,
    counter: ShiftCounter = 0,
    login: ShiftLogin = "",
    password_stdin: PasswordFromInput = False,
) -> None:
    """Print a book."""
    from dataclasses import replace

    from counter.desk.printing.documents import print_book
    from counter.desk.printing.labels import printed_text

    options = common_options(context)
    login = prompts.answer(login, "--login", _("Account of the officer who does it"))
    with staffed_desk(options, login, password_stdin) as desk, on_shift(desk, counter) as seated:
        printed = print_book(replace(seated, page_printer=printer), clean(book))
    if out is not None and printed.file is not None:
        out.write_bytes(printed.file.read_bytes())
    if options.as_json:
        print_json(
            {"book": clean(book), "job": printed.job, "file": str(printed.file) if printed.file else None}
        )
    else:
        print_lines(printed_text(printed))


@register_app.command(help=_("Close a book whose year is over: it takes no more lines (supervisors)."))
def close(
    context: typer.Context, book: BookArgument, login: Login = "", password_stdin: PasswordFromInput = False
) -> None:
    """Close a book."""
    from counter.desk.register import books

    options = common_options(context)
    with staffed_desk(options, login, password_stdin) as desk:
        closed = books.close(desk, clean(book))
    if options.as_json:
        print_json({"book": closed.book, **_closing_values(closed)})
    else:
        text = _("The book {book} is closed with {count} lines.")
        print_lines(text.format(book=closed.book, count=closed.lines), f"SHA-256 {closed.hash}")


def _book_values(listed: ListedBook) -> dict[str, Any]:
    return {
        "book": listed.book,
        "year": listed.name.year,
        "field": listed.name.field,
        "host": listed.name.host,
        "lines": listed.lines,
        "last": listed.last,
        "closed": _closing_values(listed.closed) if listed.closed else None,
    }


def _closing_values(closed: Book) -> dict[str, Any]:
    return {"lines": closed.lines, "hash": closed.hash, "at": closed.closed_at, "by": closed.login}


def _line_values(line: RegisterLine) -> dict[str, Any]:
    return {
        "number": line.number,
        "id": line.id,
        "code": line.code,
        "procedure": line.procedure,
        "applicant": line.applicant,
        "address": line.address,
        "phone": line.phone,
        "agency": line.agency,
        "received_at": line.received_at,
        "due_at": line.due_at,
        "returned_at": line.returned_at,
        "by_post": line.is_by_post,
        "return_place": line.return_place,
        "receiver": line.receiver,
        "struck": line.is_struck,
    }
