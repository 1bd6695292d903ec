"""A customer display without hardware, in memory: two lines of twenty letters, as the cheap ones have."""

from __future__ import annotations

from collections.abc import Callable

from devices.plain import unaccented

Listener = Callable[[tuple[str, str]], None]


class VirtualDisplay:
    """Shows two lines without accents, cut to the width; tells listeners of every change."""

    def __init__(self, columns: int = 20) -> None:
        self.columns = columns
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

    def show(self, upper: str, lower: str = "", *, number: str = "", counter: int = 0) -> None:
        """Put two lines up; the same lines again change nothing. The number alone is for number panels."""
        lines = (self._fit(upper), self._fit(lower))
        if lines == self._lines:
            return
        self._lines = lines
        for listener in tuple(self._listeners):
            listener(lines)

    def clear(self) -> None:
        """Go dark."""
        self.show("", "")

    def _fit(self, text: str) -> str:
        return unaccented(text)[: self.columns].ljust(self.columns)
