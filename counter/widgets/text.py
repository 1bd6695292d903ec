"""Plain text in cells: cut, filled up and painted."""

from collections.abc import Iterable

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from counter.rules.text import one_line

Run = tuple[str, str]
"""A piece of text and the name of its look (a component class without its prefix; empty for plain)."""


def fit(text: str, width: int, *, right: bool = False) -> str:
    """``text`` in exactly ``width`` cells: filled with spaces, or cut with an ellipsis."""
    text = one_line(text)
    length = cell_len(text)
    if length > width:
        return set_cell_size(text, width - 1) + "…" if width > 0 else ""
    return text.rjust(len(text) + width - length) if right else text + " " * (width - length)


def strip_of(runs: Iterable[Run], looks: dict[str, Style], width: int) -> Strip:
    """``runs`` as one line of ``width`` cells."""
    segments = [Segment(one_line(text), looks[look]) for text, look in runs if text]
    return Strip(segments).adjust_cell_length(width, looks[""])
