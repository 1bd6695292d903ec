"""The money of a shift is the list of the payments that were made in it, to the đồng."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter.desk.desk import Desk
from counter.desk.dossiers import returns
from counter.desk.dossiers.entries import Return
from counter.desk.dossiers.transitions import load, move
from counter.desk.payments import payments
from counter.desk.payments.shift_money import ShiftMoney, money_line, shift_money
from counter.problems import Problem
from db.domain.codes import PaymentMethod
from db.domain.event_kind import EventKind
from tests import offices


def of(desk: Desk) -> ShiftMoney:
    assert desk.shift
    return shift_money(desk, [desk.shift.id])[desk.shift.id]


def test_intake_payment_return_and_refund_count_in_the_shift_that_made_them(office: Desk) -> None:
    lan, hoa = offices.seated(office, "lan", 3), offices.seated(office, "hoa", 2)
    at_intake = offices.received(lan, offices.COPY, fee_paid=20_000, fee_method="transfer")
    later = offices.received(lan, offices.COPY)
    payments.pay(hoa, later, 5_000)
    returns.return_result(lan, later, Return(fee_paid=15_000, fee_method="online"))
    payments.refund(hoa, at_intake, 2_000, method="transfer", reason="Thu nhầm")
    assert of(lan) == ShiftMoney(transfer=20_000, online=15_000, count=2)
    assert of(hoa) == ShiftMoney(cash=5_000, transfer=-2_000, count=1, refunds=1)
    assert money_line(of(hoa)) == ("Thu 1 lần, hoàn 1: tiền mặt 5.000 đ · chuyển khoản -2.000 đ")
    assert money_line(ShiftMoney()) == ""


def test_what_a_release_before_wrote_of_a_return_counts_as_cash(desk: Desk) -> None:
    dossier = offices.received(desk, offices.COPY)
    with desk.write() as connection:
        values = {"handed_back": {"at": "2026-11-23T02:00:00.000Z", "fee_paid": 20_000}}
        arrived = move(
            connection, desk, load(connection, desk, dossier), EventKind.RESULT_ARRIVED, desk.clock.now()
        )
        move(connection, desk, arrived, EventKind.RETURNED, desk.clock.now(), values=values)
    assert of(desk) == ShiftMoney(cash=20_000, count=1)


MADE = st.lists(
    st.tuples(
        st.sampled_from(["intake", "pay", "return", "refund"]),
        st.sampled_from(list(PaymentMethod)),
        st.integers(1, 25_000),
    ),
    max_size=10,
)


@settings(max_examples=15, deadline=None)
@given(MADE)
def test_the_money_of_a_shift_is_the_sum_of_the_payments_made(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, PaymentMethod, int]]
) -> None:
    hoa = offices.seated(offices.new_office(tmp_path_factory.mktemp("money") / "office"), "hoa", 2)
    made: list[tuple[PaymentMethod, int]] = []
    dossier = offices.received(hoa, offices.COPY)
    for what, method, amount in steps:
        try:
            if what == "intake":
                fee = {"fee": amount, "fee_paid": amount, "fee_method": method, "fee_reason": "Giảm"}
                dossier = offices.received(hoa, offices.COPY, **fee)
            elif what == "pay":
                payments.pay(hoa, dossier, amount, method=method)
            elif what == "refund":
                payments.refund(hoa, dossier, amount, method=method, reason="Thu nhầm")
            else:
                returns.return_result(hoa, dossier, Return(fee_paid=amount, fee_method=method))
        except Problem:
            continue
        made.append((method, -amount if what == "refund" else amount))
    money = of(hoa)
    assert {method: getattr(money, method) for method in PaymentMethod} == {
        method: sum(amount for way, amount in made if way == method) for method in PaymentMethod
    }
    assert money.total == sum(amount for _way, amount in made)
    assert (money.count, money.refunds) == (
        sum(amount > 0 for _way, amount in made),
        sum(amount < 0 for _way, amount in made),
    )
    hoa.store.close()
