"""A card was scanned in the middle of another person's intake: what is it for?"""

from __future__ import annotations

from enum import StrEnum

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from counter.commands import Command
from counter.locale import N_, _
from counter.screens.base import CounterScreen
from counter.widgets.listing import Column, Listing, Row


class ANOTHER(StrEnum):
    """What the card may be for."""

    PROXY = "proxy"
    NEW = "new"
    IGNORE = "ignore"


class AnotherCard(CounterScreen[str]):
    """Asks, and loses nothing: what was typed is set aside if a new intake begins."""

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
    AnotherCard .question { padding: 1 2; height: auto; }
    AnotherCard Listing { height: 4; }
    """

    def __init__(self, there: str, card: str) -> None:
        super().__init__()
        self._there, self._card = there, card

    def body(self) -> ComposeResult:
        """The question and its answers."""
        question = _("You are receiving a dossier of {there}. The card is of {card}.")
        yield Static(question.format(there=self._there, card=self._card), classes="question", markup=False)
        self.answers = Listing(Column("", 2), Column(""), header=False)
        yield self.answers

    async def arrived(self) -> None:
        """Offer the answers."""
        there, card = self._there, self._card
        self.answers.show(
            [
                Row(
                    ANOTHER.PROXY,
                    ("1", _("{card} submits for {there} (proxy)").format(card=card, there=there)),
                ),
                Row(
                    ANOTHER.NEW,
                    ("2", _("Set {there} aside and begin with {card}").format(card=card, there=there)),
                ),
                Row(ANOTHER.IGNORE, ("3", _("Ignore the card"))),
            ]
        )
        self.answers.focus()

    @on(Listing.Chosen)
    def answered(self, event: Listing.Chosen) -> None:
        """Enter on an answer."""
        self.dismiss(event.key)

    def key_1(self) -> None:
        """The first answer."""
        self.dismiss(ANOTHER.PROXY)

    def key_2(self) -> None:
        """The second answer."""
        self.dismiss(ANOTHER.NEW)

    def key_3(self) -> None:
        """The third answer."""
        self.dismiss(ANOTHER.IGNORE)

    def action_ignore(self) -> None:
        """No answer."""
        self.dismiss(ANOTHER.IGNORE)
