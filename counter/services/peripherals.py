"""What hangs on this terminal beside its printer: the customer's display and the scanner, each in a thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from counter.config.settings import Settings
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
    """The two of them. ``tell`` is called with how they are, ``heard`` with each scan, both in the devices' threads.

    ``shared`` is the printer's line, for a display that hangs there and uses it in ``turn``. Raises ``Problem`` for a
    device that cannot be driven.
    """

    def __init__(
        self,
        settings: Settings,
        tell: Callable[[PeripheralStates], None],
        heard: Callable[[str], None],
        *,
        shared: Port | None,
        turn: Turn,
    ) -> None:
        self._tell = tell
        display = open_display(settings.display, idle=settings.display_idle, shared=shared, turn=turn)
        scanner = open_scanner(settings.scanner, settings.scanner_prefix, settings.scanner_suffix)
        self._display = DisplayWorker(display, self._changed) if display else None
        self._scanner = ScannerListener(scanner, heard, self._changed) if scanner else None

    @property
    def works(self) -> tuple[Callable[[], None], ...]:
        """What is to run, each in a thread of its own, until ``stop``."""
        return tuple(each.run for each in (self._display, self._scanner) if each)

    @property
    def ends(self) -> PeripheralStates:
        """How they are now."""
        return PeripheralStates(
            shown=self._display.lines if self._display else None,
            display=self._display.trouble if self._display else None,
            scanner=self._scanner.trouble if self._scanner else None,
        )

    def call(self, number: str, counter: int) -> None:
        """Call ticket ``number`` to ``counter`` on the display."""
        if self._display:
            self._display.call(number, counter)

    def text(self, upper: str, lower: str) -> None:
        """Put two lines on the display; without any, what stands there while nobody is called."""
        if self._display and (upper or lower):
            self._display.show_text(upper, lower)
        elif self._display:
            self._display.show_idle()

    def stop(self) -> None:
        """Let the display go dark, and the works end."""
        for each in (self._display, self._scanner):
            if each:
                each.stop()

    def _changed(self) -> None:
        self._tell(self.ends)
