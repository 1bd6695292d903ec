"""The shift log (F8): the shifts, and everything that was done in one of them, in order of time and in words."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from counter.commands import Command
from counter.desk.labels import sentence
from counter.desk.shifts.shifts import LogLine, Tally, matching, shift_log, shifts, tallies
from counter.locale import N_, _
from counter.rules.clock import local, short_date, short_time
from counter.rules.codes import find_dossier_code
from counter.screens.base import CounterScreen
from counter.screens.shifts.dialogs import COUNTED, CloseShift, ReviewShift, notes_of, times_of, title_of
from counter.widgets.entry import Entry
from counter.widgets.field import Field, Scanned
from counter.widgets.key_bar import KeyBar
from counter.widgets.listing import Column, Listing, Row
from db.domain.event_kind import EventKind, Group
from db.domain.records import Shift

KINDS: tuple[tuple[str, frozenset[str]], ...] = (
    (N_("everything"), frozenset()),
    (N_("intakes"), frozenset(EventKind.in_group(Group.INTAKE))),
    (N_("moves"), frozenset(EventKind.in_group(Group.MOVE))),
    (N_("returns"), frozenset(EventKind.in_group(Group.RETURN))),
    (N_("corrections"), frozenset(EventKind.in_group(Group.CORRECTION))),
    (N_("reprints"), frozenset(EventKind.in_group(Group.REPRINT))),
    (N_("numbers looked at"), frozenset(EventKind.in_group(Group.REVEAL))),
    (N_("the shift itself"), frozenset(EventKind.in_group(Group.SHIFT))),
)
"""What the log can be narrowed to: a name, and the kinds of events (none: all)."""

_TONES: dict[str, str] = {
    EventKind.RETURNED: "good",
    EventKind.CORRECTED: "warn",
    EventKind.SETTLED: "warn",
    EventKind.REPRINTED: "dim",
    EventKind.REVEALED: "dim",
    EventKind.SHIFT_COMMENTED: "warn",
}


class ShiftLog(CounterScreen[None]):
    """An officer's own shifts, beginning with the present one; a supervisor's list of everybody's."""

    HEADING, MANUAL = N_("Shift log"), "shift_log"
    KEYS = (
        Command(
            id="shift_log.close",
            key="f12",
            second_key="ctrl+s",
            action="close",
            label=N_("Close the shift"),
            help=N_("Close your own shift: what was done in it, and a note for the supervisor."),
            rank=1,
        ),
        Command(
            id="shift_log.review",
            key="f12",
            second_key="ctrl+s",
            action="review",
            label=N_("Review"),
            help=N_("Comment on another's shift and mark it as reviewed."),
            rank=1,
            role="supervisor",
        ),
        Command(
            id="shift_log.kind",
            key="f9",
            second_key="ctrl+y",
            action="kind",
            label=N_("Kind"),
            help=N_("Show only intakes, only returns, and so on, in turn."),
            rank=2,
        ),
        Command(
            id="shift_log.all",
            key="escape",
            action="all",
            label=N_("All shifts"),
            help=N_("Go back to the list of shifts."),
            rank=2,
        ),
    )
    _WHERE: ClassVar[dict[str, str]] = {
        "close": "own",
        "review": "others",
        "kind": "log",
        "all": "log",
    }

    DEFAULT_CSS = """
    ShiftLog {
        #log { display: none; }
        #title { padding: 0 1; height: 1; text-style: bold; }
        #counts { padding: 0 1; height: 1; color: $quiet; text-style: $quiet-style; }
        #notes { padding: 0 1; height: auto; max-height: 5; border-top: solid $rule; color: $warn; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._shifts: dict[str, Shift] = {}
        self._tallies: dict[str, Tally] = {}
        self._lines: list[LogLine] = []
        self._open: str | None = None
        self._kind = 0
        self._begun = False
        self._said: dict[str, str] = {}

    def body(self) -> ComposeResult:
        """The list of shifts, and under it (one at a time) the log of one."""
        self.list = Listing(
            Column(_("Day"), 8),
            Column(_("Counter"), len(_("Counter")), right=True),
            Column(_("Officer")),
            Column(_("From – to"), 15),
            Column(_("In"), 4, right=True),
            Column(_("Out"), 4, right=True),
            Column(_("Again"), 6, right=True),
            Column(_("Corr."), max(4, len(_("Corr."))), right=True),
            Column(_("Reviewed"), 8),
            empty=_("No shifts yet."),
            id="shifts",
        )
        self.lines = Listing(Column(_("Time"), 5), Column(_("Dossier"), 25), Column(_("What")), driven=True)
        self.filter = Entry(N_("Look for"), Field(id="filter", listing=self.lines))
        yield self.list
        with Vertical(id="log"):
            yield Static("", id="title", markup=False)
            yield Static("", id="counts", markup=False)
            yield self.filter
            yield self.lines
            yield Static("", id="notes", markup=False)

    async def arrived(self) -> None:
        """Read the shifts anew; an officer on shift begins with the log of that shift."""
        desk = self.app.desk
        found = await self.app.at_desk(shifts, desk)
        self._tallies = await self.app.at_desk(tallies, desk, [shift.id for shift in found])
        self._shifts = {shift.id: shift for shift in found}
        self.list.show([_row(shift, self._tallies[shift.id]) for shift in found])
        if not self._begun:
            self._begun = True
            if desk.shift and not self.app.may("supervisor"):
                self._open = desk.shift.id
        await self._show()

    # -- one of the two views -----------------------------------------------------------------------------------------

    @on(Listing.Chosen, "#shifts")
    async def open_shift(self, event: Listing.Chosen) -> None:
        """Show the log of the chosen shift."""
        self._open = event.key
        self.filter.field.value = ""
        self._kind = 0
        await self._show()

    async def action_all(self) -> None:
        """Back to the list."""
        if self._open:
            self.list.select(self._open)
        self._open = None
        await self._show()

    async def _show(self) -> None:
        """Show the list, or the log of the open shift."""
        shift = self._shifts.get(self._open or "")
        self.query_one("#log").display = shift is not None
        self.list.display = shift is None
        if shift is None:
            self.list.focus()
        else:
            self._lines = await self.app.at_desk(shift_log, self.app.desk, shift.id)
            self.query_one("#title", Static).update(title_of(shift))
            self.query_one("#counts", Static).update(_counts(self._tallies[shift.id]))
            notes = notes_of(shift)
            self.query_one("#notes", Static).update(notes)
            self.query_one("#notes").display = bool(notes)
            self._narrow()
            self.filter.field.focus()
        self._tell_keys()

    # -- the log ------------------------------------------------------------------------------------------------------

    @on(Field.Changed, "#filter")
    def _narrow(self) -> None:
        """Show the lines that the filters leave."""
        name, kinds = KINDS[self._kind]
        found = matching(self._lines, self.filter.field.value, kinds)
        rows = [_line(line) for line in found]
        self.lines.show(rows, empty=_("Nothing of the kind in this shift."))
        self.filter.note = _("{kind}: {shown} of {all}").format(
            kind=_(name), shown=len(found), all=len(self._lines)
        )

    def action_kind(self) -> None:
        """The next kind."""
        self._kind = (self._kind + 1) % len(KINDS)
        self._narrow()

    @on(Scanned)
    def look_for_scan(self, message: Scanned) -> None:
        """A slip was scanned: what was done with its dossier in this shift."""
        if self._open and (code := find_dossier_code(message.text)):
            message.stop()
            self.filter.field.value = code.written

    @on(Listing.Chosen)
    async def open_dossier(self, event: Listing.Chosen) -> None:
        """Open the dossier of the line, if it is about one."""
        line = next((each for each in self._lines if each.event.id == event.key), None)
        if event.listing is self.lines and line is not None and line.code:
            await self.app.overlay("dossier", line.event.stream_id)

    # -- closing and reviewing ----------------------------------------------------------------------------------------

    async def action_close(self) -> None:
        """Lay the closing form over the log."""
        if shift := self.app.desk.shift:
            await self.app.push_screen(CloseShift(shift, self._said.get("", "")), self._keep)

    async def action_review(self) -> None:
        """Lay the supervisor's form over the log."""
        if (shift := self._meant) is not None:
            form = ReviewShift(shift, self._tallies[shift.id], self._said.get(shift.id, ""))
            await self.app.push_screen(form, partial(self._keep, of=shift.id))

    def _keep(self, typed: str | None, of: str = "") -> None:
        """What stood in a form that was left; the note on one's own shift has no name."""
        self._said[of] = typed or ""

    @property
    def _meant(self) -> Shift | None:
        """The shift that is shown, or the selected one of the list."""
        return self._shifts.get(self._open or self.list.selected or "")

    @on(Listing.Moved, "#shifts")
    def _tell_keys(self) -> None:
        self.query_one(KeyBar).tell(self.commands, self.app.keymap)

    @property
    def commands(self) -> tuple[Command, ...]:
        """Only what can be done with the shift that is meant."""
        return tuple(
            each for each in super().commands if each not in self.KEYS or self.check_action(each.action, ())
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """F12 closes one's own shift and reviews another's; the filters belong to the log."""
        where = self._WHERE.get(action)
        if where is None:
            return super().check_action(action, parameters)
        meant, own = self._meant, self.app.desk.shift
        is_own = own is not None and (meant is None or meant.id == own.id)
        if where == "others":
            return meant is not None and not is_own and self.app.may("supervisor")
        return is_own if where == "own" else self._open is not None


def _row(shift: Shift, tally: Tally) -> Row:
    """A shift in the list."""
    reviewed = short_date(shift.reviewed_at)[:5] if shift.reviewed_at else ""
    if not reviewed and shift.comments:
        reviewed = _("comment")
    cells = (
        f"{local(shift.opened_at):%d/%m/%y}",
        str(shift.counter),
        shift.officer_name,
        times_of(shift),
        *(str(getattr(tally, name)) for name in COUNTED),
        reviewed,
    )
    return Row(shift.id, cells, "good" if shift.closed_at is None else "" if not shift.reviewed_at else "dim")


def _line(line: LogLine) -> Row:
    """An event in the log."""
    event = line.event
    tone = _TONES.get(event.kind, "" if event.stream == "dossier" else "dim")
    return Row(event.id, (short_time(event.at), line.code, sentence(event)), tone)


def _counts(tally: Tally) -> str:
    told = N_("In {received} · out {returned} · printed again {reprinted} · corrected {corrected}")
    return _(told).format(**asdict(tally))
