"""Printers, customer's display and scanner of this terminal, each in a thread, and their indicators."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from counter.shell import indicators
from counter.shell.centre import NotifyError
from counter.shell.status import StatusLine

if TYPE_CHECKING:
    from counter.config.tolerant import WrongDevices
    from counter.services.peripherals import Peripherals, PeripheralStates
    from counter.services.print_service import PrintReport, PrintService
    from db.store.engine import Store

T = TypeVar("T")

NOTICE_SECONDS = 60.0
"""How long the notice stays that says what is wrong with a device's settings; the indicator stays on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Callbacks:
    """Who is told what the threads report; called in the threads."""

    on_report: Callable[[PrintReport], None]
    on_states: Callable[[PeripheralStates], None]
    on_scan: Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """What works in threads; ``wrong`` are the devices that were left out."""

    printing: PrintService
    peripherals: Peripherals
    wrong: WrongDevices


class Devices:
    """Shows how the devices are, and passes on what they report.

    ``on_report`` gets each print report, ``on_scan`` what the scanner read, ``on_error`` an error that ended a thread;
    all in the event loop.
    """

    def __init__(
        self,
        status: StatusLine,
        *,
        on_report: Callable[[PrintReport], None],
        on_scan: Callable[[str], None],
        on_error: Callable[[Exception], None],
        notify: NotifyError,
    ) -> None:
        self._status, self._notify = status, notify
        self._on_report, self._on_scan, self._on_error = on_report, on_scan, on_error
        self._threads: tuple[asyncio.Future[None], ...] = ()
        self.printing: PrintService | None = None
        self.peripherals: Peripherals | None = None

    def callbacks(self) -> Callbacks:
        """The callbacks of the services that will be started; call it in the event loop."""
        loop = asyncio.get_running_loop()

        def in_loop(function: Callable[[T], None]) -> Callable[[T], None]:
            def call(value: T) -> None:
                with suppress(RuntimeError):  # the event loop is gone when the app crashed
                    loop.call_soon_threadsafe(function, value)

            return call

        return Callbacks(
            on_report=in_loop(self._take_report),
            on_states=in_loop(self._take_states),
            on_scan=in_loop(self._on_scan),
        )

    def start(self, services: Services) -> None:
        """Let ``services`` work, each in a thread."""
        self.printing, self.peripherals = services.printing, services.peripherals
        self._take_report(self.printing.report)
        self._take_states(self.peripherals.states)
        if services.wrong.devices:
            self._status.set_indicator("settings", indicators.settings_indicator(services.wrong))
        for device in services.wrong.devices:
            self._notify(str(device.problem), timeout=NOTICE_SECONDS)
        loops = (self.printing.run, *self.peripherals.loops)
        threads = ThreadPoolExecutor(len(loops), "devices")
        event_loop = asyncio.get_running_loop()
        self._threads = tuple(event_loop.run_in_executor(threads, loop) for loop in loops)
        for thread in self._threads:
            thread.add_done_callback(self._ended)
        threads.shutdown(wait=False)

    async def stop(self) -> None:
        """Clear the display, finish the slip that is being printed, and leave the spool to another process.

        In this order: a display on the printer's port works only while this process owns the spool.
        """
        printing, peripherals = self._threads[:1], self._threads[1:]
        if self.peripherals is not None:
            self.peripherals.stop()
        if peripherals:
            await asyncio.wait(peripherals)
        if self.printing is not None:
            self.printing.stop()
        if printing:
            await asyncio.wait(printing)

    def wake(self) -> None:
        """Look at the spool at once: a call at the desk may have queued a slip."""
        if self.printing is not None:
            self.printing.wake()

    def show_text(self, upper: str, lower: str) -> None:
        """Put two lines on the customer's display; without a display, nothing happens."""
        if self.peripherals is not None:
            self.peripherals.show_text(upper, lower)

    def _ended(self, thread: asyncio.Future[None]) -> None:
        error = None if thread.cancelled() else thread.exception()
        if isinstance(error, Exception):
            self._on_error(error)

    def _take_report(self, report: PrintReport) -> None:
        self._status.set_indicator("printer", indicators.printer_indicator(report))
        self._on_report(report)

    def _take_states(self, states: PeripheralStates) -> None:
        self._status.set_indicator("display", indicators.display_indicator(states))
        self._status.set_indicator("scanner", indicators.scanner_indicator(states))


def open_services(store: Store, now: Callable[[], datetime], callbacks: Callbacks) -> Services:
    """The services of the office in ``store``, as the settings say; they do not run yet.

    A device that is wrong is left out and noted. Raises ``Problem`` where other settings are wrong.
    """
    import counter.desk.printing.labels
    import counter.desk.printing.losses  # noqa: F401  (now, rather than while somebody is typing)
    from counter.config.tolerant import load_tolerant
    from counter.desk.store_errors import as_problems
    from counter.services.peripherals import Peripherals
    from counter.services.print_service import PrintService

    tolerant = load_tolerant(store.data)
    settings, wrong = tolerant.settings, tolerant.wrong
    printing = PrintService(store, now, settings, callbacks.on_report, wrong)
    peripherals = Peripherals(
        settings,
        callbacks.on_states,
        callbacks.on_scan,
        shared=printing.port,
        turn=printing.turn,
        wrong=wrong,
    )
    with as_problems():
        printing.report = printing.read_report()
    return Services(printing=printing, peripherals=peripherals, wrong=wrong)
