"""A field that holds one of a few words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import events
from textual.widgets.input import Selection

from counter.locale import _
from counter.widgets.field import Field


@dataclass(frozen=True, slots=True)
class Option:
    """One of the words. ``key`` names it in code, ``label`` is its message id, ``letter`` chooses it at once.

    ``written`` says how the translated word is written in the field.
    """

    key: str
    label: str
    letter: str = ""
    written: Callable[[str], str] = str

    @property
    def text(self) -> str:
        """The word as the field shows it."""
        return self.written(_(self.label))


class Choice(Field):
    """Space and → take the next word, ← the one before, a letter or digit the one that it belongs to."""

    def __init__(self, options: Sequence[Option], *, id: str, chosen: str = "") -> None:
        self.options = tuple(options)
        super().__init__(self._label(chosen or self.options[0].key), id=id)

    @property
    def chosen(self) -> str:
        """The key of the word that is chosen."""
        return next((o.key for o in self.options if o.text == self.value), self.options[0].key)

    @chosen.setter
    def chosen(self, key: str) -> None:
        self.value = self._label(key)
        # The cursor goes to the beginning: at the end, a narrow field would scroll the word out of sight.
        self.selection = Selection(len(self.value), 0)

    def reset(self) -> None:
        """Back to the first word."""
        self.chosen = self.options[0].key

    async def take_key(self, event: events.Key) -> bool:
        """The arrows choose; a word is never edited."""
        if event.key in ("left", "right"):
            self._step(1 if event.key == "right" else -1)
            return True
        if event.key in ("backspace", "delete", "ctrl+u", "ctrl+k", "ctrl+w", "ctrl+x", "ctrl+v", "ctrl+d"):
            return True
        return await super().take_key(event)

    def type_in(self, text: str) -> None:
        """A space takes the next word, a letter its own."""
        if text == " ":
            self._step(1)
        elif len(text) == 1:
            for option in self.options:
                if option.letter and option.letter == text.lower():
                    self.chosen = option.key

    def _step(self, by: int) -> None:
        keys = [option.key for option in self.options]
        self.chosen = keys[(keys.index(self.chosen) + by) % len(keys)]

    def _label(self, key: str) -> str:
        return next((o.text for o in self.options if o.key == key), self.options[0].text)
