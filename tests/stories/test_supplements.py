"""Papers that lack: asked for once or again, brought in time or never, before there is a dossier and after."""

from __future__ import annotations

from pathlib import Path

from counter.desk.worklists.lists import Worklist
from counter.rules.deadlines import Timing
from db.domain.lifecycle import State
from tests.counter.screens.officer import CARD, OTHER_CARD
from tests.snapshots.stage import act
from tests.stories.counter import counter


async def test_proxy_collects_on_the_last_day_with_a_lost_slip_after_one_supplement_and_a_half_paid_fee(
    tmp_path: Path,
) -> None:
    async with counter(tmp_path) as at:
        await at.receive()
        await at.ask(1)
        await at.on("25/11 10:00")
        await at.supplement()
        assert (at.due, at.state) == ("26/11 10:00", State.PROCESSING)
        await at.ask_money(50_000, "Le phi cap ban sao")
        await at.pay(25_000, serial="0012345")
        assert Worklist.UNPAID in at.waits_in and at.state == State.FINANCIAL_DUTY
        await at.pay(25_000, "transfer")
        await at.on("26/11 10:00")
        await at.result()
        assert at.timing == Timing.ON_TIME
        await at.collect(proxy=OTHER_CARD, paper="GUQ 7", originals="a")
        back = at.dossier.handed_back
        assert back is not None and (back.by.name, back.is_proxy, back.proxy_paper) == (
            "Lê Văn Nam",
            True,
            "GUQ 7",
        )
        assert (at.money, at.kept, at.state) == ((50_000, 0), [], State.RETURNED)
        assert (at.drawer.cash, at.drawer.transfer) == (25_000, 25_000)
        assert at.line.receiver == "Lê Văn Nam"


async def test_the_term_begins_anew_when_the_papers_are_whole(tmp_path: Path) -> None:
    async with counter(tmp_path) as at:
        await at.receive()
        assert at.due == "25/11 08:41"
        await at.ask(0, 1)
        assert at.waits_in == {Worklist.SUPPLEMENT}
        await at.on("30/11 16:00")
        assert at.timing == Timing.WAITING
        await at.supplement()
        assert at.due == "01/12 16:00"
        assert [(change.kind, change.late) for change in at.dossier.due_changes] == [("reset", False)]
        assert at.dossier.first_due_at != at.dossier.due_at
        await at.result()
        assert at.timing == Timing.EARLY
        assert at.prints == ["01", "02", "01"]


async def test_half_of_the_papers_came_and_the_rest_was_let_go(tmp_path: Path) -> None:
    async with counter(tmp_path) as at:
        await at.receive()
        await at.ask(0, 1)
        await at.on("25/11 07:30")
        await at.supplement(0, sure=1)
        assert at.dossier.missing == ("Giấy chứng sinh",)
        assert at.state == State.PROCESSING
        await at.result()
        await at.collect(originals="a")
        assert at.state == State.RETURNED


async def test_asked_again_by_the_supervisor_and_therefore_late(tmp_path: Path) -> None:
    async with counter(tmp_path) as at:
        await at.receive()
        await at.ask(0)
        await at.supplement()
        await at.take()
        assert not at.offers("ask"), "an officer asks once"
        await at.change_officer("hoa", 2)
        await at.ask(reason="Ten me ghi sai", other="Sua ten me", sure=1)
        assert [request.again for request in at.dossier.requests] == [False, True]
        await at.supplement()
        await at.result()
        assert at.timing == Timing.DONE_LATE
        await at.collect()
        assert at.prints.count("02") == 2


async def test_asked_for_papers_and_never_came_back_until_it_was_stopped(tmp_path: Path) -> None:
    async with counter(tmp_path) as at:
        await at.receive()
        await at.ask(1, until="30112026")
        await at.on("07/12 08:00")
        assert at.waits_in == {Worklist.SUPPLEMENT}
        assert at.timing == Timing.WAITING
        await at.stop("Qua han bo sung giay to")
        assert at.state == State.STOPPED and at.timing == Timing.NONE
        await at.give_papers_back()
        assert at.kept == [] and at.waits_in == set()
        assert at.prints == ["01", "02", "stop", "papers"]


async def test_asked_for_papers_and_takes_everything_back_instead(tmp_path: Path) -> None:
    async with counter(tmp_path) as at:
        await at.receive()
        await at.ask(1)
        await at.on("25/11 08:00")
        await at.withdraw("Nop o noi khac")
        assert (at.state, at.kept, at.timing) == (State.WITHDRAWN, [], Timing.NONE)
        assert at.line.state is State.WITHDRAWN


async def test_sent_away_with_form_02_and_back_with_everything(tmp_path: Path) -> None:
    async with counter(tmp_path) as at:
        await at.guide()
        assert at.count() == 0 and at.prints == ["guidance"]
        await at.on("25/11 14:00")
        assert await at.receive() == "000.17.22.H56-261125-0001"
        assert at.dossier.guidance and at.due == "26/11 14:00"
        assert at.dossier.requests == (), (
            "what was asked for before there was a dossier does not make it late"
        )


async def test_sent_away_twice_and_the_second_time_by_the_supervisor(tmp_path: Path) -> None:
    async with counter(tmp_path) as at:
        await at.guide()
        await at.change_officer("hoa", 2)
        await at.on("25/11 14:00")
        await at.begin("khai sinh", papers="space")
        assert "Mẫu 02 số 0001" in at.says("before")
        await act(at.pilot, "intake.guide")
        await at.put(other="Giay ket hon")
        await at.finish(sure=1)
        assert at.prints == ["guidance", "guidance"]
        await at.later(days=1)
        await at.receive(card=CARD)
        assert at.dossier.guidance and at.state == State.RECEIVED


async def test_the_supplement_comes_after_closing_and_counts_from_the_next_opening(tmp_path: Path) -> None:
    async with counter(tmp_path) as at:
        await at.receive()
        await at.ask(1)
        await at.on("27/11 17:20")
        await at.supplement()
        assert at.due == "01/12 07:00"
        await at.on("01/12 07:01")
        assert at.timing == Timing.LATE and Worklist.OVERDUE in at.waits_in


async def test_the_agency_sends_it_back_for_papers_on_a_list(tmp_path: Path) -> None:
    async with counter(tmp_path) as at:
        await at.receive()
        await at.hand_over()
        assert at.waits_in == {Worklist.AT_AGENCY, Worklist.DUE_SOON}
        await at.take_back()
        await at.ask(1)
        await at.on("25/11 09:00")
        await at.supplement()
        assert Worklist.TO_HAND_OVER in at.waits_in
        await at.hand_over()
        await at.take_back("Giay khai sinh", "31")
        assert (at.state, at.timing) == (State.FINISHED, Timing.EARLY)
        await at.collect(originals="a")
        assert at.prints == ["01", "handover", "handback", "02", "01", "handover", "handback", "return"]
