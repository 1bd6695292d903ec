"""The guide to a procedure (hướng dẫn thủ tục): what to bring, how long it takes, how much it costs.

It is made from the catalogue alone and bears nothing of any person.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from counter.locale import N_, _, speaking
from counter.rules.clock import paper_moment
from counter.rules.labels import CHANNELS, term_text
from counter.rules.money import vnd
from counter.rules.page_fee import page_fee_text
from counter.rules.procedures import cases_of, fee_of, papers_of, terms_of
from counter.slips.context import SlipContext
from counter.slips.form_page import SECTION
from counter.slips.parts import contact, foot, written_day
from db.domain.codes import Channel
from db.domain.procedure import ChannelTerm, Component, Procedure
from db.domain.records import Office
from devices.page import Entry, Page, PageColumn, PageHead, PageItem, PageTable, Paragraph, TextSize
from devices.slip import Align, Feed, Item, Line, Pair, Rule, Size, Slip

_TITLE = N_("Guide to the procedure")
_BRING = N_("What to bring")
_IN_CASE = N_("What to bring – {case}")


@dataclass(frozen=True, slots=True)
class _Cost:
    """How long and how much, and for what: channels and cases in words, empty for all."""

    of: str
    term: str
    fee: str


def guide_slip(procedure: Procedure, context: SlipContext, case: str = "") -> Slip:
    """The guide as a slip; in ``case`` only, or in every one."""
    office = context.office
    items: list[Item] = [
        *(Line(text.upper(), Align.CENTER) for text in (office.parent, office.name) if text),
        Rule(short=True),
        Line(_(_TITLE).upper(), Align.CENTER, bold=True, size=Size.TALL),
        Line(procedure.name, Align.CENTER, bold=True),
        Feed(),
        *(Pair(label, text) for label, text in _about(procedure, case)),
    ]
    for heading, papers in _papers(procedure, case):
        items += (Feed(), Line(f"{heading}:", bold=True))
        items += (
            Line(
                f"{number}. {paper.name} ({_copies(paper)})" if _copies(paper) else f"{number}. {paper.name}"
            )
            for number, paper in enumerate(papers, 1)
        )
    items.append(Feed())
    for cost in _costs(procedure, case):
        if cost.of:
            items.append(Line(f"{cost.of}:", bold=True))
        items += (Pair(label, text) for label, text in _of_cost(cost))
    items += (Pair(label, text) for label, text in _where(procedure, office))
    if procedure.sample:
        items.append(Line(_("Sample values of a demo: not those of the law."), bold=True))
    return Slip(_(_TITLE), (*items, *foot(context.printed_at, 0)))


def guide_page(procedure: Procedure, context: SlipContext, case: str = "") -> Page:
    """The guide as a page; always in Vietnamese."""
    office = context.office
    with speaking("vi"):
        items: list[PageItem] = [
            Paragraph(_(_TITLE).upper(), Align.CENTER, bold=True, text_size=TextSize.LARGE),
            Paragraph(procedure.name, Align.CENTER, bold=True),
            Feed(),
            *(Entry(label, text) for label, text in _about(procedure, case)),
        ]
        for heading, papers in _papers(procedure, case):
            rows = tuple((str(number), paper.name, _copies(paper)) for number, paper in enumerate(papers, 1))
            items += (Paragraph(f"{heading}:", bold=True), PageTable(_COLUMNS, rows))
        for cost in _costs(procedure, case):
            if cost.of:
                items.append(Paragraph(f"{cost.of}:", bold=True))
            items += (Entry(label, text) for label, text in _of_cost(cost))
        items += (Entry(label, text) for label, text in _where(procedure, office))
        if procedure.sample:
            items.append(Paragraph(_("Sample values of a demo: not those of the law."), bold=True))
        return Page(
            title=_(_TITLE),
            items=tuple(items),
            head=PageHead(
                agencies=tuple(text.upper() for text in (office.parent, office.name) if text),
                section=SECTION.upper(),
            ),
            code=procedure.code,
            foot=_("Printed {at}").format(at=paper_moment(context.printed_at)),
        )


_COLUMNS = (
    PageColumn("TT", width=10, align=Align.CENTER),
    PageColumn("Tên giấy tờ"),
    PageColumn("Số bản", width=42),
)


def _about(procedure: Procedure, case: str) -> Iterator[tuple[str, str]]:
    values = (
        (_("Procedure code"), procedure.code),
        (_("Case"), case),
        (_("Field"), procedure.field),
        (_("Settled by"), procedure.agency),
    )
    return ((label, text) for label, text in values if text)


def _papers(procedure: Procedure, case: str) -> Iterator[tuple[str, tuple[Component, ...]]]:
    """The papers under their headings: those of ``case``, or of every case."""
    cases = () if case else cases_of(procedure)
    if not cases and (papers := papers_of(procedure, case)):
        yield _(_BRING), papers
    for one_case in cases:
        yield _(_IN_CASE).format(case=one_case), papers_of(procedure, one_case)


def _copies(paper: Component) -> str:
    kinds = (
        (paper.originals, N_("{count} original")),
        (paper.certified, N_("{count} certified")),
        (paper.copies, N_("{count} copies")),
    )
    texts = [_(words).format(count=count) for count, words in kinds if count]
    optional = "" if paper.required else _("if there is one")
    return ", ".join(filter(None, (*texts, paper.note, optional)))


def _costs(procedure: Procedure, case: str) -> tuple[_Cost, ...]:
    """Term and fee by channel and case; those that are the same stand together, and for all without a word."""
    cases = (case,) if case else cases_of(procedure) or ("",)
    same: dict[tuple[str, str], list[str]] = {}
    for one_case in cases:
        for channel in procedure.channels:
            if any(what := _cost(procedure, channel, one_case)):
                words = (_(CHANNELS[channel]).capitalize(), "" if case else one_case)
                same.setdefault(what, []).append(" – ".join(filter(None, words)))
    if len(same) == 1:
        return tuple(_Cost("", *what) for what in same)
    return tuple(_Cost("; ".join(of), *what) for what, of in same.items())


def _cost(procedure: Procedure, channel: Channel, case: str) -> tuple[str, str]:
    terms = terms_of(procedure, channel, case)
    term = "" if terms.term is None else term_text(terms.term, terms.unit)
    if procedure.page_fee:
        return term, page_fee_text(procedure.page_fee)
    return term, _fee(terms, fee_of(procedure, channel, case))


def _fee(terms: ChannelTerm, total: int | None) -> str:
    parts = [
        f"{fee.name}: {fee.note if fee.amount is None else vnd(fee.amount)}"
        for fee in terms.fees
        if fee.amount != 0
    ]
    if total == 0:
        return _("free of charge")
    if len(parts) > 1 or (parts and total is None):
        return " + ".join(parts) + (f" = {vnd(total)}" if total else "")
    return vnd(total) if total else ""


def _of_cost(cost: _Cost) -> Iterator[tuple[str, str]]:
    values = ((_("Time of settlement by the rules"), cost.term), (_("Fee"), cost.fee))
    return ((label, text) for label, text in values if text)


def _where(procedure: Procedure, office: Office) -> Iterator[tuple[str, str]]:
    decision = " – ".join(filter(None, (procedure.decision, written_day(procedure.decision_date))))
    values = (
        (_("You receive"), procedure.result),
        (_("Hand in at"), ", ".join(filter(None, (office.name, office.address)))),
        (_("Ask at"), contact(office)),
        (_("Published by decision"), decision),
    )
    return ((label, text) for label, text in values if text)
