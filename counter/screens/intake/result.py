"""How the result is to be received, and the fee."""

from __future__ import annotations

from dataclasses import replace

from textual.app import ComposeResult
from textual.containers import Vertical

from counter.desk.dossiers.entries import Intake
from counter.locale import N_, _
from counter.problems import Problem
from counter.rules.money import in_words, parse_vnd, vnd
from counter.screens.choices import DELIVERY_OPTIONS, PAID_OPTIONS
from counter.screens.intake.section import Section, TypedValues
from counter.widgets.choice import Choice
from counter.widgets.entry import Entry
from counter.widgets.field import Field
from db.domain.codes import PaymentMethod
from db.domain.procedure import Procedure


class ResultSection(Section):
    """Where the result is received, fee and payment: the address shows for the post, the payment for a fee, the
    reason for one that is less than the procedure's.
    """

    def __init__(self) -> None:
        self._delivery = Choice(DELIVERY_OPTIONS, id="delivery")
        self._post_to = Field(id="post_to")
        self._fee = Field(id="fee", max_length=20, check=tidy_fee)
        self._paid = Choice(PAID_OPTIONS, id="paid")
        self._fee_serial = Field(id="fee_serial", max_length=40)
        self._post_entry = Entry(N_("Post to"), self._post_to)
        self._fee_reason = Field(id="fee_reason", max_length=200)
        self._listed_fee = 0
        self._reason_entry = Entry(N_("Why less"), self._fee_reason)
        self._fee_entry = Entry(N_("Fee"), self._fee, classes="fee")
        self._payment = Vertical(id="payment")
        super().__init__(
            self._delivery, self._post_to, self._fee, self._fee_reason, self._paid, self._fee_serial
        )

    def compose(self) -> ComposeResult:
        """Delivery, fee, payment."""
        yield Entry(N_("To be collected"), self._delivery, note="←→")
        yield self._post_entry
        yield self._fee_entry
        yield self._reason_entry
        with self._payment:
            yield Entry(N_("Payment"), self._paid, note="←→")
            yield Entry(N_("Receipt no."), self._fee_serial)

    def load(self, procedure: Procedure | None) -> None:
        """Put the fee of ``procedure`` into its field, not yet paid."""
        fee = procedure.fee if procedure else None
        self._listed_fee = fee or 0
        self._fee.value = vnd(fee) if fee else ""
        self._fee.placeholder = _("free of charge") if fee == 0 else ""
        self._paid.reset()

    def show_fee_words(self) -> None:
        """Show the fee in words beside it."""
        self._fee_entry.note = fee_words(self._fee.value)

    def arrange(self) -> None:
        """Show what the delivery and the fee ask for."""
        fee = _sum(self._fee.value)
        self._payment.display = bool(fee) if fee is not None else bool(self._fee.value)
        self._reason_entry.display = fee is not None and fee < self._listed_fee
        self._post_entry.display = self._delivery.chosen == "post"

    def read_into(self, intake: Intake, typed: TypedValues) -> Intake:
        """Delivery and payment; by post the place is the address that is typed, as it is."""
        fee = typed.parsed("fee", lambda text: parse_vnd(text, "fee"), None)
        paid = typed.text("paid")
        by_post = typed.text("delivery") == "post"
        return replace(
            intake,
            return_by_post=by_post,
            return_place=typed.text("post_to") if by_post else "",
            fee=fee,
            fee_paid=(fee or 0) if paid in tuple(PaymentMethod) else 0,
            fee_method=paid if paid in tuple(PaymentMethod) else PaymentMethod.CASH,
            fee_reason=typed.text("fee_reason"),
            fee_serial=typed.text("fee_serial"),
        )

    def texts_of(self, intake: Intake) -> dict[str, str]:
        """Delivery and payment."""
        return {
            "delivery": "post" if intake.return_by_post else "here",
            "post_to": intake.return_place if intake.return_by_post else "",
            "fee": "" if intake.fee is None else vnd(intake.fee),
            "fee_reason": intake.fee_reason,
            "paid": intake.fee_method if intake.fee_paid else "no",
            "fee_serial": intake.fee_serial,
        }


def tidy_fee(text: str) -> str:
    """A sum as it is shown; raises Problem."""
    return vnd(parse_vnd(text, "fee")) if text.strip() else ""


def _sum(text: str) -> int | None:
    """A sum that is being typed; None where it cannot be read."""
    try:
        return parse_vnd(text) if text.strip() else None
    except Problem:
        return None


def fee_words(text: str) -> str:
    """A sum in Vietnamese words; empty where there is none."""
    fee = _sum(text)
    return "" if fee is None else in_words(fee)
