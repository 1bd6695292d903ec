"""Everything about a dossier in labelled values, in the order in which an officer reads it aloud."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from counter.desk.labels import PROOFS
from counter.locale import N_, _
from counter.rules.clock import hour_and_date
from counter.rules.money import vnd
from counter.slips.parts import written_day
from db.domain.records import ApplicantKind, Channel, Component, Dossier, HandedBack, Outcome, Paper, Person

Rows = tuple[tuple[str, str], ...]
"""Label and value, both translated; an empty value is left out by who shows it."""

SEXES = {"M": N_("male"), "F": N_("female")}
_KINDS = {
    ApplicantKind.BUSINESS: N_("organisation"),
    ApplicantKind.HOUSEHOLD_BUSINESS: N_("household business"),
}
_CHANNELS = {
    Channel.IN_PERSON: N_("in person"),
    Channel.ONLINE: N_("online"),
    Channel.POST: N_("by post"),
}
RATINGS = (N_("not satisfied"), N_("satisfied"), N_("very satisfied"))


@dataclass(frozen=True, slots=True)
class Chapter:
    """Rows under a title."""

    title: str
    rows: Rows


def chapters(dossier: Dossier, names: Mapping[str, str]) -> list[Chapter]:
    """All that is known of ``dossier``; ``names`` tells who a login is."""
    told = [Chapter(_("Applicant"), _person(dossier.applicant))]
    if dossier.proxy:
        authority = (_("Authority"), dossier.proxy_paper)
        told.append(Chapter(_("Proxy"), (*_person(dossier.proxy), authority)))
    told += [
        Chapter(_("Request"), _request(dossier)),
        Chapter(_("Times"), _times(dossier, names)),
        Chapter(_("Papers"), _papers(dossier)),
        Chapter(_("Fee and filing"), _filing(dossier)),
    ]
    if dossier.outcome:
        told.append(Chapter(_("Result"), _result(dossier.outcome)))
    if dossier.handed_back:
        told.append(Chapter(_("Return of the result"), _returned(dossier.handed_back, names)))
    return told


def _person(person: Person) -> Rows:
    sex = _(SEXES[person.sex]) if person.sex in SEXES else ""
    kind = _(_KINDS[person.kind]) if person.kind in _KINDS else ""
    return (
        (_("Name"), person.name or _("(forgotten)")),
        (_("Type"), kind),
        (_("Identity number"), person.identity),
        (_("Born"), " · ".join(filter(None, (written_day(person.birth), sex)))),
        (_("Address"), person.address),
        (_("Telephone"), person.phone),
        ("Email", person.email),
    )


def _request(dossier: Dossier) -> Rows:
    field_and_agency = " · ".join(filter(None, (dossier.field, dossier.deciding_agency or dossier.agency)))
    by_post = _("by post") if dossier.return_by_post else ""
    return (
        (_("Procedure"), f"{dossier.procedure_code} {dossier.procedure_name}".strip()),
        (_("Field, agency"), field_and_agency),
        (_("Content"), dossier.content),
        (_("Came in"), _(_CHANNELS[dossier.channel])),
        (_("Result to be received"), ", ".join(filter(None, (dossier.return_place, by_post)))),
    )


def _times(dossier: Dossier, names: Mapping[str, str]) -> Rows:
    who = names.get(dossier.received_by, dossier.received_by)
    first = dossier.first_due_at
    return (
        (_("Received at"), hour_and_date(dossier.received_at)),
        (_("Received by"), ", ".join(filter(None, (who, _at(dossier.counter), dossier.received_office)))),
        (_("Due"), hour_and_date(dossier.due_at) if dossier.due_at else _("no due date")),
        (_("First due"), hour_and_date(first) if first and first != dossier.due_at else ""),
        (_("Note"), " ".join(dossier.due_notes)),
        (_("Finished"), hour_and_date(dossier.finished_at) if dossier.finished_at else ""),
    )


def _at(counter: int) -> str:
    return _("Counter {number}").format(number=counter) if counter else ""


def copies(paper: Paper | Component) -> str:
    """How many of each kind of copy: ``1 bản chính, 2 bản sao``."""
    kinds = (
        (paper.originals, N_("{count} original")),
        (paper.certified, N_("{count} certified")),
        (paper.copies, N_("{count} copies")),
    )
    said = [_(words).format(count=count) for count, words in kinds if count]
    return ", ".join([*said, *filter(None, [paper.note])]) or "–"


def _papers(dossier: Dossier) -> Rows:
    given = tuple((copies(paper), paper.name) for paper in dossier.papers)
    missing = tuple((_("not handed in"), name) for name in dossier.missing)
    sets = (_("Sets"), str(dossier.sets) if dossier.sets != 1 else "")
    return (*given, *missing, sets)


def _filing(dossier: Dossier) -> Rows:
    free = _("free of charge")
    number = _("{book}, no. {number}").format(book=dossier.book, number=dossier.book_number)
    return (
        (_("Fee"), vnd(dossier.fee) if dossier.fee else free),
        (_("Already paid"), vnd(dossier.fee_paid) if dossier.fee_paid else ""),
        (_("Fee receipt no."), dossier.fee_serial),
        (_("Register"), number if dossier.book else ""),
        (_("Number on paper"), dossier.paper_number),
        (_("Shelf"), dossier.shelf),
        (_("Note"), dossier.note),
    )


def _result(outcome: Outcome) -> Rows:
    numbered = " · ".join(filter(None, (outcome.number, written_day(outcome.date))))
    refused = _("refused") if outcome.refused else ""
    return (
        (_("Type"), ", ".join(filter(None, (outcome.kind, refused))) or "–"),
        (_("Number and date"), numbered),
        (_("Signed by"), outcome.signer),
        (_("Note"), outcome.note),
    )


def _returned(back: HandedBack, names: Mapping[str, str]) -> Rows:
    proxy = _("proxy") if back.is_proxy else ""
    rating = _(RATINGS[back.rating]) if back.rating is not None else ""
    return (
        (_("Handed over"), hour_and_date(back.at)),
        (_("Handed over to"), ", ".join(filter(None, (back.by.name, back.by.identity, proxy)))),
        (_("Documents shown"), _(PROOFS.get(back.proof, back.proof))),
        (_("Papers given back"), back.papers),
        (_("Fee paid now"), vnd(back.fee_paid) if back.fee_paid else ""),
        (_("Fee receipt no."), back.fee_serial),
        (_("Rating"), rating),
        (_("Handed over by"), names.get(back.officer, back.officer)),
    )
