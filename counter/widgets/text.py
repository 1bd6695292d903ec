"""Plain text in cells: cleaning, cutting, filling, painting."""

from collections.abc import Iterable
from unicodedata import category, normalize

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

Run = tuple[str, str]
"""A piece of text and the name of its look (a component class without its prefix; empty for plain)."""


def clean(text: str) -> str:
    """``text`` on one line, composed (NFC), without control, direction or invisible characters."""
    if not text.isprintable():
        text = "".join(" " if c in "\t\r\n" else c for c in text if c in "\t\r\n" or category(c)[0] != "C")
    return normalize("NFC", text)


def fit(text: str, width: int, *, right: bool = False) -> str:
    """``text`` in exactly ``width`` cells: filled with spaces, or cut with an ellipsis."""
    text = clean(text)
    length = cell_len(text)
    if length > width:
        return set_cell_size(text, width - 1) + "…" if width > 0 else ""
    return text.rjust(len(text) + width - length) if right else text + " " * (width - length)


def strip_of(runs: Iterable[Run], looks: dict[str, Style], width: int) -> Strip:
    """``runs`` as one line of ``width`` cells."""
    segments = [Segment(clean(text), looks[look]) for text, look in runs if text]
    return Strip(segments).adjust_cell_length(width, looks[""])
