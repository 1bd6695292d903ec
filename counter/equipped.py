"""An app whose terminal has a printer and a customer's display; both live in a thread that never holds a key up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from textual.app import App

from counter.locale import N_, _
from counter.widgets.screen import CounterScreen, OfficeChanged
from counter.widgets.status import Lamp, Light

if TYPE_CHECKING:
    from counter.background import Background, Report
    from db.engine import Store


class Equipped(App[None], inherit_bindings=False):
    """Lights the lamps of printer and display, and tells the screen in front when anybody changed the office."""

    background: Background | None = None
    _working: asyncio.Future[None] | None = None
    _version = -1

    def set_lamp(self, name: str, lamp: Lamp | None) -> None:
        """Show the state of ``name``."""
        raise NotImplementedError

    def equip(self, background: Background) -> None:
        """Let ``background`` work from now on."""
        self.background = background
        self.hear(background.report)
        thread = ThreadPoolExecutor(1, "background")
        self._working = asyncio.get_running_loop().run_in_executor(thread, background.run)
        self._working.add_done_callback(self._ended)
        thread.shutdown(wait=False)

    def _ended(self, working: asyncio.Future[None]) -> None:
        error = None if working.cancelled() else working.exception()
        if isinstance(error, Exception):
            self._handle_exception(error)

    async def unequip(self) -> None:
        """Let the slip in hand be finished, and give the spool to the next process."""
        if self.background is not None and self._working is not None:
            self.background.stop()
            await asyncio.wait([self._working])

    def desk_did(self, done: object) -> None:
        """The desk gave ``done`` back: print what it queued, show the citizen what concerns them."""
        if self.background is None:
            return
        from counter.desk.device_words import for_display

        lines = for_display(done)
        if lines is None:
            self.background.wake()
        else:
            self.background.show(lines)

    def hear(self, report: Report) -> None:
        """Light the lamps by ``report``."""
        self.set_lamp("printer", printer_lamp(report))
        self.set_lamp("display", display_lamp(report))
        if report.version != self._version:
            self._version = report.version
            if isinstance(self.screen, CounterScreen):
                self.screen.post_message(OfficeChanged())


def start_background(
    app: Equipped, store: Store, now: Callable[[], datetime], loop: asyncio.AbstractEventLoop
) -> Background:
    """The background of the office in ``store``, as its settings say. Raises ``Problem`` where they are wrong."""
    import counter.desk.device_words  # noqa: F401  (here, not in the middle of somebody's typing)
    from counter.background import Background
    from counter.settings import load

    def tell(report: Report) -> None:
        with suppress(RuntimeError):  # the loop is gone when the app fell over; nobody is left to be told
            loop.call_soon_threadsafe(app.hear, report)

    background = Background(store, now, load(store.data), tell)
    background.report = background.glance()
    return background


def printer_lamp(report: Report) -> Lamp:
    """The truth about the printer, the most pressing first."""
    queue = report.queue
    if report.broken:
        return Lamp(_(N_("The office file does not answer")), Light.BAD)
    waits = _(N_("{count} waiting to print")).format(count=queue.waiting) if queue.waiting else ""
    if queue.unsure:
        return Lamp(_(N_("Unsure whether printed: {count}")).format(count=queue.unsure), Light.BAD)
    if queue.failed:
        return Lamp(_(N_("Could not be printed: {count}")).format(count=queue.failed), Light.BAD)
    if not report.has_printer:
        return Lamp(", ".join(filter(None, (_(N_("No printer")), waits))), Light.OFF)
    if queue.trouble:
        from counter.desk.device_words import TROUBLES

        return Lamp(", ".join(filter(None, (_(TROUBLES[queue.trouble]), waits))), Light.BAD)
    return Lamp(waits or _(N_("Printer ready")), Light.GOOD)


def display_lamp(report: Report) -> Lamp | None:
    """What the citizen reads; None without a display."""
    if report.shown is None:
        return None
    shown = " / ".join(line.strip() for line in report.shown if line.strip())
    return Lamp(_(N_("Display: {text}")).format(text=shown or "–"), Light.GOOD if shown else Light.OFF)
