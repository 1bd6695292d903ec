"""Syncs with the centre, in a thread of its own: when, in which process, and ending at once.

One process of an office syncs: the owner of a lock file, which passes to another process when it dies.
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
"""Seconds until a process that does not sync looks whether the one that does is still there."""

AT_LEAST = 0.1
"""Seconds between two looks, whatever the clock does."""

POLL = 1.0
"""Seconds between two looks at the office file, in a process that nobody wakes."""


class SyncService:
    """The thread's work: syncs over ``centre`` whenever it is time. ``now`` tells the time (UTC).

    With ``polls`` it watches the office file by itself; else ``wake`` says that it changed. ``on_run`` gets every run,
    in the thread.
    """

    def __init__(
        self,
        store: Store,
        now: Callable[[], datetime],
        centre: CentreConnection,
        *,
        polls: bool = False,
        on_run: Callable[[Run], None] = lambda run: None,
    ) -> None:
        self._store, self._now, self._centre, self._polls, self._on_run = store, now, centre, polls, on_run
        self._lock = OwnerLock(store.data / LOCK)
        self._wake = threading.Event()
        self._stopping = False
        self._rested_at = 0.0

    def run(self) -> None:
        """Work until ``stop``; call it in a thread."""
        try:
            while not self._stopping:
                self._wait(self.once())
        finally:
            self._lock.release()

    def wake(self) -> None:
        """Look at once whether it is time."""
        self._wake.set()

    def stop(self) -> None:
        """End, even in the middle of a run: nothing is lost by that."""
        self._stopping = True
        self.wake()

    def once(self) -> float:
        """Sync if it is time and no other process does; returns seconds until the next look."""
        try:
            if not self._lock.try_own():
                return STAND_BY
            if self._left() <= 0:
                self._on_run(self._centre.go(self._store, self._now, __version__, lambda: self._stopping))
                self._rested_at = monotonic() + backoff.LEAST.total_seconds()
            return max(self._left(), AT_LEAST)
        except StoreError:
            return STAND_BY

    def _left(self) -> float:
        """Seconds until the next run."""
        with self._store.read() as connection:
            left, is_pressed = next_run(connection, self._now())
        return min(left, self._rested_at - monotonic()) if is_pressed else left

    def _wait(self, seconds: float) -> None:
        """Sleep for ``seconds``, or until ``wake`` or a change of the office file."""
        until = monotonic() + seconds
        version = self._version()
        while (left := until - monotonic()) > 0 and not self._wake.wait(
            min(left, POLL) if self._polls else left
        ):
            if self._polls and self._version() != version:
                break
        self._wake.clear()

    def _version(self) -> int:
        """Changes when anybody has committed; 0 where nobody asks, or the office file does not answer."""
        try:
            return self._store.data_version() if self._polls else 0
        except StoreError:
            return 0
