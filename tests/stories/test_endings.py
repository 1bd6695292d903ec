"""Dossiers that end without a result, or with a refusal as their result."""

from __future__ import annotations

from pathlib import Path

from counter.desk.worklists.lists import Worklist
from counter.rules.deadlines import Timing
from db.domain.lifecycle import State
from tests.counter.screens.officer import CARD, OTHER_CARD
from tests.stories.counter import BIRTH_PAPER, FORM_01, counter


async def test_stopped_at_the_agency_originals_back_and_the_register_keeps_its_line(tmp_path: Path) -> None:
    async with counter(tmp_path) as at:
        await at.receive()
        await at.hand_over()
        await at.stop("Cong dan de nghi dung")
        assert at.dossier.closing is not None and at.dossier.closing.number == "0001"
        await at.give_papers_back("a")
        assert at.kept == [] and at.state == State.STOPPED
        assert (at.line.number, at.line.is_struck, at.line.state) == (1, False, State.STOPPED)
        await at.take()
        assert "Cong dan de nghi dung" in at.shown
        assert at.waits_in == set() and at.timing == Timing.NONE


async def test_stopped_at_the_agency_originals_back_and_struck_through(tmp_path: Path) -> None:
    async with counter(tmp_path, login="hoa") as at:
        await at.receive()
        await at.hand_over()
        await at.stop("Cong dan de nghi dung")
        await at.give_papers_back("a")
        await at.void("Nhap nham ho so cua nguoi khac")
        assert at.state == State.VOIDED and at.line.is_struck
        assert at.waits_in == set() and at.timing == Timing.NONE
        await at.take()
        assert not any(at.offers(action) for action in ("papers", "reprint", "stop", "return", "correct"))


async def test_refused_at_the_counter_and_back_with_another_procedure(tmp_path: Path) -> None:
    async with counter(tmp_path) as at:
        await at.refuse("Khong thuoc tham quyen")
        assert at.prints == ["03"]
        await at.later(minutes=20)
        assert await at.receive("chung thuc") == "000.17.22.H56-261123-0001", "the refusal took no number"
        assert at.line.number == 1 and at.dossier.procedure_code == "2.000815"
        assert at.count() == 2


async def test_refused_twice_and_each_refusal_has_its_number(tmp_path: Path) -> None:
    async with counter(tmp_path) as at:
        await at.refuse("Khong thuoc tham quyen")
        await at.refuse("Khong thuoc tham quyen", card=OTHER_CARD)
        assert at.prints == ["03", "03"]
        await at.place("f4")
        assert "Mẫu 03 0001" in at.screen_text() and "Mẫu 03 0002" in at.screen_text()


async def test_withdrawn_the_same_morning_and_handed_in_anew(tmp_path: Path) -> None:
    async with counter(tmp_path) as at:
        first = await at.receive()
        await at.later(minutes=30)
        await at.withdraw()
        assert (at.kept, at.waits_in) == ([], set())
        second = await at.receive()
        assert second != first and at.line.number == 2
        await at.take(first)
        assert at.state == State.WITHDRAWN and not at.offers("return")


async def test_withdrawn_with_one_original_and_the_other_fetched_next_day(tmp_path: Path) -> None:
    async with counter(tmp_path) as at:
        await at.receive()
        await at.withdraw("Doi y", originals="space")
        assert at.kept == [BIRTH_PAPER]
        await at.on("25/11 08:00")
        await at.give_papers_back()
        assert at.kept == []
        assert [[paper.name for paper in back.papers] for back in at.dossier.papers_back] == [
            [FORM_01],
            [BIRTH_PAPER],
        ]
        assert at.prints == ["01", "papers", "papers"]


async def test_withdrawn_while_it_lay_at_the_agency(tmp_path: Path) -> None:
    async with counter(tmp_path) as at:
        await at.receive()
        await at.hand_over()
        await at.withdraw("Khong can nua", originals="")
        assert at.state == State.WITHDRAWN and at.kept == [FORM_01, BIRTH_PAPER]
        await at.take_back()
        await at.give_papers_back()
        assert at.kept == [] and Worklist.AT_AGENCY not in at.waits_in


async def test_a_decision_of_refusal_is_a_result_and_goes_out_like_one(tmp_path: Path) -> None:
    async with counter(tmp_path) as at:
        await at.receive()
        await at.hand_over()
        await at.on("25/11 08:00")
        await at.result("Thong bao tu choi", "9", refused=True)
        assert at.dossier.outcome is not None and at.dossier.outcome.refused
        assert at.timing == Timing.ON_TIME
        await at.collect(card=CARD, originals="a")
        assert at.state == State.RETURNED and at.kept == []


async def test_the_original_is_needed_elsewhere_and_goes_back_before_the_end(tmp_path: Path) -> None:
    async with counter(tmp_path) as at:
        await at.receive()
        await at.give_papers_back("down space")
        assert at.kept == [FORM_01] and at.state == State.RECEIVED
        await at.result()
        await at.collect(originals="a")
        assert at.kept == [] and len(at.dossier.papers_back) == 2


async def test_stopped_under_a_request_for_money_and_the_payment_given_back(tmp_path: Path) -> None:
    async with counter(tmp_path, login="hoa") as at:
        await at.receive()
        await at.hand_over()
        await at.ask_money(80_000, "Le phi")
        await at.pay(30_000)
        await at.stop("Cong dan de nghi dung")
        await at.act("refund", amount="30000", reason="Dung giai quyet")
        assert at.drawer.total == 0 and at.money[0] == 0
        assert at.events[-3:] == ["paid", "stopped", "paid"]
