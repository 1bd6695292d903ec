"""How the result is to be received, and the fee."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from counter.desk.dossiers.entries import Intake
from counter.locale import N_, _
from counter.problems import Problem
from counter.rules.money import in_words, parse_vnd, vnd
from counter.rules.page_fee import copies_of, page_counts_text, page_fee, parse_page_counts
from counter.rules.procedures import fee_of, terms_of
from counter.screens.choices import DELIVERY_OPTIONS, PAID_OPTIONS
from counter.screens.intake.section import Section, TypedValues
from counter.widgets.choice import Choice
from counter.widgets.entry import Entry
from counter.widgets.field import Field
from db.domain.codes import Channel, PaymentMethod
from db.domain.procedure import ListedFee, PageFee, Procedure
from db.domain.progress import PageCount


class ResultSection(Section):
    """Where the result is received, fee and payment: the address shows for the post, the payment for a fee, the
    reason for one that is less than the procedure's.
    """

    def __init__(self) -> None:
        self._delivery = Choice(DELIVERY_OPTIONS, id="delivery")
        self._post_to = Field(id="post_to")
        self._copied = Field(
            id="copied", max_length=200, check=_tidy_counts, placeholder=_("pages x copies: 4x2 1x3")
        )
        self._fee = Field(id="fee", max_length=80, check=self._tidy_fee)
        self._paid = Choice(PAID_OPTIONS, id="paid")
        self._fee_serial = Field(id="fee_serial", max_length=40)
        self._post_entry = Entry(N_("Post to"), self._post_to)
        self._fee_reason = Field(id="fee_reason", max_length=200)
        self._fees: tuple[ListedFee, ...] = ()
        self._page_fee: PageFee | None = None
        self._copied_entry = Entry(N_("Pages, copies"), self._copied)
        self._listed_fee = 0
        self._loaded: object = None
        self._names = Static(id="fee_names", markup=False)
        self._reason_entry = Entry(N_("Why less"), self._fee_reason)
        self._fee_entry = Entry(N_("Fee"), self._fee, classes="fee")
        self._payment = Vertical(id="payment")
        super().__init__(
            self._delivery,
            self._post_to,
            self._copied,
            self._fee,
            self._fee_reason,
            self._paid,
            self._fee_serial,
        )

    def compose(self) -> ComposeResult:
        """Delivery, fee, payment."""
        yield Entry(N_("To be collected"), self._delivery, note="←→")
        yield self._post_entry
        yield self._copied_entry
        yield self._fee_entry
        yield self._names
        yield self._reason_entry
        with self._payment:
            yield Entry(N_("Payment"), self._paid, note="←→")
            yield Entry(N_("Receipt no."), self._fee_serial)

    def load(self, procedure: Procedure | None, channel: Channel, case: str) -> None:
        """Put the fee of ``procedure`` by ``channel`` in ``case`` into its field, not yet paid; nothing where it is
        there already.
        """
        fees = terms_of(procedure, channel, case).fees if procedure else ()
        listed = fee_of(procedure, channel, case) if procedure else None
        if (loaded := (procedure, fees, listed)) == self._loaded:
            return
        self._loaded, self._fees, self._listed_fee = loaded, fees, listed or 0
        self._page_fee = procedure.page_fee if procedure else None
        self._copied.value = ""
        self._fee.value = _fee_text(fees, listed)
        by_quantity = next((fee.note for fee in fees if fee.amount is None), "")
        self._fee.placeholder = _("free of charge") if listed == 0 else by_quantity
        self._fee_entry.set_class(len(fees) > 1, "parts")
        self.show_fee_words()
        self._paid.reset()

    def count_pages(self) -> None:
        """Put what the typed pages and copies cost into the field of the fee."""
        if self._page_fee is None:
            return
        try:
            counts = parse_page_counts(self._copied.value)
        except Problem:
            return
        if counts:
            self._listed_fee = page_fee(self._page_fee, counts)
            self._fee.value = vnd(self._listed_fee)
            copies = _("{count} in all").format(count=copies_of(counts))
            self._copied_entry.note = copies

    def show_fee_words(self) -> None:
        """Show the fee in words beside it; of several components below it their names, and the sum."""
        amounts = self._amounts_typed
        has_parts = len(self._fees) > 1
        self._fee_entry.note = "" if has_parts else fee_words(self._fee.value)
        names = " + ".join(fee.note or fee.name for fee in self._fees) if has_parts else ""
        self._names.update(f"{names} = {vnd(sum(amounts))}" if names and amounts else names)

    def arrange(self) -> None:
        """Show what the delivery and the fee ask for."""
        amounts = self._amounts_typed
        self._payment.display = bool(sum(amounts)) if amounts else bool(self._fee.value)
        listed = [fee.amount or 0 for fee in self._fees]
        is_less = len(amounts) == len(listed) and any(map(int.__lt__, amounts, listed))
        self._reason_entry.display = bool(amounts) and (is_less or sum(amounts) < self._listed_fee)
        self._copied_entry.display = self._page_fee is not None
        self._post_entry.display = self._delivery.chosen == "post"
        self._names.display = len(self._fees) > 1

    @property
    def _amounts_typed(self) -> tuple[int, ...]:
        """The amounts that are being typed; none where they cannot be read."""
        try:
            return self._amounts(self._fee.value)
        except Problem:
            return ()

    def _amounts(self, text: str) -> tuple[int, ...]:
        """The amount of each component of the fee; 0 alone is nothing of any. Raises ``Problem``."""
        if not text.strip():
            return ()
        pieces = text.split("+")
        if len(self._fees) > 1 and len(pieces) == 1 and parse_vnd(text, "fee") == 0:
            return (0,) * len(self._fees)
        if len(pieces) != max(1, len(self._fees)):
            names = " + ".join(fee.name for fee in self._fees)
            raise Problem(N_("Type an amount for each: {names}"), field="fee", names=names)
        for piece, fee in zip(pieces, self._fees, strict=False):
            if piece.strip(" đ") == _UNKNOWN:
                raise Problem(
                    N_("Type the amount of {name} ({note})."), field="fee", name=fee.name, note=fee.note
                )
        return tuple(parse_vnd(piece, "fee") for piece in pieces)

    def _tidy_fee(self, text: str) -> str:
        amounts = self._amounts(text)
        return _sums(amounts) if amounts else ""

    def read_into(self, intake: Intake, typed: TypedValues) -> Intake:
        """Delivery and payment; by post the place is the address that is typed, as it is."""
        none: tuple[int, ...] = ()
        no_counts: tuple[PageCount, ...] = ()
        amounts = typed.parsed("fee", self._amounts, none)
        fee = sum(amounts) if amounts else None
        paid = typed.text("paid")
        by_post = typed.text("delivery") == "post"
        return replace(
            intake,
            return_by_post=by_post,
            return_place=typed.text("post_to") if by_post else "",
            fee=fee,
            fee_parts=amounts if len(self._fees) > 1 else (),
            fee_paid=(fee or 0) if paid in tuple(PaymentMethod) else 0,
            fee_method=paid if paid in tuple(PaymentMethod) else PaymentMethod.CASH,
            copied=typed.parsed("copied", lambda text: parse_page_counts(text, "copied"), no_counts),
            fee_reason=typed.text("fee_reason"),
            fee_serial=typed.text("fee_serial"),
        )

    def texts_of(self, intake: Intake) -> dict[str, str]:
        """Delivery and payment."""
        return {
            "delivery": "post" if intake.return_by_post else "here",
            "post_to": intake.return_place if intake.return_by_post else "",
            "copied": page_counts_text(intake.copied),
            "fee": "" if intake.fee is None else _sums(intake.fee_parts or (intake.fee,)),
            "fee_reason": intake.fee_reason,
            "paid": intake.fee_method if intake.fee_paid else "no",
            "fee_serial": intake.fee_serial,
        }


def _tidy_counts(text: str) -> str:
    return page_counts_text(parse_page_counts(text, "copied"))


def tidy_fee(text: str) -> str:
    """A sum as it is shown; raises Problem."""
    return vnd(parse_vnd(text, "fee")) if text.strip() else ""


_UNKNOWN = "?"
"""Stands for an amount that goes by quantity."""


def _fee_text(fees: Sequence[ListedFee], listed: int | None) -> str:
    """The fee as its field shows it at first: of several components ``50.000 + 20.000 đ``."""
    if len(fees) < 2:
        return vnd(listed) if listed else ""
    return (
        " + ".join(_UNKNOWN if fee.amount is None else vnd(fee.amount).removesuffix(" đ") for fee in fees)
        + " đ"
    )


def _sums(amounts: Sequence[int]) -> str:
    return " + ".join(vnd(amount).removesuffix(" đ") for amount in amounts) + " đ"


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
