"""The office's centre: its two indicators, and the sync service in a thread of its own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import Future
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol

from counter.problems import Problem
from counter.shell import indicators
from counter.shell.status import StatusLine

if TYPE_CHECKING:
    from datetime import datetime

    from counter.desk.centre.status import CentreLink
    from counter.services.sync_service import SyncService
    from db.store.engine import Store

STOP_WITHIN = 2.0
"""Most seconds that the end of the program waits for a run; what is not sent by then is sent the next time."""

NOTICE_SECONDS = 60.0
"""How long the notice stays that says why this host does not sync; the indicator stays on."""


class NotifyError(Protocol):
    """Shows an error as a notice, for ``timeout`` seconds."""

    def __call__(self, message: str, /, *, timeout: float) -> None:
        """Show ``message``."""


class Centre:
    """Shows how the centre is, and syncs with it where this host is enrolled.

    ``open_service`` makes the sync service (None where this host is not to sync; raises ``Problem``), ``run`` runs a
    coroutine beside the screens, ``now`` tells the time (UTC).
    """

    def __init__(
        self,
        status: StatusLine,
        open_service: Callable[[], Awaitable[SyncService | None]],
        *,
        run: Callable[[Coroutine[Any, Any, None]], object],
        now: Callable[[], datetime],
        notify: NotifyError,
    ) -> None:
        self._status, self._open_service = status, open_service
        self._run, self._now, self._notify = run, now, notify
        self.service: SyncService | None = None
        self._thread: asyncio.Future[None] | None = None
        self._is_broken = False
        self._has_centre: bool | None = None

    async def connect(self) -> None:
        """Start the sync service, where there is one to start; a problem with it keeps nobody from working."""
        if self.service is not None:
            return
        try:
            service = await self._open_service()
        except Problem as problem:
            self._show_failure(str(problem))
        else:
            if service is not None:
                self._start(service)

    async def stop(self) -> None:
        """End the present run, and let another process sync."""
        if self.service is not None and self._thread is not None:
            self.service.stop()
            await asyncio.wait([self._thread], timeout=STOP_WITHIN)

    def wake(self) -> None:
        """Somebody committed: it may be time to sync."""
        if self.service is not None:
            self.service.wake()

    def show(self, link: CentreLink | None) -> None:
        """Show ``link``; where the office had no centre until now, connect."""
        self._status.set_indicator("centre", indicators.centre_indicator(link, self._now()))
        if not self._is_broken:
            self._status.set_indicator("centre-trouble", indicators.centre_trouble_indicator(link))
        if link is not None and self._has_centre is False:
            self._run(self.connect())
        self._has_centre = link is not None

    @property
    def is_stopped(self) -> bool:
        """Whether the sync service has ended; also where there is none."""
        return self._thread is None or self._thread.done()

    def _start(self, service: SyncService) -> None:
        self.service = service
        ended: Future[None] = Future()
        threading.Thread(target=_run_into, args=(ended, service.run), name="centre", daemon=True).start()
        self._thread = asyncio.wrap_future(ended)
        self._thread.add_done_callback(self._ended)

    def _ended(self, thread: asyncio.Future[None]) -> None:
        error = None if thread.cancelled() else thread.exception()
        if error is not None:
            self._show_failure(f"{type(error).__name__}: {error}")

    def _show_failure(self, why: str) -> None:
        """Show why this host does not sync, from now on."""
        self._is_broken = True
        indicator = indicators.no_connection_indicator(why)
        self._status.set_indicator("centre-trouble", indicator)
        self._notify(indicator.text, timeout=NOTICE_SECONDS)


def open_sync_service(store: Store, now: Callable[[], datetime]) -> SyncService | None:
    """The sync service of the office in ``store``; None where it has no centre, its disk is read-only, or this terminal
    is not to sync.

    Raises ``Problem`` for wrong settings or an enrolment of another host.
    """
    from counter.config.tolerant import load_tolerant

    settings = load_tolerant(store.data).settings
    if not settings.sync or store.is_read_only:
        return None
    from counter.desk.centre.connection import centre_connection

    connection = centre_connection(store, insecure_loopback=settings.insecure_loopback)
    if connection is None:
        return None
    from counter.services.sync_service import SyncService

    return SyncService(store, now, connection)


def _run_into(ended: Future[None], run: Callable[[], None]) -> None:
    """Call ``run`` and put how it ended into ``ended``, as an executor does, but in a daemon thread."""
    error: BaseException | None = None
    try:
        run()
    except BaseException as raised:  # noqa: BLE001 - the app shows it
        error = raised
    with suppress(RuntimeError):  # the event loop is gone when the app crashed
        if error is None:
            ended.set_result(None)
        else:
            ended.set_exception(error)
