"""The field that takes all keys of the worklists, so that a scan among them leaves everything as it was."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

from textual import events
from textual.widgets.input import Selection

from counter.widgets.field import Field


class WorkField(Field):
    """Text is typed into it while ``is_typing``; else each key that prints something, and Enter, goes to ``pick``.

    ``state`` says how the screen is, as text, and ``restore`` brings that back.
    """

    def __init__(
        self,
        *,
        pick: Callable[[str], Awaitable[None]],
        state: Callable[[], str],
        restore: Callable[[str], None],
        id: str,
    ) -> None:
        self.is_typing = False
        self._pick, self._screen_state, self._restore_screen = pick, state, restore
        super().__init__(id=id)

    async def take_typing(self, event: events.Key) -> bool:
        """Give the key to the screen, or type it."""
        if self.is_typing or not (event.is_printable or event.key in ("enter", "left", "right")):
            return await super().take_typing(event)
        await self._pick(event.key)
        return True

    # -- a scan that falls among the keys leaves all as it was --------------------------------------------------------

    @property
    def _state(self) -> tuple[str, Selection]:
        return json.dumps([self.value, self.is_typing, self._screen_state()]), self.selection

    def _restore(self) -> None:
        value, self.is_typing, screen = json.loads(self._before[0])
        self.value, self.selection = value, self._before[1]
        self._overflowed = False
        self._restore_screen(screen)
