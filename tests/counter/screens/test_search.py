"""Search: found while typing, grouped by one key, listed by card, opened by Enter, fresh when others work."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from textual.pilot import Pilot

from counter.desk.desk import Desk
from counter.desk.dossiers import transitions
from counter.desk.dossiers.intake import receive
from counter.desk.dossiers.queries import find
from counter.screens.base import OfficeChanged
from counter.screens.dossier.screen import DossierScreen
from counter.screens.search import Search
from counter.widgets.field import Scanned
from tests.notices import notices
from tests.offices import BUOI, PASSWORD, intake
from tests.snapshots.filled import fill
from tests.snapshots.stage import Staged, settled, stage

CARD = "072195000123||Trần Thị Bưởi|08031995|Nữ|Ấp 3, xã Tân Hòa, tỉnh Tây Ninh|01012022"


def searching(folder: Path, *, login: str = "lan", fill: Callable[[Desk], None] = fill) -> Staged:
    return stage(folder, login=login, fill=fill, place="search")


def on_screen(pilot: Pilot[None]) -> Search:
    screen = pilot.app.screen
    assert isinstance(screen, Search)
    return screen


def codes(pilot: Pilot[None]) -> list[str]:
    return [row.cells[0] for row in on_screen(pilot).listing.rows]


def people(pilot: Pilot[None]) -> list[str]:
    return [row.cells[1] for row in on_screen(pilot).listing.rows]


async def typed(pilot: Pilot[None], text: str) -> None:
    await pilot.press(*("space" if letter == " " else letter for letter in text))
    await settled(pilot)


async def test_the_newest_stand_there_before_anything_is_typed(tmp_path: Path) -> None:
    async with searching(tmp_path).run_test() as pilot:
        await settled(pilot)
        assert codes(pilot)[:3] == ["261123-0001", "261122-0002", "261122-0001"]


async def test_letters_without_accents_find_a_name_and_enter_opens_the_dossier(tmp_path: Path) -> None:
    async with searching(tmp_path).run_test() as pilot:
        await settled(pilot)
        await typed(pilot, "buoi tran")
        assert people(pilot) == ["Trần Thị Bưởi"]
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, DossierScreen)
        await pilot.press("escape")
        await settled(pilot)
        assert on_screen(pilot).field.value == "buoi tran"


async def test_the_key_that_leads_here_lets_typing_replace_the_last_words(tmp_path: Path) -> None:
    async with searching(tmp_path).run_test() as pilot:
        await settled(pilot)
        for hither in (["f2", "f4"], ["f4"], ["enter", "f4"], ["enter", "f2", "f4", "f4"]):
            await typed(pilot, "oanh")
            for key in hither:
                await pilot.press(key)
                await settled(pilot)
            await typed(pilot, "buoi")
            assert (on_screen(pilot).field.value, people(pilot)) == ("buoi", ["Trần Thị Bưởi"]), hither
            await pilot.press("escape")


async def test_words_that_were_only_interrupted_are_gone_on_with(tmp_path: Path) -> None:
    async with searching(tmp_path).run_test() as pilot:
        await settled(pilot)
        for away, back in ((["f1"], ["escape"]), (["f10"], [*PASSWORD, "enter"])):
            await typed(pilot, "tran")
            await pilot.press(*away)
            await settled(pilot)
            await pilot.press(*back)
            await settled(pilot)
            await typed(pilot, " thi")
            assert on_screen(pilot).field.value == "tran thi"
            await pilot.press("escape")


async def test_numbers_are_masked_and_the_tone_says_how_a_dossier_stands(tmp_path: Path) -> None:
    async with searching(tmp_path).run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        rows = on_screen(pilot).listing.rows
        assert rows[0].cells[:3] == ("000.17.22.H56-261123-0001", "Trần Thị Bưởi", "0721••••0123")
        tones = {row.cells[4]: row.tone for row in rows}
        assert (tones["Xử lý xong"], tones["Đã trả"]) == ("good", "dim")
        assert {row.tone for row in rows if row.cells[4] == "Đang xử lý"} == {"bad", "warn"}


async def test_tab_looks_among_the_next_group(tmp_path: Path) -> None:
    async with searching(tmp_path).run_test() as pilot:
        await settled(pilot)
        states = []
        for _ in range(5):
            await pilot.press("ctrl+l")
            await settled(pilot)
            states.append({row.cells[3] for row in on_screen(pilot).listing.rows})
        assert states == [
            {"Được tiếp nhận", "Đang xử lý"},
            {"Đang xử lý"},
            {"Xử lý xong"},
            {"Đã trả"},
            set(),
        ]
        await pilot.press("escape")
        await settled(pilot)
        assert len(codes(pilot)) == 13


async def test_a_card_lists_the_persons_dossiers_and_typing_lets_go_of_it(tmp_path: Path) -> None:
    def twice(desk: Desk) -> None:
        fill(desk)
        receive(desk, intake(applicant=BUOI))

    async with searching(tmp_path, fill=twice).run_test() as pilot:
        await settled(pilot)
        await typed(pilot, "mai")
        pilot.app.screen.post_message(Scanned(CARD))
        await settled(pilot)
        assert people(pilot) == ["Trần Thị Bưởi"] * 2
        assert on_screen(pilot).entry.note == "thẻ 0721••••0123"
        await typed(pilot, "mai")
        assert "Mai Văn Long" in people(pilot)
        assert on_screen(pilot).entry.note == ""


async def test_a_scanned_slip_opens_its_dossier(tmp_path: Path) -> None:
    async with searching(tmp_path).run_test() as pilot:
        await settled(pilot)
        pilot.app.screen.post_message(Scanned("000.17.22.H56-261118-0002"))
        await settled(pilot)
        assert isinstance(pilot.app.screen, DossierScreen)


async def test_a_slip_of_another_office_is_told_and_changes_nothing(tmp_path: Path) -> None:
    async with searching(tmp_path).run_test() as pilot:
        await settled(pilot)
        await typed(pilot, "mai")
        pilot.app.screen.post_message(Scanned("000.99.99.H56-261118-0002"))
        await settled(pilot)
        assert on_screen(pilot).field.value == "mai"
        assert any("000.99.99.H56-261118-0002" in notice for notice in notices(pilot.app))


async def test_what_another_counter_does_is_seen_and_the_selection_stays(tmp_path: Path) -> None:
    app = searching(tmp_path)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("down", "down", "down")
        chosen = on_screen(pilot).listing.selected
        line = find(app.desk, "buoi", 1)[0]
        transitions.mark_processing(app.desk, line.id)
        app.screen.post_message(OfficeChanged())
        await settled(pilot)
        assert on_screen(pilot).listing.rows[0].cells[3] == "Đang xử lý"
        assert on_screen(pilot).listing.selected == chosen


async def test_an_officer_of_one_agency_sees_nothing_of_the_others(tmp_path: Path) -> None:
    async with searching(tmp_path, fill=lambda desk: None, login="congan").run_test() as pilot:
        await settled(pilot)
        assert codes(pilot) == []
        assert on_screen(pilot).listing.empty == "Không tìm thấy hồ sơ nào."
