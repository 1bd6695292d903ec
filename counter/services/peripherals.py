"""The customer's display and the scanner of this terminal, each in a thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from counter.config.settings import Settings
from counter.config.tolerant import WrongDevices
from counter.desk.printing.devices import open_display, open_scanner
from devices.displays.display import Turn
from devices.displays.worker import DisplayWorker
from devices.errors import Trouble
from devices.scanner import ScannerListener

if TYPE_CHECKING:
    from devices.ports.base import Port


@dataclass(frozen=True, slots=True, kw_only=True)
class PeripheralStates:
    """How display and scanner are. ``shown`` are the display's lines, None without a display."""

    shown: tuple[str, str] | None = None
    display: Trouble | None = None
    scanner: Trouble | None = None


class Peripherals:
    """Both of them. ``on_change`` is called with their states, ``on_scan`` with each scan, in the devices' threads.

    ``shared`` is the printer's port, for a display that is connected to it and uses it in ``turn``. A device that
    cannot be driven is left out and noted in ``wrong``.
    """

    def __init__(
        self,
        settings: Settings,
        on_change: Callable[[PeripheralStates], None],
        on_scan: Callable[[str], None],
        *,
        shared: Port | None,
        turn: Turn,
        wrong: WrongDevices,
    ) -> None:
        self._on_change = on_change
        open_it = partial(
            open_display, settings.display, idle=settings.display_idle, shared=shared, turn=turn
        )
        display = wrong.open("display", open_it)
        prefix, suffix = settings.scanner_prefix, settings.scanner_suffix
        scanner = wrong.open("scanner", partial(open_scanner, settings.scanner, prefix, suffix))
        self._worker = DisplayWorker(display, self._changed) if display else None
        self._listener = ScannerListener(scanner, on_scan, self._changed) if scanner else None

    @property
    def loops(self) -> tuple[Callable[[], None], ...]:
        """What is to run, each in a thread of its own, until ``stop``."""
        return tuple(device.run for device in (self._worker, self._listener) if device)

    @property
    def states(self) -> PeripheralStates:
        """How they are now."""
        return PeripheralStates(
            shown=self._worker.lines if self._worker else None,
            display=self._worker.trouble if self._worker else None,
            scanner=self._listener.trouble if self._listener else None,
        )

    def call(self, number: str, counter: int) -> None:
        """Call ticket ``number`` to ``counter`` on the display."""
        if self._worker:
            self._worker.call(number, counter)

    def show_text(self, upper: str, lower: str) -> None:
        """Put two lines on the display; where both are empty, what the settings say for an idle display."""
        if self._worker and (upper or lower):
            self._worker.show_text(upper, lower)
        elif self._worker:
            self._worker.show_idle()

    def stop(self) -> None:
        """Clear the display, and end the loops."""
        for device in (self._worker, self._listener):
            if device:
                device.stop()

    def _changed(self) -> None:
        self._on_change(self.states)
