"""The way to the centre in a thread of its own: when to go, which process goes, and ending at once.

Only one process of an office goes; which one, a lock file says, and it moves on when that process dies.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from time import monotonic
from typing import TYPE_CHECKING

from counter import __version__
from counter.desk.centre.status import LOCK, next_run
from db.errors import StoreError
from db.store.lock import OwnerLock
from db.sync import backoff

if TYPE_CHECKING:
    from counter.desk.centre.connection import CentreConnection
    from db.store.engine import Store
    from db.sync.run import Run

STAND_BY = 5.0
"""Seconds until a process that does not go looks whether the one that goes is still there."""

AT_LEAST = 0.1
"""Seconds between two looks, whatever the clock does."""

POLL = 1.0
"""Seconds between two looks at the office file of a process that nobody wakes."""


class SyncService:
    """The thread's work: goes to the centre by ``way`` whenever it is time. ``now`` tells the time (UTC).

    ``polls`` makes it look by itself whether somebody worked; else whoever knows calls ``wake``. ``tell`` gets every
    run that was made, in the thread.
    """

    def __init__(
        self,
        store: Store,
        now: Callable[[], datetime],
        way: CentreConnection,
        *,
        polls: bool = False,
        tell: Callable[[Run], None] = lambda run: None,
    ) -> None:
        self._store, self._now, self._way, self._polls, self._tell = store, now, way, polls, tell
        self._lock = OwnerLock(store.data / LOCK)
        self._wake = threading.Event()
        self._stopping = False
        self._rested_at = 0.0

    @property
    def is_going(self) -> bool:
        """Whether this process is the one that goes."""
        return self._lock.owned

    def run(self) -> None:
        """Work until ``stop``; call it in a thread."""
        try:
            while not self._stopping:
                self._nap(self.once())
        finally:
            self._lock.release()

    def wake(self) -> None:
        """Look at once: somebody did something."""
        self._wake.set()

    def stop(self) -> None:
        """End, also in the middle of a run: nothing is lost by that."""
        self._stopping = True
        self.wake()

    def once(self) -> float:
        """Go where it is time and nobody else goes; returns seconds until the next look."""
        if not self._lock.try_own():
            return STAND_BY
        try:
            if self._left() <= 0:
                self._tell(self._way.go(self._store, self._now, __version__, lambda: self._stopping))
                self._rested_at = monotonic() + backoff.LEAST.total_seconds()
            return max(self._left(), AT_LEAST)
        except StoreError:
            return STAND_BY

    def _left(self) -> float:
        """Seconds until the next run."""
        with self._store.read() as connection:
            left, is_pressed = next_run(connection, self._now())
        return min(left, self._rested_at - monotonic()) if is_pressed else left

    def _nap(self, seconds: float) -> None:
        """Sleep so long, or until somebody does something."""
        until = monotonic() + seconds
        version = self._store.data_version() if self._polls else 0
        while (left := until - monotonic()) > 0 and not self._wake.wait(
            min(left, POLL) if self._polls else left
        ):
            if self._polls and self._store.data_version() != version:
                break
        self._wake.clear()
