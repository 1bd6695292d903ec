"""A customer display in memory: two lines of twenty letters, as cheap ones have."""

from __future__ import annotations

from collections.abc import Callable

from devices.errors import Trouble
from devices.plain import fitted

Listener = Callable[[tuple[str, str]], None]


class VirtualDisplay:
    """Shows two lines without accents, cut to the width; calls its listeners at every change.

    ``call`` are the lines of a call, ``idle`` those while nobody is called.
    """

    trouble: Trouble | None = None
    blinking = False
    answers = True
    hung_up = False

    def __init__(
        self,
        columns: int = 20,
        *,
        call: tuple[str, str] = ("{number}", "{counter}"),
        idle: tuple[str, str] = ("", ""),
    ) -> None:
        self.columns = columns
        self._call, self._idle = call, idle
        self._lines = (" " * columns, " " * columns)
        self._listeners: list[Listener] = []

    @property
    def lines(self) -> tuple[str, str]:
        """What it shows now, padded to the width."""
        return self._lines

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call ``listener`` with the lines whenever they change; returns a function that ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def call(self, number: str, counter: int) -> None:
        """Call ticket ``number`` to ``counter``."""
        upper, lower = (line.format(number=number, counter=counter or "") for line in self._call)
        self.show_text(upper, lower)

    def show_text(self, upper: str, lower: str = "") -> None:
        """Show two lines; listeners hear only of a change."""
        lines = (fitted(upper, self.columns), fitted(lower, self.columns))
        if lines == self._lines:
            return
        self._lines = lines
        for listener in tuple(self._listeners):
            listener(lines)

    def show_idle(self) -> None:
        """Show the text for when nobody is called."""
        self.show_text(*self._idle)

    def clear(self) -> None:
        """Show nothing."""
        self.show_text("", "")

    def refresh(self) -> float:
        """Nothing is ever due."""
        return float("inf")

    def close(self, *, dark: bool = True) -> None:
        """Show nothing if ``dark``."""
        if dark:
            self.clear()
