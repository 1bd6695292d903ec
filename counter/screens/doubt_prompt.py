"""Asks about doubts: the first F12 shows each at its field, the second one confirms those that still are as shown."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any

from textual.css.query import NoMatches

from counter.widgets.field import Field

if TYPE_CHECKING:
    from counter.desk.dossiers.doubts import Doubtful
    from counter.rules.doubt import DoubtKey
    from counter.screens.base import CounterScreen


PAUSE = 0.4
"""Seconds that a doubt must have been there to be read: a key pressed twice, or held down, confirms nothing."""


class DoubtPrompt:
    """The doubts that one screen has shown since its fields were empty."""

    def __init__(self, screen: CounterScreen[Any]) -> None:
        self._screen = screen
        self._shown: dict[DoubtKey, str] = {}
        self._shown_at = 0.0

    @property
    def confirmed(self) -> frozenset[DoubtKey]:
        """The doubts that were shown ``PAUSE`` before this key was pressed; one whose field was edited since, or that
        was there for a shorter time, is asked about anew.
        """
        if self._screen.key_at - self._shown_at < PAUSE:
            return frozenset()
        return frozenset(key for key, text in self._shown.items() if self._text(key.field) == text)

    def show(self, doubtful: Doubtful) -> None:
        """Show each doubt at its field, and say what a second F12 does; the focus stays where it is."""
        self._shown = {doubt.key: self._text(doubt.field) for doubt in doubtful.doubts}
        texts: dict[str, list[str]] = {}
        for doubt in doubtful.doubts:
            texts.setdefault(doubt.field, []).append(str(doubt))
        without_field = []
        for name, sentences in texts.items():
            if (field := self._field(name)) is None:
                without_field += sentences
            else:
                field.problem = " · ".join(sentences)
        self._screen.app.notify(" · ".join((*without_field, str(doubtful))), severity="warning")
        self._shown_at = monotonic()

    def clear(self) -> None:
        """Other values stand in the fields: nothing is confirmed, and nobody is asked any more."""
        if self._shown:
            self._screen.app.clear_notifications()
        self._shown.clear()

    def _field(self, name: str) -> Field | None:
        try:
            return self._screen.query_one(f"#{name}", Field)
        except NoMatches:
            return None

    def _text(self, name: str) -> str:
        field = self._field(name)
        return field.value if field is not None else ""
