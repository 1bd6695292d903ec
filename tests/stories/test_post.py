"""Dossiers and results that travel by post."""

from __future__ import annotations

from pathlib import Path

from counter.desk.worklists.lists import Worklist
from counter.rules.deadlines import Timing
from db.domain.lifecycle import State
from tests.counter.screens.officer import CARD
from tests.stories.counter import counter

HOME = "Ap 3, xa Tan Hoa"


async def test_the_result_goes_by_post_with_the_originals_and_is_delivered(tmp_path: Path) -> None:
    async with counter(tmp_path) as at:
        await at.receive(delivery="post", post_to=HOME)
        await at.hand_over()
        await at.on("25/11 08:00")
        await at.take_back("Giay khai sinh", "12")
        assert at.waits_in == {Worklist.TO_POST} and at.timing == Timing.ON_TIME
        await at.post("rn123456785vn", originals="a")
        assert at.kept == [] and at.waits_in == {Worklist.POSTED}
        await at.on("27/11 10:00")
        await at.act("deliver")
        assert (at.state, at.dossier.delivered_to) == (State.RETURNED, "Trần Thị Bưởi")
        assert at.line.is_by_post and at.line.returned_at == at.dossier.delivered_at
        assert at.timing == Timing.ON_TIME, "the clock stopped at the counter, not at the door"


async def test_the_post_brings_it_back_and_the_citizen_collects_it(tmp_path: Path) -> None:
    async with counter(tmp_path) as at:
        await at.receive(delivery="post", post_to=HOME)
        await at.result()
        await at.post("RN123456785VN")
        await at.on("30/11 09:00")
        await at.act("post_back", reason="Sai dia chi")
        assert at.waits_in == {Worklist.TO_POST} and "Sai dia chi" in at.shown
        await at.collect(card=CARD, originals="a")
        assert (at.state, at.kept) == (State.RETURNED, [])
        assert at.line.receiver == "Trần Thị Bưởi"


async def test_the_number_of_the_letter_follows_in_the_evening(tmp_path: Path) -> None:
    async with counter(tmp_path) as at:
        await at.receive(delivery="post", post_to=HOME)
        await at.result()
        await at.post()
        await at.later(hours=7)
        await at.act("tracking", tracking="RN000000005VN")
        posting = at.dossier.posting
        assert posting is not None and posting.tracking == "RN000000005VN"
        assert at.state == State.FINISHED and at.waits_in == {Worklist.POSTED}


async def test_it_came_in_by_post_and_goes_back_by_post(tmp_path: Path) -> None:
    async with counter(tmp_path) as at:
        await at.receive(delivery="post", post_to=HOME, channel="3", letter_number="RN111111119VN")
        assert at.dossier.letter_number == "RN111111119VN"
        await at.take()
        assert "RN111111119VN" in at.shown
        await at.result()
        await at.post("RN123456785VN", originals="a")
        await at.act("deliver", receiver="Nguoi nha")
        assert at.dossier.delivered_to == "Nguoi nha" and at.state == State.RETURNED


async def test_a_result_with_money_owed_is_posted_and_the_money_comes_later(tmp_path: Path) -> None:
    async with counter(tmp_path) as at:
        await at.receive("chung thuc", delivery="post", post_to=HOME)
        await at.result("Ban sao", "9")
        await at.post("RN123456785VN", sure=1)
        assert at.waits_in == {Worklist.POSTED, Worklist.UNPAID}
        await at.pay(20_000, "transfer")
        await at.act("deliver")
        assert (at.money, at.state, at.waits_in) == ((20_000, 0), State.RETURNED, set())


async def test_to_be_collected_at_first_and_by_post_in_the_end(tmp_path: Path) -> None:
    async with counter(tmp_path) as at:
        await at.receive()
        await at.correct(8, "Cong dan doi cach nhan", return_by_post="post", return_place=HOME)
        assert at.dossier.return_by_post and at.dossier.return_place == HOME
        assert at.prints == ["01", "01"]
        await at.result()
        await at.post("RN123456785VN")
        assert at.waits_in == {Worklist.POSTED}
