"""Money after intake: charges, payments in parts, refunds; at every step the sums are those of the list."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter.desk.desk import Desk, NotAllowed
from counter.desk.dossiers import actions, endings, queries, returns, transitions
from counter.desk.dossiers.entries import Return
from counter.desk.dossiers.transitions import WrongState
from counter.desk.labels import sentence
from counter.desk.office import verification
from counter.desk.payments import payments
from counter.desk.printing import documents, queue
from counter.problems import Problem
from counter.rules.money import owed, paid_by, total_fee, total_paid
from db.domain.codes import PaymentMethod
from db.domain.lifecycle import State
from db.domain.procedure import Procedure
from db.domain.records import Outcome
from devices.encode.text import render_text
from tests import offices


def waiting(desk: Desk, amount: int = 100_000, of: Procedure = offices.BIRTH) -> str:
    """A dossier that waits for ``amount``."""
    dossier = offices.received(desk, of)
    transitions.mark_processing(desk, dossier)
    payments.ask(desk, dossier, amount, "Lệ phí trước bạ", "Thông báo thuế số 12")
    return dossier


def said(desk: Desk, dossier_id: str) -> list[str]:
    return [sentence(event) for event in queries.history(desk, dossier_id)]


def test_a_duty_is_asked_for_paid_in_parts_and_the_dossier_goes_on(desk: Desk) -> None:
    dossier = waiting(desk)
    assert queries.dossier(desk, dossier).state is State.FINANCIAL_DUTY
    first = payments.pay(desk, dossier, 30_000, serial=" AB/26P  0001 ").dossier
    assert (first.state, owed(first), first.payments[0].serial) == (
        State.FINANCIAL_DUTY,
        70_000,
        "AB/26P 0001",
    )
    last = payments.pay(desk, dossier, 70_000, method=PaymentMethod.TRANSFER).dossier
    assert (last.state, owed(last), total_paid(last)) == (State.PROCESSING, 0, 100_000)
    assert [payment.number for payment in last.payments] == ["0001", "0002"]
    assert said(desk, dossier)[2:] == [
        "Yêu cầu thực hiện nghĩa vụ tài chính: 100.000 đ – Lệ phí trước bạ",
        "Đã nộp phí, lệ phí: 30.000 đ – tiền mặt – AB/26P 0001",
        "Đã nộp phí, lệ phí: 70.000 đ – chuyển khoản",
        "Cơ quan đang giải quyết",
    ]
    assert verification.verify(desk, rebuild=True).holds


@pytest.mark.parametrize(
    ("amount", "method", "field"),
    [(0, "cash", "amount"), (-5, "cash", "amount"), (100_001, "cash", "amount"), (5, "shells", "method")],
)
def test_a_payment_that_is_wrong_is_told_at_its_field(
    desk: Desk, amount: int, method: str, field: str
) -> None:
    dossier = waiting(desk)
    with pytest.raises(Problem) as told:
        payments.pay(desk, dossier, amount, method=method)
    assert told.value.field == field
    assert queries.dossier(desk, dossier).payments == ()


@pytest.mark.parametrize(
    ("amount", "name", "field"), [(0, "x", "amount"), (10**12 + 1, "x", "amount"), (5, " ", "name")]
)
def test_a_charge_needs_a_sum_and_a_name(desk: Desk, amount: int, name: str, field: str) -> None:
    with pytest.raises(Problem) as told:
        payments.ask(desk, offices.received(desk), amount, name)
    assert told.value.field == field


def test_nothing_more_is_asked_for_when_the_result_is_there(desk: Desk) -> None:
    dossier = offices.received(desk)
    transitions.result_arrived(desk, dossier, Outcome(kind="Giấy khai sinh"))
    with pytest.raises(WrongState):
        payments.ask(desk, dossier, 5_000, "Bản sao")
    with pytest.raises(Problem, match="Không còn khoản nào phải nộp"):
        payments.pay(desk, dossier, 5_000)


def test_the_temporary_receipt_is_no_fee_receipt_and_is_printed_again(desk: Desk) -> None:
    dossier = waiting(desk)
    paid = payments.pay(desk, dossier, 30_000, serial="0007")
    text = " ".join(render_text(paid.slip, 200))
    for part in (
        "PHIẾU THU TẠM", "Số: 0001", "30.000 đ (ba mươi nghìn đồng)", "tiền mặt", "biên lai", "0007",
        "Phí, lệ phí còn phải nộp: 70.000 đ", "không thay thế biên lai",
    ):  # fmt: skip
        assert part in text
    payments.pay(desk, dossier, 70_000)
    jobs = [job for job in queue.jobs(desk) if job.form == "payment"]
    assert [job.copy_number for job in jobs] == [1, 0]
    assert "BẢN IN LẠI" not in text
    assert documents.forms_of(queries.dossier(desk, dossier)) == ["payment", "01"]
    queue.reprint(desk, dossier, "payment")
    head = documents.page_of(desk, dossier, "payment").head
    assert head is not None
    assert head.number == "Số: 0002"
    assert verification.verify(desk, rebuild=True).holds


def test_a_dossier_without_payment_has_no_receipt(desk: Desk) -> None:
    with pytest.raises(Problem, match="Chưa có phiếu thu"):
        documents.slip_of(desk, offices.received(desk), "payment")


def test_only_a_supervisor_gives_money_back_with_a_reason_and_no_more_than_came(office: Desk) -> None:
    lan, hoa = offices.seated(office, "lan", 3), offices.seated(office, "hoa", 2)
    dossier = waiting(lan)
    payments.pay(lan, dossier, 100_000, method=PaymentMethod.TRANSFER)
    with pytest.raises(NotAllowed):
        payments.refund(lan, dossier, 100_000, method="transfer", reason="Nhập nhầm")
    with pytest.raises(Problem) as told:
        payments.refund(hoa, dossier, 100_000, method="transfer", reason=" ")
    assert told.value.field == "reason"
    for amount, method in ((100_001, "transfer"), (1, "cash"), (0, "transfer")):
        with pytest.raises(Problem) as told:
            payments.refund(hoa, dossier, amount, method=method, reason="Nhập nhầm")
        assert told.value.field == "amount"
    after = payments.refund(hoa, dossier, 90_000, method="transfer", reason="Nhập nhầm")
    assert (after.state, owed(after), paid_by(after, "transfer")) == (State.PROCESSING, 90_000, 10_000)
    assert said(hoa, dossier)[-1] == "Hoàn tiền: 90.000 đ – chuyển khoản – Nhập nhầm"
    assert verification.verify(hoa, rebuild=True).holds


def test_what_is_paid_at_return_is_a_payment_with_its_way(desk: Desk) -> None:
    dossier = offices.received(desk, offices.COPY)
    entry = Return(fee_paid=20_000, fee_serial="9", fee_method=PaymentMethod.ONLINE)
    back = returns.return_result(desk, dossier, entry).dossier
    (payment,) = back.payments
    assert (payment.amount, payment.method, payment.serial) == (20_000, "online", "9")
    assert back.handed_back is not None
    assert (back.handed_back.fee_paid, back.paid) == (20_000, 20_000)


def test_a_fee_below_the_procedures_needs_a_reason(desk: Desk) -> None:
    for fee in (0, 19_999):
        with pytest.raises(Problem) as told:
            offices.received(desk, offices.COPY, fee=fee)
        assert told.value.field == "fee_reason"
    exempt = queries.dossier(desk, offices.received(desk, offices.COPY, fee=0, fee_reason=" Hộ nghèo "))
    assert (exempt.fee, exempt.fee_reason, owed(exempt)) == (0, "Hộ nghèo", 0)
    full = queries.dossier(desk, offices.received(desk, offices.COPY, fee_reason="Hộ nghèo"))
    assert full.fee_reason == ""


def test_more_than_the_fee_is_not_taken_at_intake(desk: Desk) -> None:
    with pytest.raises(Problem) as told:
        offices.received(desk, offices.COPY, fee_paid=20_001)
    assert told.value.field == "fee"


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["ask", "pay", "refund"]),
        st.integers(1, 60).map(lambda thousands: thousands * 1_000),
        st.sampled_from(list(PaymentMethod)),
    ),
    max_size=12,
)


@settings(max_examples=15, deadline=None)
@given(STEPS)
def test_the_sums_are_those_of_the_list_whatever_is_done(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, PaymentMethod]]
) -> None:
    folder: Path = tmp_path_factory.mktemp("office")
    hoa = offices.seated(offices.new_office(folder / "office"), "hoa", 2)
    dossier = offices.received(hoa, offices.COPY, fee_paid=20_000)
    asked, made = 20_000, dict.fromkeys(PaymentMethod, 0) | {PaymentMethod.CASH: 20_000}
    for what, amount, method in steps:
        before = queries.dossier(hoa, dossier)
        try:
            if what == "ask":
                payments.ask(hoa, dossier, amount, "Khoản thu thêm")
                asked += amount
            elif what == "pay":
                payments.pay(hoa, dossier, amount, method=method)
                made[method] += amount
            else:
                payments.refund(hoa, dossier, amount, method=method, reason="Nhập nhầm")
                made[method] -= amount
        except Problem:
            assert queries.dossier(hoa, dossier) == before
    after = queries.dossier(hoa, dossier)
    assert (total_fee(after), total_paid(after)) == (asked, sum(made.values()))
    assert {method: paid_by(after, method) for method in PaymentMethod} == made
    assert 0 <= total_paid(after) <= total_fee(after)
    hoa.store.close()


def test_nothing_is_owed_any_more_for_what_ended_without_a_result(desk: Desk) -> None:
    dossier = offices.received(desk, offices.COPY, fee_paid=20_000)
    endings.withdraw(desk, dossier)
    payments.refund(offices.seated(desk, "hoa", 2), dossier, 20_000, method="cash", reason="Đã rút hồ sơ")
    withdrawn = queries.dossier(desk, dossier)
    assert (total_paid(withdrawn), owed(withdrawn)) == (0, 0)
    assert "pay" in actions.refusals(desk, withdrawn)
    stopped = waiting(desk)
    endings.stop(desk, stopped, "Không nộp tiền")
    assert owed(queries.dossier(desk, stopped)) == 0
    with pytest.raises(Problem):
        payments.pay(desk, stopped, 100_000)
