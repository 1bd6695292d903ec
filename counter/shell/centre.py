"""An app whose office has a centre: the lamps say what it has, and a thread goes there that holds nobody up."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from typing import TYPE_CHECKING

from counter.problems import Problem
from counter.shell import indicators
from counter.shell.status import Lit
from counter.widgets.status import Indicator

if TYPE_CHECKING:
    from datetime import datetime

    from counter.desk.centre.status import CentreLink
    from counter.services.sync_service import SyncService
    from db.store.engine import Store

PARTING = 2.0
"""Most seconds for which a program that ends waits for a run; what is not done then is done the next time."""

TROUBLE_SHOWS = 60.0
"""Seconds for which it is told why this host does not go to the centre; the lamp stays."""


class Connected(Lit, inherit_bindings=False):
    """Lights the lamps of the centre, and goes there where this host is enrolled."""

    syncing: SyncService | None = None
    _going: asyncio.Future[None] | None = None
    _stuck: Indicator | None = None
    _has_centre: bool | None = None

    async def connect_centre(self) -> None:
        """Called when the office has been enrolled while the program runs."""

    def go(self, syncing: SyncService) -> None:
        """Go to the centre from now on, in a thread that the end of the program does not wait for."""
        self.syncing = syncing
        ended: Future[None] = Future()
        threading.Thread(target=_work, args=(syncing.run, ended), name="centre", daemon=True).start()
        self._going = asyncio.wrap_future(ended)
        self._going.add_done_callback(self._gone)

    def _gone(self, going: asyncio.Future[None]) -> None:
        error = None if going.cancelled() else going.exception()
        if error is not None:
            self.cannot_go(f"{type(error).__name__}: {error}")

    def cannot_go(self, why: Problem | str) -> None:
        """Tell why this host does not go to the centre; the counters work on."""
        self._stuck = indicators.no_connection_indicator(str(why))
        self.notify(self._stuck.text, severity="error", timeout=TROUBLE_SHOWS)
        self.set_lamp("centre-trouble", self._stuck)

    async def leave_centre(self) -> None:
        """End the run in hand, and let another process go."""
        if self.syncing is not None and self._going is not None:
            self.syncing.stop()
            await asyncio.wait([self._going], timeout=PARTING)

    def hear_of_centre(self, link: CentreLink | None) -> None:
        """Light the lamps by ``link``, and go where there is a centre now and was none before."""
        self.set_lamp("centre", indicators.centre_indicator(link, self.now()))
        self.set_lamp("centre-trouble", self._stuck or indicators.centre_trouble_indicator(link))
        if link is not None and self._has_centre is False:
            self.run_worker(self.connect_centre())
        self._has_centre = link is not None

    def somebody_worked(self) -> None:
        """Somebody committed: what they did may want to go to the centre."""
        if self.syncing is not None:
            self.syncing.wake()


def open_way(store: Store, now: Callable[[], datetime]) -> SyncService | None:
    """What goes to the centre for the office in ``store``; None where it has none, or this terminal is not to go.

    Raises ``Problem`` where settings or enrolment do not fit.
    """
    from counter.config.tolerant import tolerant

    settings, _told_elsewhere = tolerant(store.data, lambda settings: settings)
    if not settings.sync:
        return None
    from counter.desk.centre.connection import centre_connection

    found = centre_connection(store, insecure_loopback=settings.insecure_loopback)
    if found is None:
        return None
    from counter.services.sync_service import SyncService

    return SyncService(store, now, found)


def _work(work: Callable[[], None], ended: Future[None]) -> None:
    """Do ``work`` and note in ``ended`` how it ended, as an executor does."""
    failure: BaseException | None = None
    try:
        work()
    except BaseException as error:  # noqa: BLE001 - told by the app, as an executor would
        failure = error
    with suppress(RuntimeError):  # the loop is gone when the app fell over; nobody is left to be told
        if failure is None:
            ended.set_result(None)
        else:
            ended.set_exception(failure)
