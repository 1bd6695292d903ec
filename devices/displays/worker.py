"""Drives a display in a thread of its own, so that nobody waits for a slow or dead one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

from devices.displays.display import CustomerDisplay
from devices.errors import Trouble
from devices.virtual.display import VirtualDisplay

_LONGEST = 60.0


class DisplayWorker:
    """The display for every other thread: no call waits, and the latest is shown.

    ``changed`` is called in the worker's thread when the lines or the trouble differ from before.
    """

    def __init__(
        self, display: CustomerDisplay | VirtualDisplay, changed: Callable[[], None] = lambda: None
    ) -> None:
        self._display, self._changed = display, changed
        self._wake = threading.Event()
        self._lock = threading.Lock()
        self._next: Callable[[], None] | None = display.show_idle
        self._stopping = False
        self.lines, self.trouble = display.lines, display.trouble

    def call(self, number: str, counter: int) -> None:
        """Call ticket ``number`` to ``counter``."""
        self._request(partial(self._display.call, number, counter))

    def show_text(self, upper: str, lower: str = "") -> None:
        """Show two lines."""
        self._request(partial(self._display.show_text, upper, lower))

    def show_idle(self) -> None:
        """Show the text for when nobody is called."""
        self._request(self._display.show_idle)

    def clear(self) -> None:
        """Show nothing."""
        self._request(self._display.clear)

    def run(self) -> None:
        """Work until ``stop``; call it in a thread."""
        try:
            while not self._stopping:
                if request := self._take():
                    request()
                pause = self._display.refresh()
                self._report(self._display.lines, self._display.trouble)
                self._wake.wait(min(pause, _LONGEST))
                self._wake.clear()
        finally:
            self._display.close()

    def stop(self) -> None:
        """Clear the display and end ``run``."""
        self._stopping = True
        self._wake.set()

    def _request(self, request: Callable[[], None]) -> None:
        with self._lock:
            self._next = request
        self._wake.set()

    def _take(self) -> Callable[[], None] | None:
        with self._lock:
            request, self._next = self._next, None
        return request

    def _report(self, lines: tuple[str, str], trouble: Trouble | None) -> None:
        if (lines, trouble) != (self.lines, self.trouble):
            self.lines, self.trouble = lines, trouble
            self._changed()
