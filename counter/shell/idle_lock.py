"""When the screen locks by itself: after the office's time without a key."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from counter.desk.desk import Desk

LONGEST_CHECK = 5.0
"""Longest time between two looks at the clock, in seconds."""


class IdleLock:
    """``after`` is seconds without a key (None: the office's own setting, 0: never); ``lock`` covers the screen.

    ``desk`` returns the desk of whoever could be locked out, or None.
    """

    def __init__(
        self, after: float | None, *, desk: Callable[[], Desk | None], lock: Callable[[], Awaitable[None]]
    ) -> None:
        self._after, self._desk, self._lock = after, desk, lock
        self.last_key = monotonic()
        self.check_interval = min(LONGEST_CHECK, (after or 60) / 4)
        """Seconds between two checks."""

    def key_pressed(self) -> None:
        """Somebody is there."""
        self.last_key = monotonic()

    async def check(self) -> None:
        """Lock where nobody has pressed a key for long enough."""
        if (desk := self._desk()) is None:
            return
        after = desk.office.lock_after if self._after is None else self._after
        if after and monotonic() - self.last_key >= after:
            await self._lock()
