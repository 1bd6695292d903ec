"""How a dossier ends without a result: not accepted, withdrawn, stopped, or entered by mistake."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from counter.desk import drafts
from counter.desk.catalogue import procedures
from counter.desk.dossiers import intake as intakes
from counter.desk.dossiers.doubts import confirmed_facts, people_doubts
from counter.desk.dossiers.reasons import full_reason, given_reason
from counter.desk.dossiers.transitions import check_state, check_still_open, first_event, load, move
from counter.desk.printing.spool_store import Subject, queue_document
from counter.desk.register.numbering import FormNumber, take_form_number
from counter.locale import N_
from counter.problems import Problem
from counter.rules.clock import local
from counter.rules.papers import checked_originals
from counter.rules.rulesets import Form, has_form
from counter.rules.text import clean
from counter.slips.context import SlipContext
from counter.slips.registry import DOSSIER_SLIPS
from db import spool, spool_check
from db.domain import codec
from db.domain.codes import FormKind, Role
from db.domain.event import new_id
from db.domain.event_kind import EventKind
from db.domain.lifecycle import State
from db.domain.progress import Closing
from db.domain.records import Dossier, Paper, PapersBack
from db.ledger import ledger

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from sqlalchemy import Connection

    from counter.desk.desk import Desk
    from counter.desk.dossiers.entries import Intake
    from counter.rules.doubt import DoubtKey
    from devices.slip import Slip

_NO_REASON: Final = N_("Type the reason.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A dossier that ended; ``job`` is its form's number on the spool, 0 where none is printed."""

    dossier: Dossier
    job: int = 0


@dataclass(frozen=True, slots=True)
class _Form:
    """A form that the same transaction notes in its event, and queues."""

    subject: Subject
    kind: FormKind
    slip: Slip
    at: datetime
    copy: int

    @classmethod
    def of(cls, connection: Connection, desk: Desk, written: Dossier, kind: FormKind, now: datetime) -> _Form:
        """The form ``kind`` of ``written``, the dossier as it will be."""
        context = SlipContext(office=desk.office, officer_name=desk.require().name, printed_at=now)
        copy = spool.next_copy(connection, written.id, kind)
        return cls(Subject.of(written), kind, DOSSIER_SLIPS[kind](written, context), now, copy)

    @property
    def facts(self) -> dict[str, Any]:
        """What the event notes of the slip, so that a changed one is found."""
        return spool_check.fact(self.kind, self.slip.to_json(), self.copy)

    def queue(self, connection: Connection, desk: Desk) -> int:
        """Put it on the spool; returns the number of the job."""
        return queue_document(connection, desk, self.subject, self.kind, self.slip, self.at, self.copy)


def refuse(
    desk: Desk,
    intake: Intake,
    reason: str,
    *,
    draft: str = "",
    confirmed: Collection[DoubtKey] | None = None,
) -> Ended:
    """Refuse at the counter what was not received (form 03): a number of the form's own series, no dossier number and
    no line of the register.

    What is asked for may be no procedure of the office's list: the content says it then. ``draft`` and ``confirmed``
    are as in ``intake.receive``. Raises ``Problem`` at the field that is wrong.
    """
    officer, shift = desk.require_shift()
    reason = given_reason(reason, N_("Type why it is not accepted."))
    now = desk.clock.now()
    with desk.write() as connection:
        drafts.check_unsaved(connection, desk, draft, N_("Refused already: form no. {code}."))
        check_still_open(connection, desk)
        unreceived = _unreceived(connection, desk, intake)
        facts = {} if confirmed is None else confirmed_facts(people_doubts(intake), confirmed)
        number = take_form_number(connection, desk, Form.REFUSAL, local(now).date())
        dossier = replace(
            unreceived,
            id=new_id(),
            received_at=now,
            received_by=officer.login,
            counter=shift.counter,
            shift=shift.id,
            closing=Closing(at=now, reason=reason, number=number.text, by=officer.login),
        )
        form = _Form.of(connection, desk, dossier, FormKind.REFUSAL, now)
        noted = {"reason": reason, **number.facts, **form.facts, **facts}
        event = first_event(dossier, EventKind.REFUSED, State.REFUSED, noted)
        ledger.append(connection, desk.context(now), event)
        drafts.settle(connection, desk, intakes.DRAFT, draft, number.text)
        return Ended(dossier=load(connection, desk, dossier.id), job=form.queue(connection, desk))


def not_received(desk: Desk, intake: Intake) -> Dossier:
    """``intake`` as the dossier that it would be once refused; raises ``Problem`` at what is missing for that."""
    with desk.read() as connection:
        return _unreceived(connection, desk, intake)


def refuse_registered(desk: Desk, dossier_id: str, reason: str) -> Ended:
    """Refuse a dossier that was registered online or by post (form 03, with its dossier code)."""
    return _end(desk, dossier_id, EventKind.REFUSED, reason, Form.REFUSAL)


