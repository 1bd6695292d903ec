"""Finding a dossier while one types (F4): newest first, numbers masked; a scanned card lists the person's dossiers."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from counter.commands import GLOBAL, Command
from counter.desk.centre import status
from counter.desk.centre.labels import NOT_THERE
from counter.desk.dossiers.deadlines import deadline_status, short_state
from counter.desk.dossiers.queries import Group, by_code, dossiers_of, find
from counter.desk.labels import state_name
from counter.desk.printing.labels import short_code
from counter.locale import N_, _
from counter.rules import scan
from counter.rules.clock import hour_and_date, short_date
from counter.rules.identity import mask
from counter.screens.base import CounterScreen, OfficeChanged
from counter.widgets.entry import Entry
from counter.widgets.field import Field, Scanned
from counter.widgets.lines import Lines
from counter.widgets.listing import Column, Listing, Row
from counter.widgets.text import Run
from db.domain.records import DossierLine

_HITHER = next(command for command in GLOBAL if command.id == "app.search")
LIMIT = 100
WIDE = 110
"""Columns from which on the list has room for whole codes and the identity numbers."""

GROUPS: dict[Group, str] = {
    Group.ALL: N_("All"),
    Group.OPEN: N_("In progress"),
    Group.LATE: N_("Late"),
    Group.READY: N_("Ready"),
    Group.CLOSED: N_("Closed"),
    Group.ATTENTION: N_("Needs attention"),
}


class Search(CounterScreen[None]):
    """One field and what is found for it. Typing searches, Tab changes the group, Enter opens."""

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
        Command(
            id="search.group",
            key="tab",
            second_key="ctrl+y",
            action="group",
            label=N_("Group"),
            help=N_("Look among the next group: all, in progress, late, ready, closed, needs attention."),
            rank=2,
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
    BINDINGS: ClassVar = [Binding(_HITHER.keys, "anew", show=False, id=_HITHER.id)]
    """The keys that lead here, pressed here; under the same name, so that settings move both."""

    DEFAULT_CSS: ClassVar[str] = """
    Search #groups { height: 1; margin-bottom: 1; }
    Search #groups > .lines--key { color: $row-foreground; background: $row-background; text-style: $row-style; }
    Search #groups > .lines--dim { color: $quiet; text-style: $quiet-style; }
    Search #about { height: 4; padding: 0 1; border-top: solid $rule; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._group, self._card = Group.ALL, ""
        self._lines: dict[str, DossierLine] = {}
        self._lacking: frozenset[str] = frozenset()
        self._looked_for: tuple[str, str, Group] | None = None

    def body(self) -> ComposeResult:
        """The field, the groups, the list, and more about the selected dossier."""
        self.results = Listing(driven=True, id="results")
        self.field = Field(
            id="text",
            placeholder=_("name, code, identity number, phone or procedure"),
            listing=self.results,
        )
        self.field.catch_up = self._catch_up
        self.entry = Entry(N_("Look for"), self.field)
        self._lay_out(self.app.size.width)
        yield self.entry
        yield Lines(id="groups")
        yield self.results
        yield Static(id="about", markup=False)

    async def arrived(self) -> None:
        """Look again: others may have worked meanwhile."""
        self.begin_at(self.field)
        self._show_groups()
        await self._look()

    def on_resize(self, event: events.Resize) -> None:
        """Choose the columns that fit."""
        self._lay_out(event.size.width)
        self._show()

    # -- looking ------------------------------------------------------------------------------------------------------

    @on(Field.Changed, "#text")
    def typed(self, event: Field.Changed) -> None:
        """Somebody types: the card that was scanned is done with."""
        if event.value:
            self._card = self.entry.note = ""
        self.look()

    @on(OfficeChanged)
    def changed(self) -> None:
        """Somebody worked: look again, the selection stays."""
        self.look()

    @work(exclusive=True, exit_on_error=True)
    async def look(self) -> None:
        """Look in a worker; keys go on meanwhile."""
        await self._look()

    async def _catch_up(self) -> None:
        if self._looked_for != (self._card, self.field.value, self._group):
            await self._look()

    async def _look(self) -> None:
        desk = self.app.desk
        wanted = (self._card, self.field.value, self._group)
        if self._card:
            found = await self.app.at_desk(dossiers_of, desk, self._card, LIMIT)
        else:
            found = await self.app.at_desk(find, desk, self.field.value, LIMIT, self._group)
        self._lines = {line.id: line for line in found}
        self._lacking = await self.app.at_desk(status.lacking, desk, list(self._lines))
        self._looked_for = wanted
        self._show()

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
                found = await self.app.at_desk(by_code, self.app.desk, code.written)
                await self.app.overlay("dossier", found.id)
            case scan.TaxNumber(number):
                message.stop()
                self.field.value = number
            case _:
                message.stop()
                message.give_back()

    async def _list_for(self, message: Scanned, number: str) -> None:
        message.stop()
        self._card, self._group = number, Group.ALL
        self.entry.note = _("card {number}").format(number=mask(number))
        with self.prevent(Field.Changed):
            self.field.value = ""
        self._show_groups()
        await self._look()

    # -- keys ---------------------------------------------------------------------------------------------------------

    @on(Field.Advanced, "#text")
    def advanced(self, event: Field.Advanced) -> None:
        """Tab leaves a lone field for nowhere: here it changes the group."""
        if event.key == "tab":
            self.action_group()

    def action_group(self) -> None:
        """Look among the next group."""
        groups = list(GROUPS)
        self._group = groups[(groups.index(self._group) + 1) % len(groups)]
        self._card = self.entry.note = ""
        self._show_groups()
        self.look()

    def action_clear(self) -> None:
        """Begin again."""
        self._group, self._card, self.entry.note = Group.ALL, "", ""
        self.field.value = ""
        self._show_groups()
        self.look()

    def action_anew(self) -> None:
        """Look for something else: typing replaces what stands there."""
        self.field.entered()

    def action_open(self) -> None:
        """Open the selected dossier."""
        self.results.choose()

    @on(Listing.Chosen)
    async def chosen(self, event: Listing.Chosen) -> None:
        """Lay the dossier over the list."""
        await self.app.overlay("dossier", event.key)

    # -- showing ------------------------------------------------------------------------------------------------------

    def _lay_out(self, width: int) -> None:
        code, who, what = _("Code"), _("Applicant"), _("Procedure")
        state, due = _("State"), _("Due")
        columns: tuple[Column, ...]
        if width >= WIDE:
            number = Column(_("Identity number"), 14)
            columns = (
                Column(code, 25),
                Column(who),
                number,
                Column(what),
                Column(state, 15),
                Column(due, 10),
            )
        else:
            columns = (Column(code, 12), Column(who), Column(what), Column(state, 15), Column(due, 10))
        self.results.columns = columns

    def _show(self) -> None:
        now, wide = self.app.desk.clock.now(), len(self.results.columns) == 6
        rows = []
        for line in self._lines.values():
            state = f"! {short_state(line.state)}" if line.attention else short_state(line.state)
            due = short_date(line.due_at) if line.due_at else "–"
            number = (line.identity,) if wide else ()
            code = line.code if wide else short_code(line.code)
            cells = (code, line.applicant, *number, line.procedure_name, state, due)
            rows.append(Row(line.id, cells, deadline_status(line, now).tone))
        self.results.show(rows, empty=_("Nothing found."))
        self._tell_more()

    @on(Listing.Moved)
    def moved(self) -> None:
        """Another row: tell more about it."""
        self._tell_more()

    def _tell_more(self) -> None:
        line = self._lines.get(self.results.selected or "")
        self.query_one("#about", Static).update("\n".join(self._about(line)) if line else "")

    def _about(self, line: DossierLine) -> list[str]:
        numbers = " · ".join(filter(None, (line.identity, line.phone)))
        due = deadline_status(line, self.app.desk.clock.now()).words
        received = _("received {when}").format(when=hour_and_date(line.received_at))
        remark = _(NOT_THERE) if line.id in self._lacking else ""
        return [
            " · ".join(filter(None, (line.code, state_name(line.state), due, remark))),
            f"{line.procedure_code} {line.procedure_name}".strip(),
            " · ".join(filter(None, (line.applicant, numbers, received))),
        ]

    def _show_groups(self) -> None:
        runs: list[Run] = [(" ", "")]
        for group, name in GROUPS.items():
            chosen = group is self._group and not self._card
            runs += [(f" {_(name)} ", "key" if chosen else "dim"), (" ", "")]
        self.query_one("#groups", Lines).show([runs])
