"""What the forms of a dossier say, by the names that their layouts use."""

from __future__ import annotations

from counter.locale import _
from counter.rules.clock import paper_moment
from counter.rules.labels import PROOFS, term_text
from counter.rules.money import in_words, owed, total_fee, total_paid, vnd
from counter.rules.terms import due_notes
from counter.slips.context import SlipContext
from counter.slips.form_page import SECTION
from counter.slips.intake_receipt import NO_DUE_DATE, advice
from counter.slips.layouts.layout import FormValues
from counter.slips.parts import fee_lines, papers_given_back, requested, return_place, written_day
from db.domain.records import Dossier, HandedBack, Outcome, Paper, Person


def intake_values(dossier: Dossier, context: SlipContext) -> FormValues:
    """Of the receipt of a dossier; nothing is masked: the paper is the citizen's."""
    due = paper_moment(dossier.due_at)
    if not due and dossier.procedure_name and dossier.term is None:
        due = _(NO_DUE_DATE)
    texts = {
        **_subject(dossier, context),
        **_person("", dossier.applicant),
        **(_person("proxy_", dossier.proxy) if dossier.proxy else {}),
        "proxy": dossier.proxy.name if dossier.proxy else "",
        "proxy_paper": dossier.proxy_paper,
        "sets": f"{dossier.sets:02}" if dossier.sets else "",
        "term": "" if dossier.term is None else term_text(dossier.term, dossier.unit),
        "due_at": due,
        "return_place": return_place(dossier).removeprefix("tại "),
        "fee": _fee(dossier),
        "book": dossier.book,
        "book_number": str(dossier.book_number or ""),
        "submitter": (dossier.proxy or dossier.applicant).name,
        "officer": context.officer_name,
    }
    return FormValues(
        texts=texts,
        tables={"papers": tuple(_paper(number, paper) for number, paper in enumerate(dossier.papers, 1))},
        remarks={"due_notes": tuple(f"({note})" for note in due_notes(dossier))},
        notes=advice(dossier, context.office),
    )


def return_values(dossier: Dossier, context: SlipContext) -> FormValues:
    """Of the receipt for a result; before the hand-over its values stay dotted."""
    outcome, handed = dossier.outcome or Outcome(), dossier.handed_back
    kind = outcome.kind or ("Quyết định từ chối giải quyết" if outcome.refused else "")
    texts = {
        **_subject(dossier, context),
        "identity": dossier.applicant.identity,
        "due_at": paper_moment(dossier.due_at),
        "outcome": kind,
        "outcome_number": outcome.number,
        "outcome_date": written_day(outcome.date),
        "outcome_signer": outcome.signer,
        "officer": context.officer_name,
        **(_handed(dossier, handed) if handed else {}),
    }
    remarks = {"outcome_note": (outcome.note,) if outcome.note else ()}
    return FormValues(texts=texts, remarks=remarks)


def _subject(dossier: Dossier, context: SlipContext) -> dict[str, str]:
    return {
        "section": dossier.received_office or context.office.name or SECTION,
        "applicant": dossier.applicant.name,
        "request": requested(dossier, dossier.content),
        "received_at": paper_moment(dossier.received_at),
    }


def _person(prefix: str, person: Person) -> dict[str, str]:
    return {
        f"{prefix}identity": person.identity,
        f"{prefix}address": person.address,
        f"{prefix}phone": person.phone,
        f"{prefix}email": person.email,
    }


def _paper(number: int, paper: Paper) -> tuple[str, ...]:
    name = f"{paper.name} ({paper.note})" if paper.note else paper.name
    counts = (paper.originals, paper.certified, paper.copies)
    return (str(number), name, *(str(count or "") for count in counts))


def _fee(dossier: Dossier) -> str:
    """The fee and what was paid of it; empty where there is none."""
    fee, paid = total_fee(dossier), total_paid(dossier)
    if not fee and not paid:
        return ""
    of = f"{' + '.join(fee_lines(dossier))} = " if fee_lines(dossier) else ""
    parts = [f"{of}{vnd(fee)} ({in_words(fee)})"] if fee else []
    parts.append(f"đã nộp {vnd(paid)}" if paid else "chưa thanh toán")
    if dossier.fee_serial:
        parts.append(f"số biên lai {dossier.fee_serial}")
    return "; ".join(parts)


def _sum(dong: int) -> str:
    return f"{vnd(dong)} ({in_words(dong)})" if dong else ""


def _handed(dossier: Dossier, handed: HandedBack) -> dict[str, str]:
    return {
        "handed_at": paper_moment(handed.at),
        "receiver": handed.by.name,
        "receiver_kind": "người được ủy quyền" if handed.is_proxy else "chủ hồ sơ",
        "receiver_identity": handed.by.identity,
        "proof": _(PROOFS.get(handed.proof, handed.proof)),
        "proxy_paper": handed.proxy_paper,
        "papers_back": papers_given_back(dossier) or "không",
        "fee": _sum(handed.fee_paid),
        "fee_owed": _sum(owed(dossier)),
        "fee_serial": handed.fee_serial,
    }
