"""The list of results that are given to the post office (bảng kê bưu gửi): a note of the counter, which no circular
numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from counter.locale import N_, _, speaking
from counter.rules.clock import paper_moment
from counter.slips.context import SlipContext
from counter.slips.form_page import form_page
from counter.slips.handover_list import FIRST_COPY, HandoverList, sides
from counter.slips.layouts import unnumbered
from counter.slips.layouts.layout import FormValues
from counter.slips.parts import REPRINT, foot, head, signatures
from devices.page import Page
from devices.slip import Align, Feed, Item, Line, Pair, Rule, Size, Slip

_TITLE = N_("List of results given to the post")
_COPIES = (FIRST_COPY, N_("Copy 2 (post office)"))


def post_list_slip(subject: HandoverList, context: SlipContext) -> Slip:
    """Two copies of the list, one below the other: one stays here, one goes with the post."""
    items = tuple(item for copy in _COPIES for item in _copy(subject, context, _(copy)))
    return Slip(_(_TITLE), items, context.copy, _(REPRINT))


def _copy(subject: HandoverList, context: SlipContext, copy: str) -> Iterator[Item]:
    handover = subject.handover
    giving, receiving = sides(handover, context)
    yield from head(context.office, "", handover.at, number=handover.number)
    yield Feed()
    yield Line(_(_TITLE).upper(), Align.CENTER, bold=True, size=Size.TALL)
    yield Line(copy, Align.CENTER)
    yield Feed()
    yield Pair(_("Giving side"), giving)
    yield Pair(_("Given by"), handover.giver)
    yield Pair(_("Receiving side"), receiving)
    yield Pair(_("Taken by"), handover.receiver)
    yield Pair(_("Number of letters"), str(len(subject.rows)), bold=True)
    yield Pair(_("Time of the hand-over"), paper_moment(handover.at))
    yield Rule()
    for number, row in enumerate(subject.rows, 1):
        yield Line(f"{number}. {row.code}", bold=True)
        yield Line(row.applicant, indent=2)
        yield Line(row.address or "." * 8, indent=2)
        yield Line(_("Tracking no.: {number}").format(number=row.tracking or "." * 8), indent=2)
    yield Rule()
    yield from signatures(_("RECEIVING SIDE"), handover.receiver, _("GIVING SIDE"), handover.giver)
    yield Feed()
    yield from foot(context.printed_at, 0)


def post_list_page(subject: HandoverList, context: SlipContext) -> Page:
    """The list as a page (A4) with two counterparts; always in Vietnamese."""
    handover, layout = subject.handover, unnumbered.POST_LIST
    giving, receiving = sides(handover, context)
    texts = {
        "giving": giving,
        "giver": handover.giver,
        "receiving": receiving,
        "receiver": handover.receiver,
        "count": f"{len(subject.rows):02}",
        "at": paper_moment(handover.at),
    }
    rows = tuple(
        (str(number), row.code, row.applicant, row.address, row.tracking)
        for number, row in enumerate(subject.rows, 1)
    )
    with speaking("vi"):
        return form_page(
            layout,
            FormValues(texts=texts, tables={"letters": rows}),
            replace(context, counterparts=len(layout.counterparts)),
            code="",
            at=handover.at,
            number=handover.number,
        )
