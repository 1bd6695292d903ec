"""Slip as an A5 page (TT 01/2018 Đ.9: 148 x 210 mm), with an embedded subset font whose text can be copied out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import Any, Final

from reportlab.lib.pagesizes import A5
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from devices.encode.glyphs import printable
from devices.encode.layout import width
from devices.encode.qr import qr_rows
from devices.encode.raster import bar_modules
from devices.slip import Align, Barcode, Column, Cut, Feed, Item, Line, Pair, QrCode, Rule, Size, Slip, Table

WIDTH, HEIGHT = A5
MARGIN: Final = 11 * mm
FIT: Final = WIDTH - 2 * MARGIN
SIZE: Final = 9.5
LEADING: Final = 1.3
SCALES: Final = (1.0, 0.93, 0.86, 0.8, 1.0)
"""Scales that are tried until one page holds the slip; one that is too long for that is printed in full size."""
SIZES: Final = {Size.NORMAL: SIZE, Size.TALL: 12.5, Size.BIG: 22.0}
MODULE: Final = 0.25 * mm
QR_MODULE: Final = 0.7 * mm
BAR_HEIGHT: Final = 9 * mm
LETTER: Final = 5.2
"""Points that a column of a table gets for each letter of its width."""


@lru_cache(maxsize=1)
def _fonts() -> tuple[str, str]:
    for name in ("CounterSans-Regular", "CounterSans-Bold"):
        file = BytesIO(files("devices.fonts").joinpath(f"{name}.ttf").read_bytes())
        pdfmetrics.registerFont(TTFont(name, file))
    return "CounterSans-Regular", "CounterSans-Bold"


def render_pdf(slip: Slip) -> bytes:
    """``slip`` on one A5 page, a little smaller where it must be, or on more where it is long.

    The same slip gives the same bytes.
    """
    for scale in SCALES:
        sheet = _Sheet(slip.title, scale)
        if slip.copy:
            sheet.line(Line(slip.mark, Align.CENTER, bold=True))
        for item in slip.items:
            sheet.add(item)
        if sheet.pages == 1:
            break
    return sheet.finished()


class _Sheet:
    def __init__(self, title: str, scale: float) -> None:
        self.pages = 1
        self._scale = scale
        self._base = SIZE * scale
        self._file = BytesIO()
        self._canvas: Any = Canvas(
            self._file, pagesize=A5, invariant=1, lang="vi", initialFontName=_fonts()[0]
        )
        self._canvas.setAuthor("Quầy Một Cửa")
        self._canvas.setCreator("Quầy Một Cửa")
        self._canvas.setTitle(title)
        self._y = HEIGHT - MARGIN

    def finished(self) -> bytes:
        """The file."""
        self._canvas.showPage()
        self._canvas.save()
        return self._file.getvalue()

    def add(self, item: Item) -> None:
        """Draw ``item`` below the last one."""
        match item:
            case Line():
                self.line(item)
            case Pair():
                self._pair(item)
            case Table():
                self._table(item)
            case Rule(short):
                self._rule(short)
            case Barcode(code):
                self._barcode(code)
            case QrCode(data):
                self._qr(data)
            case Feed(lines):
                self._y -= lines * self._base * LEADING * 0.7
            case Cut():
                pass

    def line(self, item: Line) -> None:
        """A run of text, wrapped."""
        size = SIZES[item.size] * self._scale
        left = MARGIN + item.indent * self._base / 2
        self._lines(
            _wrap(item.text, FIT + MARGIN - left, item.bold, size), left, FIT + MARGIN - left, item, size
        )

    def _lines(self, lines: Sequence[str], left: float, room: float, item: Line, size: float) -> None:
        for text in lines:
            self._room(size * LEADING)
            self._text(text, left, room, item.align, item.bold, size)

    def _room(self, points: float) -> None:
        if self._y - points < MARGIN:
            self._canvas.showPage()
            self.pages += 1
            self._y = HEIGHT - MARGIN
        self._y -= points

    def _text(self, text: str, left: float, room: float, align: Align, bold: bool, size: float) -> None:
        free = room - _measure(text, bold, size)
        shift = {Align.LEFT: 0.0, Align.CENTER: free / 2, Align.RIGHT: free}[align]
        self._canvas.setFont(_fonts()[bold], size)
        self._canvas.drawString(left + shift, self._y, text)

    def _pair(self, item: Pair) -> None:
        if item.value:
            self.line(Line(f"{item.key}: {item.value}", bold=item.bold))
            return
        self.line(Line(f"{item.key}:", bold=item.bold))
        start = MARGIN + _measure(_known(f"{item.key}: "), item.bold, self._base)
        self._canvas.setDash(0.5, 2)
        self._canvas.line(start, self._y - 1, MARGIN + FIT, self._y - 1)
        self._canvas.setDash()

    def _rule(self, short: bool) -> None:
        self._room(self._base * 0.6)
        half = FIT / 6 if short else FIT / 2
        middle = self._y + self._base * 0.25
        self._canvas.setLineWidth(0.6)
        self._canvas.line(WIDTH / 2 - half, middle, WIDTH / 2 + half, middle)

    def _table(self, item: Table) -> None:
        sizes = _widths(item.columns)
        ruled = any(column.head for column in item.columns)
        if ruled:
            heads = tuple(column.head for column in item.columns)
            self._row(heads, item.columns, sizes, bold=True, ruled=True)
        for row in item.rows:
            self._row(row, item.columns, sizes, bold=item.bold, ruled=ruled)
        if ruled:
            self._y -= 4

    def _row(
        self,
        cells: Sequence[str],
        columns: Sequence[Column],
        sizes: Sequence[float],
        *,
        bold: bool,
        ruled: bool,
    ) -> None:
        wrapped = [_wrap(cell, size - 4, bold, self._base) for cell, size in zip(cells, sizes, strict=True)]
        height = max(map(len, wrapped)) * self._base * LEADING + (3 if ruled else 0)
        self._room(height)
        bottom, left = self._y, MARGIN
        for lines, column, size in zip(wrapped, columns, sizes, strict=True):
            if ruled:
                self._canvas.setLineWidth(0.4)
                self._canvas.rect(left, bottom - 3, size, height)
            self._y = bottom + height - (3 if ruled else 0)
            for text in lines:
                self._y -= self._base * LEADING
                self._text(text, left + 2, size - 4, column.align, bold, self._base)
            left += size
        self._y = bottom

    def _barcode(self, code: str) -> None:
        modules = bar_modules(code)
        wide = min(MODULE, FIT / len(modules))
        self._room(BAR_HEIGHT + 4)
        left = (WIDTH - wide * len(modules)) / 2
        for at, module in enumerate(modules):
            if module == "1":
                self._canvas.rect(left + at * wide, self._y, wide, BAR_HEIGHT, stroke=0, fill=1)
        self.line(Line(code, Align.CENTER))

    def _qr(self, data: str) -> None:
        grid = qr_rows(data)
        self._room((len(grid) + 4) * QR_MODULE)
        left = (WIDTH - len(grid) * QR_MODULE) / 2
        top = self._y + (len(grid) + 2) * QR_MODULE
        for y, row in enumerate(grid):
            for x, module in enumerate(row):
                if module == "1":
                    place = (left + x * QR_MODULE, top - (y + 1) * QR_MODULE)
                    self._canvas.rect(*place, QR_MODULE, QR_MODULE, stroke=0, fill=1)


def _known(text: str) -> str:
    return "".join(printable(letter, width(letter)) for letter in text)


def _measure(text: str, bold: bool, size: float) -> float:
    return float(pdfmetrics.stringWidth(text, _fonts()[bold], size))


def _wrap(text: str, room: float, bold: bool, size: float) -> list[str]:
    """``text`` broken between words to fit ``room`` points, inside a word where it must be."""
    lines, line = [], ""
    for word in _known(text).split(" "):
        joined = f"{line} {word}" if line else word
        if _measure(joined, bold, size) <= room:
            line = joined
            continue
        if line:
            lines.append(line)
        while len(word) > 1 and _prefix(word, room, bold, size) < len(word):
            fit = _prefix(word, room, bold, size)
            lines.append(word[:fit])
            word = word[fit:]
        line = word
    return [*lines, line]


def _prefix(word: str, room: float, bold: bool, size: float) -> int:
    """How many letters of ``word`` fit ``room`` points, at least one; stops measuring where the room ends."""
    used = 0.0
    for count, letter in enumerate(word):
        used += _measure(letter, bold, size)
        if used > room:
            return max(1, count)
    return len(word)


def _widths(columns: Sequence[Column]) -> list[float]:
    fixed = [column.width * LETTER + 6 if column.width else 0.0 for column in columns]
    scale = min(1.0, FIT * 0.75 / sum(fixed)) if sum(fixed) else 1.0
    weight = sum(column.weight for column in columns if not column.width)
    if not weight:
        scale = FIT / sum(fixed)
    free = FIT - sum(fixed) * scale
    return [
        size * scale if column.width else free * column.weight / weight
        for size, column in zip(fixed, columns, strict=True)
    ]
