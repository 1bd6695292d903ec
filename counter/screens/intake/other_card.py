"""Asks what a card is for that was scanned in the middle of another person's intake."""

from __future__ import annotations

from enum import StrEnum

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from counter.commands import Command
from counter.locale import N_, _
from counter.screens.base import CounterScreen
from counter.widgets.listing import Column, Listing, Row


class CardUse(StrEnum):
    """What the card is to be used for."""

    PROXY = "proxy"
    NEW = "new"
    IGNORE = "ignore"


class OtherCard(CounterScreen[str]):
    """Answers with a ``CardUse``. ``applicant`` and ``card`` are the names of the applicant and of the card."""

    HEADING, MANUAL = N_("Another person's card"), "intake"
    GLOBALS = False
    KEYS = (
        Command(
            id="another_card.ignore",
            key="escape",
            action="ignore",
            label=N_("Ignore the card"),
            help=N_("Go on with the intake as it was."),
            rank=1,
        ),
    )
    DEFAULT_CSS = """
    OtherCard .question { padding: 1 2; height: auto; }
    OtherCard Listing { height: 4; }
    """

    def __init__(self, applicant: str, card: str) -> None:
        super().__init__()
        self._applicant, self._card = applicant, card

    def body(self) -> ComposeResult:
        """The question and its answers."""
        question = _("You are receiving a dossier of {there}. The card is of {card}.")
        yield Static(
            question.format(there=self._applicant, card=self._card), classes="question", markup=False
        )
        self.answers = Listing(Column("", 2), Column(""), header=False, numbered=True)
        yield self.answers

    async def arrived(self) -> None:
        """Offer the answers."""
        there, card = self._applicant, self._card
        self.answers.show(
            [
                Row(
                    CardUse.PROXY,
                    ("1", _("{card} submits for {there} (proxy)").format(card=card, there=there)),
                ),
                Row(
                    CardUse.NEW,
                    ("2", _("Set {there} aside and begin with {card}").format(card=card, there=there)),
                ),
                Row(CardUse.IGNORE, ("3", _("Ignore the card"))),
            ]
        )
        self.answers.focus()

    @on(Listing.Chosen)
    def answered(self, event: Listing.Chosen) -> None:
        """Enter on an answer, or its number."""
        self.dismiss(event.key)

    def action_ignore(self) -> None:
        """No answer."""
        self.dismiss(CardUse.IGNORE)
