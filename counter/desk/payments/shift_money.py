"""The money of a shift: what it took by each way of paying, less what it gave back, to the đồng."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from counter.locale import _
from counter.rules.labels import PAYMENT_METHODS
from counter.rules.money import vnd
from db import payments
from db.domain.codes import PaymentMethod

if TYPE_CHECKING:
    from collections.abc import Iterable

    from counter.desk.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftMoney:
    """Sums in đồng, what was given back taken off; ``count`` payments were taken, ``refunds`` were given back."""

    cash: int = 0
    transfer: int = 0
    online: int = 0
    count: int = 0
    refunds: int = 0

    @property
    def total(self) -> int:
        """All of it."""
        return self.cash + self.transfer + self.online


def shift_money(desk: Desk, shift_ids: Iterable[str]) -> dict[str, ShiftMoney]:
    """The money of each of the shifts, at intake, after it and at return."""
    desk.require()
    money = {shift: ShiftMoney() for shift in shift_ids}
    with desk.read() as connection:
        for part in payments.shift_sums(connection, list(money)):
            before = money[part.shift]
            # A way of paying of a later release counts as the counter's cash would: the drawer is counted by hand.
            way = part.method if part.method in tuple(PaymentMethod) else PaymentMethod.CASH
            money[part.shift] = replace(
                before,
                **{str(way): getattr(before, way) + part.amount},
                count=before.count + (0 if part.is_refund else part.times),
                refunds=before.refunds + (part.times if part.is_refund else 0),
            )
    return money


def ways_of(money: ShiftMoney) -> list[tuple[str, str]]:
    """Each way of paying, translated, with its sum; empty where the shift took nothing and gave nothing back."""
    if not money.count and not money.refunds:
        return []
    return [(_(PAYMENT_METHODS[method]), vnd(getattr(money, method))) for method in PaymentMethod]


def money_line(money: ShiftMoney) -> str:
    """The money on one line; empty where there was none."""
    ways = " · ".join(
        f"{_(PAYMENT_METHODS[method])} {vnd(getattr(money, method))}"
        for method in PaymentMethod
        if getattr(money, method)
    )
    if not ways_of(money):
        return ""
    back = _(", given back {count}").format(count=money.refunds) if money.refunds else ""
    return _("Payments {count}{back}: {ways}").format(count=money.count, back=back, ways=ways or vnd(0))
