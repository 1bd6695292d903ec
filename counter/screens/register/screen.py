"""The register (sổ theo dõi hồ sơ): the books of the office, and the lines of one of them, a page at a time."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult

from counter.commands import Command, Kind, action, list_filter
from counter.desk.printing import documents
from counter.desk.printing.labels import printed_text
from counter.desk.register import books
from counter.desk.register.books import ListedBook, Place
from counter.locale import N_, _
from counter.problems import Problem
from counter.rules import scan
from counter.screens.list_screen import FilterCycle, FilterLine, ListScreen
from counter.screens.register import rows
from counter.screens.register.rows import BOOKS
from counter.widgets.entry import Entry
from counter.widgets.field import Field, Scanned
from counter.widgets.key_bar import KeyBar
from counter.widgets.listing import Column, Listing, Row
from db.domain.book import RegisterLine
from db.domain.plain_letters import fold_letters

_NEAR_THE_END = 10


class Register(ListScreen):
    """Enter opens a book, and in it a dossier; Esc goes back; typing narrows what is listed."""

    HEADING, MANUAL = N_("Register of dossiers"), "search"
    KEYS = (
        Command(
            id="register.open",
            key="enter",
            action="open",
            label=N_("Open"),
            help=N_("Open the selected book, or the dossier of the selected line."),
            rank=1,
        ),
        action(
            id="register.print",
            action="print_book",
            label=N_("Print the book"),
            help=N_("Print the whole book on A4; a book that was closed comes out the same each time."),
        ),
        action(
            id="register.close",
            action="close_book",
            label=N_("Close the book"),
            help=N_("Close a book whose year is over: its lines are counted, and it takes no more."),
            role="supervisor",
            question=N_("It takes no more lines after this. Close the book?"),
        ),
        list_filter(
            id="register.kind",
            action="kind",
            help=N_("List all books, those that are open, those that are closed."),
        ),
        Command(
            id="register.back",
            key="escape",
            action="back",
            label=N_("All books"),
            help=N_("Go back to the list of books."),
            rank=2,
        ),
    )
    DEFAULT_CSS: ClassVar[str] = """
    Register #detail { height: 4; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._books: dict[str, ListedBook] = {}
        self._open: str | None = None
        self._lines: dict[str, RegisterLine] = {}
        self._end: Place | None = None
        self._read: tuple[str, str] | None = None
        """The book and the words of which the lines are shown."""
        self._kinds = FilterCycle(BOOKS)
        self._kind_line = FilterLine(id="kinds")
        self._is_printing = False

    def body(self) -> ComposeResult:
        """The filters, the field, the books or the lines, and more about the selected one."""
        self.listing = Listing(*rows.book_columns(), driven=True, id="rows")
        self.field = Field(id="text", listing=self.listing)
        self.field.catch_up = self.reload
        self.entry = Entry(N_("Look for"), self.field)
        yield self._kind_line
        yield self.entry
        yield self.listing
        yield self.detail_panel

    async def arrived(self) -> None:
        """Read again: others may have worked meanwhile."""
        self.begin_at(self.field)
        await self.reload()

    # -- reading ------------------------------------------------------------------------------------------------------

    async def load(self) -> None:
        """Read the books, and of the open one as many pages of lines as were there."""
        at_desk, desk = self.app.at_desk, self.app.desk
        self._books = {one.book: one for one in await at_desk(books.books, desk)}
        if self._open is None or self._open not in self._books:
            self._open = self._read = None
            return
        wanted = self._open, self.field.value
        there = len(self._lines) if wanted == self._read else 0
        page, end = await at_desk(books.lines, desk, *wanted, limit=max(there, books.PAGE))
        self._lines, self._end, self._read = {line.id: line for line in page}, end, wanted

    @on(Listing.Moved, "#rows")
    def _read_on(self, event: Listing.Moved) -> None:
        """Read the next page before the end comes into sight."""
        if self._end is not None and self._open and event.key in list(self._lines)[-_NEAR_THE_END:]:
            self._read_next()

    @work(exclusive=True, group="rows", exit_on_error=True)
    async def _read_next(self) -> None:
        if self._read is None or self._end is None:
            return
        page, self._end = await self.app.at_desk(books.lines, self.app.desk, *self._read, after=self._end)
        self._lines |= {line.id: line for line in page}
        self.show_rows()

    # -- keys ---------------------------------------------------------------------------------------------------------

    async def action_open(self) -> None:
        """Open the selected book or dossier."""
        self.listing.choose()

    @on(Listing.Chosen, "#rows")
    async def chosen(self, event: Listing.Chosen) -> None:
        """Go into the book, or lay the dossier over the list."""
        if self._open is not None:
            await self.app.overlay("dossier", event.key)
        else:
            await self._go_to(event.key)

    async def _go_to(self, book: str | None) -> None:
        before, self._open = self._open, book
        with self.prevent(Field.Changed):
            self.field.value = ""
        await self.reload()
        self.listing.select(
            (before if book is None else None) or next((row.key for row in self.listing.rows), "")
        )
        self._show_keys()
        self.begin_at(self.field)

    async def action_back(self) -> None:
        """Empty the field, or go back to the books."""
        if self.field.value:
            self.field.value = ""
        elif self._open is not None:
            await self._go_to(None)

    def action_kind(self) -> None:
        """List the next kind of books."""
        self._kinds.turn()
        self.show_rows()

    @on(Field.Changed, "#text")
    def typed(self) -> None:
        """Narrow the books, or the lines."""
        if self._open is None:
            self.show_rows()
        else:
            self.reload_soon()

    @on(Scanned)
    def slip_scanned(self, message: Scanned) -> None:
        """Look for the dossier of a slip."""
        match scan.read(message.text):
            case scan.DossierScan(code) if self._open is not None:
                message.stop()
                self.field.value = code.written

    # -- printing and closing -----------------------------------------------------------------------------------------

    @property
    def _selected(self) -> ListedBook | None:
        """The open book, or the selected one."""
        return self._books.get(self._open or self.listing.selected or "")

    def refusal(self, command: Command) -> str:
        """Why the selected book cannot be printed or closed now."""
        book, desk = self._selected, self.app.desk
        if book is None:
            return _("No book is selected.")
        try:
            if command.id == "register.print":
                desk.require_shift()
                if self._is_printing:
                    return _("The book is being set for printing.")
            elif (problem := books.close_refusal(desk, book)) is not None:
                raise problem
        except Problem as problem:
            return str(problem)
        return ""

    def action_print_book(self) -> None:
        """Print the book while keys go on: setting many sheets takes a while."""
        if (book := self._selected) is not None:
            self._print(book.book)

    @work(group="print", exit_on_error=True)
    async def _print(self, book: str) -> None:
        self._is_printing = True
        self.app.notify(_("The book {book} is being set for printing …").format(book=book))
        try:
            desk = self.app.desk
            ready = await self.app.at_desk(documents.set_book, desk, book)
            ready = await asyncio.to_thread(documents.write_book, desk, ready)
            self.app.notify(printed_text(await self.app.at_desk(documents.queue_book, desk, ready)))
        except Problem as problem:
            self.app.notify(str(problem), severity="error")
        finally:
            self._is_printing = False

    async def action_close_book(self) -> None:
        """Close the book."""
        if (book := self._selected) is not None:
            closed = await self.app.at_desk(books.close, self.app.desk, book.book)
            text = _("The book {book} is closed with {count} lines.")
            self.app.notify(text.format(book=closed.book, count=closed.lines))
            await self.reload()

    # -- showing ------------------------------------------------------------------------------------------------------

    @property
    def commands(self) -> tuple[Command, ...]:
        """The filter belongs to the books, the way back to the lines."""
        hidden = ("register.back",) if self._open is None else ("register.kind",)
        return tuple(one for one in super().commands if one.kind is Kind.ACTION or one.id not in hidden)

    def _show_keys(self) -> None:
        self.query_one(KeyBar).show_commands(self.commands, self.app.keymap)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The filter belongs to the books."""
        if action == "kind":
            return self._open is None
        return super().check_action(action, parameters)

    def show_rows(self) -> None:
        """Show the books, or the lines of the open one under its name."""
        book = self._books.get(self._open or "")
        self._kind_line.display = book is None
        name = f" › {book.book}" if book else ""
        self.query_one("#body").border_title = f"{_(self.HEADING)}{name}"
        super().show_rows()
        count = max(book.lines, len(self._lines)) if book and not self.field.value else len(self._lines)
        self.entry.note = _("{shown} of {all}").format(shown=len(self._lines), all=count) if book else ""
        self._kind_line.show_filters(self._kinds)
        self.field.placeholder = _("name, code or number") if book else _("field or year")

    def columns(self, width: int) -> tuple[Column, ...]:
        """Those of the books, or of the lines."""
        if self._open is None:
            return rows.book_columns()
        return rows.line_columns(width, (self._row(line).cells[1] for line in self._lines.values()))

    def rows(self) -> list[Row]:
        """The books of the kind that is listed, or the lines."""
        if self._open is not None:
            return [self._row(line) for line in self._lines.values()]
        words = fold_letters(self.field.value).split()
        return [
            rows.book_row(book)
            for book in self._books.values()
            if rows.fits(book, self._kinds.current) and all(word in fold_letters(book.book) for word in words)
        ]

    def _row(self, line: RegisterLine) -> Row:
        return rows.line_row(line, self.app.desk.office.unit, is_wide=self.is_wide)

    def empty(self) -> str:
        """That there is no book, or no line, of the kind."""
        return N_("Nothing found.") if self.field.value or self._open else N_("No books yet.")

    def detail(self, key: str) -> str:
        """More about the selected book or line."""
        if self._open is not None:
            return rows.about_line(self._lines[key]) if key in self._lines else ""
        return rows.about_book(self._books[key]) if key in self._books else ""
