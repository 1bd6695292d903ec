"""Mistakes of the counter: corrected with a reason and printed anew, or struck through."""

from __future__ import annotations

from pathlib import Path

from counter.rules.deadlines import Timing
from db.domain.lifecycle import State
from tests.counter.screens.officer import CARD, OTHER_CARD
from tests.snapshots.stage import act
from tests.stories.counter import counter


async def test_entered_twice_and_the_second_one_struck_through_by_the_supervisor(tmp_path: Path) -> None:
    async with counter(tmp_path) as at:
        first = await at.receive()
        second = await at.receive(sure=1)
        await at.take()
        assert not at.offers("void"), "an officer strikes nothing through"
        await at.change_officer("hoa", 2)
        await at.void("Nhap hai lan mot ho so")
        assert at.dossier.voided is not None and at.dossier.voided.by == "hoa"
        assert at.line.is_struck and at.line.number == 2
        await at.take(first)
        assert at.state == State.RECEIVED and at.line.number == 1
        third = await at.receive(card=OTHER_CARD)
        assert at.line.number == 3 and len({first, second, third}) == 3


async def test_a_name_read_wrongly_is_corrected_before_the_citizen_leaves(tmp_path: Path) -> None:
    async with counter(tmp_path) as at:
        await at.receive()
        await at.correct(1, "Doc nham ten tren the", name="Tran Thi Buoi Em")
        assert at.prints == ["01", "01"]
        assert at.dossier.applicant.name == "Tran Thi Buoi Em" == at.line.applicant
        assert "Trần Thị Bưởi → Tran Thi Buoi Em" in at.shown
        await at.result()
        await at.collect()
        assert at.line.receiver == "Tran Thi Buoi Em"


async def test_the_wrong_procedure_is_found_by_the_supervisor_the_next_day(tmp_path: Path) -> None:
    async with counter(tmp_path) as at:
        await at.receive("chung thuc")
        await at.close_shift()
        await at.on("25/11 08:00")
        await at.change_officer("hoa", 2)
        await at.take()
        await act(at.pilot, "dossier.correct")
        await at.press("2")
        await at.type("khai sinh")
        await at.press("enter", "escape", "4", "a", "escape")
        await at.put(reason="Cong dan can dang ky khai sinh")
        await at.finish()
        assert (at.dossier.procedure_code, at.dossier.fee, at.due) == ("1.001193", 0, "25/11 08:41")
        assert at.dossier.book == "2026/Chứng thực", "the line stays in its book"
        await at.result()
        assert at.timing == Timing.ON_TIME


async def test_an_officer_of_another_shift_corrects_nothing(tmp_path: Path) -> None:
    async with counter(tmp_path) as at:
        await at.receive()
        await at.change_officer("minh", 1)
        await at.take()
        assert not at.offers("correct")
        await at.change_officer("hoa", 2)
        await at.correct(3, "Ghi nham so bo ho so", sets="2")
        assert at.dossier.sets == 2


async def test_the_appointment_was_put_too_early_and_corrected(tmp_path: Path) -> None:
    async with counter(tmp_path) as at:
        await at.receive()
        await at.correct(7, "Tinh nham ngay lam viec", due_at="27/11/2026")
        assert at.due == "27/11 08:41"
        assert [change.kind for change in at.dossier.due_changes] == ["correction"]
        await at.on("26/11 09:00")
        await at.result()
        assert at.timing == Timing.EARLY


async def test_the_proxy_was_forgotten_and_added(tmp_path: Path) -> None:
    async with counter(tmp_path) as at:
        await at.receive()
        await at.correct(9, "Quen ghi nguoi nop thay", proxy_name="Le Van Nam", proxy_paper="GUQ 3")
        proxy = at.dossier.proxy
        assert proxy is not None and proxy.name == "Le Van Nam"
        await at.result()
        await at.collect(proxy=OTHER_CARD, paper="GUQ 3")
        assert at.state == State.RETURNED


async def test_sent_to_the_wrong_agency_and_transferred(tmp_path: Path) -> None:
    async with counter(tmp_path) as at:
        await at.receive()
        await at.hand_over()
        await at.take_back()
        await at.act("transfer", deciding_agency="So Tu phap", reason="Khac tham quyen")
        assert at.dossier.deciding_agency == "So Tu phap"
        await at.hand_over("Nguyen Van So")
        await at.result()
        await at.collect(card=CARD)
        assert at.line.agency == "So Tu phap"


async def test_a_returned_one_was_of_somebody_else_and_is_struck_through(tmp_path: Path) -> None:
    async with counter(tmp_path, login="hoa") as at:
        await at.receive("chung thuc", paid="cash")
        await at.collect(result_number="9", signer="Le Van Chu")
        await at.void("Tra nham cho nguoi khac ten")
        assert at.state == State.VOIDED and at.line.is_struck
        assert at.drawer.cash == 20_000, "the money was taken"
        await at.take()
        assert not at.offers("reprint")
