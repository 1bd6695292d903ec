"""Receiving a dossier (tiếp nhận hồ sơ): checked, numbered, written to the ledger and queued to print, at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from counter.desk import drafts
from counter.desk.catalogue import procedures
from counter.desk.dossiers.doubts import confirmed_facts, doubts
from counter.desk.dossiers.entries import Intake, Received
from counter.desk.dossiers.intake_checks import (
    check_case,
    check_fee,
    check_papers,
    fee_parts,
    lacking_doubts,
    lacking_papers,
    listed_fee,
)
from counter.desk.dossiers.transitions import check_still_open, first_event, of_visit
from counter.desk.guidance import visits
from counter.desk.printing.spool_store import queue_document
from counter.desk.register.numbering import host_of, open_book, take_book_line, take_day_number
from counter.locale import N_
from counter.problems import Problem
from counter.rules.clock import local
from counter.rules.codes import dossier_code
from counter.rules.deadlines import due_of_term
from counter.rules.identity import phone
from counter.rules.procedures import terms_of
from counter.rules.rulesets import RuleSet, known_rule_set, rule_set_on
from counter.rules.terms import Due
from counter.rules.text import clean
from counter.rules.tracking import tracking_number
from counter.slips.context import SlipContext
from counter.slips.registry import DOSSIER_SLIPS
from db import spool_check
from db.domain.codes import Channel, FormKind, PaymentMethod
from db.domain.event import new_id
from db.domain.event_kind import EventKind
from db.domain.lifecycle import State
from db.domain.procedure import Procedure
from db.domain.records import Dossier, Person
from db.ledger import ledger

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlalchemy import Connection

    from counter.desk.desk import Desk
    from counter.rules.doubt import DoubtKey

DRAFT = "intake"
"""The name of the draft that a saved intake settles."""
OLDEST_BACKLOG = timedelta(days=60)
ALREADY_RECEIVED = N_("Received already: dossier {code}.")


def receive(
    desk: Desk, intake: Intake, *, draft: str = "", confirmed: Collection[DoubtKey] | None = None
) -> Received:
    """Receive ``intake`` at the desk's counter: one event, one row, one slip on the spool, in one transaction.

    ``draft`` is the id of the draft that it was typed in, which is settled by it; raises ``drafts.AlreadySaved`` with
    the code where that happened before. ``confirmed`` are the doubts that the officer has confirmed, which the event
    notes; raises ``Doubtful`` where there are others. None asks nobody, as for what is read from a file. Raises
    ``Problem`` at the field that is wrong, ``NotAllowed`` without a shift. Nothing is stored then.
    """
    desk.require_shift()
    now = desk.clock.now()
    with desk.write() as connection:
        drafts.check_unsaved(connection, desk, draft, ALREADY_RECEIVED)
        received = receive_in(connection, desk, intake, now, confirmed=confirmed)
        drafts.settle(connection, desk, DRAFT, draft, received.dossier.code)
    return received


def receive_in(
    connection: Connection,
    desk: Desk,
    intake: Intake,
    now: datetime,
    *,
    confirmed: Collection[DoubtKey] | None = None,
    has_slip: bool = True,
) -> Received:
    """As :func:`receive`, inside the caller's transaction and without a draft; ``has_slip`` is False where nothing is
    printed whatever the citizen wants.
    """
    officer, shift = desk.require_shift()
    intake = checked(intake, now)
    check_still_open(connection, desk)
    procedure = procedures.procedure(connection, desk, intake.procedure)
    check_case(procedure, intake)
    may_lack = desk.office.accepts_incomplete and not intake.paper_number
    missing = check_papers(procedure, intake, may_lack=may_lack)
    lacking = lacking_papers(procedure, intake)
    check_fee(procedure, intake)
    doubted = (*lacking_doubts(lacking), *doubts(desk, intake))
    facts = {} if confirmed is None else confirmed_facts(doubted, confirmed)
    rules = _rules(desk, intake)
    received_at = intake.received_at or now
    unnumbered = _dossier(desk, intake, procedure, rules, received_at)
    guided = visits.earlier(connection, desk, intake)
    dossier = replace(
        _numbered(connection, desk, rules, unnumbered, received_at),
        guidance=guided.id if guided else "",
        received_by=officer.login,
        counter=shift.counter,
        shift=shift.id,
        missing=missing,
        lacking=lacking,
    )
    form = FormKind.VISIT if dossier.visit else FormKind.INTAKE
    visit = of_visit(connection, desk, dossier)
    _check_visit(visit, dossier)
    context = SlipContext(office=desk.office, officer_name=officer.name, printed_at=now, visit=visit)
    slip = DOSSIER_SLIPS[form](dossier, context)
    has_slip = has_slip and intake.slip
    queued = spool_check.fact(form, slip.to_json()) if has_slip else {}
    event = first_event(dossier, EventKind.RECEIVED, State.RECEIVED, {**queued, **facts})
    ledger.append(connection, desk.context(now), event)
    if guided:
        visits.note_dossier(connection, desk, guided, dossier.id, now)
    job = queue_document(connection, desk, dossier, form, slip, now) if has_slip else 0
    return Received(dossier=dossier, slip=slip, job=job)


def _check_visit(visit: Iterable[Dossier], dossier: Dossier) -> None:
    """Raise ``Problem`` where somebody else handed in what came before: the receipt of a visit names one person."""
    now = dossier.proxy or dossier.applicant
    for before in (one.proxy or one.applicant for one in visit):
        if (before.name, before.identity) != (now.name, now.identity):
            raise Problem(
                N_("This visit is that of {name}: empty the form, F12 prints its receipt."),
                field="name",
                name=before.name,
            )


def preview(desk: Desk, intake: Intake, procedure: Procedure | None) -> Dossier:
    """The dossier as it would be received now, without a code: what the live slip is drawn from. Checks nothing."""
    now = intake.received_at or desk.clock.now()
    procedure = procedure or Procedure(version="", code="", name="")
    dossier = _dossier(desk, intake, procedure, _rules(desk, intake), now)
    return replace(
        dossier,
        received_by=desk.staff.login if desk.staff else "",
        counter=desk.shift.counter if desk.shift else 0,
    )


def due(
    desk: Desk,
    procedure: Procedure,
    received_at: datetime,
    channel: Channel = Channel.IN_PERSON,
    case: str = "",
) -> Due | None:
    """When the result is due by the term of channel and case; None where the law sets none."""
    terms = terms_of(procedure, channel, case)
    return due_of_term(desk.calendar, terms.term, terms.unit, received_at)


def checked(intake: Intake, now: datetime) -> Intake:
    """``intake`` with its texts cleaned; raises ``Problem`` at the first field that is wrong."""
    intake = checked_people(intake)
    if not intake.procedure.strip():
        raise Problem(N_("Choose a procedure."), field="procedure")
    if not 1 <= intake.sets <= 99:
        raise Problem(N_("The number of sets is between 1 and 99."), field="sets")
    if (intake.fee or 0) < 0 or intake.fee_paid < 0:
        raise Problem(N_("A fee is not negative."), field="fee")
    if intake.fee_method not in tuple(PaymentMethod):
        raise Problem(N_("Say how it was paid."), field="paid")
    if intake.received_at and intake.received_at > now + timedelta(minutes=2):
        raise Problem(N_("The time of receipt is in the future."), field="received_at")
    if intake.received_at and intake.received_at < now - OLDEST_BACKLOG:
        raise Problem(
            N_("The time of receipt is more than {days} days ago."),
            field="received_at",
            days=OLDEST_BACKLOG.days,
        )
    return intake


def checked_people(intake: Intake) -> Intake:
    """``intake`` with its texts cleaned; raises ``Problem`` where the applicant, or a proxy's authority, is missing."""
    applicant = _person(intake.applicant)
    if not applicant.name:
        raise Problem(N_("Type the applicant's name."), field="name")
    proxy = _person(intake.proxy) if intake.proxy else None
    if proxy and not proxy.name:
        raise Problem(N_("Type the name of the authorised person."), field="proxy_name")
    if proxy and not clean(intake.proxy_paper):
        raise Problem(N_("Type which paper gives the authority."), field="proxy_paper")
    names = (
        "content",
        "case",
        "proxy_paper",
        "return_place",
        "fee_serial",
        "fee_reason",
        "shelf",
        "note",
        "paper_number",
    )
    cleaned: dict[str, Any] = {name: clean(getattr(intake, name)) for name in names}
    papers = tuple(replace(paper, name=clean(paper.name), note=clean(paper.note)) for paper in intake.papers)
    letter = tracking_number(intake.letter_number, "letter_number")
    if letter and intake.channel is not Channel.POST:
        raise Problem(N_("Only what came by post has a letter number: choose the channel."), field="channel")
    return replace(intake, applicant=applicant, proxy=proxy, papers=papers, letter_number=letter, **cleaned)


