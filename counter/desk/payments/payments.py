"""Money after intake: a charge (yêu cầu nghĩa vụ tài chính), a payment with its temporary receipt, a refund."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from counter.desk.dossiers.transitions import load, move
from counter.desk.printing.spool_store import queue_document
from counter.desk.register.numbering import take_form_number
from counter.locale import N_
from counter.problems import Problem
from counter.rules.clock import local
from counter.rules.money import owed, paid_by, vnd
from counter.rules.text import clean
from counter.slips.context import SlipContext
from counter.slips.payment_receipt import payment_slip
from db import spool, spool_check
from db.domain import codec
from db.domain.codes import FormKind, PaymentMethod, Role
from db.domain.event_kind import EventKind
from db.domain.lifecycle import State
from db.domain.progress import Charge, Payment
from db.domain.records import Dossier

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from counter.desk.desk import Desk
    from devices.slip import Slip

MOST: int = 10**12
"""The largest sum of a charge, in đồng: what the ledger takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """A payment that was taken, and its temporary receipt on the spool."""

    dossier: Dossier
    slip: Slip
    job: int


def ask(desk: Desk, dossier_id: str, amount: int, name: str, reason: str = "") -> Dossier:
    """Ask for ``amount`` (đồng) more for ``name``: the dossier waits for it (yêu cầu thực hiện nghĩa vụ tài chính).

    Raises ``Problem`` at the field that is wrong, ``WrongState`` where the table of moves does not allow it.
    """
    desk.require_shift()
    now = desk.clock.now()
    charge = Charge(at=now, amount=amount, name=clean(name))
    if not 0 < amount <= MOST:
        raise Problem(N_("Type what is to be paid."), field="amount")
    if not charge.name:
        raise Problem(N_("Type what it is for."), field="name")
    with desk.write() as connection:
        return move(
            connection,
            desk,
            load(connection, desk, dossier_id),
            EventKind.DUTY_ASKED,
            now,
            items={"charges": codec.sparse(charge)},
            sums={"charged": amount},
            facts={"reason": clean(reason)} if clean(reason) else None,
        )


def pay(
    desk: Desk, dossier_id: str, amount: int, *, method: str = PaymentMethod.CASH, serial: str = ""
) -> Paid:
    """Take ``amount`` (đồng) of what is owed, all or a part: one event, and a temporary receipt on the spool.

    ``method`` is a code of ``PaymentMethod``; ``serial`` the number of the fee receipt as it was typed. Where the
    dossier waited for money and nothing is owed any more, it goes on (đang xử lý) in the same transaction. Raises
    ``Problem`` at the field that is wrong.
    """
    officer, _shift = desk.require_shift()
    now = desk.clock.now()
    with desk.write() as connection:
        dossier = load(connection, desk, dossier_id)
        if refusal := pay_refusal(dossier):
            raise Problem(refusal, field="amount")
        check_payment(dossier, amount, method)
        number = take_form_number(connection, desk, FormKind.PAYMENT, local(now).date())
        payment = payment_of(desk, now, amount, method, serial, number=number.text)
        written = replace(dossier, payments=(*dossier.payments, payment), paid=dossier.paid + amount)
        slip = payment_slip(
            written, SlipContext(office=desk.office, officer_name=officer.name, printed_at=now)
        )
        copy = spool.next_copy(connection, dossier.id, FormKind.PAYMENT)
        queued = spool_check.fact(FormKind.PAYMENT, slip.to_json(), copy)
        dossier = _move(connection, desk, dossier, payment, {**number.facts, **queued})
        job = queue_document(connection, desk, dossier, FormKind.PAYMENT, slip, now, copy)
        if dossier.state is State.FINANCIAL_DUTY and not owed(dossier):
            dossier = move(connection, desk, dossier, EventKind.PROCESSING, now)
    return Paid(dossier=dossier, slip=slip, job=job)


def refund(desk: Desk, dossier_id: str, amount: int, *, method: str, reason: str) -> Dossier:
    """Give back ``amount`` (đồng) that was taken by mistake, or note that it never came: a negative payment.

    Only a supervisor may, with a reason, and no more than was paid by ``method``. Raises ``Problem`` at the field that
    is wrong.
    """
    desk.require_shift()
    desk.require(Role.SUPERVISOR)
    now = desk.clock.now()
    _check_method(method)
    if not clean(reason):
        raise Problem(N_("Type the reason."), field="reason")
    with desk.write() as connection:
        dossier = load(connection, desk, dossier_id)
        if amount <= 0:
            raise Problem(N_("Type what is given back."), field="amount")
        if amount > (most := paid_by(dossier, method)):
            raise Problem(N_("Only {amount} was paid that way."), field="amount", amount=vnd(max(most, 0)))
        payment = payment_of(desk, now, -amount, method, "", reason=clean(reason))
        return _move(connection, desk, dossier, payment, {"reason": clean(reason)})


def pay_refusal(dossier: Dossier) -> str:
    """Why no payment can be taken for ``dossier``, an English message; empty where one can."""
    if dossier.state is State.VOIDED:
        return N_("The dossier is struck through.")
    return "" if owed(dossier) else N_("Nothing is owed.")


def check_payment(dossier: Dossier, amount: int, method: str) -> None:
    """Raise ``Problem`` at the field of a payment that is wrong."""
    _check_method(method)
    if amount <= 0:
        raise Problem(N_("Type what is paid."), field="amount")
    if amount > owed(dossier):
        raise Problem(N_("Only {amount} is owed."), field="amount", amount=vnd(owed(dossier)))


def payment_of(
    desk: Desk, now: datetime, amount: int, method: str, serial: str, *, number: str = "", reason: str = ""
) -> Payment:
    """A payment that is taken, or given back, by who is at the desk."""
    officer, shift = desk.require_shift()
    return Payment(
        at=now,
        amount=amount,
        method=method,
        serial=clean(serial),
        officer=officer.login,
        shift=shift.id,
        number=number,
        reason=reason,
    )


def _check_method(method: str) -> None:
    if method not in tuple(PaymentMethod):
        raise Problem(N_("Say how it was paid."), field="method")


def _move(
    connection: Connection, desk: Desk, dossier: Dossier, payment: Payment, facts: dict[str, Any]
) -> Dossier:
    return move(
        connection,
        desk,
        dossier,
        EventKind.PAID,
        payment.at,
        items={"payments": codec.sparse(payment)},
        sums={"paid": payment.amount},
        facts=facts,
    )
