"""The bitmaps of the shipped font, 12x24 dots, for downloaded characters and raster printing."""

from __future__ import annotations

import struct
from functools import lru_cache
from importlib.resources import files
from typing import Final

from devices.plain import likeness

WIDTH: Final = 12
HEIGHT: Final = 24
_RECORD: Final = struct.Struct(">H36s")


@lru_cache(maxsize=1)
def glyphs() -> dict[str, bytes]:
    """Every letter the font has, as 12 columns of 3 bytes, top dot first."""
    data = files("devices.fonts").joinpath("counter-12x24.bin").read_bytes()
    return {chr(code): dots for code, dots in _RECORD.iter_unpack(data)}


@lru_cache(maxsize=1024)
def printable(letter: str, columns: int) -> str:
    """``letter`` where the font has it, else its likeness without accents, in exactly ``columns`` columns."""
    if letter in glyphs():
        return letter
    return likeness(letter, columns)


@lru_cache(maxsize=1024)
def rows(letter: str, *, bold: bool = False) -> tuple[int, ...]:
    """The letter as 24 rows of 12 bits, leftmost dot highest; bold repeats each dot one to the right."""
    dots = glyphs()[letter]
    columns = [int.from_bytes(dots[at : at + 3], "big") for at in range(0, 36, 3)]
    plain = [
        sum((column >> (HEIGHT - 1 - y) & 1) << (WIDTH - 1 - x) for x, column in enumerate(columns))
        for y in range(HEIGHT)
    ]
    return tuple(row | row >> 1 for row in plain) if bold else tuple(plain)
