"""Asks which of the dossiers that were set aside in the middle of their intake is to be gone on with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from counter.commands import Command
from counter.locale import N_, _
from counter.screens.base import CounterScreen
from counter.widgets.listing import Column, Listing, Row


class ParkedDossier(NamedTuple):
    """One line of the list: the draft's id, whose it is, what is asked for, and the terminal that has it open."""

    id: str
    name: str
    procedure: str
    elsewhere: str = ""


class ParkedList(CounterScreen[str]):
    """Asks which of ``dossiers`` is to be gone on with; answers with its draft's id."""

    HEADING, MANUAL = N_("Set aside"), "intake"
    GLOBALS = False
    KEYS = (
        Command(
            id="parked.leave",
            key="escape",
            action="leave",
            label=N_("Close the list"),
            help=N_("Back to the empty intake; all of them stay set aside."),
            rank=1,
        ),
    )
    DEFAULT_CSS = """
    ParkedList .question { padding: 1 2; height: auto; }
    """

    def __init__(self, dossiers: Sequence[ParkedDossier]) -> None:
        super().__init__()
        self._dossiers = tuple(dossiers)

    def body(self) -> ComposeResult:
        """The question, and the dossiers by number."""
        yield Static(
            _("Which dossier do you go on with? Press its number."), classes="question", markup=False
        )
        self.dossiers = Listing(
            Column("", 3, right=True),
            Column(_("Applicant"), 28),
            Column(_("Procedure")),
            numbered=True,
            id="parked",
        )
        self.dossiers.show(
            [
                Row(
                    dossier.id,
                    (
                        str(number),
                        dossier.name,
                        _("open at {place}").format(place=dossier.elsewhere)
                        if dossier.elsewhere
                        else dossier.procedure,
                    ),
                    "dim" if dossier.elsewhere else "",
                )
                for number, dossier in enumerate(self._dossiers, start=1)
            ]
        )
        yield self.dossiers

    async def arrived(self) -> None:
        """Let the arrows choose."""
        self.dossiers.focus()

    @on(Listing.Chosen)
    def chosen(self, event: Listing.Chosen) -> None:
        """Enter on a line, or its number."""
        dossier = next(dossier for dossier in self._dossiers if dossier.id == event.key)
        if dossier.elsewhere:
            sentence = _("This is open at another terminal ({place}): go on there.")
            self.app.notify(sentence.format(place=dossier.elsewhere), severity="warning")
        else:
            self.dismiss(dossier.id)

    def action_leave(self) -> None:
        """None of them."""
        self.dismiss("")
