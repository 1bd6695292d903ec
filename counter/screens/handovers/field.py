"""The field that marks rows by single keys while nothing is typed in it; a code that is typed or scanned marks too."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Final

from textual import events
from textual.widgets.input import Selection

from counter.widgets.field import Field
from counter.widgets.listing import Listing

MARK: Final = ("space", "a", "r", "R", "left", "right", "enter")
"""Keys that go to the screen while nothing is typed."""


class MarkField(Field):
    """``pick`` is called with each key of ``MARK`` while the field is empty, and with Enter after a code.

    ``state`` says which rows are marked, as text, and ``restore`` brings that back: a scan that falls among the keys
    leaves everything as it was.
    """

    def __init__(
        self,
        *,
        pick: Callable[[str], Awaitable[None]],
        state: Callable[[], str],
        restore: Callable[[str], None],
        listing: Listing,
        placeholder: str,
        id: str,
    ) -> None:
        self._pick, self._marks, self._restore_marks = pick, state, restore
        super().__init__(id=id, listing=listing, placeholder=placeholder)

    async def take_typing(self, event: events.Key) -> bool:
        """Give the key to the screen, or type it."""
        if event.key == "enter" or (not self.value and event.key in MARK):
            await self._pick(event.key)
            return True
        return await super().take_typing(event)

    @property
    def _state(self) -> tuple[str, Selection]:
        return json.dumps([self.value, self._marks()]), self.selection

    def _restore(self) -> None:
        self.value, marks = json.loads(self._before[0])
        self.selection = self._before[1]
        self._restore_marks(marks)
