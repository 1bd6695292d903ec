"""A printer in memory, for demonstrations and tests."""

from __future__ import annotations

from collections.abc import Callable

from devices.calibration import SAMPLE
from devices.document import Document, as_slip
from devices.encode.text import render_text
from devices.errors import NotReady, Trouble
from devices.slip import Cut, Line, Slip

Listener = Callable[[Slip], None]


class VirtualPrinter:
    """Keeps the slips that it was sent and calls its listeners; while ``trouble`` is set it refuses to print."""

    def __init__(self, name: str = "virtual", columns: int = 42) -> None:
        self.name = name
        self.columns = columns
        self.trouble: Trouble | None = None
        self._slips: list[Slip] = []
        self._listeners: list[Listener] = []

    @property
    def slips(self) -> tuple[Slip, ...]:
        """What was printed, oldest first."""
        return tuple(self._slips)

    @property
    def paper(self) -> list[str]:
        """The printed roll as lines of text."""
        return [line for slip in self._slips for line in render_text(slip, self.columns)]

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call ``listener`` with every slip from now on, in the printing thread; returns a function that ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def check(self) -> None:
        """Raises ``NotReady`` while ``trouble`` is set."""
        if self.trouble is not None:
            raise NotReady(self.trouble)

    def send(self, document: Document) -> None:
        """Print ``document`` at once."""
        slip = as_slip(document)
        self._slips.append(slip)
        for listener in tuple(self._listeners):
            listener(slip)

    def print_calibration(self) -> bool:
        """Print the sample once: there is one way only."""
        self.check()
        self.send(Slip("", (*map(Line, SAMPLE), Cut())))
        return True

    def after_crash(self) -> None:
        """Nothing to do: no command is ever cut off."""

    def confirm(self) -> bool:
        """Always true."""
        return True
