"""An app whose terminal has printer, customer's display and scanner; their threads never hold a key up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from counter.screens.base import CounterScreen, OfficeChanged
from counter.shell import indicators
from counter.shell.centre import Connected
from counter.widgets.field import Field, Scanned

if TYPE_CHECKING:
    from counter.config.settings import Settings
    from counter.config.tolerant import WrongSettings
    from counter.services.peripherals import Peripherals, PeripheralStates
    from counter.services.print_service import PrintReport, PrintService
    from db.store.engine import Store

T = TypeVar("T")

MISFIT_SHOWS = 60.0
"""Seconds for which it is told what is wrong with a device's settings; the lamp stays."""


class Equipped(Connected, inherit_bindings=False):
    """Lights the lamps of the devices, takes scans, and tells the screen in front when anybody changed the office."""

    background: PrintService | None = None
    attached: Peripherals | None = None
    misfit: WrongSettings | None = None
    """What is wrong with the settings of a device, which was left out."""
    _works: tuple[asyncio.Future[None], ...] = ()
    _version, _office = -1, ""

    def touched(self) -> None:
        """Called at each scan: somebody is there."""

    async def office_changed(self) -> None:
        """Called when somebody changed what an open desk keeps in its memory."""

    def equip(self, background: PrintService) -> None:
        """Let ``background``, and what is attached, work from now on."""
        self.background = background
        self.hear(background.report)
        if self.misfit is not None:
            self.notify(str(self.misfit), severity="error", timeout=MISFIT_SHOWS)
            self.set_lamp("settings", indicators.settings_indicator(self.misfit))
        works = [background.run]
        if self.attached is not None:
            self.notice(self.attached.ends)
            works += self.attached.works
        loop = asyncio.get_running_loop()
        threads = ThreadPoolExecutor(len(works), "devices")
        self._works = tuple(loop.run_in_executor(threads, work) for work in works)
        for working in self._works:
            working.add_done_callback(self._ended)
        threads.shutdown(wait=False)

    def _ended(self, working: asyncio.Future[None]) -> None:
        error = None if working.cancelled() else working.exception()
        if isinstance(error, Exception):
            self._handle_exception(error)

    async def unequip(self) -> None:
        """Let the display go dark and the slip in hand be finished, and give the spool to the next process.

        In this order: a display on the printer's line needs the spool's owner to be there.
        """
        printing, attached = self._works[:1], self._works[1:]
        for each, works in ((self.attached, attached), (self.background, printing)):
            if each is not None:
                each.stop()
            if works:
                await asyncio.wait(works)

    def desk_did(self, done: object) -> None:
        """The desk gave ``done`` back: print what it queued, show the citizen what concerns them."""
        if self.background is None:
            return
        from counter.desk.printing.labels import for_display

        lines = for_display(done)
        if lines is None:
            self.background.wake()
        elif self.attached is not None:
            self.attached.text(*lines)

    def hear(self, report: PrintReport) -> None:
        """Light the lamps by ``report``."""
        self.hear_of_centre(report.link)
        self.set_lamp("printer", indicators.printer_indicator(report))
        if report.office != self._office:
            if self._office:
                self.run_worker(self.office_changed())
            self._office = report.office
        if report.version != self._version:
            self._version = report.version
            self.somebody_worked()
            if isinstance(self.screen, CounterScreen):
                self.screen.post_message(OfficeChanged())

    def notice(self, ends: PeripheralStates) -> None:
        """Light the lamps of display and scanner by ``ends``."""
        self.set_lamp("display", indicators.display_indicator(ends))
        self.set_lamp("scanner", indicators.scanner_indicator(ends))

    def scanned(self, text: str) -> None:
        """Take ``text`` from a scanner on a line as if it came by the keyboard: in the field that has the focus."""
        self.touched()
        field = self.focused
        if isinstance(field, Field) and field.takes_scans:
            field.post_message(Scanned(text, field))
        else:
            self.screen.post_message(Scanned(text))


def start_services(
    app: Equipped, store: Store, now: Callable[[], datetime], loop: asyncio.AbstractEventLoop
) -> PrintService:
    """The background of the office in ``store``, as its settings say, and what is attached to the terminal.

    A device whose settings are wrong is left out, and told in ``app.misfit``. Raises ``Problem`` where other settings
    are wrong.
    """
    import counter.desk.printing.labels  # noqa: F401  (here, not in the middle of somebody's typing)
    from counter.config.tolerant import tolerant
    from counter.services.peripherals import Peripherals
    from counter.services.print_service import PrintService

    def to_app(function: Callable[[T], None]) -> Callable[[T], None]:
        def tell(what: T) -> None:
            with suppress(RuntimeError):  # the loop is gone when the app fell over; nobody is left to be told
                loop.call_soon_threadsafe(function, what)

        return tell

    def made(settings: Settings) -> tuple[PrintService, Peripherals]:
        background = PrintService(store, now, settings, to_app(app.hear))
        line, turn = background.line, background.turn
        return background, Peripherals(
            settings, to_app(app.notice), to_app(app.scanned), shared=line, turn=turn
        )

    (background, app.attached), app.misfit = tolerant(store.data, made)
    background.report = background.glance()
    return background
