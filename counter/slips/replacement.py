"""The mark of a form that was printed anew because an earlier print of it says something that was corrected."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from counter.locale import N_, _, speaking
from counter.rules.clock import paper_moment
from devices.page import Page, Paragraph
from devices.slip import Align, Line, Slip

CORRECTED: Final = "corrected"
"""Why an event prints a form again: an earlier print of it says what was corrected since."""
_REPLACES = N_("REPLACES THE EARLIER PRINT")
_PRINTED = N_("(printed {at})")


def as_replacement(document: Slip | Page, printed_at: datetime) -> Slip | Page:
    """``document`` with the mark that it replaces the print of ``printed_at`` (aware), above all else."""
    if isinstance(document, Page):
        with speaking("vi"):
            mark, printed = _texts(printed_at)
        lines = (Paragraph(mark, Align.CENTER, bold=True), Paragraph(printed, Align.CENTER, italic=True))
        return replace(document, items=(*lines, *document.items))
    mark, printed = _texts(printed_at)
    return replace(
        document,
        items=(Line(mark, Align.CENTER, bold=True), Line(printed, Align.CENTER), *document.items),
    )


def _texts(printed_at: datetime) -> tuple[str, str]:
    return _(_REPLACES), _(_PRINTED).format(at=paper_moment(printed_at))
