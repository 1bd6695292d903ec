"""The money of a shift in its log and at its close."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import Static

from counter.desk.desk import Desk
from counter.desk.payments import payments
from tests.offices import COPY, received
from tests.snapshots.stage import act, settled, stage


def took_money(desk: Desk) -> None:
    received(desk, COPY, fee_paid=20_000)
    payments.pay(desk, received(desk, COPY), 5_000, method="transfer")


async def test_the_log_and_the_close_of_a_shift_say_what_it_took(tmp_path: Path) -> None:
    async with stage(tmp_path, fill=took_money, place="shift_log").run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        counts = str(pilot.app.screen.query_one("#counts", Static).content)
        assert "Thu 2 lần: tiền mặt 20.000 đ · chuyển khoản 5.000 đ" in counts
        await act(pilot, "shift_log.close")
        said = " ".join(str(pilot.app.screen.query_one("#summary", Static).content).split())
        assert "Số lần thu tiền 2 Tiền mặt 20.000 đ Chuyển khoản 5.000 đ" in said
        assert said.endswith("Tổng số tiền 25.000 đ")