def withdraw(desk: Desk, dossier_id: str, reason: str = "", papers: Iterable[Paper] = ()) -> Ended:
    """Note that the citizen takes the dossier back; ``papers`` are the originals that are given back with it."""
    officer, _shift = desk.require_shift()
    now = desk.clock.now()
    with desk.write() as connection:
        dossier = load(connection, desk, dossier_id)
        closing = Closing(at=now, reason=clean(reason), by=officer.login)
        back = _papers_back(dossier, papers, now, officer.login)
        form = _papers_form(connection, desk, dossier, back, now)
        dossier = move(
            connection,
            desk,
            dossier,
            EventKind.WITHDRAWN,
            now,
            values={"closing": codec.sparse(closing)},
            items={"papers_back": codec.sparse(back)} if back else None,
            facts={
                **({"reason": closing.reason} if closing.reason else {}),
                **(form.facts if form else {}),
            },
        )
        return Ended(dossier=dossier, job=form.queue(connection, desk) if form else 0)


def stop(desk: Desk, dossier_id: str, reason: str) -> Ended:
    """Stop the settlement (NĐ 118/2025 Đ.21, form 05 of TT 03/2025): no result will come.

    Under a rule set that has no such form, nothing is numbered and nothing printed.
    """
    return _end(desk, dossier_id, EventKind.STOPPED, reason, Form.STOP)


def give_back(desk: Desk, dossier_id: str, papers: Iterable[Paper]) -> Ended:
    """Give originals back to the citizen, other than with the result. Raises ``Problem`` without one."""
    officer, _shift = desk.require_shift()
    now = desk.clock.now()
    with desk.write() as connection:
        dossier = load(connection, desk, dossier_id)
        back = _papers_back(dossier, papers, now, officer.login)
        if back is None:
            raise Problem(N_("Tick the papers that are given back."), field="papers")
        form = _papers_form(connection, desk, dossier, back, now)
        items = {"papers_back": codec.sparse(back)}
        dossier = move(
            connection, desk, dossier, EventKind.PAPERS_RETURNED, now, items=items,
            facts=form.facts if form else None,
        )  # fmt: skip
        return Ended(dossier=dossier, job=form.queue(connection, desk) if form else 0)


def void(desk: Desk, dossier_id: str, reason: str) -> Dossier:
    """Strike a dossier through that was entered by mistake: it counts nowhere any more, and stays to be read.

    Only a supervisor may; the reason has at least 10 letters.
    """
    desk.require_shift()
    supervisor = desk.require(Role.SUPERVISOR)
    reason = full_reason(reason, _NO_REASON)
    now = desk.clock.now()
    with desk.write() as connection:
        dossier = load(connection, desk, dossier_id)
        voided = Closing(at=now, reason=reason, by=supervisor.login)
        values = {"voided": codec.sparse(voided)}
        return move(connection, desk, dossier, EventKind.VOIDED, now, values=values, facts={"reason": reason})


def _unreceived(connection: Connection, desk: Desk, intake: Intake) -> Dossier:
    intake = intakes.checked_people(intake)
    if not intake.procedure and not intake.content:
        raise Problem(N_("Choose a procedure, or type what is asked for."), field="procedure")
    asked_for = procedures.procedure(connection, desk, intake.procedure) if intake.procedure else None
    return replace(
        intakes.preview(desk, intake, asked_for),
        state=State.REFUSED,
        papers=(),
        fee=0,
        fee_parts=(),
        fee_paid=0,
        fee_serial="",
        return_place="",
        return_by_post=False,
        due_at=None,
        first_due_at=None,
        calendar_notes=(),
    )


def _end(desk: Desk, dossier_id: str, kind: EventKind, reason: str, form: Form) -> Ended:
    officer, _shift = desk.require_shift()
    reason = given_reason(reason, _NO_REASON)
    now = desk.clock.now()
    with desk.write() as connection:
        dossier = load(connection, desk, dossier_id)
        check_state(dossier, kind)
        number: FormNumber | None = None
        if has_form(dossier.rule_set, form):
            number = take_form_number(connection, desk, form, local(now).date())
        closing = Closing(at=now, reason=reason, number=number.text if number else "", by=officer.login)
        ended = replace(dossier, closing=closing)
        paper = _Form.of(connection, desk, ended, FormKind(kind.form), now) if number else None
        dossier = move(
            connection,
            desk,
            dossier,
            kind,
            now,
            values={"closing": codec.sparse(closing)},
            facts={
                "reason": reason,
                **(number.facts if number else {}),
                **(paper.facts if paper else {}),
            },
        )
        return Ended(dossier=dossier, job=paper.queue(connection, desk) if paper else 0)


def _papers_form(
    connection: Connection, desk: Desk, dossier: Dossier, back: PapersBack | None, now: datetime
) -> _Form | None:
    if back is None:
        return None
    written = replace(dossier, papers_back=(*dossier.papers_back, back))
    return _Form.of(connection, desk, written, FormKind.PAPERS, now)


def _papers_back(dossier: Dossier, papers: Iterable[Paper], now: datetime, by: str) -> PapersBack | None:
    given = checked_originals(dossier, papers)
    return PapersBack(at=now, papers=given, by=by) if given else None
