"""The money of a dossier at its screen, by keys: a duty asked for and paid in parts, a refund by the supervisor."""

from __future__ import annotations

from pathlib import Path

from counter.desk.desk import Desk
from counter.desk.dossiers import queries
from counter.desk.dossiers.intake import receive
from counter.desk.dossiers.transitions import mark_processing
from counter.desk.office import verification
from counter.desk.payments import payments
from counter.rules.money import owed
from db.domain.lifecycle import State
from tests.counter.screens.dossier.test_screen import keys, opened, shown, stored
from tests.notices import notices
from tests.offices import COPY, intake, received, seated
from tests.snapshots.stage import Staged, act, settled, stage


def under_way(desk: Desk) -> None:
    mark_processing(desk, receive(desk, intake(COPY)).dossier.id)


async def test_a_duty_is_asked_for_and_paid_in_parts_by_keys(tmp_path: Path) -> None:
    async with stage(tmp_path, fill=under_way, place="search").run_test() as pilot:
        found = await opened(pilot)
        assert "Còn phải thu" in shown(pilot)
        await act(pilot, "dossier.duty")
        await pilot.press(*"50000", "enter", *"Le phi", "f12")
        await settled(pilot)
        assert (stored(pilot, found).state, owed(stored(pilot, found))) == (State.FINANCIAL_DUTY, 70_000)
        assert "50.000 đ · Le phi" in shown(pilot)
        await act(pilot, "dossier.pay")
        assert "còn nợ 70.000 đ" in str(pilot.app.screen.query_one("#balance").render())
        await pilot.press(*"80000", "f12")
        await settled(pilot)
        assert stored(pilot, found).payments == ()
        await pilot.press(*"30000", "enter", "2", "enter", *"0001", "f12")
        await settled(pilot)
        assert any("Đã thu 30.000 đ · còn phải thu 40.000 đ" in notice for notice in notices(pilot.app))
        await act(pilot, "dossier.pay")
        await pilot.press("f12")
        await settled(pilot)
        paid = stored(pilot, found)
        assert (paid.state, owed(paid)) == (State.PROCESSING, 0)
        assert [(part.amount, part.method, part.serial) for part in paid.payments] == [
            (30_000, "transfer", "0001"),
            (40_000, "cash", ""),
        ]
        assert {"pay", "refund"}.isdisjoint(keys(pilot))
        app = pilot.app
        assert isinstance(app, Staged)
        assert verification.verify(app.desk, rebuild=True).holds


def paid_wrongly(desk: Desk) -> None:
    payments.pay(seated(desk, "lan", 3), received(seated(desk, "lan", 3), COPY), 20_000)


async def test_the_supervisor_gives_back_what_was_taken_by_mistake(tmp_path: Path) -> None:
    app = stage(tmp_path, login="hoa", counter=1, fill=paid_wrongly, place="search")
    async with app.run_test() as pilot:
        found = await opened(pilot)
        await act(pilot, "dossier.refund")
        await pilot.press(*"5000", "enter", "enter", "f12")
        await settled(pilot)
        assert len(stored(pilot, found).payments) == 1
        await pilot.press(*"nham tien", "f12")
        await settled(pilot)
        after = stored(pilot, found)
        assert (owed(after), after.payments[-1].reason) == (5_000, "nham tien")
        assert "5.000 đ · tiền mặt · nham tien" in shown(pilot)
        assert [event.kind for event in queries.history(app.desk, found)] == ["received", "paid", "paid"]
        assert verification.verify(app.desk, rebuild=True).holds
