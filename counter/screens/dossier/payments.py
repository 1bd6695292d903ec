"""The dialogs of a dossier's money: a payment, a charge that the citizen has to pay, a refund."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from counter.desk.payments import payments
from counter.locale import N_, _
from counter.rules.money import owed, paid_by, parse_vnd, total_fee, total_paid, vnd
from counter.screens.choices import METHOD_OPTIONS
from counter.screens.dossier.dialogs import Dialog
from counter.widgets.choice import Choice
from counter.widgets.entry import Entry
from counter.widgets.field import Field
from db.domain.codes import PaymentMethod


def tidy_sum(text: str) -> str:
    """A sum as it is shown; raises Problem."""
    return vnd(parse_vnd(text)) if text.strip() else ""


class MoneyDialog(Dialog):
    """A sum of money, and more about it."""

    def amount_field(self, amount: int = 0) -> Field:
        """The field of the sum; ``amount`` (đồng) stands there at first."""
        return Field(vnd(amount) if amount else "", id="amount", max_length=20, check=tidy_sum)

    @property
    def amount(self) -> int:
        """What is typed, in đồng; 0 where nothing is."""
        text = self.value("amount")
        return parse_vnd(text) if text else 0

    @property
    def method(self) -> str:
        """How it is paid, a code of ``PaymentMethod``."""
        return self.query_one("#method", Choice).chosen


class TakePayment(MoneyDialog):
    """A payment of what is owed, all or a part of it; its temporary receipt is printed."""

    HEADING = N_("Take a payment")

    def body(self) -> ComposeResult:
        """What is owed, the sum, how it is paid, the number of the fee receipt."""
        balance = _("To be paid {fee} · paid {paid} · owed {owed}").format(
            fee=vnd(total_fee(self._dossier)),
            paid=vnd(total_paid(self._dossier)),
            owed=vnd(owed(self._dossier)),
        )
        yield self.about()
        yield Static(balance, id="balance", classes="balance", markup=False)
        yield Entry(N_("Amount"), self.amount_field(owed(self._dossier)))
        yield Entry(N_("Paid by"), Choice(METHOD_OPTIONS, id="method"), note="←→ 1 2 3")
        yield Entry(N_("Receipt no."), Field(id="serial", max_length=40))
        hint = _(
            "A part may be paid. The receipt number is the serial of the fee receipt, as it is printed there."
        )
        yield Static(hint, classes="hint", markup=False)

    async def save(self) -> None:
        """Take the payment and print its receipt."""
        paid = await self.app.at_desk(
            payments.pay,
            self.app.desk,
            self._dossier.id,
            self.amount,
            method=self.method,
            serial=self.value("serial"),
        )
        left = owed(paid.dossier)
        still = _("still to pay: {sum}").format(sum=vnd(left)) if left else _("all is paid")
        taken = _("Taken: {sum}").format(sum=vnd(paid.dossier.payments[-1].amount))
        self.app.notify(f"{taken} · {still}")


class AskPayment(MoneyDialog):
    """Money that the citizen has to pay before the dossier goes on."""

    HEADING = N_("Ask for a payment")

    def body(self) -> ComposeResult:
        """The sum, what it is for, by which paper."""
        yield self.about()
        yield Entry(N_("Amount"), self.amount_field())
        yield Entry(N_("For what"), Field(id="name", max_length=200))
        yield Entry(N_("Reason"), Field(id="reason", max_length=500, placeholder=_("by which paper, if any")))
        hint = _("The dossier waits until all is paid; then it goes on by itself.")
        yield Static(hint, classes="hint", markup=False)

    async def save(self) -> None:
        """Ask for it."""
        asked = await self.app.at_desk(
            payments.ask,
            self.app.desk,
            self._dossier.id,
            self.amount,
            self.value("name"),
            self.value("reason"),
        )
        sentence = _("{code} waits for {sum}.").format(code=asked.code, sum=vnd(owed(asked)))
        self.app.notify(sentence)


class Refund(MoneyDialog):
    """Money that was taken by mistake, given back by a supervisor."""

    HEADING = N_("Refund")

    def body(self) -> ComposeResult:
        """What was paid and how, the sum, why."""
        ways = {option.key: option.text for option in METHOD_OPTIONS}
        paid = [
            f"{ways[method]} {vnd(paid_by(self._dossier, method))}"
            for method in PaymentMethod
            if paid_by(self._dossier, method) > 0
        ]
        first = next((method for method in PaymentMethod if paid_by(self._dossier, method) > 0), "")
        yield self.about()
        yield Static(
            _("Paid: {ways}").format(ways=" · ".join(paid)), id="balance", classes="balance", markup=False
        )
        yield Entry(N_("Amount"), self.amount_field())
        yield Entry(N_("Paid by"), Choice(METHOD_OPTIONS, id="method", chosen=first), note="←→ 1 2 3")
        yield Entry(N_("Reason"), Field(id="reason", max_length=500, placeholder=_("why; always asked for")))
        hint = _("The shift's cash goes down by it, and the citizen owes it again.")
        yield Static(hint, classes="hint", markup=False)

    async def save(self) -> None:
        """Give it back."""
        after = await self.app.at_desk(
            payments.refund,
            self.app.desk,
            self._dossier.id,
            self.amount,
            method=self.method,
            reason=self.value("reason"),
        )
        given = _("Given back: {sum}").format(sum=vnd(-after.payments[-1].amount))
        self.app.notify(given)
