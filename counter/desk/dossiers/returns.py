"""Returning a result (trả kết quả): who collects it, what they showed, and the receipt."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from counter.desk import drafts
from counter.desk.catalogue import procedures
from counter.desk.dossiers.doubts import confirmed_facts, doubts
from counter.desk.dossiers.entries import Return, Returned
from counter.desk.dossiers.transitions import load, move, outcome_values
from counter.desk.payments.payments import payment_of
from counter.desk.printing.spool_store import queue_document
from counter.locale import N_
from counter.problems import Problem
from counter.rules.clock import local
from counter.rules.money import owed
from counter.rules.papers import checked_originals
from counter.rules.text import clean
from counter.slips.context import SlipContext
from counter.slips.return_receipt import return_slip
from db import spool_check
from db.domain import codec
from db.domain.codes import FormKind, PaymentMethod, ProofKind, Rating
from db.domain.event import instant
from db.domain.event_kind import EventKind
from db.domain.lifecycle import State
from db.domain.procedure import Procedure
from db.domain.progress import Payment
from db.domain.records import Dossier, HandedBack, Outcome, PapersBack

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Connection

    from counter.desk.desk import Desk
    from counter.rules.doubt import DoubtKey

DRAFT = "return"
ALREADY_RETURNED = N_("Handed over already: dossier {code}.")


def may_return(desk: Desk, dossier_id: str) -> bool:
    """Whether the dossier's result can be handed back now: it is ready, or is settled on the spot."""
    desk.require()
    with desk.read() as connection:
        dossier = load(connection, desk, dossier_id)
        if dossier.state is State.RECEIVED:
            return _on_the_spot(connection, dossier) is not None
        return dossier.state is State.FINISHED


def return_result(
    desk: Desk,
    dossier_id: str,
    entry: Return,
    *,
    draft: str = "",
    confirmed: Collection[DoubtKey] | None = None,
) -> Returned:
    """Hand the result back: one event, one row, one receipt on the spool, in one transaction.

    A procedure that is settled on the spot ("4 tại chỗ") goes from received to returned in the same transaction. A
    proxy shows an authorisation; a lost slip is replaced by an identity document (NĐ 61/2018 Đ.20). ``draft`` and
    ``confirmed`` are as in ``intake.receive``. Raises ``Problem`` at the field that is wrong.
    """
    desk.require_shift()
    now = desk.clock.now()
    with desk.write() as connection:
        drafts.check_unsaved(connection, desk, draft, ALREADY_RETURNED)
        returned = return_in(
            connection, desk, load(connection, desk, dossier_id), entry, now, confirmed=confirmed
        )
        drafts.settle(connection, desk, DRAFT, draft, returned.dossier.code)
    return returned


def return_in(
    connection: Connection,
    desk: Desk,
    dossier: Dossier,
    entry: Return,
    now: datetime,
    *,
    confirmed: Collection[DoubtKey] | None = None,
) -> Returned:
    """As :func:`return_result`, inside the caller's transaction and without a draft."""
    officer, _shift = desk.require_shift()
    _check(dossier, entry)
    facts = {} if confirmed is None else confirmed_facts(doubts(desk, entry, dossier), confirmed)
    procedure = _on_the_spot(connection, dossier) if dossier.state is State.RECEIVED else None
    if procedure:
        values = outcome_values(_settled(procedure, entry.outcome, now), now)
        dossier = move(connection, desk, dossier, EventKind.RESULT_ARRIVED, now, values=values)
    back = _handed_back(desk, dossier, entry, now)
    originals = checked_originals(dossier, entry.originals)
    papers_back = (PapersBack(at=now, papers=originals, by=officer.login),) if originals else ()
    context = SlipContext(office=desk.office, officer_name=officer.name, printed_at=now)
    paid = dossier.paid + back.fee_paid
    written = replace(dossier, handed_back=back, paid=paid, papers_back=(*dossier.papers_back, *papers_back))
    slip = return_slip(written, context)
    queued = spool_check.fact(FormKind.RETURN, slip.to_json())
    payment = payment_of(desk, now, back.fee_paid, entry.fee_method, back.fee_serial)
    items = {
        **({"payments": codec.sparse(payment)} if payment.amount else {}),
        **({"papers_back": codec.sparse(papers_back[0])} if papers_back else {}),
    }
    dossier = _hand_back(connection, desk, dossier, back, payment, items, {**queued, **facts})
    job = queue_document(connection, desk, dossier, FormKind.RETURN, slip, now)
    return Returned(dossier=dossier, slip=slip, job=job)


def _check(dossier: Dossier, entry: Return) -> None:
    if entry.proof not in tuple(ProofKind):
        raise Problem(N_("Say what the person showed."), field="proof")
    if entry.is_proxy:
        if entry.by is None or not clean(entry.by.name):
            raise Problem(N_("Type the name of the person who collects."), field="by_name")
        if entry.proof != ProofKind.AUTHORISATION:
            raise Problem(N_("A proxy shows an authorisation."), field="proof")
        if not clean(entry.proxy_paper):
            raise Problem(N_("Type which paper gives the authority."), field="proxy_paper")
    if entry.rating not in (None, *Rating):
        raise Problem(N_("A rating is 0, 1 or 2."), field="rating")
    if entry.fee_method not in tuple(PaymentMethod):
        raise Problem(N_("Say how it was paid."), field="paid")
    if entry.fee_paid < 0:
        raise Problem(N_("A fee is not negative."), field="fee_paid")
    if entry.fee_paid > owed(dossier):
        raise Problem(N_("More than is owed was entered."), field="fee_paid")


def _on_the_spot(connection: Connection, dossier: Dossier) -> Procedure | None:
    """The procedure of ``dossier`` where it is settled on the spot."""
    procedure = procedures.version(connection, dossier.procedure_version)
    return procedure if procedure is not None and procedure.on_the_spot else None


def _settled(procedure: Procedure, outcome: Outcome | None, now: datetime) -> Outcome:
    """The result of what is settled now; its kind is the procedure's, its day today's where neither is typed."""
    if outcome is None:
        return Outcome()
    day = outcome.date or local(now).date().isoformat()
    return replace(outcome, kind=outcome.kind or procedure.result, date=day)


def _handed_back(desk: Desk, dossier: Dossier, entry: Return, now: datetime) -> HandedBack:
    return HandedBack(
        at=now,
        by=entry.by or dossier.applicant,
        proof=entry.proof,
        is_proxy=entry.is_proxy,
        proxy_paper=clean(entry.proxy_paper),
        papers=clean(entry.papers),
        fee_paid=entry.fee_paid,
        fee_serial=clean(entry.fee_serial),
        rating=entry.rating,
        officer=desk.require().login,
    )


def _hand_back(
    connection: Connection,
    desk: Desk,
    dossier: Dossier,
    back: HandedBack,
    payment: Payment,
    items: dict[str, Any],
    facts: dict[str, Any],
) -> Dossier:
    handed_back = codec.sparse(back)
    person = {"collector": handed_back.pop("by")}
    values: dict[str, Any] = {"handed_back": handed_back, "returned_at": instant(back.at)}
    return move(
        connection,
        desk,
        dossier,
        EventKind.RETURNED,
        back.at,
        values=values,
        items=items,
        sums={"paid": payment.amount} if payment.amount else None,
        person=person,
        facts=facts,
    )
