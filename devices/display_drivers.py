"""What customer displays and number panels understand: two lines of twenty letters, or a number, as bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Protocol

from devices.plain import unaccented

COLUMNS: Final = 20


@dataclass(frozen=True, slots=True)
class Shown:
    """What to show: two lines for text displays, the ticket and its counter for panels that know only numbers."""

    upper: str = ""
    lower: str = ""
    number: str = ""
    counter: int = 0

    def lines(self) -> tuple[bytes, bytes]:
        """Both lines without accents, cut and filled to the width."""
        upper, lower = (
            unaccented(text)[:COLUMNS].ljust(COLUMNS).encode("ascii") for text in (self.upper, self.lower)
        )
        return upper, lower


class Driver(Protocol):
    """Makes bytes."""

    @property
    def answers(self) -> int:
        """How many bytes the device sends back after each of ``show``'s frames (0: none)."""
        ...

    def start(self, brightness: int) -> bytes:
        """Once after opening; ``brightness`` is 1 to 4."""
        ...

    def show(self, shown: Shown) -> bytes:
        """Show it; an empty ``Shown`` goes dark."""
        ...


@dataclass(frozen=True, slots=True)
class TextDriver:
    """A display of two lines: fixed bytes before, between and after them."""

    reset: bytes
    bright: Callable[[int], bytes]
    before: bytes
    between: bytes
    after: bytes = b""
    answers: int = 0

    def start(self, brightness: int) -> bytes:
        """Reset, and set the brightness."""
        return self.reset + self.bright(max(1, min(4, brightness)))

    def show(self, shown: Shown) -> bytes:
        """Both lines in one frame."""
        upper, lower = shown.lines()
        return self.before + upper + self.between + lower + self.after


def _brightness(prefix: bytes) -> Callable[[int], bytes]:
    return lambda level: prefix + bytes([level])


def _unchanged(level: int) -> bytes:
    return b""


CD5220: Final = TextDriver(b"\x1b@\x0c", _brightness(b"\x1b*"), b"\x1bQA", b"\r\x1bQB", b"\r")
DM_D: Final = TextDriver(
    b"\x1b=\x02\x0c\x1fC\x00",
    _brightness(b"\x1fX"),
    b"\x1b=\x02\x1f$\x01\x01",
    b"\x1f$\x01\x02",
    b"\x1b=\x01",
)
"""Epson: selected before, and the printer selected again after, since both may hang on one line."""

UTC: Final = TextDriver(
    b"\x1f", lambda level: b"\x04" + bytes([(0x20, 0x40, 0x60, 0xFF)[level - 1]]), b"\x10\x00", b"\x10\x14"
)
UTC_ENHANCED: Final = TextDriver(b"\x1f", _unchanged, b"\x1buA", b"\r\x1buB", b"\r")
AEDEX: Final = TextDriver(b"", _unchanged, b"!#1", b"\r!#2", b"\r")


def crc16(data: bytes) -> bytes:
    """The CRC of Modbus RTU, low byte first."""
    crc = 0xFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ 0xA001 if crc & 1 else crc >> 1
    return crc.to_bytes(2, "little")


@dataclass(frozen=True, slots=True)
class ModbusDriver:
    """A Modbus RTU number panel: a bare number goes to register 7, letters to registers 0 and on, one a register."""

    unit: int = 1
    answers: int = 8

    def start(self, brightness: int) -> bytes:
        """Nothing to set."""
        return b""

    def show(self, shown: Shown) -> bytes:
        """The ticket's number; no number shows 0."""
        text = unaccented(shown.number)[:6] or "0"
        if text.isdecimal() and int(text) <= 0xFFFF:
            frame = bytes([self.unit, 6, 0, 7]) + int(text).to_bytes(2, "big")
        else:
            letters = b"".join(b"\x00" + letter.encode("ascii") for letter in text)
            frame = bytes([self.unit, 16, 0, 0, 0, len(text), len(letters)]) + letters
        return frame + crc16(frame)


def _sum(data: bytes) -> bytes:
    return bytes([sum(data) & 0xFF])


def _xor(data: bytes) -> bytes:
    value = 0
    for byte in data:
        value ^= byte
    return bytes([value])


CHECKSUMS: Final = MappingProxyType({"none": lambda data: b"", "sum": _sum, "xor": _xor, "crc16": crc16})


@dataclass(frozen=True, slots=True)
class TemplateDriver:
    """An unknown panel: a frame in hexadecimal with ``{number}`` and ``{counter}`` where their letters go."""

    frame: str
    checksum: str = "none"
    answers: int = 0

    def __post_init__(self) -> None:
        if self.checksum not in CHECKSUMS:
            raise ValueError(f"checksum is one of {', '.join(CHECKSUMS)}")
        self.show(Shown(number="A1", counter=1))

    def start(self, brightness: int) -> bytes:
        """Nothing to set."""
        return b""

    def show(self, shown: Shown) -> bytes:
        """The frame and its checksum. Raises ``ValueError`` for a frame that is not hexadecimal."""
        number = unaccented(shown.number).encode("ascii").hex()
        frame = self.frame.replace("{number}", number).replace("{counter}", str(shown.counter).encode().hex())
        data = bytes.fromhex(frame)
        return data + CHECKSUMS[self.checksum](data)


DRIVERS: Final = MappingProxyType(
    {
        "cd5220": CD5220,
        "dm-d": DM_D,
        "utc": UTC,
        "logic-controls": UTC,
        "utc-enhanced": UTC_ENHANCED,
        "aedex": AEDEX,
    }
)


def driver(name: str, *, unit: int = 1, frame: str = "", checksum: str = "none") -> Driver:
    """The driver called ``name``: one of ``DRIVERS``, ``modbus`` or ``template``. Raises ``ValueError``."""
    if name == "modbus":
        return ModbusDriver(unit)
    if name == "template":
        return TemplateDriver(frame, checksum)
    if name not in DRIVERS:
        raise ValueError(
            f"no display driver {name!r}; there are {', '.join((*DRIVERS, 'modbus', 'template'))}"
        )
    return DRIVERS[name]
