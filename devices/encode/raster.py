"""Text and codes as dots: for printers that can do nothing else, and for PNG."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from devices.encode.code128 import QUIET
from devices.encode.glyphs import HEIGHT, WIDTH, printable, rows
from devices.encode.layout import Piece, Row, lay_out, pad, width, wrap
from devices.encode.qr import QR_QUIET, QR_SIZES, has_room, qr_rows
from devices.profile import DRAWN, Pictures, Profile
from devices.slip import Align, Barcode, Cut, QrCode, Size, Slip

LINE: Final = 30
BAR: Final = 2
"""Dots across of a barcode's narrowest bar."""


@dataclass(frozen=True, slots=True)
class Band:
    """``lines`` of ``octets`` bytes each: black dots are 1, the leftmost dot is the highest bit."""

    octets: int
    data: bytes

    @property
    def lines(self) -> int:
        """How many lines of dots it is high."""
        return len(self.data) // self.octets


@dataclass(frozen=True, slots=True)
class Blank:
    """Paper moved by ``dots`` without printing."""

    dots: int


@dataclass(frozen=True, slots=True)
class Grain:
    """How many lines a barcode is high, and the width and height of a QR code's module in dots, the best first.

    ``doubles`` tells whether tall letters have twice the lines.
    """

    bar_height: int
    squares: tuple[tuple[int, int], ...]
    doubles: bool


THERMAL: Final = Grain(bar_height=64, squares=tuple((size, size) for size in QR_SIZES), doubles=True)
NEEDLES: Final = Grain(bar_height=24, squares=((4, 2), (2, 1)), doubles=False)
"""Dots of 160 by 72 an inch: letters are as high as doubled ones already."""


def draw(pieces: Iterable[Piece], profile: Profile) -> Iterator[Band | Blank | Cut]:
    """The pieces as bands of dots no wider than the paper, cropped to their black dots, and the white between them.

    A row that is too long goes on below; a code that does not fit is a QR code, or its letters alone.
    """
    grain = _grain(profile)
    for piece in pieces:
        match piece:
            case Row(text) if not text.strip():
                yield Blank(LINE)
            case Row():
                yield from _rows(piece, profile.dots, grain)
            case Barcode(code):
                yield from _barcode(code, profile.dots, grain)
            case QrCode(data):
                yield from _qr(data, profile.dots, grain) or _centred_text(data, profile.dots, grain)
            case Cut():
                yield piece


def can_draw(piece: Barcode | QrCode, profile: Profile) -> bool:
    """Whether the printer takes pictures and its paper has room for the code, or for a QR code in its place."""
    if profile.pictures is Pictures.NONE:
        return False
    data = piece.code if isinstance(piece, Barcode) else piece.data
    return _has_room_for_bars(piece, profile.dots) or bool(_qr(data, profile.dots, _grain(profile)))


def _has_room_for_bars(piece: Barcode | QrCode, dots: int) -> bool:
    return isinstance(piece, Barcode) and (len(bar_modules(piece.code)) + 2 * QUIET) * BAR <= dots


def _grain(profile: Profile) -> Grain:
    return NEEDLES if profile.has_needles else THERMAL


def _rows(row: Row, dots: int, grain: Grain) -> Iterator[Band | Blank]:
    wide = 2 if row.size is Size.BIG else 1
    room = dots // (WIDTH * wide)
    if width(row.text.rstrip()) <= room:
        yield from _text(row, grain)
        return
    for text in wrap(row.text, room):
        yield from _text(replace(row, text=pad(text, room, row.align)), grain)


@lru_cache(maxsize=1024)
def _letter(letter: str, wide: int, tall: int, bold: bool, octets: int) -> int:
    """The letter as one number whose rows are ``octets`` bytes apart, at the left edge of a band."""
    number = 0
    for row in rows(letter, bold=bold):
        dots = row if wide == 1 else _doubled(row)
        for _ in range(tall):
            number = number << octets * 8 | dots << octets * 8 - WIDTH * wide
    return number


def _doubled(row: int) -> int:
    return sum(0b11 << 2 * bit for bit in range(WIDTH) if row >> bit & 1)


