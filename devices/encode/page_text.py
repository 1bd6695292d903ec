"""The fonts of pages, and text as reportlab takes it."""

from __future__ import annotations

from typing import Final
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfmetrics

from devices.encode.glyphs import printable
from devices.encode.layout import width
from devices.encode.phrases import bound

REGULAR: Final = "CounterSerif-Regular"
BOLD: Final = "CounterSerif-Bold"
ITALIC: Final = "CounterSerif-Italic"


def known(text: str) -> str:
    """``text`` with the letters that the font lacks replaced by their likeness."""
    return "".join(printable(letter, width(letter)) for letter in text)


def measure(text: str, font: str, size: float) -> float:
    """The width of ``text`` in points."""
    return float(pdfmetrics.stringWidth(text, font, size))


def marked_up(text: str) -> str:
    """``text`` for reportlab, which reads a little of XML, with the spaces at which no line may end as such."""
    return escape(bound(known(text), "\u00a0"))
