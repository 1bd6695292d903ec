"""The worklists by keys: lists by digit, ticks, words, one act for many; a scan among the keys changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from counter.desk.desk import Desk
from counter.desk.dossiers import queries, transitions
from counter.desk.office.verification import verify
from counter.screens.base import OfficeChanged
from counter.screens.dossier.screen import DossierScreen
from counter.screens.handovers.screen import Handovers
from counter.screens.worklists.screen import Worklists
from counter.widgets.action_list import ActionList
from counter.widgets.key_bar import KeyBar
from db.domain.lifecycle import State
from tests.counter.desk.worklists.made import in_every_state
from tests.counter.screens.officer import Officer, officer
from tests.notices import notices
from tests.offices import NAM, later, received
from tests.snapshots.stage import settled, stage
from tests.textual_internals import text_of


def twelve(desk: Desk) -> None:
    """Twelve dossiers that wait to be handed over, one of them of Lê Văn Nam."""
    for number in range(11):
        received(later(desk, minutes=number - 30))
    received(later(desk, minutes=-10), applicant=NAM)


def many(desk: Desk) -> None:
    for number in range(120):
        received(later(desk, minutes=number - 300))


def every_state(desk: Desk) -> None:
    in_every_state(desk)


def on_screen(at: Officer) -> Worklists:
    screen = at.app.screen
    assert isinstance(screen, Worklists)
    return screen


def codes(at: Officer) -> list[str]:
    return [row.cells[1] for row in on_screen(at).listing.rows]


def ticked(at: Officer) -> list[bool]:
    return [row.cells[0] == "[x]" for row in on_screen(at).listing.rows]


async def test_the_lists_come_first_with_their_counts_and_a_digit_or_letter_opens_one(tmp_path: Path) -> None:
    async with officer(tmp_path, in_every_state) as at:
        await at.press("f6")
        lists = on_screen(at).lists
        assert [row.cells[0] for row in lists.rows] == list("123456789abcd")
        assert [row.cells[2] for row in lists.rows][:4] == ["1", "4", "1", "1"]
        assert not on_screen(at).listing.is_on_screen
        await at.press("a")
        assert [row.cells[4] for row in on_screen(at).listing.rows] == ["50.000 đ", "20.000 đ"]
        assert "Việc › Chưa nộp đủ tiền" in at.screen_text()
        await at.press("escape", "down", "enter")
        assert "Việc › Kết quả chờ gửi bưu chính" in at.screen_text()
        await at.press("3")
        assert "quá hạn 5 ngày" in at.screen_text()
        await at.press("enter")
        assert isinstance(at.app.screen, DossierScreen)
        await at.press("escape")
        assert "Việc › Quá hạn, chưa xin lỗi" in at.screen_text()


async def test_the_second_key_leads_there_too(tmp_path: Path) -> None:
    async with officer(tmp_path) as at:
        await at.press("ctrl+right_square_bracket")
        assert isinstance(at.app.screen, Worklists)


async def test_twelve_dossiers_go_on_one_list_and_the_ledger_holds(tmp_path: Path) -> None:
    async with officer(tmp_path, twelve) as at:
        await at.press("f6", "7", "a")
        assert ticked(at) == [True] * 12
        await at.press("ctrl+t")
        assert at.app.screen.query_one(ActionList).actions[0].label == "Bàn giao (12)"
        await at.press("1")
        await settled(at.pilot)
        assert isinstance(at.app.screen, Handovers)
        await at.press("tab")
        await at.type("Trần Văn Nhận")
        await at.press("f12")
        assert {line.state for line in queries.find(at.app.desk, "")} == {State.PROCESSING}
        await at.press("f6")
        assert codes(at) == []
        await at.press("8")
        assert len(codes(at)) == 12
        assert verify(at.app.desk, rebuild=True).holds


async def test_space_ticks_and_goes_on_and_a_ticks_all_or_none(tmp_path: Path) -> None:
    async with officer(tmp_path, twelve) as at:
        await at.press("f6", "7", "space", "down", "space")
        assert ticked(at)[:4] == [True, False, True, False]
        await at.press("a")
        assert all(ticked(at))
        await at.press("a")
        assert not any(ticked(at))
        await at.press("space", "2", "7")
        assert sum(ticked(at)) == 1, "another list in between takes no tick away"


async def test_words_narrow_the_list_and_ticks_stay(tmp_path: Path) -> None:
    async with officer(tmp_path, twelve) as at:
        await at.press("f6", "7", "down", "space", "ctrl+l")
        await at.type("van nam")
        assert len(codes(at)) == 1
        await at.press("ctrl+l", "a")
        assert ticked(at) == [True]
        await at.press("escape")
        assert (len(codes(at)), sum(ticked(at))) == (12, 2)
        await at.press("ctrl+l", *"nam", "enter")
        assert isinstance(at.app.screen, DossierScreen)


async def test_the_next_page_comes_before_the_end_is_reached(tmp_path: Path) -> None:
    async with officer(tmp_path, many) as at:
        await at.press("f6", "7")
        assert len(codes(at)) == 50
        await at.press(*["pagedown"] * 4)
        assert len(codes(at)) == 100
        await at.press(*["pagedown"] * 20)
        assert len(set(codes(at))) == 120
        assert "120/120" in at.screen_text()
        selected = on_screen(at).listing.selected
        at.app.screen.post_message(OfficeChanged())
        await settled(at.pilot)
        assert (len(codes(at)), on_screen(at).listing.selected) == (120, selected)


async def test_what_may_not_be_done_says_why(tmp_path: Path) -> None:
    async with officer(tmp_path, in_every_state) as at:
        await at.press("f6", "ctrl+t")
        assert at.app.screen.query_one(ActionList).actions[0].refusal == "Chưa đánh dấu hồ sơ nào."
        await at.press("escape", "9", "ctrl+t")
        assert "chờ bàn giao" in at.app.screen.query_one(ActionList).actions[0].refusal


async def test_a_dossier_that_somebody_handed_over_meanwhile_stays_unmarked(tmp_path: Path) -> None:
    async with officer(tmp_path, twelve) as at:
        await at.press("f6", "7", "space", "space", "ctrl+t")
        transitions.mark_processing(at.app.desk, on_screen(at).listing.rows[0].key)
        await at.press("1")
        await settled(at.pilot)
        assert isinstance(at.app.screen, Handovers)
        assert (
            notices(at.app)[-1]
            == "Không đánh dấu: 1 hồ sơ thuộc cơ quan khác hoặc không ở trạng thái phù hợp."
        )


@pytest.mark.parametrize("before", [[], ["7"], ["7", "space"], ["7", "ctrl+l", "n"]])
async def test_a_scan_among_the_keys_opens_the_dossier_and_changes_nothing_here(
    tmp_path: Path, before: list[str]
) -> None:
    async with officer(tmp_path, twelve) as at:
        await at.press("f6", *before)
        was = (at.value("text"), on_screen(at)._state(), codes(at))
        await at.pilot.pause(0.1)  # a person needs longer than a scanner
        await at.scan(queries.find(at.app.desk, "le van nam", 1)[0].code)
        assert isinstance(at.app.screen, DossierScreen)
        await at.press("escape")
        assert (at.value("text"), on_screen(at)._state(), codes(at)) == was


async def test_others_work_is_seen_and_so_is_the_count_at_the_top(tmp_path: Path) -> None:
    async with officer(tmp_path, in_every_state) as at:
        assert at.app.status.aside == "F6 Việc: 3"
        await at.press("f6", "7")
        there = len(codes(at))
        received(later(at.app.desk, days=-6))
        at.app._committed()
        await settled(at.pilot)
        assert len(codes(at)) == there + 1
        assert at.app.status.aside == "F6 Việc: 4"
        await at.app.sign_out()
        await settled(at.pilot)
        assert at.app.status.aside == ""


async def test_in_a_wide_terminal_the_dossiers_stand_beside_the_lists(tmp_path: Path) -> None:
    app = stage(tmp_path, fill=every_state, place="worklists")
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await pilot.press("down", "down")
        await settled(pilot)
        assert "quá hạn 5 ngày" in text_of(pilot.app.screen)
        await pilot.press("right", "space", "left", "down")
        await settled(pilot)
        assert "Việc › Quá hạn, đã xin lỗi" in text_of(pilot.app.screen)
        assert "Đánh dấu" not in pilot.app.screen.query_one(KeyBar).render_line(0).text
