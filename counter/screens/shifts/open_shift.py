"""Asks at which counter a shift is to be opened: for who came in without one."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from counter.commands import Command
from counter.locale import N_, _
from counter.screens.base import CounterScreen
from counter.screens.shifts.counters import (
    counter_columns,
    counter_rows,
    open_shift_at,
    taken_counters,
    usual_counter,
)
from counter.widgets.listing import Listing


class OpenShift(CounterScreen[None]):
    """The counters, and who sits there: a digit or Enter opens the shift, and the work underneath goes on."""

    HEADING, MANUAL = N_("Open a shift"), "sign_in"
    GLOBALS = False
    KEYS = (
        Command(
            id="open_shift.open",
            key="enter",
            action="open",
            label=N_("Open a shift"),
            help=N_("Open the shift at the marked counter, or go on with your own one there."),
            rank=1,
        ),
        Command(
            id="open_shift.leave",
            key="escape",
            action="leave",
            label=N_("Leave it"),
            help=N_("Back, without a shift."),
            rank=2,
        ),
    )
    DEFAULT_CSS = """
    OpenShift {
        #form { padding: 1 0; align: center top; }
        #form > * { width: 66; }
        .question { padding: 0 0 1 1; height: auto; }
        #counters { height: 1fr; }
    }
    """

    def body(self) -> ComposeResult:
        """The question, and the counters."""
        self.counters = Listing(*counter_columns(), header=False, numbered=True, id="counters")
        with Vertical(id="form"):
            yield Static(_("At which counter? Press its number."), classes="question", markup=False)
            yield self.counters

    async def arrived(self) -> None:
        """Show who is on shift where; the usual counter is marked."""
        desk = self.app.desk
        taken = await taken_counters(self.app, desk)
        self.counters.show(counter_rows(desk, taken))
        self.counters.select(str(usual_counter(desk, taken)))
        self.counters.focus()

    def action_open(self) -> None:
        """Take the marked counter."""
        self.counters.choose()

    @on(Listing.Chosen)
    async def chosen(self, event: Listing.Chosen) -> None:
        """Open the shift there, and go back to the work; a digit that was pressed twice opens one."""
        if self.app.desk.shift is not None:
            return
        desk = await open_shift_at(self.app, self.app.desk, int(event.key))
        if desk.shift is None:
            return
        self.app.desk = desk
        self.app.show_time()
        self.dismiss()
        self.app.notify(_("Your shift at counter {counter} is open.").format(counter=desk.shift.counter))

    def action_leave(self) -> None:
        """No shift."""
        self.dismiss()
