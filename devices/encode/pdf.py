"""Page as a PDF, with embedded subsets of a serif font whose text can be copied out.

The same page gives the same bytes.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import Any, Final

from reportlab.lib.pagesizes import A4, A5, landscape
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageBreak, PageTemplate

from devices.encode.page_flow import Flow
from devices.encode.page_text import BOLD, ITALIC, REGULAR, known
from devices.page import Page, PageSize

_SIZES: Final = {PageSize.A5: A5, PageSize.A4: A4, PageSize.A4_WIDE: landscape(A4)}
_MARGINS: Final = {PageSize.A5: 11 * mm, PageSize.A4: 15 * mm, PageSize.A4_WIDE: 12 * mm}
_FOOT: Final = 7 * mm
"""The height of the foot of a sheet, above the lower margin."""
_FOOT_SIZE: Final = 7.5
_LOWER: Final = 6 * mm
SCALES: Final = (1.0, 0.95, 0.9, 0.85, 0.8)
"""Scales that are tried until one sheet holds what needs two; what is longer is printed in full size."""
_NAME: Final = "Quầy Một Cửa"


@lru_cache(maxsize=1)
def _register_fonts() -> None:
    for name in (REGULAR, BOLD, ITALIC):
        file = BytesIO(files("devices.fonts").joinpath(f"{name}.ttf").read_bytes())
        pdfmetrics.registerFont(TTFont(name, file))


def render_pdf(page: Page) -> bytes:
    """``page`` on one sheet for each of its counterparts, a little smaller where it must be, or on more where it is
    long.
    """
    _register_fonts()
    document = _Document(page, SCALES[0])
    sheets = document.count_sheets()
    if sheets == 2:
        for smaller in SCALES[1:]:
            small = _Document(page, smaller)
            if small.count_sheets() == 1:
                document, sheets = small, 1
                break
    return document.finished(sheets)


class _Document:
    """One attempt at a page, in one scale."""

    def __init__(self, page: Page, scale: float) -> None:
        self._page, self._scale = page, scale
        self._width, self._height = _SIZES[page.size]
        self._margin = _MARGINS[page.size]
        self._sheets = 0
        """How many sheets one counterpart has; 0 while they are counted."""
        self._counted: list[Flowable] = []
        """What was counted: setting a long page takes a while."""

    def count_sheets(self) -> int:
        """How many sheets one counterpart takes."""
        template = self._template(BytesIO())
        self._counted = self._story(next(iter(self._page.counterparts), ""))
        template.build(list(self._counted))
        for flowable in self._counted:
            vars(flowable).pop("_postponed", None)  # how often it was put off to the next sheet
        return int(template.page)

    def finished(self, sheets: int) -> bytes:
        """The file, whose counterparts have ``sheets`` each."""
        self._sheets = sheets
        file = BytesIO()
        story: list[Flowable] = []
        for mark in self._page.counterparts or ("",):
            story += [PageBreak()] if story else []
            story += self._story(mark) if story else self._counted or self._story(mark)
        self._template(file).build(story)
        return file.getvalue()

    def _story(self, mark: str) -> list[Flowable]:
        room = self._width - 2 * self._margin
        height = self._height - self._margin - _LOWER - _FOOT
        return Flow(room, height, self._scale).story(self._page, mark)

    def _template(self, file: BytesIO) -> Any:
        lower = _LOWER + _FOOT
        frame = Frame(
            self._margin,
            lower,
            self._width - 2 * self._margin,
            self._height - self._margin - lower,
            leftPadding=0,
            rightPadding=0,
            topPadding=0,
            bottomPadding=0,
        )
        template = BaseDocTemplate(
            file,
            pagesize=(self._width, self._height),
            title=self._page.title,
            author=_NAME,
            creator=_NAME,
            lang="vi",
            invariant=1,
            initialFontName=REGULAR,
        )
        template.addPageTemplates(PageTemplate(frames=[frame], onPage=self._draw_foot))
        return template

    def _draw_foot(self, canvas: Any, template: Any) -> None:
        """The code, where and when it was printed, and the number of the sheet, under a thin line."""
        canvas.setViewerPreference("Duplex", "Simplex")  # a counterpart's back is not the next one's front
        left, right = self._margin, self._width - self._margin
        y = _LOWER + _FOOT_SIZE * 0.3
        number = (template.page - 1) % self._sheets + 1 if self._sheets else template.page
        canvas.saveState()
        canvas.setLineWidth(0.4)
        canvas.line(left, y + _FOOT_SIZE * 1.3, right, y + _FOOT_SIZE * 1.3)
        canvas.setFont(REGULAR, _FOOT_SIZE)
        canvas.drawString(left, y, known(self._page.code))
        canvas.drawCentredString((left + right) / 2, y, known(self._page.foot))
        canvas.drawRightString(right, y, known(f"{self._page.sheet_label} {number}/{self._sheets}"))
        canvas.restoreState()
