"""What is settled on the spot, by keys: from the card to the receipt on one screen, or returned later."""

from __future__ import annotations

from pathlib import Path

from counter.desk.office.verification import verify
from counter.desk.printing import queue
from db.domain.lifecycle import State
from tests.counter.screens.officer import CARD, Officer, officer


async def _copy(lan: Officer) -> None:
    await lan.scan(CARD)
    await lan.type("chung thuc")
    await lan.press("enter", "a")


async def _go(lan: Officer, field: str) -> None:
    for _ in range(12):
        if lan.focused == field:
            return
        await lan.press("tab")
    raise AssertionError(f"Tab does not lead to {field}")


async def test_a_copy_is_received_settled_and_returned_on_one_screen(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await _copy(lan)
        await _go(lan, "paid")
        await lan.press("right")
        await _go(lan, "spot")
        await lan.press("right", "tab")
        await lan.type("123/CT")
        await lan.press("f12")
        assert lan.problem("signer") == "Hãy nhập người phê duyệt."
        await _go(lan, "signer")
        await lan.type("Le Van Chu")
        await lan.press("f12")
        dossier = lan.newest()
        assert dossier.state is State.RETURNED
        assert dossier.outcome is not None
        assert (dossier.outcome.number, dossier.outcome.signer) == ("123/CT", "Le Van Chu")
        assert lan.says("done").startswith(f"Đã trả {dossier.code}")
        assert [job.form for job in queue.jobs(lan.app.desk)] == ["return"]
        assert (lan.value("name"), lan.focused) == ("", "identity")
        assert verify(lan.app.desk, rebuild=True).holds


async def test_what_is_returned_later_is_received_as_ever_and_its_result_typed_at_the_return(
    tmp_path: Path,
) -> None:
    async with officer(tmp_path) as lan:
        await _copy(lan)
        await lan.press("f12")
        dossier = lan.newest()
        assert dossier.state is State.RECEIVED
        await lan.press("f3")
        await lan.scan(dossier.code)
        await _go(lan, "result_number")
        await lan.type("124/CT")
        await _go(lan, "signer")
        await lan.type("Le Van Chu")
        await lan.press("f12", "f12")  # the fee is owed
        done = lan.newest()
        assert (done.state, done.outcome.number if done.outcome else "") == (State.RETURNED, "124/CT")
        assert done.outcome is not None and done.outcome.date == "2026-11-23"
        assert verify(lan.app.desk, rebuild=True).holds


async def test_a_procedure_of_another_kind_offers_nothing_of_it(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.scan(CARD)
        await lan.type("khai sinh")
        await lan.press("enter")
        assert not lan.intake.form.on_the_spot.box.display
