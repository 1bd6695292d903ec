"""Form 01: receipt of the dossier and appointment for the result (Giấy tiếp nhận hồ sơ và hẹn trả kết quả)."""

from __future__ import annotations

from functools import lru_cache

from counter.locale import N_, _, language
from counter.rules.clock import paper_moment
from counter.rules.labels import term_text
from counter.rules.money import total_fee, total_paid
from counter.rules.page_fee import page_counts_text
from counter.rules.rulesets import Form, RuleSet, rule_set
from counter.rules.terms import due_notes
from counter.slips.context import SlipContext
from counter.slips.parts import (
    REPRINT,
    addressed,
    amount,
    coded,
    fee_lines,
    foot,
    form_title,
    head,
    requested,
    return_place,
    signatures,
)
from counter.slips.transfer_code import transfer_slip
from db.domain.records import Dossier, Office, Paper, Person
from devices.slip import Align, Column, Feed, Item, Line, Pair, Slip, Table

NO_DUE_DATE = N_("No appointed date, as the rules set none")
_NOTICE = N_(
    "Personal data on this paper are processed only to settle the dossier, as the law on personal data"
    " protection provides."
)


def intake_slip(dossier: Dossier, context: SlipContext) -> Slip:
    """Form 01 of ``dossier`` by the rule set that it was received under; what is not known yet stays dotted.

    Nothing is masked: the paper is the citizen's.
    """
    rules = rule_set(dossier.rule_set)
    title = _(rules.titles[Form.INTAKE])
    proxy = dossier.proxy
    items = (
        *head(context.office, dossier.code, dossier.received_at),
        *form_title(rules, Form.INTAKE),
        *coded(dossier.code),
        *people(dossier, rules),
        *_request(dossier),
        *_times(dossier),
        *_register(dossier),
        *transfer_slip(dossier, context.office),
        *signatures(
            _("SUBMITTED BY"), (proxy or dossier.applicant).name, _("RECEIVED BY"), context.officer_name
        ),
        Feed(),
        *map(Line, advice(dossier, context.office)),
        *foot(context.printed_at, dossier.counter),
    )
    return Slip(title, items, context.copy, _(REPRINT))


def people(dossier: Dossier, rules: RuleSet) -> list[Item]:
    """Whose dossier it is, and who submitted it."""
    names_proxy = rules.names_identity
    person = dossier.applicant
    received_from = _("Dossier received from {addressed}").format(addressed=addressed(person))
    items: list[Item] = [Pair(received_from, person.name, bold=True)]
    if names_proxy:
        items.append(Pair(_("Identity number"), person.identity))
    items.append(Pair(_("Address"), person.address))
    items += _contact(person)
    if dossier.proxy and names_proxy:
        items.append(Pair(_("Proxy"), dossier.proxy.name, bold=True))
        items.append(Pair(_("Identity number of the proxy"), dossier.proxy.identity))
        if dossier.proxy.address:
            items.append(Pair(_("Address of the proxy"), dossier.proxy.address))
        items += _contact(dossier.proxy)
        items.append(Pair(_("Proof of authority"), dossier.proxy_paper))
    return items


def _contact(person: Person) -> list[Item]:
    phone: list[Item] = [Pair(_("Telephone number"), person.phone)] if person.phone else []
    return [*phone, Pair("Email", person.email)] if person.email else phone


def _request(dossier: Dossier) -> list[Item]:
    items: list[Item] = [Pair(_("Request to be settled"), requested(dossier))]
    if dossier.content:
        items.append(Line(dossier.content, indent=2))
    items.append(Line(_("Papers handed in:")))
    items.append(_papers(dossier.papers) if dossier.papers else Line("." * 8, indent=2))
    items.append(Pair(_("Number of sets"), str(dossier.sets)))
    return items


def _papers(papers: tuple[Paper, ...]) -> Table:
    rows = tuple(
        (
            str(number),
            f"{paper.name} ({paper.note})" if paper.note else paper.name,
            str(paper.originals or ""),
            str(paper.certified or ""),
            str(paper.copies or ""),
        )
        for number, paper in enumerate(papers, 1)
    )
    return Table(_paper_columns(language()), rows)


@lru_cache(maxsize=4)
def _paper_columns(_language: str) -> tuple[Column, ...]:
    counts = (N_("Original"), N_("Certified copy"), N_("Photocopy"))
    name = Column(_("Name of paper"))
    return (
        Column(_("Nr"), width=3),
        name,
        *(Column(_(count), width=6, align=Align.CENTER) for count in counts),
    )


def _times(dossier: Dossier) -> list[Item]:
    items: list[Item] = []
    if dossier.term is not None:
        items.append(Pair(_("Time of settlement by the rules"), term_text(dossier.term, dossier.unit)))
    due = paper_moment(dossier.due_at)
    if not due and dossier.procedure_name and dossier.term is None:
        due = _(NO_DUE_DATE)
    items.append(Pair(_("Time received"), paper_moment(dossier.received_at)))
    items.append(Pair(_("Time of the result"), due, bold=True))
    items += (Line(f"({note})", indent=2) for note in due_notes(dossier))
    items.append(Pair(_("Result registered to be received"), return_place(dossier)))
    if fee := total_fee(dossier):
        items.append(Pair(_("Fee"), amount(fee)))
        items += (Line(f"- {line}", indent=2) for line in fee_lines(dossier))
    if dossier.copied:
        items.append(Pair(_("Pages x copies"), page_counts_text(dossier.copied)))
    if paid := total_paid(dossier):
        items.append(Pair(_("Fee paid already"), amount(paid)))
    if dossier.fee_serial:
        items.append(Pair(_("Number of the fee receipt"), dossier.fee_serial))
    return items


def _register(dossier: Dossier) -> list[Item]:
    number = str(dossier.book_number or "")
    if not dossier.book and not number:
        return []
    entry = _("Entered in the register of dossiers, book {book}, no. {number}")
    return [Line(entry.format(book=dossier.book or "....", number=number or "...."))]


def advice(dossier: Dossier, office: Office) -> tuple[str, ...]:
    """What the citizen has to know beside the form's own contents, a sentence each."""
    notes = [_("Bring this paper to receive the result.")]
    contacts = ", ".join(filter(None, (office.website, office.phone)))
    if contacts:
        notes.append(_("To follow the dossier by its code: {where}").format(where=contacts))
    if lacking := [name for name in dossier.lacking if name in dossier.missing]:
        notes.append(_("Accepted incomplete, without: {papers}").format(papers=", ".join(lacking)))
    if dossier.paper_number:
        notes.append(_("Written first on paper under no. {number}").format(number=dossier.paper_number))
    return (*notes, _(_NOTICE))
