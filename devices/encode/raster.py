"""Text and codes as dots: for printers that can do nothing else, and for PNG."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from devices.encode.glyphs import HEIGHT, WIDTH, printable, rows
from devices.encode.layout import Piece, Row, lay_out, width, wrap
from devices.profile import Profile
from devices.slip import Barcode, Cut, QrCode, Size, Slip

LINE: Final = 30
QUIET: Final = 10
BARS: Final = 64
MAX_BLOCK: Final = 2303
"""The most lines that one ``GS v 0`` may hold."""


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


def draw(pieces: Iterator[Piece], profile: Profile) -> Iterator[Band | Blank | Cut]:
    """The pieces as bands of dots, cropped to their black dots, and the white between them."""
    for piece in pieces:
        match piece:
            case Row(text) if not text.strip():
                yield Blank(LINE)
            case Row():
                yield from _text(piece, profile.dots)
            case Barcode(code):
                yield from _barcode(code, profile)
            case QrCode(data):
                yield from _centred(qr_rows(data), 5, 5, profile.dots)
                yield Blank(LINE // 3)
            case Cut():
                yield piece


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


def _text(row: Row, dots: int) -> Iterator[Band | Blank]:
    wide = 2 if row.size is Size.BIG else 1
    tall = 1 if row.size is Size.NORMAL else 2
    text = "".join(printable(letter, width(letter)) for letter in row.text.rstrip())
    text = text[: dots // (WIDTH * wide)]
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


def _barcode(code: str, profile: Profile) -> Iterator[Band | Blank]:
    modules = bar_modules(code)
    if (len(modules) + QUIET) * 2 > profile.dots:
        yield from _centred(qr_rows(code), 5, 5, profile.dots)
    else:
        yield from _centred((modules,), 2, BARS, profile.dots)
    yield Blank(LINE // 5)
    for line in wrap(code, profile.columns):
        indent = (profile.columns - len(line)) // 2
        yield from _text(Row(" " * indent + line), profile.dots)


def _centred(grid: tuple[str, ...], wide: int, tall: int, dots: int) -> Iterator[Band | Blank]:
    left = max(0, (dots - len(grid[0]) * wide) // 2)
    used = left + len(grid[0]) * wide
    octets = -(-used // 8)
    data = bytearray()
    for line in grid:
        bits = "0" * left + "".join(module * wide for module in line)
        data += int(bits.ljust(octets * 8, "0"), 2).to_bytes(octets, "big") * tall
    yield Band(octets, bytes(data))


@lru_cache(maxsize=64)
def bar_modules(code: str) -> str:
    """The bars of CODE128 as python-barcode draws them, ``1`` for black."""
    from barcode.codex import Code128

    return str(Code128(code).build()[0])


@lru_cache(maxsize=64)
def qr_rows(data: str) -> tuple[str, ...]:
    """The QR code's modules, correction M, ``1`` for black."""
    import qrcode

    code = qrcode.QRCode(border=0, error_correction=qrcode.ERROR_CORRECT_M)
    code.add_data(data)
    code.make(fit=True)
    return tuple("".join("1" if dot else "0" for dot in line) for line in code.get_matrix())


def page(slip: Slip, profile: Profile) -> Band:
    """The whole slip as one picture of the paper's width."""
    octets = -(-profile.dots // 8)
    data = bytearray()
    for part in draw(lay_out(slip, profile.columns), profile):
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
