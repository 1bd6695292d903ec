"""Everything about a dossier in labelled values, in the order in which an officer reads it aloud."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from counter.locale import N_, _
from counter.rules.clock import hour_and_date, short_date
from counter.rules.deadlines import lateness, waits
from counter.rules.labels import (
    APPLICANT_KINDS,
    CHANNELS,
    DUE_CHANGES,
    INDICES,
    PAYMENT_METHODS,
    PROOFS,
    RATINGS,
    SEXES,
)
from counter.rules.money import fee_parts, owed, vnd
from counter.rules.page_fee import page_counts_text
from counter.rules.terms import due_notes
from counter.slips.parts import authority, papers_given_back, return_place, written_day
from counter.slips.post_label import label_address
from db.domain.codes import ApplicantKind, Rating
from db.domain.lifecycle import State
from db.domain.procedure import Component
from db.domain.progress import Charge, DueChange, Opinion, Payment, Posting
from db.domain.records import Dossier, HandedBack, Outcome, Paper, Person

if TYPE_CHECKING:
    from counter.rules.calendar import WorkingCalendar

Rows = tuple[tuple[str, str], ...]
"""Label and value, both translated; an empty value is left out by who shows it."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """Rows under a title."""

    title: str
    rows: Rows


def chapters(
    dossier: Dossier, names: Mapping[str, str], calendar: WorkingCalendar, now: datetime
) -> list[Chapter]:
    """All that is known of ``dossier`` at ``now``; ``names`` gives the name behind each login, ``calendar`` the open
    hours in which what was waited, or is late, is counted.
    """
    parts = [Chapter(_("Applicant"), _person(dossier.applicant))]
    if dossier.proxy:
        paper = (_("Authority"), dossier.proxy_paper)
        parts.append(Chapter(_("Proxy"), (*_person(dossier.proxy), paper)))
    parts += [
        Chapter(_("Request"), _request(dossier)),
        Chapter(_("Times"), (*_times(dossier, names), *_late(dossier, calendar, now))),
        Chapter(_("Papers"), _papers(dossier)),
        Chapter(_("Fees"), _money(dossier, names)),
        Chapter(_("Filing"), _filing(dossier)),
    ]
    if dossier.requests:
        parts.insert(-1, Chapter(_("Papers asked for"), _waits(dossier, calendar, now)))
    parts += [Chapter(title, rows) for title, rows in _endings(dossier, names)]
    if dossier.outcome:
        parts.append(Chapter(_("Result"), _result(dossier.outcome)))
    if dossier.handed_back:
        parts.append(Chapter(_("Return of the result"), _returned(dossier, dossier.handed_back, names)))
    if dossier.posting:
        parts.append(Chapter(_("By post"), _posted(dossier, dossier.posting, names)))
    if dossier.opinion:
        parts.append(Chapter(_("Rating"), _rated(dossier.opinion)))
    return parts


def _rated(opinion: Opinion) -> Rows:
    of_indices = ((_(label).capitalize(), _rating(getattr(opinion, name))) for name, label in INDICES.items())
    return (
        (_("Said at"), hour_and_date(opinion.at)),
        (_("On the whole"), _rating(opinion.overall)),
        *of_indices,
    )


def _rating(code: int | None) -> str:
    """In words, with the points; empty where nothing was pressed."""
    points = _("{count} points").format(count=code)
    return "" if code is None else f"{_(RATINGS[Rating(code)])} ({points})"


def _posted(dossier: Dossier, posting: Posting, names: Mapping[str, str]) -> Rows:
    return (
        (_("Given to the post"), hour_and_date(posting.at)),
        (_("Given by"), names.get(posting.by, posting.by)),
        (_("Sent to"), label_address(dossier)),
        (_("Tracking no."), posting.tracking or _("not known yet")),
        (_("List of the post"), posting.number),
        (_("Delivered"), hour_and_date(dossier.delivered_at) if dossier.delivered_at else ""),
        (_("Taken by"), dossier.delivered_to),
    )


def _person(person: Person) -> Rows:
    kind = "" if person.kind == ApplicantKind.CITIZEN else _(APPLICANT_KINDS[person.kind])
    return (
        (_("Name"), person.name or _("(forgotten)")),
        (_("Type"), kind),
        (_("Identity number"), person.identity),
        (
            _("Born"),
            " · ".join(filter(None, (written_day(person.birth), _(SEXES.get(person.sex, "")).lower()))),
        ),
        (_("Address"), person.address),
        (_("Telephone"), person.phone),
        ("Email", person.email),
        (_("Health card"), person.health_card),
    )


def _request(dossier: Dossier) -> Rows:
    field_and_agency = " · ".join(filter(None, (dossier.field, dossier.deciding_agency or dossier.agency)))
    return (
        (_("Procedure"), f"{dossier.procedure_code} {dossier.procedure_name}".strip()),
        (_("Case"), dossier.case),
        (_("Field, agency"), field_and_agency),
        (_("Content"), dossier.content),
        (_("Came in"), " · ".join(filter(None, (_(CHANNELS[dossier.channel]), dossier.letter_number)))),
        (_("Result to be received"), "" if dossier.state is State.REFUSED else return_place(dossier)),
    )


def _times(dossier: Dossier, names: Mapping[str, str]) -> Rows:
    if dossier.state is State.REFUSED:
        return ()
    officer = names.get(dossier.received_by, dossier.received_by)
    first = dossier.first_due_at
    return (
        (_("Received at"), hour_and_date(dossier.received_at)),
        (
            _("Received by"),
            ", ".join(filter(None, (officer, _counter(dossier.counter), dossier.received_office))),
        ),
        (_("Due"), hour_and_date(dossier.due_at) if dossier.due_at else _("no due date")),
        (_("First due"), hour_and_date(first) if first and first != dossier.due_at else ""),
        (_("Note"), " ".join(due_notes(dossier))),
        (_("Finished"), hour_and_date(dossier.finished_at) if dossier.finished_at else ""),
    )


def _late(dossier: Dossier, calendar: WorkingCalendar, now: datetime) -> Rows:
    moved = tuple(
        (_("Due date moved"), _moved(change))
        for change in dossier.due_changes
        if change.after != change.before
    )
    late = lateness(dossier, now, calendar)
    return (*moved, (_("Late by"), open_hours(late) if late else ""))


def _moved(change: DueChange) -> str:
    moments = (hour_and_date(at) for at in (change.before, change.after) if at)
    late = _("late") if change.late else ""
    why = ", ".join(filter(None, (_(DUE_CHANGES.get(change.kind, change.kind)), change.number, late)))
    return f"{' → '.join(moments)} ({why})"


def _waits(dossier: Dossier, calendar: WorkingCalendar, now: datetime) -> Rows:
    rows: list[tuple[str, str]] = []
    for request, wait in zip(dossier.requests, waits(dossier), strict=True):
        asked = "; ".join(filter(None, (", ".join(request.papers), request.reason)))
        again = _("again") if request.again else ""
        rows.append((_("Asked"), " – ".join(filter(None, (hour_and_date(wait.asked), again, asked)))))
        if request.until:
            rows.append((_("To be completed by"), hour_and_date(request.until)))
        if wait.received:
            rows.append((_("Came"), hour_and_date(wait.received)))
        waited = calendar.open_time(wait.asked, wait.received or now)
        rows.append((_("Waited"), open_hours(waited)))
    return tuple(rows)


def open_hours(time: timedelta) -> str:
    """``time`` that the office was open, in hours and minutes."""
    hours, minutes = divmod(time // timedelta(minutes=1), 60)
    return _("{hours} h {minutes} min of opening hours").format(hours=hours, minutes=f"{minutes:02}")


def _counter(counter: int) -> str:
    return _("Counter {number}").format(number=counter) if counter else ""


def copies(paper: Paper | Component) -> str:
    """How many of each kind of copy: ``1 bản chính, 2 bản sao``."""
    kinds = (
        (paper.originals, N_("{count} original")),
        (paper.certified, N_("{count} certified")),
        (paper.copies, N_("{count} copies")),
    )
    texts = [_(words).format(count=count) for count, words in kinds if count]
    return ", ".join([*texts, *filter(None, [paper.note])]) or "–"


def _papers(dossier: Dossier) -> Rows:
    given = tuple((copies(paper), paper.name) for paper in dossier.papers)
    missing = tuple((_("not handed in"), name) for name in dossier.missing)
    sets = (_("Sets"), str(dossier.sets) if dossier.sets != 1 else "")
    copied = (_("Pages x copies"), page_counts_text(dossier.copied))
    back = tuple(
        (_("given back"), f"{copies(paper)} {paper.name} ({hour_and_date(given_back.at)})")
        for given_back in dossier.papers_back
        for paper in given_back.papers
    )
    return (*given, *missing, *back, copied, sets)


def _money(dossier: Dossier, names: Mapping[str, str]) -> Rows:
    """Each charge and each payment, in the order in which they came, and what is owed; nothing of a refusal."""
    if dossier.state is State.REFUSED:
        return ()
    fee = vnd(dossier.fee) if dossier.fee else _("free of charge")
    at_intake = (vnd(dossier.fee_paid), _how(dossier.fee_method), _serial(dossier.fee_serial))
    has_more = bool(dossier.charges or dossier.payments)
    return (
        (_("Fee"), " – ".join(filter(None, (fee, dossier.fee_reason)))),
        *(
            ("", _joined(part.name, vnd(part.amount), part.reason))
            for part in fee_parts(dossier)
            if len(dossier.fee_parts) > 1
        ),
        *((_("Asked for"), _charge(charge)) for charge in dossier.charges),
        (
            _("Paid at intake") if has_more else _("Already paid"),
            _joined(*at_intake) if dossier.fee_paid else "",
        ),
        (_("Fee receipt no."), "" if dossier.fee_paid else dossier.fee_serial),
        *(
            (_("Given back") if payment.amount < 0 else _("Paid"), _payment(payment, names))
            for payment in dossier.payments
        ),
        (_("Still to pay"), vnd(owed(dossier)) if owed(dossier) else ""),
    )


def _charge(charge: Charge) -> str:
    return _joined(vnd(charge.amount), charge.name, short_date(charge.at))


def _payment(payment: Payment, names: Mapping[str, str]) -> str:
    return _joined(
        vnd(abs(payment.amount)),
        _how(payment.method),
        _serial(payment.serial),
        _("temporary receipt {number}").format(number=payment.number) if payment.number else "",
        payment.reason,
        short_date(payment.at),
        names.get(payment.officer, payment.officer),
    )


def _how(method: str) -> str:
    return _(PAYMENT_METHODS.get(method, method))


def _serial(serial: str) -> str:
    return _("fee receipt {serial}").format(serial=serial) if serial else ""


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def _filing(dossier: Dossier) -> Rows:
    number = _("{book}, no. {number}").format(book=dossier.book, number=dossier.book_number)
    return (
        (_("Register"), number if dossier.book else ""),
        (_("Number on paper"), dossier.paper_number),
        (_("Shelf"), dossier.shelf),
        (_("Note"), dossier.note),
    )


def _endings(dossier: Dossier, names: Mapping[str, str]) -> list[tuple[str, Rows]]:
    """Why it ended without a result, or was struck through."""
    return [
        (
            title,
            (
                (_("When"), hour_and_date(closing.at)),
                (_("By"), names.get(closing.by, closing.by)),
                (_("Number"), closing.number),
                (_("Reason"), closing.reason),
            ),
        )
        for title, closing in ((_("Struck through"), dossier.voided), (_("End"), dossier.closing))
        if closing
    ]


def _result(outcome: Outcome) -> Rows:
    number_and_date = " · ".join(filter(None, (outcome.number, written_day(outcome.date))))
    refused = _("refused") if outcome.refused else ""
    return (
        (_("Type"), ", ".join(filter(None, (outcome.kind, refused))) or "–"),
        (_("Number and date"), number_and_date),
        (_("Signed by"), outcome.signer),
        (_("Appraised by"), outcome.appraiser),
        (_("Note"), outcome.note),
    )


def _returned(dossier: Dossier, back: HandedBack, names: Mapping[str, str]) -> Rows:
    proxy = _("proxy") if back.is_proxy else ""
    rating = "" if back.rating is None else _(RATINGS.get(back.rating, str(back.rating)))
    return (
        (_("Handed over"), hour_and_date(back.at)),
        (_("Handed over to"), ", ".join(filter(None, (back.by.name, back.by.identity, proxy)))),
        (_("Documents shown"), _(PROOFS.get(back.proof, back.proof))),
        (_("Authority"), authority(back)),
        (_("Papers given back"), papers_given_back(dossier)),
        (_("Fee paid now"), vnd(back.fee_paid) if back.fee_paid else ""),
        (_("Fee receipt no."), back.fee_serial),
        (_("Rating"), rating),
        (_("Handed over by"), names.get(back.officer, back.officer)),
    )
