"""The quiet line above the keys: what the program has to say, over nothing that is read."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, NamedTuple

from textual.widgets import Static


class Tone(StrEnum):
    """How grave a notice is."""

    INFORMATION = "information"
    WARNING = "warning"
    ERROR = "error"


class Notice(NamedTuple):
    """A sentence, already translated; empty: nothing to say."""

    text: str = ""
    tone: Tone = Tone.INFORMATION


class NoticeLine(Static):
    """One line, always there; a sentence that is longer takes up to three, and what is above gives way."""

    SIGNS: ClassVar[dict[Tone, str]] = {Tone.INFORMATION: "", Tone.WARNING: "! ", Tone.ERROR: "! "}
    DEFAULT_CSS = """
    NoticeLine {
        height: auto;
        min-height: 1;
        max-height: 3;
        padding: 0 1;
        color: $good;
        &.-warning { color: $warn; }
        &.-error { color: $bad; text-style: bold; }
    }
    """

    def __init__(self) -> None:
        super().__init__(id="notice", markup=False)
        self.notice = Notice()

    def show_notice(self, notice: Notice) -> None:
        """Show ``notice`` from now on."""
        if notice == self.notice:
            return
        self.notice = notice
        self.set_classes(f"-{notice.tone}")
        self.update(f"{self.SIGNS[notice.tone]}{notice.text}" if notice.text else "")
