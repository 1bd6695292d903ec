"""The centre (F11): the state of the line, what waits here, what the centre refused and why, the last runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from time import monotonic
from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from counter.commands import Command, action, list_filter
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
from counter.desk.labels import event_name, short_code
from counter.locale import N_, _
from counter.rules.text import fold
from counter.screens.list_screen import WHOLE_CODE, WIDE, FilterCycle, FilterLine, ListScreen, code_column
from counter.widgets.entry import Entry
from counter.widgets.field import Field
from counter.widgets.lines import Lines
from counter.widgets.listing import Column, Listing, Row
from db.domain.event_kind import Stream

LONG = 30.0
"""Seconds after which a request for a run that had no answer is shown as such."""


@dataclass(frozen=True, slots=True)
class SyncRequest:
    """A request for a run: when, by the desk's clock and in monotonic seconds, and the last run before it."""

    asked_at: datetime
    since: float
    last_run: PastRun | None


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


class Centre(ListScreen):
    """The state of the line above, a list below. Typing searches, Ctrl+L turns the page, Enter opens the dossier."""

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
        list_filter(
            id="centre.page",
            action="page",
            help=N_("Show the next page: what waits, what was refused, the last runs."),
        ),
        action(
            id="centre.now",
            action="now",
            label=N_("Sync now"),
            help=N_("Go to the centre at once."),
        ),
        action(
            id="centre.acknowledge",
            action="acknowledge",
            label=N_("Seen to"),
            help=N_("Note that you have seen to what the centre refused."),
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
    """

    def __init__(self) -> None:
        super().__init__()
        self._pages, self._page_line = FilterCycle(PAGES), FilterLine(id="pages")
        self._sync_lines = Lines(id="line")
        self._waiting: dict[str, WaitingEvent] = {}
        self._refused: dict[str, RefusedEvent] = {}
        self._runs: dict[str, PastRun] = {}
        self._counts: dict[Page, int] = {}
        self._request: SyncRequest | None = None
        self._has_centre = False

    def body(self) -> ComposeResult:
        """The line, the field, the pages, the list, and more about the selected line."""
        self.listing = Listing(*self.columns(self.app.size.width), driven=True, id="list")
        self.field = Field(id="text", placeholder=_("name, code or what was done"), listing=self.listing)
        yield self._sync_lines
        yield Entry(N_("Look for"), self.field)
        yield self._page_line
        yield self.listing
        yield self.detail_panel

    async def arrived(self) -> None:
        """Read the state of the line and the lists again."""
        self.begin_at(self.field)
        await self.reload()

    # -- reading ------------------------------------------------------------------------------------------------------

    @on(Field.Changed, "#text")
    def typed(self) -> None:
        """Show what has the words that are typed."""
        self.reload_soon()

    async def load(self) -> None:
        """Read what waits, what was refused and the last runs, and show the state of the line."""
        at_desk, desk, words = self.app.at_desk, self.app.desk, self.field.value
        sync, link = await at_desk(status.sync_status, desk)
        self._has_centre = await at_desk(status.has_centre, desk)
        waiting = await at_desk(status.waiting, desk, words)
        refused = await at_desk(status.refused, desk)
        runs = await at_desk(status.runs, desk)
        self._waiting = {event.id: event for event in waiting}
        self._refused = {event.id: event for event in refused if _has_words(words, _texts(event))}
        self._runs = {run.began_at.isoformat(): run for run in runs}
        self._counts = {Page.WAITING: sync.waiting, Page.REFUSED: sync.refused}
        last = runs[0] if runs else None
        texts = [*self._about_request(last), *about_line(sync, link, last, desk.clock.now())]
        self._sync_lines.styles.height = max(1, len(texts))
        self._sync_lines.show([[(f" {text}", look)] for text, look in texts])

    # -- keys ---------------------------------------------------------------------------------------------------------

    def action_page(self) -> None:
        """The next page."""
        self._pages.turn()
        self.show_rows()

    def action_clear(self) -> None:
        """Empty the field."""
        self.field.value = ""

    def action_open(self) -> None:
        """Open the dossier of the selected line."""
        self.listing.choose()

    async def action_now(self) -> None:
        """Ask the process that syncs for this office to do it at once."""
        at_desk, desk = self.app.at_desk, self.app.desk
        if not await at_desk(status.has_centre, desk):
            return
        runs = await at_desk(status.runs, desk, 1)
        await at_desk(status.sync_now, desk)
        self._request = SyncRequest(desk.clock.now(), monotonic(), runs[0] if runs else None)
        self.app.wake_sync()
        self.set_timer(LONG, self.reload_soon)
        await self.reload()

    def refusal(self, command: Command) -> str:
        """That there is nothing that was refused, or nowhere to go."""
        if command.id == "centre.acknowledge":
            is_refused = self._pages.current is Page.REFUSED and self.listing.selected
            return "" if is_refused else _("No refused line is selected (Ctrl+L).")
        return "" if self._has_centre else _("No centre is set up.")

    async def action_acknowledge(self) -> None:
        """Note that what the centre refused was seen to."""
        if self._pages.current is Page.REFUSED and (key := self.listing.selected):
            await self.app.at_desk(status.acknowledge, self.app.desk, key)
            await self.reload()

    @on(Listing.Chosen)
    async def chosen(self, event: Listing.Chosen) -> None:
        """Lay the dossier over the list."""
        selected = self._waiting.get(event.key) or self._refused.get(event.key)
        if selected is not None and selected.stream == Stream.DOSSIER:
            await self.app.overlay("dossier", selected.stream_id)

    def _about_request(self, last: PastRun | None) -> list[tuple[str, str]]:
        """What came of the request for a run, a line of its own above the state of the line."""
        request = self._request
        if request is None:
            return []
        is_late = monotonic() - request.since >= LONG
        return [about_try(request.asked_at, last if last != request.last_run else None, is_long=is_late)]

    # -- showing ------------------------------------------------------------------------------------------------------

    def columns(self, width: int) -> tuple[Column, ...]:
        """The columns of the page."""
        codes = [event.code for event in self._waiting.values()]
        codes += [event.dossier_code for event in self._refused.values()]
        is_wide = width >= WIDE
        code = Column(_("Code"), WHOLE_CODE) if is_wide else code_column(_("Code"), map(self._code, codes))
        match self._pages.current:
            case Page.WAITING:
                return (Column(_("Time"), 11), Column(_("What was done")), code, Column(_("Applicant")))
            case Page.REFUSED:
                return (Column(_("What was done")), code, Column(_("Why")), Column(_("Seen to by"), 12))
            case Page.RUNS:
                return (
                    Column(_("Time"), 11),
                    Column(_("Took"), 7, right=True),
                    Column(_("Sent"), 7, right=True),
                    Column(_("Came down"), 9, right=True),
                    Column(_("Bytes"), 10, right=True),
                    Column(_("How it went")),
                )

    def show_rows(self) -> None:
        """Show the page, and how many events the others have."""
        self._page_line.show_filters(self._pages, self._counts)
        super().show_rows()

    def rows(self) -> list[Row]:
        """The rows of the page."""
        now = self.app.desk.clock.now()
        match self._pages.current:
            case Page.WAITING:
                return [self._waiting_row(event, now) for event in self._waiting.values()]
            case Page.REFUSED:
                return [self._refused_row(event) for event in self._refused.values()]
            case Page.RUNS:
                return [_run_row(key, run, now) for key, run in self._runs.items()]

    def empty(self) -> str:
        """That no line has the words, or why the page is empty without any."""
        page = self._pages.current
        if self.field.value and self._counts.get(page):
            return N_("Nothing found.")
        return _NOTHING[page]

    def _code(self, code: str) -> str:
        return code if self.is_wide else short_code(code, self.app.desk.office.unit)

    def _waiting_row(self, event: WaitingEvent, now: datetime) -> Row:
        cells = (when(event.at, now), event_name(event.kind), self._code(event.code), event.name)
        return Row(event.id, cells)

    def _refused_row(self, event: RefusedEvent) -> Row:
        cells = (event_name(event.kind), self._code(event.dossier_code), reason(event), event.settled_by)
        return Row(event.id, cells, "dim" if event.settled_by else "bad")

    def detail(self, key: str) -> str:
        """More about the selected line of the page."""
        lines: list[str] = []
        page = self._pages.current
        if page is Page.WAITING and (waiting := self._waiting.get(key)):
            names = filter(None, (waiting.code, waiting.name, who(waiting.actor)))
            lines = [event_name(waiting.kind), " · ".join(names)]
        elif page is Page.REFUSED and (refused := self._refused.get(key)):
            lines = about_refused(refused)
        elif page is Page.RUNS and (run := self._runs.get(key)):
            lines = about_run(run)
        return "\n".join(lines)


def _run_row(key: str, run: PastRun, now: datetime) -> Row:
    cells = (
        when(run.began_at, now),
        seconds(run.ended_at - run.began_at),
        str(run.sent),
        str(run.received),
        size(run.bytes_out + run.bytes_in),
        run_outcome(run),
    )
    return Row(key, cells, "warn" if run.failure else "")


def _texts(refused: RefusedEvent) -> str:
    return f"{event_name(refused.kind)} {refused.dossier_code} {reason(refused)} {refused.settled_by}"


def _has_words(words: str, text: str) -> bool:
    return all(word in fold(text) for word in fold(words).split())
