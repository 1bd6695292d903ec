"""The temporary receipt for a payment (phiếu thu tạm): a note of the counter, which no circular numbers.

It takes the place of no fee receipt (biên lai): that one has a serial of its own, which is shown as it was typed.
"""

from __future__ import annotations

from counter.locale import N_, _, speaking
from counter.rules.clock import paper_moment
from counter.rules.labels import PAYMENT_METHODS
from counter.rules.money import in_words, last_payment, owed, total_fee, total_paid, vnd
from counter.slips.context import SlipContext
from counter.slips.form_page import SECTION, form_page
from counter.slips.layouts import unnumbered
from counter.slips.layouts.layout import FormValues
from counter.slips.parts import (
    REPRINT,
    addressed,
    amount,
    coded,
    fee_lines,
    foot,
    head,
    requested,
    signatures,
)
from counter.slips.transfer_code import transfer_page, transfer_slip
from db.domain.progress import Payment
from db.domain.records import Dossier
from devices.page import Page
from devices.slip import Align, Feed, Item, Line, Pair, Size, Slip

_TITLE = N_("Temporary receipt")
NO_RECEIPT = N_("This note takes the place of no fee receipt.")


def payment_slip(dossier: Dossier, context: SlipContext) -> Slip:
    """The receipt of the newest payment of ``dossier``; without one its values stay dotted (a preview)."""
    payment = last_payment(dossier)
    title = _(_TITLE)
    of = _("Dossier of {addressed}").format(addressed=addressed(dossier.applicant))
    items = (
        *head(
            context.office,
            "",
            payment.at if payment else context.printed_at,
            number=payment.number if payment else "",
        ),
        Feed(),
        Line(title.upper(), Align.CENTER, bold=True, size=Size.TALL),
        Feed(),
        *coded(dossier.code),
        Pair(of, dossier.applicant.name, bold=True),
        Pair(_("Request to be settled"), requested(dossier)),
        *_payment(payment),
        *_balance(dossier),
        *transfer_slip(dossier, context.office),
        *signatures(_("PAID BY"), "", _("MONEY TAKEN BY"), context.officer_name),
        Feed(),
        Line(_(NO_RECEIPT), bold=True),
        *foot(context.printed_at, dossier.counter),
    )
    return Slip(title, items, context.copy, _(REPRINT))


def payment_page(dossier: Dossier, context: SlipContext) -> Page:
    """As ``payment_slip``; always in Vietnamese."""
    with speaking("vi"):
        payment = last_payment(dossier)
        texts = {
            "section": dossier.received_office or context.office.name or SECTION,
            "applicant": dossier.applicant.name,
            "identity": dossier.applicant.identity,
            "request": requested(dossier),
            "fee": vnd(total_fee(dossier)),
            "fee_parts": "; ".join(fee_lines(dossier)),
            "paid": vnd(total_paid(dossier)),
            "owed": vnd(owed(dossier)),
            "officer": context.officer_name,
            **(_texts(payment) if payment else {}),
        }
        return form_page(
            unnumbered.PAYMENT,
            FormValues(texts=texts),
            context,
            code=dossier.code,
            at=payment.at if payment else context.printed_at,
            counter=dossier.counter,
            number=payment.number if payment else "",
            after=transfer_page(dossier, context.office),
        )


def _payment(payment: Payment | None) -> list[Item]:
    if payment is None:
        return [Pair(_("Amount paid"), ""), Pair(_("Paid at"), "")]
    items: list[Item] = [
        Pair(_("Amount paid"), amount(payment.amount), bold=True),
        Pair(_("Paid by way of"), _(PAYMENT_METHODS.get(payment.method, payment.method))),
        Pair(_("Paid at"), paper_moment(payment.at)),
    ]
    if payment.serial:
        items.append(Pair(_("Number of the fee receipt"), payment.serial))
    return items


def _balance(dossier: Dossier) -> list[Item]:
    items: list[Item] = [
        Pair(_("Fees in all"), vnd(total_fee(dossier))),
        *(Line(f"- {line}", indent=2) for line in fee_lines(dossier)),
        Pair(_("Paid in all"), vnd(total_paid(dossier))),
    ]
    if still_owed := owed(dossier):
        items.append(Pair(_("Fee still to be paid"), amount(still_owed), bold=True))
    return items


def _texts(payment: Payment) -> dict[str, str]:
    return {
        "amount": f"{vnd(payment.amount)} ({in_words(payment.amount)})",
        "method": _(PAYMENT_METHODS.get(payment.method, payment.method)),
        "paid_at": paper_moment(payment.at),
        "serial": payment.serial,
    }
