"""Sends the terminal only the cells that differ from what it shows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.control import Control
from rich.style import Style
from textual._compositor import CompositorUpdate
from textual.app import App
from textual.geometry import Size
from textual.screen import Screen
from textual.strip import Strip

Cell = tuple[str, object]

MOVE = 12
"""Equal cells up to which going on is cheaper than moving the cursor."""


class Difference(CompositorUpdate):
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


class Painter:
    """Remembers what the terminal shows.

    Textual repaints whole widgets, and whole screens when focus or layout change: a line from a village office carries
    a kilobyte a second.
    """

    def __init__(self) -> None:
        self._shown: list[Strip] = []
        self._size = Size()

    def forget(self) -> None:
        """The terminal may show anything now: paint everything next time."""
        self._shown = []

    @property
    def has_painted(self) -> bool:
        """Whether the terminal shows anything of ours."""
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


class DiffPainting(App[None], inherit_bindings=False):
    """An app that paints by difference.

    A screen whose ``resumed`` is False is not painted yet, unless it is the first: an empty terminal waits for nothing.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._painter = Painter()
        self._cursor_shown = self.cursor_position

    def on_mount(self) -> None:
        """After the program was suspended, the terminal shows something else."""
        self.app_resume_signal.subscribe(self, lambda _app: self.action_redraw())

    def action_redraw(self) -> None:
        """Paint everything again, over whatever another program wrote."""
        self._painter.forget()
        self.screen.refresh()

    def _end_batch(self) -> None:
        """Paint the first frame as soon as it may be painted; Textual drops it, and paints 17 ms later."""
        super()._end_batch()
        if not self._batch_count and not self._painter.has_painted and self.screen_stack:
            self._display(self.screen, self.screen._compositor.render_update(full=True))

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        if self._painter.has_painted and not getattr(screen, "resumed", True):
            return
        if isinstance(renderable, CompositorUpdate) and not (self.is_headless or self._batch_count):
            renderable = self._painter.difference(screen._compositor.render_strips(), screen.size)
            if not renderable.pieces and self._cursor_shown == self.cursor_position:
                return
            self._cursor_shown = self.cursor_position
        super()._display(screen, renderable)


def _spans(old: Strip | None, new: Strip) -> list[tuple[int, int]]:
    """From where to where ``new`` differs from ``old``."""
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
    """What of a style is seen; Textual also keeps notes in it that are not."""
    if style is None:
        return None
    flags = (style.bold, style.dim, style.italic, style.underline, style.reverse, style.strike)
    return style.color, style.bgcolor, flags
