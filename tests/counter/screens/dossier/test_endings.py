"""Dossiers that end without a result, by the keys of the counter."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from counter.desk import drafts
from counter.desk.dossiers import queries, transitions
from counter.desk.dossiers.queries import Group, find
from counter.desk.office.verification import verify
from counter.screens.dossier.endings import GivePapersBack, Stop, Withdraw
from counter.screens.intake.refusal import RefuseIntake
from counter.screens.search import Search
from counter.widgets.field import Field
from counter.widgets.listing import Listing
from db.domain.lifecycle import State
from tests.counter.screens.dossier.test_screen import keys, opened, reading, screen_of, shown, stored
from tests.counter.screens.officer import CARD, officer
from tests.notices import notices
from tests.snapshots.stage import Staged, act, settled


def staged(pilot: Pilot[None]) -> Staged:
    assert isinstance(pilot.app, Staged)
    return pilot.app


async def typed(pilot: Pilot[None], text: str) -> None:
    await pilot.press(*("space" if letter == " " else letter for letter in text))


async def f12(pilot: Pilot[None]) -> None:
    await pilot.press("f12")
    await settled(pilot)


async def test_a_dossier_is_withdrawn_with_its_originals_in_four_keys(tmp_path: Path) -> None:
    async with reading(tmp_path).run_test(size=(80, 24)) as pilot:
        found = await opened(pilot)
        await act(pilot, "dossier.withdraw")  # Ctrl+T and a digit
        assert isinstance(pilot.app.screen, Withdraw)
        await pilot.press("a")
        await f12(pilot)
        done = stored(pilot, found)
        assert done.state is State.WITHDRAWN
        assert [paper.name for back in done.papers_back for paper in back.papers] == [
            "Tờ khai đăng ký khai sinh",
            "Giấy chứng sinh",
        ]
        assert "đã trả lại" in shown(pilot) and "1 bản chính Giấy chứng sinh" in shown(pilot)
        assert keys(pilot) == {"shelve", "reprint", "reveal", "page"}
        assert verify(staged(pilot).desk, rebuild=True).holds


async def test_a_dossier_at_the_agency_is_stopped_and_a_paper_given_back(tmp_path: Path) -> None:
    async with reading(tmp_path).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        desk = staged(pilot).desk
        transitions.mark_processing(desk, find(desk, "buoi", 1)[0].id)
        found = await opened(pilot)
        await act(pilot, "dossier.stop")
        assert isinstance(pilot.app.screen, Stop)
        await f12(pilot)
        assert isinstance(pilot.app.screen, Stop), "without a reason it stays open"
        await typed(pilot, "Cong dan de nghi")
        await f12(pilot)
        done = stored(pilot, found)
        assert (done.state, done.closing.number if done.closing else "") == (State.STOPPED, "0001")
        await act(pilot, "dossier.papers")
        assert isinstance(pilot.app.screen, GivePapersBack)
        await pilot.press("down", "space")
        await f12(pilot)
        assert [paper.name for back in stored(pilot, found).papers_back for paper in back.papers] == [
            "Giấy chứng sinh"
        ]
        assert verify(staged(pilot).desk, rebuild=True).holds


async def test_shelf_and_agency_are_changed(tmp_path: Path) -> None:
    async with reading(tmp_path).run_test(size=(80, 24)) as pilot:
        found = await opened(pilot)
        await act(pilot, "dossier.shelve")
        await typed(pilot, "Ke 7")
        await f12(pilot)
        await act(pilot, "dossier.transfer")
        await typed(pilot, "So Tu phap")
        await pilot.press("enter", "enter")
        await typed(pilot, "khac tham quyen")
        await f12(pilot)
        done = stored(pilot, found)
        assert (done.shelf, done.deciding_agency) == ("Ke 7", "So Tu phap")
        assert verify(staged(pilot).desk, rebuild=True).holds


async def test_a_supervisor_strikes_through_and_the_list_shows_it(tmp_path: Path) -> None:
    async with reading(tmp_path, login="hoa").run_test(size=(80, 24)) as pilot:
        found = await opened(pilot)
        await act(pilot, "dossier.void")
        await typed(pilot, "nham")
        await f12(pilot)
        assert "ít nhất 10 ký tự" in pilot.app.screen.query_one("#reason", Field).problem
        await typed(pilot, " voi ho so truoc")
        await f12(pilot)
        assert stored(pilot, found).state is State.VOIDED
        assert {action.id for action in screen_of(pilot).offered if action.id.startswith("dossier.")} == {
            "dossier.reveal"
        }
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(pilot.app.screen, Search)
        row = next(row for row in pilot.app.screen.query_one("#results", Listing).rows if row.key == found)
        assert row.tone == "struck" and "Gạch bỏ" in row.cells
        assert verify(staged(pilot).desk, rebuild=True).holds


async def test_an_officer_is_not_offered_to_strike_through(tmp_path: Path) -> None:
    async with reading(tmp_path).run_test() as pilot:
        await opened(pilot)
        assert "dossier.void" not in {action.id for action in screen_of(pilot).actions}


async def test_what_a_dialog_ticked_comes_back(tmp_path: Path) -> None:
    async with reading(tmp_path).run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await act(pilot, "dossier.withdraw")
        await pilot.press("space", "escape")
        await settled(pilot)
        await act(pilot, "dossier.withdraw")
        dialog = pilot.app.screen
        assert isinstance(dialog, Withdraw)
        assert [paper.name for paper in dialog.originals.given] == ["Tờ khai đăng ký khai sinh"]


async def test_the_intake_refuses_what_is_typed_and_makes_room(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await act(lan.pilot, "intake.refuse")
        assert "Chưa nhập gì" in notices(lan.app)[-1]
        await lan.press("escape")
        await lan.scan(CARD)
        await act(lan.pilot, "intake.refuse")
        assert not isinstance(lan.app.screen, RefuseIntake), "nothing is asked for yet"
        await lan.type("khai sinh")
        await lan.press("enter")
        await act(lan.pilot, "intake.refuse")
        assert isinstance(lan.app.screen, RefuseIntake)
        await lan.type("Ngoai tham quyen")
        await lan.press("f12")
        assert lan.value("name") == ""
        assert "Mẫu 03 0001" in lan.says("done")
        (line,) = queries.find(lan.app.desk, "", group=Group.CLOSED)
        assert (line.code, line.state) == ("", State.REFUSED)
        assert drafts.take(lan.app.desk, "intake") == []
        await lan.press("f4")
        assert "Mẫu 03 0001" in lan.screen_text() and "Không tiếp nhận" in lan.screen_text()
        assert verify(lan.app.desk, rebuild=True).holds


@pytest.mark.parametrize("keys_back", [("escape",)])
async def test_a_refusal_that_is_left_leaves_the_intake_as_it_was(
    tmp_path: Path, keys_back: tuple[str, ...]
) -> None:
    async with officer(tmp_path) as lan:
        await lan.scan(CARD)
        await lan.type("khai sinh")
        await lan.press("enter")
        await act(lan.pilot, "intake.refuse")
        await lan.type("Thieu")
        await lan.press(*keys_back)
        assert lan.value("name") == "Trần Thị Bưởi"
        await lan.press("a", "f12")
        assert lan.count() == 1 and lan.newest().state is State.RECEIVED
