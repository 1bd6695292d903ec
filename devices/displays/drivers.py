"""The commands of text displays of two lines; number panels are in ``devices.displays.panels``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Protocol

from devices.plain import fitted

COLUMNS: Final = 20


@dataclass(frozen=True, slots=True)
class Shown:
    """The contents: two lines for text displays, the ticket and its counter for panels that show only numbers."""

    upper: str = ""
    lower: str = ""
    number: str = ""
    counter: int = 0

    def lines(self) -> tuple[bytes, bytes]:
        """Both lines in printable ASCII without accents, cut or filled to the width."""
        upper, lower = (fitted(text, COLUMNS).encode("ascii") for text in (self.upper, self.lower))
        return upper, lower


DARK: Final = Shown()


class Driver(Protocol):
    """Makes frames of bytes for a kind of display. Only the printable ASCII of a text gets into a frame."""

    @property
    def reads_text(self) -> bool:
        """Whether it shows lines of text; a panel shows only numbers, and cannot blink."""
        ...

    @property
    def repeats(self) -> bool:
        """Whether the same frame may be sent again; an unknown panel may chime at each."""
        ...

    def reset(self) -> bytes:
        """The bytes to send once after the port was opened: they initialise and clear the display."""
        ...

    def settings(self, brightness: int) -> bytes:
        """Brightness (1 to 4) and other settings that a loss of power resets; the text stays."""
        ...

    def show(self, shown: Shown) -> bytes:
        """The frame that shows ``shown``; an empty one clears the display."""
        ...

    def answer(self, frame: bytes) -> bytes:
        """What a device answers to ``frame``; empty for the many that send nothing."""
        ...


@dataclass(frozen=True, slots=True)
class TextDriver:
    """A display of two lines: fixed bytes before, between and after them."""

    initial: bytes
    brightness: Callable[[int], bytes]
    before: bytes
    between: bytes
    after: bytes = b""
    reads_text: bool = True
    repeats: bool = True

    def reset(self) -> bytes:
        """The bytes that initialise and clear it."""
        return self.initial

    def settings(self, brightness: int) -> bytes:
        """The brightness, in the four steps that all of them have."""
        return self.brightness(max(1, min(4, brightness)))

    def show(self, shown: Shown) -> bytes:
        """Both lines in one frame."""
        upper, lower = shown.lines()
        return self.before + upper + self.between + lower + self.after

    def answer(self, frame: bytes) -> bytes:
        """Nothing: these never answer."""
        return b""


_UTC_STEPS: Final = (0x20, 0x40, 0x60, 0xFF)

CD5220: Final = TextDriver(
    b"\x0c\x1b@", lambda level: b"\x1b*" + bytes([level]), b"\x1bQA", b"\r\x1bQB", b"\r"
)
"""Only CLR ends the string mode that ESC Q began, so it comes before ESC @."""

DM_D: Final = TextDriver(
    b"\x1b=\x02\x0c",
    lambda level: b"\x1b=\x02\x1fC\x00\x1fX" + bytes([level]),
    b"\x1b=\x02\x1f$\x01\x01",
    b"\x1f$\x01\x02",
    b"\x1b=\x01",
)
"""Epson: the display is selected before, and the printer again after, since both may share one line."""

UTC: Final = TextDriver(
    b"\x1f", lambda level: b"\x04" + bytes([_UTC_STEPS[level - 1]]), b"\x10\x00", b"\x10\x14"
)
UTC_ENHANCED: Final = TextDriver(b"\x1f", lambda level: b"", b"\x1buA", b"\r\x1buB", b"\r")
AEDEX: Final = TextDriver(b"", lambda level: b"", b"!#1", b"\r!#2", b"\r")

TEXT_DRIVERS: Final = MappingProxyType(
    {
        "cd5220": CD5220,
        "dm-d": DM_D,
        "utc": UTC,
        "utc-enhanced": UTC_ENHANCED,
        "logic-controls": UTC,
        "aedex": AEDEX,
    }
)
