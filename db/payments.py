"""The money that shifts took, from the events of intake, payment and return: sums by the way it was paid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, and_, case, func, select, text

from db.domain.codes import PaymentMethod
from db.domain.event_kind import EventKind
from db.models import EventRow, table

_EVENT = table(EventRow)
_IN_A_SHIFT = text("event.shift != ''")
"""Spelt as in the partial index of shifts: SQLite uses the index for the same expression only."""


class ShiftSum(NamedTuple):
    """What a shift took, or gave back where ``is_refund``, by one ``method``, in đồng, and how many ``times``."""

    shift: str
    method: str
    is_refund: bool
    amount: int
    times: int


def _at(path: str) -> object:
    return func.json_extract(_EVENT.c.body, f"$.data.{path}")


def _number(path: str) -> object:
    """The number at ``path``; nothing where something else stands there."""
    kind = func.json_type(_EVENT.c.body, f"$.data.{path}")
    return case((kind == "integer", func.json_extract(_EVENT.c.body, f"$.data.{path}")))


_RECEIVED = _EVENT.c.kind == EventKind.RECEIVED
# A release before the payments of a return kept what was paid there with the hand-over alone.
_AMOUNT = case(
    (_RECEIVED, _number("set.fee_paid")),
    else_=func.coalesce(_number("add.payments.amount"), _number("set.handed_back.fee_paid")),
)
_METHOD = func.coalesce(
    case((_RECEIVED, _at("set.fee_method")), else_=_at("add.payments.method")), str(PaymentMethod.CASH)
)


def shift_sums(connection: Connection, shifts: Sequence[str]) -> Iterator[ShiftSum]:
    """What each of ``shifts`` took and gave back, by method."""
    kinds = (EventKind.RECEIVED, EventKind.PAID, EventKind.RETURNED)
    paid = (
        select(_EVENT.c.shift, _METHOD.label("method"), _AMOUNT.label("amount"))
        .where(and_(_EVENT.c.shift.in_(shifts), _IN_A_SHIFT, _EVENT.c.kind.in_(kinds)))
        .subquery()
    )
    is_refund = paid.c.amount < 0
    wanted = (
        select(paid.c.shift, paid.c.method, is_refund, func.sum(paid.c.amount), func.count())
        .where(paid.c.amount != 0)
        .group_by(paid.c.shift, paid.c.method, is_refund)
    )
    for shift, method, refund, amount, times in connection.execute(wanted):
        yield ShiftSum(shift, str(method), bool(refund), int(amount), int(times))
