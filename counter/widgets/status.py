"""The two lines at the top: where, who and when; how the centre and the devices are."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from rich.cells import cell_len
from textual import events

from counter.widgets.lines import Lines
from counter.widgets.text import Run, fit


class Light(Enum):
    """How something is: its sign, which every console font has, and its look."""

    GOOD = ("•", "good")
    OFF = ("○", "dim")
    BAD = ("!", "bad")


class Indicator(NamedTuple):
    """The state of one thing; ``text`` is already translated."""

    text: str
    light: Light = Light.GOOD


class Status(NamedTuple):
    """What the two lines show. ``place`` is office, counter, officer, shift; ``clock`` is local time."""

    place: tuple[str, ...] = ()
    clock: str = ""
    indicators: tuple[Indicator, ...] = ()
    aside: str = ""


class StatusLines(Lines):
    """The two lines; nothing is sent while nothing changes."""

    def __init__(self) -> None:
        super().__init__(id="status")
        self._status = Status()

    def show_status(self, status: Status) -> None:
        """Show ``status``."""
        self._status = status
        if width := self.size.width:
            self.show([_upper(status, width), _lower(status, width)])

    def on_resize(self, event: events.Resize) -> None:
        """Lay the lines out for the new width."""
        self.show_status(self._status)


def _upper(status: Status, width: int) -> list[Run]:
    place = " · ".join(part for part in status.place if part)
    room = width - cell_len(status.clock) - 3
    return [(" ", ""), (fit(place, room), "strong"), (f" {status.clock} ", "")]


def _lower(status: Status, width: int) -> list[Run]:
    runs: list[Run] = [(" ", "")]
    for indicator in status.indicators:
        sign, look = indicator.light.value
        runs += [(sign, look), (f" {indicator.text}   ", "" if indicator.light is Light.GOOD else look)]
    used = sum(cell_len(text) for text, _ in runs)
    aside = f"{status.aside} "
    return [*runs, (fit(aside, width - used, right=True), "")] if used < width else runs
