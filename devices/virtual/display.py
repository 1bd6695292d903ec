"""A customer display without hardware, in memory: two lines of twenty letters, as the cheap ones have."""

from __future__ import annotations

from collections.abc import Callable

from devices.errors import Trouble
from devices.plain import fitted

Listener = Callable[[tuple[str, str]], None]


class VirtualDisplay:
    """Shows two lines without accents, cut to the width; tells listeners of every change.

    ``words`` are the lines of a call, ``idle`` those while nobody is called.
    """

    trouble: Trouble | None = None
    blinking = False

    def __init__(
        self,
        columns: int = 20,
        *,
        words: tuple[str, str] = ("{number}", "{counter}"),
        idle: tuple[str, str] = ("", ""),
    ) -> None:
        self.columns = columns
        self._words, self._idle = words, idle
        self._lines = (" " * columns, " " * columns)
        self._listeners: list[Listener] = []

    @property
    def lines(self) -> tuple[str, str]:
        """What stands there now, padded to the width."""
        return self._lines

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call ``listener`` with the lines whenever they change; returns what ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def show(self, number: str, counter: int) -> None:
        """Call ticket ``number`` to ``counter``."""
        upper, lower = (line.format(number=number, counter=counter or "") for line in self._words)
        self.text(upper, lower)

    def text(self, upper: str, lower: str = "") -> None:
        """Put two lines up; the same lines again change nothing."""
        lines = (fitted(upper, self.columns), fitted(lower, self.columns))
        if lines == self._lines:
            return
        self._lines = lines
        for listener in tuple(self._listeners):
            listener(lines)

    def idle(self) -> None:
        """Show what stands there while nobody is called."""
        self.text(*self._idle)

    def clear(self) -> None:
        """Go dark."""
        self.text("", "")

    def beat(self) -> float:
        """Nothing is ever due."""
        return float("inf")

    def close(self, *, dark: bool = True) -> None:
        """Go ``dark``."""
        if dark:
            self.clear()
