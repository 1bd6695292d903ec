"""Finding a dossier while one types (F4): newest first, numbers masked; a scanned card lists the person's dossiers."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding

from counter.commands import GLOBAL, Command, list_filter
from counter.desk.centre import status
from counter.desk.centre.labels import NOT_THERE
from counter.desk.dossiers.deadlines import deadline_status, short_state
from counter.desk.dossiers.queries import Group, dossiers_of, find, of_code
from counter.desk.labels import CHOOSE_BY_NAME, short_code, shown_code
from counter.locale import N_, _
from counter.rules import scan
from counter.rules.clock import short_date
from counter.rules.identity import mask
from counter.screens.dossier_line import about
from counter.screens.list_screen import WHOLE_CODE, WIDE, FilterCycle, FilterLine, ListScreen, code_column
from counter.widgets.entry import Entry
from counter.widgets.field import Field, Scanned
from counter.widgets.listing import Column, Listing, Row
from db.domain.records import DossierLine

_SEARCH = next(command for command in GLOBAL if command.id == "app.search")
LIMIT = 100

GROUPS: dict[Group, str] = {
    Group.ALL: N_("All"),
    Group.OPEN: N_("In progress"),
    Group.LATE: N_("Late"),
    Group.READY: N_("Ready"),
    Group.CLOSED: N_("Closed"),
    Group.ATTENTION: N_("Needs attention"),
}


class Search(ListScreen):
    """One field and the dossiers that fit it. Typing searches, Ctrl+L changes the group, Enter opens."""

    HEADING, MANUAL = N_("Search"), "search"
    KEYS = (
        Command(
            id="search.open",
            key="enter",
            action="open",
            label=N_("Open"),
            help=N_("Open the selected dossier."),
            rank=1,
        ),
        list_filter(
            id="search.group",
            action="group",
            help=N_("Look among the next group: all, in progress, late, ready, closed, needs attention."),
        ),
        Command(
            id="search.clear",
            key="escape",
            action="clear",
            label=N_("Clear"),
            help=N_("Empty the field and look among all again."),
            rank=2,
        ),
    )
    BINDINGS: ClassVar = [Binding(_SEARCH.keys, "new_search", show=False, id=_SEARCH.id)]
    """The keys of "go to search", pressed on this screen; the same id, so that a keymap setting moves both."""

    def __init__(self) -> None:
        super().__init__()
        self._groups, self._card = FilterCycle(GROUPS), ""
        self._group_line = FilterLine(id="groups")
        self._lines: dict[str, DossierLine] = {}
        self._lacking: frozenset[str] = frozenset()
        self._searched: tuple[str, str, Group] | None = None
        """The card, the words and the group that the list shows the dossiers of."""

    def body(self) -> ComposeResult:
        """The field, the groups, the list, and more about the selected dossier."""
        self.listing = Listing(*self.columns(self.app.size.width), driven=True, id="results")
        self.field = Field(
            id="text",
            placeholder=_("name, code, identity number, phone or procedure"),
            listing=self.listing,
        )
        self.field.catch_up = self._catch_up
        self.entry = Entry(N_("Look for"), self.field)
        yield self.entry
        yield self._group_line
        yield self.listing
        yield self.detail_panel

    async def arrived(self) -> None:
        """Search again: others may have worked meanwhile."""
        self.begin_at(self.field)
        self._show_groups()
        await self.reload()

    # -- searching ----------------------------------------------------------------------------------------------------

    @on(Field.Changed, "#text")
    def typed(self, event: Field.Changed) -> None:
        """Search for what is typed; a card that was scanned before counts no longer."""
        if event.value:
            self._card = self.entry.note = ""
        self.reload_soon()

    async def _catch_up(self) -> None:
        if self._searched != (self._card, self.field.value, self._groups.current):
            await self.reload()

    async def load(self) -> None:
        """Search by the card, or by the words in the group."""
        at_desk, desk = self.app.at_desk, self.app.desk
        wanted = card, words, group = (self._card, self.field.value, self._groups.current)
        if card:
            lines = await at_desk(dossiers_of, desk, card, LIMIT)
        else:
            lines = await at_desk(find, desk, words, LIMIT, group)
        self._lines = {line.id: line for line in lines}
        self._lacking = await at_desk(status.lacking, desk, list(self._lines))
        self._searched = wanted

    @on(Scanned)
    async def scanned(self, message: Scanned) -> None:
        """A card lists the person's dossiers, a slip opens its dossier; anything else is text."""
        match scan.read(message.text):
            case scan.IdentityCard(number=number):
                await self._list_for(message, number)
            case scan.BareNumber(number):
                await self._list_for(message, number.number)
            case scan.DossierScan(code):
                message.stop()
                dossiers = await self.app.at_desk(of_code, self.app.desk, code.written)
                if len(dossiers) > 1:
                    self.field.value = dossiers[0].code
                    self.app.notify(_(CHOOSE_BY_NAME), severity="warning")
                else:
                    await self.app.overlay("dossier", dossiers[0].id)
            case scan.TaxNumber(number):
                message.stop()
                self.field.value = number
            case _:
                message.stop()
                message.give_back()

    async def _list_for(self, message: Scanned, number: str) -> None:
        message.stop()
        self._card = number
        self._groups.reset()
        self.entry.note = _("card {number}").format(number=mask(number))
        with self.prevent(Field.Changed):
            self.field.value = ""
        self._show_groups()
        await self.reload()

    # -- keys ---------------------------------------------------------------------------------------------------------

    def action_group(self) -> None:
        """Search in the next group."""
        self._groups.turn()
        self._card = self.entry.note = ""
        self._show_groups()
        self.reload_soon()

    def action_clear(self) -> None:
        """Empty the field and search in all groups."""
        self._groups.reset()
        self._card = self.entry.note = ""
        self.field.value = ""
        self._show_groups()
        self.reload_soon()

    def action_new_search(self) -> None:
        """Select the text: typing replaces it."""
        self.field.entered()

    def action_open(self) -> None:
        """Open the selected dossier."""
        self.listing.choose()

    @on(Listing.Chosen)
    async def chosen(self, event: Listing.Chosen) -> None:
        """Lay the dossier over the list."""
        await self.app.overlay("dossier", event.key)

    # -- showing ------------------------------------------------------------------------------------------------------

    def columns(self, width: int) -> tuple[Column, ...]:
        """A wide list has whole codes and identity numbers too."""
        code, who, what = _("Code"), _("Applicant"), _("Procedure")
        state, due = Column(_("State"), 18), Column(_("Due"), 10)
        if width < WIDE:
            codes = code_column(code, map(self._code, self._lines.values()))
            return (codes, Column(who), Column(what), state, due)
        number = Column(_("Identity number"), 14)
        return (Column(code, WHOLE_CODE), Column(who), number, Column(what), state, due)

    def rows(self) -> list[Row]:
        """A row a dossier."""
        return [self._row(line) for line in self._lines.values()]

    def _row(self, line: DossierLine) -> Row:
        state = f"! {short_state(line.state)}" if line.attention else short_state(line.state)
        due = short_date(line.due_at) if line.due_at else "–"
        number = (line.identity,) if self.is_wide else ()
        cells = (self._code(line), line.applicant, *number, line.procedure_name, state, due)
        return Row(line.id, cells, deadline_status(line, self.app.desk.clock.now()).tone)

    def _code(self, line: DossierLine) -> str:
        code = shown_code(line)
        return code if self.is_wide else short_code(code, self.app.desk.office.unit)

    def empty(self) -> str:
        """That no dossier fits."""
        return N_("Nothing found.")

    def detail(self, key: str) -> str:
        """The state, the procedure and the person of the selected dossier, a line each."""
        line = self._lines.get(key)
        if line is None:
            return ""
        remark = _(NOT_THERE) if line.id in self._lacking else ""
        return about(line, self.app.desk.clock.now(), remark)

    def _show_groups(self) -> None:
        self._group_line.show_filters(self._groups, none=bool(self._card))
