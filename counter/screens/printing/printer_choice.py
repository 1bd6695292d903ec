"""Asks which printer a slip is to go to."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult

from counter.commands import Command, finish
from counter.locale import N_
from counter.screens.base import CounterScreen
from counter.widgets.listing import Column, Listing, Row


class ChoosePrinter(CounterScreen[str]):
    """The printers of the office by name; answers with one of them, or with an empty name."""

    HEADING, MANUAL = N_("Other printer"), "prints"
    GLOBALS = False
    KEYS = (
        finish(
            id="printer.take",
            action="take",
            label=N_("Move it there"),
            help=N_("Let the slip be printed on the chosen printer."),
        ),
        Command(
            id="printer.leave",
            key="escape",
            action="leave",
            label=N_("Leave it"),
            help=N_("Back to the queue; the slip stays where it is."),
            rank=1,
        ),
    )

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self._names = names

    def body(self) -> ComposeResult:
        """The names."""
        self.printers = Listing(Column("", 0), header=False, id="printers")
        self.printers.show([Row(name, (name,)) for name in self._names])
        yield self.printers

    async def arrived(self) -> None:
        """Let the arrows choose."""
        self.printers.focus()

    @on(Listing.Chosen)
    def action_take(self) -> None:
        """Answer with the selected printer."""
        self.dismiss(self.printers.selected or "")

    def action_leave(self) -> None:
        """Answer with none."""
        self.dismiss("")
