"""Sends the terminal only the cells that differ from what it shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import Any

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.control import Control
from rich.style import Style
from textual.geometry import Size
from textual.screen import Screen
from textual.strip import Strip

from counter.widgets.textual_internals import FrameUpdate, InternalApp, frame_lines, full_frame

Cell = tuple[str, object]
Send = Callable[[Screen[Any], RenderableType | None], None]

MOVE = 12
"""Number of equal cells up to which sending them again is cheaper than moving the cursor."""


class Difference(FrameUpdate):
    """Pieces of lines, each with the place where it begins."""

    def __init__(self, pieces: Sequence[tuple[int, int, Strip]]) -> None:
        self.pieces = pieces

    def render_segments(self, console: Console) -> str:
        """The pieces as the terminal reads them."""
        return "".join(
            Control.move_to(x, y).segment.text + strip.render(console) for x, y, strip in self.pieces
        )

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for x, y, strip in self.pieces:
            yield Control.move_to(x, y).segment
            yield from strip


class TerminalCells:
    """The cells that the terminal shows.

    Textual repaints whole widgets, and whole screens when focus or layout change: a line from a village office carries
    a kilobyte a second.
    """

    def __init__(self) -> None:
        self._shown: list[Strip] = []
        self._size = Size()

    def forget(self) -> None:
        """The terminal may show anything now: send everything next time."""
        self._shown = []

    @property
    def is_known(self) -> bool:
        """Whether it is known what the terminal shows."""
        return bool(self._shown)

    def difference(self, lines: list[Strip], size: Size) -> Difference:
        """What to send so that the terminal, of ``size``, shows ``lines``; from then on they are taken as shown."""
        if size != self._size:
            self._shown, self._size = [], size
        pieces = []
        for y, (old, new) in enumerate(zip_longest(self._shown, lines)):
            if new is not None:
                pieces += [(start, y, new.crop(start, end)) for start, end in _spans(old, new)]
        self._shown = lines
        return Difference(pieces)


class DiffPainter:
    """Paints ``app`` by difference.

    A screen whose ``resumed`` is False is not painted yet, unless it is the first: an empty terminal waits for nothing.
    """

    def __init__(self, app: InternalApp) -> None:
        self._app = app
        self._terminal = TerminalCells()
        self._cursor = app.cursor_position

    def repaint(self) -> None:
        """Paint everything again, over whatever another program wrote."""
        self._terminal.forget()
        self._app.screen.refresh()

    def paint_first_frame(self) -> None:
        """Paint the first frame as soon as it may be painted; Textual drops it, and paints 17 ms later."""
        if not (self._app.is_batching or self._terminal.is_known) and self._app.screen_stack:
            self._app.display_frame(self._app.screen, full_frame(self._app.screen))

    def display(self, screen: Screen[Any], renderable: RenderableType | None, send: Send) -> None:
        """Display ``renderable`` with ``send``: of a frame, only what differs from what the terminal shows."""
        if self._terminal.is_known and not getattr(screen, "resumed", True):
            return
        if isinstance(renderable, FrameUpdate) and not (self._app.is_headless or self._app.is_batching):
            renderable = self._terminal.difference(frame_lines(screen), screen.size)
            if not renderable.pieces and self._cursor == self._app.cursor_position:
                return
            self._cursor = self._app.cursor_position
        send(screen, renderable)


def _spans(old: Strip | None, new: Strip) -> list[tuple[int, int]]:
    """The columns in which ``new`` differs from ``old``, as (start, end)."""
    whole = [(0, new.cell_length)]
    if old is None:
        return whole
    if old is new or old == new:
        return []
    before, after = _cells(old), _cells(new)
    if before is None or after is None or len(before) != len(after):
        return whole
    spans: list[tuple[int, int]] = []
    for x, (was, now) in enumerate(zip(before, after, strict=True)):
        if was != now:
            if spans and x - spans[-1][1] < MOVE:
                spans[-1] = (spans[-1][0], x + 1)
            else:
                spans.append((x, x + 1))
    return spans


def _cells(strip: Strip) -> list[Cell] | None:
    """The cells of a line and how they look; None where a character is wider or narrower than a cell."""
    cells: list[Cell] = []
    for text, style, _control in strip:
        if cell_len(text) != len(text):
            return None
        look = _look(style)
        cells += [(character, look) for character in text]
    return cells


def _look(style: Style | None) -> object:
    """The visible part of a style; Textual also keeps metadata in it."""
    if style is None:
        return None
    flags = (style.bold, style.dim, style.italic, style.underline, style.reverse, style.strike)
    return style.color, style.bgcolor, flags
