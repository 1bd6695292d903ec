"""The message that a scanner delivered a text."""

from __future__ import annotations

from asyncio import Event
from typing import TYPE_CHECKING

from textual.message import Message

from counter.rules.text import one_line

if TYPE_CHECKING:
    from counter.widgets.field import Field


class Scanned(Message):
    """A scanner delivered ``text``. ``field`` is the field that had the focus, already as it was before the scan.

    A screen that handles the scan stops the message; the app routes the others (``counter.shell.scan_routing``).
    """

    def __init__(self, text: str, field: Field | None = None) -> None:
        super().__init__()
        self.text, self.field = text, field
        self.seen = Event()
        """Set when the screen has dealt with the scan, or left it to the app: what was typed after it may follow."""

    def give_back(self) -> None:
        """It was no scan after all: put the text into its field as if it had been typed, and go on."""
        if self.field is not None:
            self.field.type_in(one_line(self.text))
            self.field.advance("enter")
