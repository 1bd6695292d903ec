"""Cells of plain text: cutting, filling and comparing what stands on a line."""

from collections.abc import Iterable, Sequence
from unicodedata import category, normalize

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip

Run = tuple[str, str]
"""A piece of text and the name of its look (a component class without its prefix; empty for plain)."""


def clean(text: str) -> str:
    """``text`` on one line, composed (NFC), without control characters."""
    if not text.isprintable():
        text = "".join(" " if c in "\t\r\n" else c for c in text if c in "\t\r\n" or category(c) != "Cc")
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


def changed(before: Sequence[Run], after: Sequence[Run], y: int, width: int) -> Region | None:
    """The part of line ``y`` that must be painted again to come from ``before`` to ``after``."""
    old, new = _cells(before, width), _cells(after, width)
    differing = [x for x in range(width) if old[x] != new[x]]
    return Region(differing[0], y, differing[-1] - differing[0] + 1, 1) if differing else None


def _cells(runs: Sequence[Run], width: int) -> list[tuple[str, str]]:
    cells: list[tuple[str, str]] = []
    for text, look in runs:
        for character in text:
            cells.append((character, look))
            cells.extend([("", look)] * (cell_len(character) - 1))
    return (cells + [(" ", "")] * width)[:width]
