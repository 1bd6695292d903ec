"""Bands of dots and white paper as the commands that a printer has for them: ``GS v 0``, ``ESC *``, ``ESC J``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from devices.encode.commands import COLUMNS, FEED_DOTS, RASTER
from devices.profile import Pictures, Profile

MAX_BLOCK: Final = 2303
"""The most lines that one ``GS v 0`` may hold."""

_HEAD, _NEEDLES = 24, 8
"""Lines of dots that a printer of 203 dpi, and one of needles, prints in one go of ``ESC *``."""

_DOUBLE_24, _DOUBLE_8 = b"\x21", b"\x01"
"""Modes of ``ESC *``: every dot across, 24 lines or 8 in a column."""

_NEEDLE_STEP: Final = 2
"""Steps of a printer of needles (144 an inch) from one line of dots (72 an inch) to the next."""


@dataclass(frozen=True, slots=True)
class DotCommand:
    """A command of ``data``, in which ``dots`` are the spans that may be changed without breaking it."""

    data: bytes
    dots: tuple[tuple[int, int], ...]


def picture(octets: int, data: bytes, profile: Profile) -> Iterator[DotCommand]:
    """Lines of dots, ``octets`` bytes each, as a printer of ``profile`` takes them; nothing where it takes none."""
    match profile.pictures:
        case Pictures.RASTER:
            yield from _raster(octets, data)
        case Pictures.COLUMN:
            yield from _columns(octets, data, profile)


def feed(lines: int, profile: Profile) -> bytes:
    """Move the paper by ``lines`` of dots."""
    steps = lines * _NEEDLE_STEP if profile.has_needles else lines
    return b"".join(FEED_DOTS + bytes([min(255, steps - at)]) for at in range(0, steps, 255))


def _raster(octets: int, data: bytes) -> Iterator[DotCommand]:
    for at in range(0, len(data), MAX_BLOCK * octets):
        block = data[at : at + MAX_BLOCK * octets]
        size = octets.to_bytes(2, "little") + (len(block) // octets).to_bytes(2, "little")
        head = RASTER + size
        yield DotCommand(head + block, ((len(head), len(head) + len(block)),))


def _columns(octets: int, data: bytes, profile: Profile) -> Iterator[DotCommand]:
    """Strips as high as the print head; what is white at their right is left out."""
    high, mode = (_NEEDLES, _DOUBLE_8) if profile.has_needles else (_HEAD, _DOUBLE_24)
    for at in range(0, len(data), octets * high):
        block = data[at : at + octets * high].ljust(octets * high, b"\x00")
        lines = [
            f"{int.from_bytes(block[i : i + octets], 'big'):0{octets * 8}b}"
            for i in range(0, len(block), octets)
        ]
        used = max(line.rfind("1") for line in lines) + 1
        columns = b"".join(
            int("".join(column), 2).to_bytes(high // 8, "big")
            for column in zip(*(line[:used] for line in lines), strict=True)
        )
        left = min(high, (len(data) - at) // octets)
        head = COLUMNS + mode + used.to_bytes(2, "little") if used else b""
        yield DotCommand(head + columns + feed(left, profile), ((len(head), len(head) + len(columns)),))
