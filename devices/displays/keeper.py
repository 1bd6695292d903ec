"""Keeps a display up to date in a thread of its own, so that a slow or dead one holds nobody up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

from devices.displays.display import CustomerDisplay
from devices.errors import Trouble
from devices.virtual.display import VirtualDisplay

_LONGEST = 60.0


class DisplayKeeper:
    """The display's face for every other thread: what is told last is shown, nothing waits.

    ``changed`` is called in the keeper's thread when the lines or the trouble differ from before.
    """

    def __init__(
        self, display: CustomerDisplay | VirtualDisplay, changed: Callable[[], None] = lambda: None
    ) -> None:
        self._display, self._changed = display, changed
        self._wake = threading.Event()
        self._guard = threading.Lock()
        self._wanted: Callable[[], None] | None = display.idle
        self._stopping = False
        self.lines, self.trouble = display.lines, display.trouble

    def show(self, number: str, counter: int) -> None:
        """Call ticket ``number`` to ``counter``."""
        self._want(partial(self._display.show, number, counter))

    def text(self, upper: str, lower: str = "") -> None:
        """Show two lines."""
        self._want(partial(self._display.text, upper, lower))

    def idle(self) -> None:
        """Show what stands there while nobody is called."""
        self._want(self._display.idle)

    def clear(self) -> None:
        """Go dark."""
        self._want(self._display.clear)

    def run(self) -> None:
        """Work until ``stop``; call it in a thread."""
        try:
            while not self._stopping:
                if wanted := self._take():
                    wanted()
                pause = self._display.beat()
                self._tell(self._display.lines, self._display.trouble)
                self._wake.wait(min(pause, _LONGEST))
                self._wake.clear()
        finally:
            self._display.close()

    def stop(self) -> None:
        """Go dark and end ``run``."""
        self._stopping = True
        self._wake.set()

    def _want(self, wanted: Callable[[], None]) -> None:
        with self._guard:
            self._wanted = wanted
        self._wake.set()

    def _take(self) -> Callable[[], None] | None:
        with self._guard:
            wanted, self._wanted = self._wanted, None
        return wanted

    def _tell(self, lines: tuple[str, str], trouble: Trouble | None) -> None:
        if (lines, trouble) != (self.lines, self.trouble):
            self.lines, self.trouble = lines, trouble
            self._changed()
