"""One receipt for the dossiers that a person handed in at one visit: the values of form 01, a list of them."""

from __future__ import annotations

from collections.abc import Iterator

from counter.locale import N_, _, speaking
from counter.rules.clock import paper_moment
from counter.rules.money import total_fee, total_paid, vnd
from counter.rules.rulesets import Form, rule_set
from counter.slips.context import SlipContext
from counter.slips.form_page import SECTION, form_page
from counter.slips.intake_receipt import NO_DUE_DATE, advice, people
from counter.slips.layouts import unnumbered
from counter.slips.layouts.layout import FormValues
from counter.slips.parts import (
    REPRINT,
    amount,
    coded,
    contact,
    foot,
    form_title,
    head,
    requested,
    return_place,
    signatures,
)
from db.domain.records import Dossier
from devices.page import Page
from devices.slip import Feed, Item, Line, Pair, Rule, Slip

_COUNT = N_("Dossiers handed in at this visit")


def visit_slip(dossier: Dossier, context: SlipContext) -> Slip:
    """The receipt for the dossiers of ``context.visit`` and, last, ``dossier``; each with its code under bars."""
    rules = rule_set(dossier.rule_set)
    dossiers = (*context.visit, dossier)
    items = (
        *head(context.office, dossier.code, dossier.received_at),
        *form_title(rules, Form.INTAKE),
        *people(dossier, rules),
        Pair(_(_COUNT), str(len(dossiers)), bold=True),
        *(item for number, one in enumerate(dossiers, 1) for item in _one(number, one)),
        Rule(),
        *_money(dossiers),
        *signatures(
            _("SUBMITTED BY"),
            (dossier.proxy or dossier.applicant).name,
            _("RECEIVED BY"),
            context.officer_name,
        ),
        Feed(),
        *map(Line, advice(dossier, context.office)),
        *foot(context.printed_at, dossier.counter),
    )
    return Slip(_(rules.titles[Form.INTAKE]), items, context.copy, _(REPRINT))


def _one(number: int, dossier: Dossier) -> Iterator[Item]:
    yield Rule()
    yield Line(f"{number}. {requested(dossier)}", bold=True)
    yield from coded(dossier.code)
    papers = ", ".join(paper.name for paper in dossier.papers)
    yield Pair(_("Papers handed in"), papers)
    yield Pair(_("Time received"), paper_moment(dossier.received_at))
    yield Pair(_("Time of the result"), _due(dossier), bold=True)
    yield Pair(_("Result registered to be received"), return_place(dossier))
    if fee := total_fee(dossier):
        yield Pair(_("Fee"), amount(fee))
    if dossier.book:
        entry = _("Entered in the register of dossiers, book {book}, no. {number}")
        yield Line(entry.format(book=dossier.book, number=dossier.book_number))


def _due(dossier: Dossier) -> str:
    return paper_moment(dossier.due_at) or ("" if dossier.term is not None else _(NO_DUE_DATE))


def _money(dossiers: tuple[Dossier, ...]) -> Iterator[Item]:
    fee, paid = sum(map(total_fee, dossiers)), sum(map(total_paid, dossiers))
    if fee:
        yield Pair(_("Fees of all"), amount(fee), bold=True)
    if paid:
        yield Pair(_("Fee paid already"), amount(paid))


def visit_page(dossier: Dossier, context: SlipContext) -> Page:
    """As ``visit_slip``; always in Vietnamese."""
    dossiers = (*context.visit, dossier)
    with speaking("vi"):
        fee, paid = sum(map(total_fee, dossiers)), sum(map(total_paid, dossiers))
        person = dossier.applicant
        texts = {
            "section": dossier.received_office or context.office.name or SECTION,
            "applicant": person.name,
            "identity": person.identity,
            "address": person.address,
            "phone": person.phone,
            "proxy": dossier.proxy.name if dossier.proxy else "",
            "received_at": paper_moment(dossier.received_at),
            "count": str(len(dossiers)),
            "fee": amount(fee) if fee else "",
            "paid": amount(paid) if paid else "",
            "contact": contact(context.office),
            "submitter": (dossier.proxy or person).name,
            "officer": context.officer_name,
        }
        rows = tuple(
            (
                str(number),
                one.code,
                requested(one),
                _due(one),
                vnd(total_fee(one)) if total_fee(one) else "",
            )
            for number, one in enumerate(dossiers, 1)
        )
        return form_page(
            unnumbered.VISIT,
            FormValues(texts=texts, tables={"dossiers": rows}, notes=advice(dossier, context.office)),
            context,
            code=dossier.code,
            at=dossier.received_at,
            counter=dossier.counter,
        )