def _person(person: Person) -> Person:
    names = ("name", "identity", "birth", "address", "email", "health_card")
    cleaned: dict[str, Any] = {name: clean(getattr(person, name)) for name in names}
    return replace(person, phone=phone(person.phone).number, **cleaned)


def _rules(desk: Desk, intake: Intake) -> RuleSet:
    """The rule set of the office; a dossier from before it was in force keeps the one of its day."""
    if intake.received_at is None:
        return known_rule_set(desk.office.rule_set)
    return rule_set_on(local(intake.received_at).date())


def _dossier(
    desk: Desk,
    intake: Intake,
    procedure: Procedure,
    rules: RuleSet,
    received_at: datetime,
) -> Dossier:
    terms = terms_of(procedure, intake.channel, intake.case)
    deadline = due(desk, procedure, received_at, intake.channel, intake.case)
    parts = fee_parts(procedure, intake)
    listed = listed_fee(procedure, intake)
    fee = sum(part.amount for part in parts) if parts else listed if intake.fee is None else intake.fee
    return Dossier(
        id="",
        code="",
        state=State.RECEIVED,
        paper_number=intake.paper_number,
        rule_set=rules.id,
        procedure_version=procedure.version,
        procedure_code=procedure.code,
        procedure_name=procedure.name,
        field=procedure.field,
        agency=procedure.agency,
        term=terms.term,
        unit=terms.unit,
        applicant=intake.applicant,
        proxy=intake.proxy,
        proxy_paper=intake.proxy_paper,
        content=intake.content,
        papers=intake.papers,
        sets=intake.sets,
        channel=intake.channel,
        letter_number=intake.letter_number,
        received_at=received_at,
        due_at=deadline.at if deadline else None,
        first_due_at=deadline.at if deadline else None,
        calendar_notes=tuple(note.record for note in deadline.notes) if deadline else (),
        received_office=desk.office.name,
        deciding_agency=procedure.agency or desk.office.parent,
        return_place=intake.return_place or ("" if intake.return_by_post else desk.office.name),
        return_by_post=intake.return_by_post,
        fee=fee,
        fee_paid=intake.fee_paid,
        fee_serial=intake.fee_serial,
        fee_method=intake.fee_method if intake.fee_paid else PaymentMethod.CASH,
        fee_reason=intake.fee_reason if fee < listed or any(part.reason for part in parts) else "",
        shelf=intake.shelf,
        note=intake.note,
        case=intake.case,
        fee_parts=parts,
        visit=intake.visit,
        copied=intake.copied if procedure.page_fee else (),
    )


def _numbered(
    connection: Connection, desk: Desk, rules: RuleSet, dossier: Dossier, received_at: datetime
) -> Dossier:
    """``dossier`` with its key, its code of the day and its line in the book of its field."""
    day = local(received_at).date()
    number = take_day_number(connection, day)
    book = open_book(connection, desk, dossier.field, day)
    return replace(
        dossier,
        id=new_id(),
        code=dossier_code(rules, desk.office.unit, day, number, host_of(desk)),
        book=book,
        book_number=take_book_line(connection, book),
    )
