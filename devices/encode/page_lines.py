"""What is drawn on a page beside text: thin lines, and dotted ones for a hand."""

from __future__ import annotations

from typing import Any, Final

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable
from reportlab.platypus import Paragraph as Text

from devices.encode.page_text import REGULAR, known, marked_up, measure
from devices.page import Entry

_RULE: Final = 0.5
_DOTS: Final = (0.6, 1.8)
LEAST_DOTS: Final = 30.0
"""Points of a dotted line that leave room to write; a shorter one goes below its label."""


class ThinLine(Flowable):  # type: ignore[misc]
    """A thin line in the middle of ``room``, with ``gap`` points above and below."""

    def __init__(self, room: float, share: float, gap: float) -> None:
        super().__init__()
        self.width, self.height = room, 2 * gap
        self._share = share

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Its size."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw it."""
        half = self.width * self._share / 2
        self.canv.setLineWidth(_RULE)
        self.canv.line(self.width / 2 - half, self.height / 2, self.width / 2 + half, self.height / 2)


class Dotted(Flowable):  # type: ignore[misc]
    """The label of an entry without value, a dotted line up to the margin, and more of them below it."""

    def __init__(self, item: Entry, style: ParagraphStyle, pitch: float) -> None:
        super().__init__()
        self._label: Any = Text(marked_up(item.heading), style)
        self._unit = known(item.unit)
        self._style, self._pitch = style, pitch
        self._further = item.lines - 1
        self._start = 0.0

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Its size for ``available_width`` points."""
        _, height = self._label.wrap(available_width, available_height)
        self.width = available_width
        self._start = float(self._label.getActualLineWidths0()[-1]) + 3
        if self._end - self._start < LEAST_DOTS:
            self._start = self._end
            self._further = max(self._further, 1)
        self.height = height + self._further * self._pitch
        return available_width, self.height

    @property
    def _end(self) -> float:
        unit = measure(self._unit, REGULAR, self._style.fontSize) + 3 if self._unit else 0.0
        return self.width - unit

    def draw(self) -> None:
        """Draw label and lines."""
        lower = self._further * self._pitch
        self._label.drawOn(self.canv, 0, lower)
        canvas = self.canv
        base = lower + self._style.leading - self._style.fontSize * 0.98
        canvas.setLineWidth(0.7)
        canvas.setLineCap(1)
        canvas.setDash(*_DOTS)
        if self._end > self._start:
            canvas.line(self._start, base, self._end, base)
        for line in range(self._further):
            canvas.line(0, base - (line + 1) * self._pitch, self.width, base - (line + 1) * self._pitch)
        canvas.setDash()
        if self._unit:
            canvas.setFont(REGULAR, self._style.fontSize)
            canvas.drawString(self._end + 3, base, self._unit)
