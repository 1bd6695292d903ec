"""Results at the counter: on the spot, in one go, with a lost slip, late, after an apology."""

from __future__ import annotations

from pathlib import Path

from counter.desk.worklists.lists import Worklist
from counter.rules.deadlines import Timing
from db.domain.lifecycle import State
from tests.counter.screens.officer import CARD, OTHER_CARD
from tests.snapshots.stage import act
from tests.stories.counter import counter


async def test_a_copy_is_settled_on_the_spot_with_its_fee(tmp_path: Path) -> None:
    async with counter(tmp_path) as at:
        await at.receive("chung thuc", paid="cash", spot="now", result_number="5/CT", signer="Le Van Chu")
        assert (at.state, at.money) == (State.RETURNED, (20_000, 0))
        assert at.timing == Timing.ON_TIME and at.waits_in == set()
        assert at.prints == ["return"] and at.drawer.cash == 20_000
        assert at.line.receiver == "Trần Thị Bưởi"


async def test_two_dossiers_of_one_visit_are_collected_in_one_go(tmp_path: Path) -> None:
    async with counter(tmp_path) as at:
        await at.begin("khai sinh")
        await act(at.pilot, "intake.next")
        await at.type("chung thuc")
        await at.press("enter", "a", "f12")
        assert at.prints == ["visit"] and at.count() == 2
        at.code = "000.17.22.H56-261123-0001"
        await at.result()
        at.code = "000.17.22.H56-261123-0002"
        await at.result("Ban sao", "5")
        await at.collect_all(paid="cash", originals="back")
        for number in "12":
            at.code = f"000.17.22.H56-261123-000{number}"
            assert (at.state, at.kept, at.money[1]) == (State.RETURNED, [], 0)
        assert at.drawer.cash == 20_000


async def test_the_slip_is_lost_and_the_card_is_enough(tmp_path: Path) -> None:
    async with counter(tmp_path) as at:
        await at.receive()
        await at.result()
        await at.later(days=10)
        assert at.waits_in == {Worklist.TO_COLLECT} and at.timing == Timing.EARLY
        await at.collect(card=CARD, originals="a")
        back = at.dossier.handed_back
        assert back is not None and (back.proof, back.is_proxy) == ("identity", False)


async def test_a_proxy_hands_in_and_the_applicant_collects(tmp_path: Path) -> None:
    async with counter(tmp_path) as at:
        await at.receive(proxy_name="Le Van Nam", proxy_paper="GUQ 1")
        assert at.dossier.proxy is not None
        await at.result()
        await at.collect(originals="a")
        back = at.dossier.handed_back
        assert back is not None and not back.is_proxy and back.by.name == "Trần Thị Bưởi"


async def test_an_apology_in_time_and_the_result_on_the_new_day(tmp_path: Path) -> None:
    async with counter(tmp_path) as at:
        await at.receive()
        await at.hand_over()
        await at.apologise("2")
        assert at.due == "27/11 08:41" and at.waits_in == {Worklist.AT_AGENCY}
        await at.on("27/11 08:41")
        await at.take_back("Giay khai sinh", "40")
        assert at.timing == Timing.ON_TIME
        await at.take()
        assert not at.offers("apology")
        await at.collect(originals="a")
        (change,) = at.dossier.due_changes
        assert (change.kind, change.late, change.number) == ("apology", False, "0001/PXL")


async def test_an_apology_on_the_last_day_is_late_and_so_is_the_result(tmp_path: Path) -> None:
    async with counter(tmp_path) as at:
        await at.receive()
        await at.hand_over()
        await at.on("25/11 08:00")
        await at.apologise("1", sure=1)
        assert [change.late for change in at.dossier.due_changes] == [True]
        await at.on("30/11 08:00")
        assert at.waits_in == {Worklist.AT_AGENCY, Worklist.APOLOGISED} and at.timing == Timing.LATE
        await at.take_back("Giay khai sinh", "41")
        assert at.timing == Timing.DONE_LATE
        await at.take()
        assert "Trễ 15 giờ 19 phút làm việc" in at.shown
        await at.collect()
        assert at.timing == Timing.DONE_LATE


async def test_a_minute_too_late_is_late(tmp_path: Path) -> None:
    async with counter(tmp_path) as at:
        await at.receive()
        await at.on("25/11 08:42")
        assert Worklist.OVERDUE in at.waits_in
        await at.result()
        assert at.timing == Timing.DONE_LATE
        await at.collect()
        assert at.state == State.RETURNED


async def test_found_on_its_shelf_by_another_officer(tmp_path: Path) -> None:
    async with counter(tmp_path) as at:
        await at.receive()
        await at.result()
        await at.act("shelve", shelf="Ke 7")
        await at.close_shift()
        await at.on("26/11 08:00")
        await at.change_officer("minh", 1)
        await at.collect(originals="a")
        assert (at.state, at.dossier.shelf) == (State.RETURNED, "Ke 7")
        back = at.dossier.handed_back
        assert back is not None and back.officer == "minh"


async def test_a_stranger_with_the_slip_is_sent_away_until_there_is_an_authorisation(tmp_path: Path) -> None:
    async with counter(tmp_path) as at:
        await at.receive()
        await at.result()
        await at.place("f3")
        await at.scan(at.code)
        await at.scan(OTHER_CARD)
        assert at.problem("who") and at.state == State.FINISHED
        await at.press("escape")
        await at.later(days=1)
        await at.collect(proxy=OTHER_CARD, paper="GUQ 12")
        back = at.dossier.handed_back
        assert back is not None and (back.is_proxy, back.proxy_paper) == (True, "GUQ 12")


async def test_received_after_15_00_and_handed_over_the_next_morning(tmp_path: Path) -> None:
    async with counter(tmp_path) as at:
        await at.on("25/11 16:30")
        await at.receive()
        assert at.due == "26/11 16:30"
        await at.on("26/11 07:05")
        await at.hand_over()
        await at.later(hours=8)
        await at.take_back("Giay khai sinh", "2")
        assert at.timing == Timing.ON_TIME
        await at.take()
        assert "Bàn giao cho cơ quan giải quyết: số 0001" in at.shown
