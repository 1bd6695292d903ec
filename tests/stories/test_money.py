"""Fees, charges and refunds: in parts, late, exempt, by mistake; the drawer adds up to the đồng."""

from __future__ import annotations

from pathlib import Path

from counter.desk.worklists.lists import Worklist
from db.domain.lifecycle import State
from tests.cases import publish
from tests.counter.screens.officer import OTHER_CARD
from tests.stories.counter import counter


async def test_fee_paid_when_the_copy_is_collected(tmp_path: Path) -> None:
    async with counter(tmp_path) as at:
        await at.receive("chung thuc")
        assert at.money == (0, 20_000) and Worklist.UNPAID in at.waits_in
        await at.later(hours=1)
        await at.collect(
            paid="cash", fee_serial="BL 001", result_number="77/CT", signer="Le Van Chu", originals="a"
        )
        assert (at.money, at.state, at.kept) == ((20_000, 0), State.RETURNED, [])
        assert at.drawer.cash == 20_000 and at.dossier.payments[-1].serial == "BL 001"


async def test_collected_and_still_owed_then_paid_a_week_later(tmp_path: Path) -> None:
    async with counter(tmp_path) as at:
        await at.receive("chung thuc")
        await at.collect(result_number="78/CT", signer="Le Van Chu", sure=1)
        assert at.state == State.RETURNED and at.money == (0, 20_000)
        assert Worklist.UNPAID in at.waits_in
        await at.on("30/11 09:00")
        await at.pay(20_000, "online")
        assert at.money == (20_000, 0) and at.waits_in == set()
        assert at.state == State.RETURNED
        assert at.prints == ["01", "return", "payment"]


async def test_fee_paid_at_the_intake_and_refunded_after_a_withdrawal(tmp_path: Path) -> None:
    async with counter(tmp_path) as at:
        await at.receive("chung thuc", paid="cash", fee_serial="BL 7")
        assert at.money == (20_000, 0)
        await at.withdraw()
        await at.take()
        assert not at.offers("refund"), "the supervisor gives money back"
        await at.change_officer("hoa", 2)
        await at.act("refund", amount="20000", reason="Ho so da rut")
        assert at.money[0] == 0
        await at.take()
        assert "Còn phải thu" not in at.shown and not at.offers("pay")
        assert at.drawer.cash == -20_000 and at.drawer.refunds == 1


async def test_a_duty_in_three_parts_sends_it_on_by_itself(tmp_path: Path) -> None:
    async with counter(tmp_path) as at:
        await at.receive()
        await at.hand_over()
        await at.ask_money(90_000, "Phi tham dinh")
        for amount, method in ((30_000, "cash"), (30_000, "transfer"), (30_000, "online")):
            assert at.state == State.FINANCIAL_DUTY
            await at.pay(amount, method)
        assert at.state == State.PROCESSING and at.events[-2:] == ["paid", "processing"]
        assert (at.drawer.cash, at.drawer.transfer, at.drawer.online) == (30_000, 30_000, 30_000)
        assert at.drawer.total == 90_000 == at.money[0]


async def test_stopped_because_the_duty_was_never_paid(tmp_path: Path) -> None:
    async with counter(tmp_path) as at:
        await at.receive()
        await at.hand_over()
        await at.ask_money(120_000, "Le phi")
        await at.pay(20_000)
        await at.on("14/12 08:00")
        await at.stop("Khong nop le phi")
        assert at.state == State.STOPPED and at.money == (20_000, 0)
        assert Worklist.UNPAID not in at.waits_in, "nobody runs after the fee of what was stopped"


async def test_two_charges_one_after_the_other(tmp_path: Path) -> None:
    async with counter(tmp_path) as at:
        await at.receive("chung thuc", paid="cash")
        await at.ask_money(5_000, "Them mot trang")
        await at.pay(5_000)
        await at.ask_money(7_000, "Them hai trang")
        assert [charge.amount for charge in at.dossier.charges] == [5_000, 7_000]
        assert at.money == (25_000, 7_000) and at.dossier.fee == 20_000
        await at.pay(7_000)
        await at.take()
        assert "7.000 đ" in at.shown and at.money == (32_000, 0)


async def test_a_component_is_exempt_and_the_rest_is_paid_half_now_half_at_the_end(tmp_path: Path) -> None:
    async with counter(tmp_path, publish) as at:
        await at.receive("giay phep", case="1", fee="50000+0", fee_reason="Ho ngheo")
        assert [(part.amount, part.reason) for part in at.dossier.fee_parts] == [
            (50_000, ""),
            (0, "Ho ngheo"),
        ]
        await at.pay(25_000)
        await at.on("01/12 08:00")
        await at.result("Giay phep", "5")
        await at.collect(paid="transfer")
        assert at.money == (50_000, 0)
        assert (at.drawer.cash, at.drawer.transfer) == (25_000, 25_000)


async def test_taken_by_mistake_given_back_and_taken_again_in_the_next_shift(tmp_path: Path) -> None:
    async with counter(tmp_path) as at:
        await at.receive("chung thuc")
        await at.pay(20_000)
        await at.close_shift()
        await at.change_officer("hoa", 3)
        await at.act("refund", amount="20000", reason="Thu nham nguoi")
        assert at.money == (0, 20_000) and at.drawer.cash == -20_000
        await at.pay(20_000, "transfer")
        assert at.money == (20_000, 0) and at.drawer.total == 0
        assert [part.amount for part in at.dossier.payments] == [20_000, -20_000, 20_000]


async def test_the_fee_is_corrected_down_after_it_was_paid(tmp_path: Path) -> None:
    async with counter(tmp_path) as at:
        await at.receive("chung thuc", card=OTHER_CARD, paid="cash")
        await at.correct(6, "Mien phi cho ho ngheo", fee="5000", fee_reason="Ho ngheo", sure=1)
        assert at.dossier.fee == 5_000 and at.money == (20_000, 0)
        await at.change_officer("hoa", 2)
        await at.act("refund", amount="15000", reason="Giam le phi")
        assert at.money == (5_000, 0)
        assert at.prints[:2] == ["01", "01"]
