"""The journey to the centre (F11): what it has, what waits, what it refused and why, the last runs, the line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from time import monotonic
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.widgets import Static

from counter.commands import Command
from counter.desk.centre import status
from counter.desk.centre.labels import (
    about_line,
    about_refused,
    about_run,
    about_try,
    reason,
    run_outcome,
    seconds,
    size,
    when,
    who,
)
from counter.desk.centre.status import PastRun, RefusedEvent, WaitingEvent
from counter.desk.labels import event_name
from counter.desk.printing.labels import short_code
from counter.locale import N_, _
from counter.rules.text import fold
from counter.screens.base import CounterScreen, OfficeChanged
from counter.widgets.entry import Entry
from counter.widgets.field import Field
from counter.widgets.lines import Lines
from counter.widgets.listing import Column, Listing, Row
from counter.widgets.text import Run

WIDE = 110
"""Columns from which on whole codes have room."""


LONG = 30.0
"""Seconds after which it is told that asking for a run had no answer."""


@dataclass(frozen=True, slots=True)
class Try:
    """Somebody asked for a run: when, by the desk's clock and by the machine's, and which run was the last by then."""

    asked_at: datetime
    since: float
    before: PastRun | None


class Page(StrEnum):
    """What the list shows."""

    WAITING = "waiting"
    REFUSED = "refused"
    RUNS = "runs"


PAGES: dict[Page, str] = {
    Page.WAITING: N_("Waits here"),
    Page.REFUSED: N_("Refused there"),
    Page.RUNS: N_("Last runs"),
}
_NOTHING: dict[Page, str] = {
    Page.WAITING: N_("Nothing waits: the centre has everything."),
    Page.REFUSED: N_("The centre refused nothing."),
    Page.RUNS: N_("This host has not gone to the centre yet."),
}


class Centre(CounterScreen[None]):
    """How the line is above, a list below. Typing searches, Tab turns the page, Enter opens the dossier."""

    HEADING, MANUAL = N_("Centre"), "centre"
    KEYS = (
        Command(
            id="centre.open",
            key="enter",
            action="open",
            label=N_("Dossier"),
            help=N_("Open the dossier of the selected line."),
            rank=2,
        ),
        Command(
            id="centre.page",
            key="tab",
            second_key="ctrl+y",
            action="page",
            label=N_("Page"),
            help=N_("Show the next page: what waits, what was refused, the last runs."),
            rank=1,
        ),
        Command(
            id="centre.now",
            key="f5",
            second_key="ctrl+z",
            action="now",
            label=N_("Sync now"),
            help=N_("Go to the centre at once."),
            rank=1,
        ),
        Command(
            id="centre.acknowledge",
            key="f9",
            second_key="ctrl+b",
            action="acknowledge",
            label=N_("Seen to"),
            help=N_("Note that you have seen to what the centre refused."),
            rank=1,
            role="supervisor",
        ),
        Command(
            id="centre.clear",
            key="escape",
            action="clear",
            label=N_("Clear"),
            help=N_("Empty the field."),
            rank=3,
        ),
    )
    DEFAULT_CSS: ClassVar[str] = """
    Centre #line { height: auto; padding: 0 1; margin-bottom: 1; }
    Centre #line > .lines--strong { text-style: bold; }
    Centre #line > .lines--good { color: $good; }
    Centre #line > .lines--bad { color: $bad; text-style: bold; }
    Centre #line > .lines--dim { color: $quiet; text-style: $quiet-style; }
    Centre #pages { height: 1; margin-bottom: 1; }
    Centre #pages > .lines--key { color: $row-foreground; background: $row-background; text-style: $row-style; }
    Centre #pages > .lines--dim { color: $quiet; text-style: $quiet-style; }
    Centre #about { height: 4; padding: 0 1; border-top: solid $rule; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._page = Page.WAITING
        self._waiting: dict[str, WaitingEvent] = {}
        self._refused: dict[str, RefusedEvent] = {}
        self._runs: dict[str, PastRun] = {}
        self._counts: dict[Page, int] = {}
        self._try: Try | None = None

    def body(self) -> ComposeResult:
        """The line, the field, the pages, the list, and more about the selected line."""
        self.list = Listing(driven=True, id="list")
        self.field = Field(id="text", placeholder=_("name, code or what was done"), listing=self.list)
        self._lay_out(self.app.size.width)
        yield Lines(id="line")
        yield Entry(N_("Look for"), self.field)
        yield Lines(id="pages")
        yield self.list
        yield Static(id="about", markup=False)

    async def arrived(self) -> None:
        """Look again."""
        self.begin_at(self.field)
        await self._look()

    def on_resize(self, event: events.Resize) -> None:
        """Choose the columns that fit."""
        self._lay_out(event.size.width)
        self._show()

    # -- looking ------------------------------------------------------------------------------------------------------

    @on(Field.Changed, "#text")
    @on(OfficeChanged)
    def changed(self) -> None:
        """Somebody types, works, or went to the centre."""
        self.look()

    @work(exclusive=True, exit_on_error=True)
    async def look(self) -> None:
        """Look in a worker; keys go on meanwhile."""
        await self._look()

    async def _look(self) -> None:
        at_desk, desk, words = self.app.at_desk, self.app.desk, self.field.value
        stands, link = await at_desk(status.sync_status, desk)
        waits = await at_desk(status.waiting, desk, words)
        refused = await at_desk(status.refused, desk)
        runs = await at_desk(status.runs, desk)
        self._waiting = {each.id: each for each in waits}
        self._refused = {each.id: each for each in refused if _holds(words, _texts(each))}
        self._runs = {each.began_at.isoformat(): each for each in runs}
        self._counts = {Page.WAITING: stands.waiting, Page.REFUSED: stands.refused}
        last = runs[0] if runs else None
        line = [*self._about_try(last), *about_line(stands, link, last, desk.clock.now())]
        lines = self.query_one("#line", Lines)
        lines.styles.height = max(1, len(line))
        lines.show([[(f" {said}", look)] for said, look in line])
        self._show()

    # -- keys ---------------------------------------------------------------------------------------------------------

    @on(Field.Advanced, "#text")
    def advanced(self, event: Field.Advanced) -> None:
        """Tab leaves a lone field for nowhere: here it turns the page."""
        if event.key == "tab":
            self.action_page()

    def action_page(self) -> None:
        """The next page."""
        pages = list(Page)
        self._page = pages[(pages.index(self._page) + 1) % len(pages)]
        self._lay_out(self.app.size.width)
        self._show()

    def action_clear(self) -> None:
        """Look for nothing in particular."""
        self.field.value = ""

    def action_open(self) -> None:
        """Open the dossier of the selected line."""
        self.list.choose()

    async def action_now(self) -> None:
        """Let whichever process of the office goes to the centre go at once."""
        at_desk, desk = self.app.at_desk, self.app.desk
        if not await at_desk(status.has_centre, desk):
            return
        before = await at_desk(status.runs, desk, 1)
        await at_desk(status.sync_now, desk)
        self._try = Try(desk.clock.now(), monotonic(), before[0] if before else None)
        self.app.somebody_worked()
        self.set_timer(LONG, self.look)
        await self._look()

    async def action_acknowledge(self) -> None:
        """Note that what the centre refused was seen to."""
        if self._page is Page.REFUSED and (key := self.list.selected):
            await self.app.at_desk(status.acknowledge, self.app.desk, key)
            await self._look()

    @on(Listing.Chosen)
    async def chosen(self, event: Listing.Chosen) -> None:
        """Lay the dossier over the list."""
        of = self._waiting.get(event.key) or self._refused.get(event.key)
        if of is not None and of.stream == "dossier":
            await self.app.overlay("dossier", of.stream_id)

    def _about_try(self, last: PastRun | None) -> list[tuple[str, str]]:
        """What came of the last asking, a line of its own above how the line is."""
        tried = self._try
        if tried is None:
            return []
        is_long = monotonic() - tried.since >= LONG
        return [about_try(tried.asked_at, last if last != tried.before else None, is_long=is_long)]

    # -- showing ------------------------------------------------------------------------------------------------------

    def _lay_out(self, width: int) -> None:
        code = Column(_("Code"), 25 if width >= WIDE else 12)
        self.list.columns = {
            Page.WAITING: (Column(_("Time"), 11), Column(_("What was done")), code, Column(_("Applicant"))),
            Page.REFUSED: (Column(_("What was done")), code, Column(_("Why")), Column(_("Seen to by"), 12)),
            Page.RUNS: (
                Column(_("Time"), 11),
                Column(_("Took"), 7, right=True),
                Column(_("Sent"), 7, right=True),
                Column(_("Came down"), 9, right=True),
                Column(_("Bytes"), 10, right=True),
                Column(_("How it went")),
            ),
        }[self._page]

    def _show(self) -> None:
        runs: list[Run] = [(" ", "")]
        for page, name in PAGES.items():
            count = f" ({self._counts[page]})" if self._counts.get(page) else ""
            runs += [(f" {_(name)}{count} ", "key" if page is self._page else "dim"), (" ", "")]
        self.query_one("#pages", Lines).show([runs])
        rows = {Page.WAITING: self._waiting_rows, Page.REFUSED: self._refused_rows, Page.RUNS: self._run_rows}
        found = list(rows[self._page]())
        nothing = (
            N_("Nothing found.")
            if self.field.value and self._counts.get(self._page)
            else _NOTHING[self._page]
        )
        self.list.show(found, empty=_(nothing))
        self._tell_more()

    def _code(self, code: str) -> str:
        return code if self.app.size.width >= WIDE else short_code(code)

    def _waiting_rows(self) -> Iterable[Row]:
        now = self.app.desk.clock.now()
        for key, each in self._waiting.items():
            yield Row(key, (when(each.at, now), event_name(each.kind), self._code(each.code), each.name))

    def _refused_rows(self) -> Iterable[Row]:
        for key, each in self._refused.items():
            cells = (event_name(each.kind), self._code(each.dossier_code), reason(each), each.settled_by)
            yield Row(key, cells, "dim" if each.settled_by else "bad")

    def _run_rows(self) -> Iterable[Row]:
        now = self.app.desk.clock.now()
        for key, each in self._runs.items():
            counts = (str(each.sent), str(each.received), size(each.bytes_out + each.bytes_in))
            cells = (
                when(each.began_at, now),
                seconds(each.ended_at - each.began_at),
                *counts,
                run_outcome(each),
            )
            yield Row(key, cells, "warn" if each.failure else "")

    @on(Listing.Moved)
    def moved(self) -> None:
        """Another line: tell more about it."""
        self._tell_more()

    def _tell_more(self) -> None:
        key = self.list.selected or ""
        told: list[str] = []
        if self._page is Page.WAITING and (waits := self._waiting.get(key)):
            told = [
                event_name(waits.kind),
                " · ".join(filter(None, (waits.code, waits.name, who(waits.actor)))),
            ]
        elif self._page is Page.REFUSED and (refused := self._refused.get(key)):
            told = about_refused(refused)
        elif self._page is Page.RUNS and (run := self._runs.get(key)):
            told = about_run(run)
        self.query_one("#about", Static).update("\n".join(told))


def _texts(refused: RefusedEvent) -> str:
    return f"{event_name(refused.kind)} {refused.dossier_code} {reason(refused)} {refused.settled_by}"


def _holds(words: str, text: str) -> bool:
    return all(word in fold(text) for word in fold(words).split())
