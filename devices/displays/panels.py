"""The commands of number panels: Modbus RTU, and a configured frame for undocumented panels."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from devices.displays.drivers import Shown
from devices.errors import AddressFault, WrongAddress
from devices.plain import unaccented

WRITE_ONE: Final = 6
WRITE_MANY: Final = 16
NUMBER_REGISTER: Final = 7
LETTERS: Final = 6
"""Registers 0 to 5 hold a letter each."""


def crc16(data: bytes) -> bytes:
    """The CRC of Modbus RTU, low byte first."""
    crc = 0xFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ 0xA001 if crc & 1 else crc >> 1
    return crc.to_bytes(2, "little")


def _xor(data: bytes) -> bytes:
    value = 0
    for byte in data:
        value ^= byte
    return bytes([value])


CHECKSUMS: Final[MappingProxyType[str, Callable[[bytes], bytes]]] = MappingProxyType(
    {"none": lambda data: b"", "sum": lambda data: bytes([sum(data) & 0xFF]), "xor": _xor, "crc16": crc16}
)


@dataclass(frozen=True, slots=True)
class ModbusDriver:
    """A Modbus RTU number panel: a bare number goes to register 7, letters to registers 0 and on, one a register.

    ``width`` is how many letters the panel shows: a shorter ticket is filled with spaces, or the end of a longer one
    would stay there. Raises ``ValueError`` for a unit or a width that no panel has.
    """

    unit: int = 1
    width: int = 4
    reads_text: bool = False
    repeats: bool = True

    def __post_init__(self) -> None:
        if not 1 <= self.unit <= 247:
            raise WrongAddress("unit is 1 to 247", AddressFault.RANGE, "unit", "1-247")
        if not 1 <= self.width <= LETTERS:
            raise WrongAddress(f"width is 1 to {LETTERS}", AddressFault.RANGE, "width", f"1-{LETTERS}")

    def reset(self) -> bytes:
        """Nothing to do."""
        return b""

    def settings(self, brightness: int) -> bytes:
        """Nothing to set."""
        return b""

    def show(self, shown: Shown) -> bytes:
        """The ticket's number, 0 for none."""
        text = unaccented(shown.number)[-LETTERS:] or "0"
        if text.isdecimal() and int(text) <= 0xFFFF:
            frame = bytes([self.unit, WRITE_ONE, 0, NUMBER_REGISTER]) + int(text).to_bytes(2, "big")
        else:
            letters = b"".join(b"\x00" + letter.encode("ascii") for letter in text.ljust(self.width))
            frame = bytes([self.unit, WRITE_MANY, 0, 0, 0, len(letters) // 2, len(letters)]) + letters
        return frame + crc16(frame)

    def answer(self, frame: bytes) -> bytes:
        """The same frame for one register; address and count for many."""
        if not frame or frame[1] == WRITE_ONE:
            return frame
        return frame[:6] + crc16(frame[:6])


_PLACEHOLDER: Final = re.compile(r"\{(number|counter)(?::(0?)([1-9]))?\}")
_CHECKSUM: Final = "{checksum}"


@dataclass(frozen=True, slots=True)
class TemplateDriver:
    """An undocumented panel: a frame in hexadecimal with ``{number}`` and ``{counter}`` as placeholders.

    ``{number:4}`` is always four letters, filled with spaces on the left, ``{number:04}`` with zeros; a longer one
    keeps its end. The checksum of all before stands at ``{checksum}``, or last. Raises ``ValueError`` for a frame that
    is not hexadecimal.
    """

    frame: str
    checksum: str = "none"
    reads_text: bool = False
    repeats: bool = False

    def __post_init__(self) -> None:
        if self.checksum not in CHECKSUMS:
            known = ", ".join(CHECKSUMS)
            raise WrongAddress(f"checksum is one of {known}", AddressFault.ONE_OF, "checksum", known)
        if not self.show(Shown(number="A1", counter=1)):
            raise WrongAddress("a template needs its frame", AddressFault.MISSING, "frame")

    def reset(self) -> bytes:
        """Nothing to do."""
        return b""

    def settings(self, brightness: int) -> bytes:
        """Nothing to set."""
        return b""

    def show(self, shown: Shown) -> bytes:
        """The frame and its checksum."""
        values = {"number": unaccented(shown.number), "counter": str(shown.counter or "")}

        def letters(match: re.Match[str]) -> str:
            text, fill, size = values[match[1]], match[2] or " ", int(match[3] or 0)
            return (text.rjust(size, fill)[-size:] if size else text).encode("ascii").hex()

        before, _, after = _PLACEHOLDER.sub(letters, self.frame).partition(_CHECKSUM)
        data = bytes.fromhex(before)
        return data + CHECKSUMS[self.checksum](data) + bytes.fromhex(after)

    def answer(self, frame: bytes) -> bytes:
        """Unknown."""
        return b""
