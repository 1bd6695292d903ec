"""A picture of a virtual printer's paper, dot for dot at 203 dpi."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import Final

from PIL import Image, ImageChops, ImageDraw, ImageFont

from devices.virtual.machine import Cell, Code, Machine, Picture

WIDTH: Final = 12
HEIGHT: Final = 24
LINE: Final = 30
MARGIN: Final = 24
BAR_HEIGHT: Final = 64
QUIET: Final = 8


def draw(machine: Machine) -> Image.Image:
    """The whole roll as a picture of black and white, cuts as dashed lines."""
    width = machine.columns * WIDTH
    strips = [_strip(printed, width) for printed in machine.paper]
    height = sum(strip.height for strip in strips) + 2 * MARGIN
    paper = Image.new("1", (width + 2 * MARGIN, height), 1)
    y = MARGIN
    for strip in strips:
        paper.paste(strip, (MARGIN, y))
        y += strip.height
    return paper


def png(machine: Machine) -> bytes:
    """``draw`` as a PNG file."""
    file = BytesIO()
    draw(machine).save(file, "PNG")
    return file.getvalue()


def _strip(printed: tuple[Cell, ...] | Picture | Code | str, width: int) -> Image.Image:
    match printed:
        case Picture(octets, data):
            lines = len(data) // octets
            block = Image.frombytes("1", (octets * 8, lines), bytes(byte ^ 0xFF for byte in data))
            strip = Image.new("1", (width, lines), 1)
            strip.paste(block, (0, 0))
            return strip
        case Code(kind, text):
            return _code(kind, text, width)
        case str():
            strip = Image.new("1", (width, LINE), 1)
            pen = ImageDraw.Draw(strip)
            for x in range(0, width, 16):
                pen.line((x, LINE // 2, x + 8, LINE // 2), fill=0)
            return strip
        case _:
            return _row(printed, width)


def _row(cells: tuple[Cell, ...], width: int) -> Image.Image:
    tall = max((cell.tall for cell in cells), default=1)
    strip = Image.new("1", (width, HEIGHT * tall + LINE - HEIGHT), 1)
    x = 0
    for cell in cells:
        letter = _drawn(cell.drawn) if cell.drawn else _resident(cell.letter)
        if cell.bold:
            letter = ImageChops.logical_and(letter, ImageChops.offset(letter, 1, 0))
        size = (WIDTH * cell.wide, HEIGHT * cell.tall)
        strip.paste(letter.resize(size, Image.Resampling.NEAREST), (x, HEIGHT * (tall - cell.tall)))
        x += size[0]
    return strip


@lru_cache(maxsize=512)
def _drawn(data: bytes) -> Image.Image:
    """A character that the host sent: columns of 24 dots, the top dot in the highest bit."""
    letter = Image.new("1", (WIDTH, HEIGHT), 1)
    for x in range(len(data) // 3):
        column = int.from_bytes(data[3 * x : 3 * x + 3], "big")
        for y in range(HEIGHT):
            if column >> (23 - y) & 1:
                letter.putpixel((x, y), 0)
    return letter


@lru_cache(maxsize=1)
def _font() -> ImageFont.FreeTypeFont:
    file = BytesIO(files("devices.fonts").joinpath("CounterMono-Regular.ttf").read_bytes())
    return ImageFont.truetype(file, 20)


@lru_cache(maxsize=512)
def _resident(letter: str) -> Image.Image:
    """A letter of the printer's own."""
    cell = Image.new("1", (WIDTH, HEIGHT), 1)
    pen = ImageDraw.Draw(cell)
    pen.fontmode = "1"
    pen.text((0, 19), letter, font=_font(), fill=0, anchor="ls")
    return cell


def _code(kind: str, text: str, width: int) -> Image.Image:
    grid = _qr(text) if kind == "QR" else _bars(text)
    size = (5, 5) if kind == "QR" else (2, BAR_HEIGHT)
    code = Image.new("1", (len(grid[0]), len(grid)), 1)
    code.putdata([0 if module == "1" else 1 for row in grid for module in row])
    code = code.resize((code.width * size[0], code.height * size[1]), Image.Resampling.NEAREST)
    strip = Image.new("1", (width, code.height + 2 * QUIET), 1)
    strip.paste(code, ((width - code.width) // 2, QUIET))
    return strip


def _bars(text: str) -> list[str]:
    from barcode.codex import Code128

    return [str(Code128(text).build()[0])]


def _qr(text: str) -> list[str]:
    import qrcode

    code = qrcode.QRCode(border=0, error_correction=qrcode.ERROR_CORRECT_M)
    code.add_data(text)
    code.make(fit=True)
    return ["".join("1" if dot else "0" for dot in row) for row in code.get_matrix()]
