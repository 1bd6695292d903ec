"""The slip as it will come out of the printer, beside the form that it is made from."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events

from counter.widgets.lines import Lines

MARGIN = 1
"""Columns left free on either side of the paper."""


class SlipPanel(Lines):
    """Lines of a slip; what changes is brought into view, ``turn`` pages through the rest."""

    DEFAULT_CSS = """
    SlipPanel { width: 34; height: 1fr; border-left: solid $rule; }
    """

    def __init__(self, *, id: str = "slip") -> None:
        super().__init__(id=id)
        self._text: tuple[str, ...] = ()
        self._top = self._width = 0

    @property
    def columns(self) -> int:
        """How many letters fit on a line of the paper."""
        return max(8, self.size.width - 2 * MARGIN)

    @property
    def text(self) -> tuple[str, ...]:
        """The lines of the slip."""
        return self._text

    def show_slip(self, text: Sequence[str], columns: int, begin: int = 0) -> None:
        """Show the slip ``text``, drawn for ``columns``: from line ``begin`` on paper of a new width, else from the
        first line that changed if it is out of sight.
        """
        before, self._text = self._text, tuple(text)
        width_before, self._width = self._width, columns
        changed = [at for at, line in enumerate(self._text) if at >= len(before) or before[at] != line]
        if self._width != width_before:
            self._top = begin
        elif changed and (changed[0] < self._top or changed[-1] >= self._top + self.size.height):
            self._top = changed[0] - 1
        self._paint()

    def turn(self, by: int) -> None:
        """One page up (-1) or down (1), two lines overlapping."""
        self._top += by * max(1, self.size.height - 2)
        self._paint()

    def on_resize(self, event: events.Resize) -> None:
        """Keep the paper's end at the panel's end."""
        self._paint()

    def _paint(self) -> None:
        self._top = max(0, min(self._top, len(self._text) - self.size.height))
        seen = self._text[self._top : self._top + self.size.height]
        self.show([[(" " * MARGIN + line, "")] for line in seen])