def _text(row: Row, grain: Grain) -> Iterator[Band | Blank]:
    wide = 2 if row.size is Size.BIG else 1
    tall = 2 if grain.doubles and row.size is not Size.NORMAL else 1
    text = "".join(printable(letter, width(letter)) for letter in row.text.rstrip())
    octets = -(-len(text) * WIDTH * wide // 8)
    number = 0
    for at, letter in enumerate(text):
        if letter != " ":
            shape = _letter(letter, wide, tall, row.bold, octets + 2 * wide)
            number |= shape >> at * WIDTH * wide
    stride = octets + 2 * wide
    yield from _cropped(number.to_bytes(stride * HEIGHT * tall, "big"), stride)
    yield Blank((LINE - HEIGHT) * tall)


def _cropped(data: bytes, stride: int) -> Iterator[Band | Blank]:
    """``data`` without the white above, below and to its right."""
    lines = [data[at : at + stride] for at in range(0, len(data), stride)]
    black = [at for at, line in enumerate(lines) if any(line)]
    if not black:
        yield Blank(len(lines))
        return
    first, last = black[0], black[-1]
    octets = max(len(line.rstrip(b"\x00")) for line in lines)
    if first:
        yield Blank(first)
    yield Band(octets, b"".join(line[:octets] for line in lines[first : last + 1]))
    if last + 1 < len(lines):
        yield Blank(len(lines) - last - 1)


def _barcode(code: str, dots: int, grain: Grain) -> Iterator[Band | Blank]:
    if _has_room_for_bars(Barcode(code), dots):
        yield _centred((bar_modules(code),), BAR, grain.bar_height, dots)
        yield Blank(LINE // 5)
    else:
        yield from _qr(code, dots, grain)
    yield from _centred_text(code, dots, grain)


def _qr(data: str, dots: int, grain: Grain) -> list[Band | Blank]:
    """The QR code with the white above and below it; empty where it does not fit."""
    grid = qr_rows(data)
    for wide, tall in grain.squares:
        if has_room(len(grid), wide, dots):
            white = Blank(QR_QUIET * tall)
            return [white, _centred(grid, wide, tall, dots), white]
    return []


def _centred_text(text: str, dots: int, grain: Grain) -> Iterator[Band | Blank]:
    room = dots // WIDTH
    for line in wrap(text, room):
        yield from _text(Row(pad(line, room, Align.CENTER)), grain)


def _centred(grid: tuple[str, ...], wide: int, tall: int, dots: int) -> Band:
    left = max(0, (dots - len(grid[0]) * wide) // 2)
    used = left + len(grid[0]) * wide
    octets = -(-used // 8)
    data = bytearray()
    for line in grid:
        bits = "0" * left + "".join(module * wide for module in line)
        data += int(bits.ljust(octets * 8, "0"), 2).to_bytes(octets, "big") * tall
    return Band(octets, bytes(data))


@lru_cache(maxsize=64)
def bar_modules(code: str) -> str:
    """The bars of CODE128 as python-barcode draws them, ``1`` for black."""
    from barcode.codex import Code128

    return str(Code128(code).build()[0])


def page(slip: Slip, profile: Profile) -> Band:
    """The whole slip as one picture of the paper's width, in letters of ours."""
    square = replace(profile, columns=profile.drawn_columns, cell=DRAWN)
    octets = -(-profile.dots // 8)
    data = bytearray()
    for part in draw(lay_out(slip, square.columns), square):
        match part:
            case Band(narrow, dots):
                lines = (dots[at : at + narrow] for at in range(0, len(dots), narrow))
                data += b"".join(line.ljust(octets, b"\x00") for line in lines)
            case Blank(dots):
                data += bytes(octets * dots)
            case Cut():
                data += bytes(octets * LINE)
    return Band(octets, bytes(data))


def render_png(slip: Slip, profile: Profile) -> bytes:
    """The slip as the paper would look: a PNG of one bit a dot, with a white margin of 16 dots."""
    picture = page(slip, profile)
    margin = b"\xff\xff"
    stride = picture.octets + 4
    lines = [b"\xff" * stride] * 16
    for at in range(0, len(picture.data), picture.octets):
        white = bytes(octet ^ 0xFF for octet in picture.data[at : at + picture.octets])
        lines.append(margin + white + margin)
    lines += [b"\xff" * stride] * 16
    header = struct.pack(">IIBBBBB", stride * 8, len(lines), 1, 0, 0, 0, 0)
    image = zlib.compress(b"".join(b"\x00" + line for line in lines), 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", image) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
