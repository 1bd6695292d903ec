"""The signed lists of dossiers that went to an agency (phiếu bàn giao hồ sơ) or came back (phiếu nhận lại hồ sơ)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from counter.locale import N_, _, speaking
from counter.rules.clock import paper_moment, short_date, short_time
from counter.rules.text import clean
from counter.slips.context import SlipContext
from counter.slips.form_page import SECTION, form_page
from counter.slips.layouts import unnumbered
from counter.slips.layouts.layout import FormValues
from counter.slips.parts import REPRINT, foot, head, signatures
from counter.slips.post_label import label_address
from db.domain.progress import Handover
from db.domain.records import Dossier, Outcome
from devices.page import Page, PageSize
from devices.slip import Align, Feed, Item, Line, Pair, Rule, Size, Slip

MOST_ON_A5: Final = 10
"""Rows that an A5 page has room for with its signatures; a longer list is printed on A4."""

_OVER = N_("Dossiers handed over")
_BACK = N_("Dossiers taken back")
FIRST_COPY = N_("Copy 1 (kept here)")
_COPIES = {False: (FIRST_COPY, N_("Copy 2 (receiver)")), True: (FIRST_COPY, N_("Copy 2 (agency)"))}


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverRow:
    """A dossier on a list: its code, whose it is, when it came in and when it is due; ``outcome`` is the
    result that came with it. Of a result that goes by post, ``address`` and ``tracking`` are where, and its number.
    """

    id: str
    code: str
    applicant: str
    received_at: datetime
    due_at: datetime | None = None
    outcome: Outcome | None = None
    address: str = ""
    tracking: str = ""

    @property
    def result(self) -> str:
        """What came: kind and number, or that there is one; empty where none came."""
        if self.outcome is None:
            return ""
        named = (clean(self.outcome.kind), clean(self.outcome.number))
        return " ".join(filter(None, named)) or _("result enclosed")

    @classmethod
    def of(cls, dossier: Dossier, outcome: Outcome | None = None) -> HandoverRow:
        """The row of ``dossier``."""
        return cls(
            id=dossier.id,
            code=dossier.code,
            applicant=dossier.applicant.name,
            received_at=dossier.received_at,
            due_at=dossier.due_at,
            outcome=outcome,
        )

    @classmethod
    def of_letter(cls, dossier: Dossier, number: str) -> HandoverRow:
        """The row of ``dossier`` on the list ``number`` for the post office."""
        posting = dossier.posting
        tracking = posting.tracking if posting and posting.number == number else ""
        return replace(cls.of(dossier), address=label_address(dossier), tracking=tracking)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverList:
    """A list with its rows, in the order in which the dossiers were given."""

    handover: Handover
    rows: tuple[HandoverRow, ...]


def handover_slip(subject: HandoverList, context: SlipContext) -> Slip:
    """Two copies of the list, one below the other: one stays here, one goes with the other side."""
    handover = subject.handover
    title = _(_BACK if handover.is_back else _OVER)
    copies = _COPIES[handover.is_back]
    items = tuple(item for copy in copies for item in _copy(subject, context, title, _(copy)))
    return Slip(title, items, context.copy, _(REPRINT))


def _copy(subject: HandoverList, context: SlipContext, title: str, copy: str) -> Iterator[Item]:
    handover = subject.handover
    giving, receiving = sides(handover, context)
    yield from head(context.office, "", handover.at, number=handover.number)
    yield Feed()
    yield Line(title.upper(), Align.CENTER, bold=True, size=Size.TALL)
    yield Line(copy, Align.CENTER)
    yield Feed()
    yield Pair(_("Giving side"), giving)
    yield Pair(_("Given by"), handover.giver)
    yield Pair(_("Receiving side"), receiving)
    yield Pair(_("Taken by"), handover.receiver)
    yield Pair(_("Number of dossiers"), str(len(subject.rows)), bold=True)
    yield Pair(_("Time of the hand-over"), paper_moment(handover.at))
    yield Rule()
    for number, row in enumerate(subject.rows, 1):
        yield Line(f"{number}. {row.code}", bold=True)
        yield Line(row.applicant, indent=2)
        yield Line(_("Received {at}").format(at=paper_moment(row.received_at)), indent=2)
        if row.due_at:
            yield Line(_("Due {at}").format(at=paper_moment(row.due_at)), indent=2)
        if row.result:
            yield Line(_("Result: {result}").format(result=row.result), indent=2)
    yield Rule()
    yield from signatures(_("RECEIVING SIDE"), handover.receiver, _("GIVING SIDE"), handover.giver)
    yield Feed()
    yield from foot(context.printed_at, 0)


def sides(handover: Handover, context: SlipContext) -> tuple[str, str]:
    """Who gives and who receives: this office and the agency, or the other way round."""
    office = context.office.name or SECTION
    return (handover.agency, office) if handover.is_back else (office, handover.agency)


def handover_page(subject: HandoverList, context: SlipContext) -> Page:
    """The list as a page with two counterparts, A5 or, where it is long or has a column of results, A4; always in
    Vietnamese.
    """
    handover = subject.handover
    layout = unnumbered.HANDBACK if handover.is_back else unnumbered.HANDOVER
    if handover.is_back or len(subject.rows) > MOST_ON_A5:
        layout = replace(layout, size=PageSize.A4)
    with speaking("vi"):
        return form_page(
            layout,
            _values(subject, context),
            replace(context, counterparts=len(layout.counterparts)),
            code="",
            at=handover.at,
            number=handover.number,
        )


def _values(subject: HandoverList, context: SlipContext) -> FormValues:
    handover = subject.handover
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
        (
            str(number),
            row.code,
            row.applicant,
            _two_lines(row.received_at),
            _two_lines(row.due_at) if row.due_at else "",
            *((row.result,) if handover.is_back else ()),
        )
        for number, row in enumerate(subject.rows, 1)
    )
    return FormValues(texts=texts, tables={"dossiers": rows})


def _two_lines(at: datetime) -> str:
    return f"{short_time(at)}\n{short_date(at)}"
