"""The shift log (F8): the shifts, and everything that was done in one of them, in order of time."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from counter.commands import Command, Kind, action, list_filter
from counter.desk.labels import sentence, short_code
from counter.desk.payments.shift_money import ShiftMoney, money_line, shift_money
from counter.desk.shifts.log import LogLine, Tally, search_log, shift_log, tallies
from counter.desk.shifts.shifts import shifts
from counter.locale import N_, _
from counter.rules.clock import local, short_date, short_time
from counter.rules.codes import find_dossier_code
from counter.screens.list_screen import WIDE, FilterCycle, ListScreen, code_column
from counter.screens.shifts.dialogs import COUNTED, CloseShift, ReviewShift, notes_of, times_of, title_of
from counter.widgets.entry import Entry
from counter.widgets.field import Field, Scanned
from counter.widgets.key_bar import KeyBar
from counter.widgets.listing import Column, Listing, Row
from db.domain.event_kind import EventKind, Group, Stream
from db.domain.records import Shift

KINDS: dict[Group | None, str] = {
    None: N_("everything"),
    Group.INTAKE: N_("intakes"),
    Group.MOVE: N_("moves"),
    Group.RETURN: N_("returns"),
    Group.FEEDBACK: N_("feedback"),
    Group.CORRECTION: N_("corrections"),
    Group.REPRINT: N_("reprints"),
    Group.REVEAL: N_("numbers looked at"),
    Group.SHIFT: N_("the shift itself"),
}
"""What the log can be narrowed to."""

_TONES: dict[str, str] = {
    EventKind.RETURNED: "good",
    EventKind.CORRECTED: "warn",
    EventKind.SETTLED: "warn",
    EventKind.REPRINTED: "dim",
    EventKind.REVEALED: "dim",
    EventKind.SHIFT_COMMENTED: "warn",
}


class ShiftLog(ListScreen):
    """An officer's own shifts, beginning with the present one; a supervisor's list of everybody's."""

    HEADING, MANUAL = N_("Shift log"), "shift_log"
    KEYS = (
        action(
            id="shift_log.close",
            action="close",
            label=N_("Close the shift"),
            help=N_("Close your own shift: what was done in it, and a note for the supervisor."),
        ),
        action(
            id="shift_log.review",
            action="review",
            label=N_("Review"),
            help=N_("Comment on another's shift and mark it as reviewed."),
            role="supervisor",
        ),
        list_filter(
            id="shift_log.kind",
            action="kind",
            help=N_("Show only intakes, only returns, and so on, in turn."),
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
    DEFAULT_CSS = """
    ShiftLog {
        #log { display: none; }
        #title { padding: 0 1; height: 1; text-style: bold; }
        #counts { padding: 0 1; height: auto; color: $quiet; text-style: $quiet-style; }
        #detail { height: auto; max-height: 5; color: $warn; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._shifts: dict[str, Shift] = {}
        self._tallies: dict[str, Tally] = {}
        self._money: dict[str, ShiftMoney] = {}
        self._events: list[LogLine] = []
        self._open: str | None = None
        self._kinds = FilterCycle(KINDS)
        self._has_arrived = False
        self._typed: dict[str, str] = {}
        """What was typed in a form that was left, by the shift; the note on one's own shift has no name."""

    def body(self) -> ComposeResult:
        """The list of shifts, and under it (one at a time) the log of one."""
        self.shifts = Listing(*_shift_columns(), empty=_("No shifts yet."), id="shifts")
        self.events = Listing(*self._event_columns(self.app.size.width), driven=True)
        self.listing = self.shifts
        self.filter = Entry(N_("Look for"), Field(id="filter", listing=self.events))
        yield self.shifts
        with Vertical(id="log"):
            yield Static("", id="title", markup=False)
            yield Static("", id="counts", markup=False)
            yield self.filter
            yield self.events
            yield self.detail_panel

    async def arrived(self) -> None:
        """Read the shifts again; an officer on shift begins with the log of that shift."""
        if not self._has_arrived:
            self._has_arrived = True
            shift = self.app.desk.shift
            if shift and not self.app.may("supervisor"):
                self._open = shift.id
        await self.reload()
        self._focus_list()

    async def load(self) -> None:
        """Read the shifts with their counts, and the log of the open one."""
        at_desk, desk = self.app.at_desk, self.app.desk
        shifts_now = await at_desk(shifts, desk)
        self._tallies = await at_desk(tallies, desk, [shift.id for shift in shifts_now])
        self._money = await at_desk(shift_money, desk, [shift.id for shift in shifts_now])
        self._shifts = {shift.id: shift for shift in shifts_now}
        if self.shift_in_log:
            self._events = await at_desk(shift_log, desk, self.shift_in_log.id)
        self._show_view()

    @property
    def shift_in_log(self) -> Shift | None:
        """The shift whose log is open."""
        return self._shifts.get(self._open or "")

    # -- one of the two views -----------------------------------------------------------------------------------------

    @on(Listing.Chosen, "#shifts")
    async def open_shift(self, event: Listing.Chosen) -> None:
        """Show the log of the chosen shift."""
        self._open = event.key
        self.filter.field.value = ""
        self._kinds.reset()
        await self.reload()
        self._focus_list()

    def action_all(self) -> None:
        """Back to the list, at the shift that was open."""
        last, self._open = self._open, None
        self._show_view()
        self.show_rows()
        if last:
            self.shifts.select(last)
        self._focus_list()

    def _show_view(self) -> None:
        """Show the list, or the log of the open shift with its title."""
        shift = self.shift_in_log
        self.listing = self.events if shift else self.shifts
        self.query_one("#log").display = shift is not None
        self.shifts.display = shift is None
        if shift:
            self.query_one("#title", Static).update(title_of(shift))
            self.query_one("#counts", Static).update(_counts(self._tallies[shift.id], self._money[shift.id]))
        self._show_keys()

    def columns(self, width: int) -> tuple[Column, ...]:
        """The columns of the list, or of a log; both fit any width."""
        return self._event_columns(width) if self.shift_in_log else _shift_columns()

    def _event_columns(self, width: int) -> tuple[Column, ...]:
        codes = code_column(_("Dossier"), map(self._code, self._events))
        applicant = Column(_("Applicant"), 28 if width >= WIDE else 18)
        return (Column(_("Time"), 5), codes, applicant, Column(_("What")))

    def _code(self, line: LogLine) -> str:
        return short_code(line.code, self.app.desk.office.unit)

    def rows(self) -> list[Row]:
        """The shifts, or the events of the log that the filters leave."""
        if not self.shift_in_log:
            return [_shift_row(shift, self._tallies[shift.id]) for shift in self._shifts.values()]
        group = self._kinds.current
        kinds = EventKind.in_group(group) if group else ()
        events = search_log(self._events, self.filter.field.value, kinds)
        self.filter.note = _("{kind}: {shown} of {all}").format(
            kind=self._kinds.name, shown=len(events), all=len(self._events)
        )
        return [self._event_row(event) for event in events]

    def _event_row(self, line: LogLine) -> Row:
        event = line.event
        tone = _TONES.get(event.kind, "" if event.stream == Stream.DOSSIER else "dim")
        return Row(event.id, (short_time(event.at), self._code(line), line.name, sentence(event)), tone)

    def empty(self) -> str:
        """That there are no shifts, or nothing that the filters leave."""
        return N_("Nothing of the kind in this shift.") if self.shift_in_log else N_("No shifts yet.")

    def detail(self, key: str) -> Text:
        """What the selected correction changed, whole, and the notes on the shift whose log is open."""
        if not self.shift_in_log:
            return Text()
        notes = notes_of(self.shift_in_log)
        line = next((line for line in self._events if line.event.id == key), None)
        if line is None or line.event.kind != EventKind.CORRECTED:
            return notes
        return Text("\n").join(filter(None, (Text(sentence(line.event)), notes)))

    def show_detail(self) -> None:
        """Show the panel where there is anything in it."""
        super().show_detail()
        self.detail_panel.display = bool(self._detail)

    def _focus_list(self) -> None:
        (self.filter.field if self.shift_in_log else self.shifts).focus()

    # -- the log ------------------------------------------------------------------------------------------------------

    @on(Field.Changed, "#filter")
    def typed(self) -> None:
        """Show the lines that have the words."""
        self.show_rows()

    def action_kind(self) -> None:
        """The next kind."""
        self._kinds.turn()
        self.show_rows()

    @on(Scanned)
    def slip_scanned(self, message: Scanned) -> None:
        """Show what was done with the dossier of the slip in this shift."""
        if self._open and (code := find_dossier_code(message.text)):
            message.stop()
            self.filter.field.value = code.written

    @on(Listing.Chosen)
    async def open_dossier(self, event: Listing.Chosen) -> None:
        """Open the dossier of the line, if it is about one."""
        line = next((line for line in self._events if line.event.id == event.key), None)
        if event.listing is self.events and line is not None and line.code:
            await self.app.overlay("dossier", line.event.stream_id)

    # -- closing and reviewing ----------------------------------------------------------------------------------------

    async def action_close(self) -> None:
        """Lay the closing form over the log."""
        if shift := self.app.desk.shift:
            await self.app.push_screen(CloseShift(shift, self._typed.get("", "")), self._keep_typed)

    async def action_review(self) -> None:
        """Lay the supervisor's form over the log."""
        if (shift := self._selected_shift) is not None:
            tally, money = self._tallies[shift.id], self._money[shift.id]
            form = ReviewShift(shift, tally, money, self._typed.get(shift.id, ""))
            await self.app.push_screen(form, partial(self._keep_typed, shift_id=shift.id))

    def _keep_typed(self, typed: str | None, shift_id: str = "") -> None:
        """Keep what was typed in a form that was left."""
        self._typed[shift_id] = typed or ""

    @property
    def _selected_shift(self) -> Shift | None:
        """The shift whose log is open, or the selected one of the list."""
        return self._shifts.get(self._open or self.shifts.selected or "")

    def refusal(self, command: Command) -> str:
        """One closes one's own shift and reviews another's."""
        shift, own = self._selected_shift, self.app.desk.shift
        is_own = own is not None and (shift is None or shift.id == own.id)
        if command.id == "shift_log.close":
            if own is None:
                return _("You have no open shift.")
            return "" if is_own else _("This is another shift than yours.")
        if shift is None:
            return _("No shift is selected.")
        return _("Another supervisor reviews your own shift.") if is_own else ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The filter, and the way back, belong to a log."""
        if action in ("kind", "all"):
            return self._open is not None
        return super().check_action(action, parameters)

    @property
    def commands(self) -> tuple[Command, ...]:
        """The keys of the list, or of the log."""
        return tuple(
            command
            for command in super().commands
            if command.kind is Kind.ACTION
            or command not in self.KEYS
            or self.check_action(command.action, ())
        )

    def _show_keys(self) -> None:
        self.query_one(KeyBar).show_commands(self.commands, self.app.keymap)


def _shift_columns() -> tuple[Column, ...]:
    return (
        Column(_("Day"), 8),
        Column(_("Counter"), len(_("Counter")), right=True),
        Column(_("Officer")),
        Column(_("From – to"), 15),
        Column(_("In"), 4, right=True),
        Column(_("Out"), 4, right=True),
        Column(_("Again"), 6, right=True),
        Column(_("Corr."), max(4, len(_("Corr."))), right=True),
        Column(_("Reviewed"), 8),
    )


def _shift_row(shift: Shift, tally: Tally) -> Row:
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


def _counts(tally: Tally, money: ShiftMoney) -> str:
    counts = N_("In {received} · out {returned} · printed again {reprinted} · corrected {corrected}")
    return "\n".join(filter(None, (_(counts).format(**asdict(tally)), money_line(money))))
