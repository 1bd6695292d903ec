"""Dossiers that are set aside: a list, always in sight, each with its person; nothing typed is ever replaced."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from unicodedata import normalize

import pytest
from rich.cells import cell_len

from counter.desk import drafts
from counter.desk.dossiers import intake
from counter.desk.drafts import Draft
from counter.desk.office.opening import open_desk
from counter.screens.draft_keeper import parked_line
from counter.screens.intake.parked_list import ParkedList
from counter.widgets.textual_internals import frame_lines
from tests.counter.screens.officer import CARD, OTHER_CARD, THIRD_CARD, Officer, officer
from tests.notices import notices
from tests.offices import BIRTH, BUOI, StillClock, seated
from tests.snapshots.stage import Staged, act, settled


def frame(lan: Officer) -> str:
    """The line above the form, as it is painted."""
    return frame_lines(lan.app.screen)[2].text.strip("─ ")


def parked(lan: Officer) -> list[str]:
    return [str(draft.values["name"]) for draft in lan.intake.drafts.parked]


async def test_a_third_person_takes_the_place_of_nobody(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        for card in (CARD, OTHER_CARD, THIRD_CARD):
            await lan.scan(card)
            if card != CARD:
                await lan.press("2")
        assert lan.value("name") == "Võ Thị Sen"
        assert parked(lan) == [BUOI.name, "Lê Văn Nam"]
        assert frame(lan) == f"Tiếp nhận · Gác lại: 2 ({BUOI.name}, Lê Văn Nam)"
        kept = {draft.values["name"] for draft in drafts.take(lan.app.desk, intake.DRAFT) if draft.parked}
        assert kept == {BUOI.name, "Lê Văn Nam"}


async def test_escape_leaves_the_choice_then_sets_aside_then_lists(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.scan(CARD)
        await lan.type("khai")
        await lan.press("escape")
        assert (lan.focused, lan.value("name"), lan.value("procedure")) == ("phone", BUOI.name, "khai")
        await lan.press("escape")
        assert (lan.value("name"), lan.focused) == ("", "identity")
        assert f"Đã gác hồ sơ của {BUOI.name}" in lan.app.notice.text
        await lan.press("escape")
        assert isinstance(lan.app.screen, ParkedList)
        await lan.press("escape")
        assert parked(lan) == [BUOI.name]
        await lan.press("escape", "1")
        assert (lan.value("name"), lan.value("procedure"), frame(lan)) == (BUOI.name, "khai", "Tiếp nhận")
        await lan.press("enter", "a", "f12")
        assert lan.newest().procedure_code == BIRTH.code
        assert drafts.take(lan.app.desk, intake.DRAFT) == []


async def test_escape_with_nothing_there_says_so(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.press("escape")
        assert "không có hồ sơ nào đang gác" in lan.app.notice.text


async def test_a_second_f12_says_that_nothing_is_typed(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.scan(CARD)
        await lan.type("khai")
        await lan.press("enter", "a", "f12", "f12")
        assert (lan.count(), lan.app.notice.text) == (1, "Chưa nhập gì.")
        assert lan.problem("name") == ""


async def test_what_is_thrown_away_is_asked_about_and_gone_for_good(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await act(lan.pilot, "intake.discard")
        assert "Chưa nhập gì." in notices(lan.app)
        await lan.press("escape")
        await lan.scan(CARD)
        await lan.intake.drafts.keep()
        await act(lan.pilot, "intake.discard")
        assert lan.value("name") == BUOI.name
        await lan.press("f12")
        assert (lan.value("name"), lan.count()) == ("", 0)
        assert drafts.take(lan.app.desk, intake.DRAFT) == []


async def test_those_that_are_set_aside_come_back_after_a_crash(tmp_path: Path) -> None:
    typed = [Draft(values={"name": name}, parked=name != "Tư") for name in ("Hai", "Ba", "Tư")]
    async with officer(tmp_path, lambda desk: drafts.keep(desk, intake.DRAFT, typed)) as lan:
        assert lan.value("name") == "Tư"
        assert sorted(parked(lan)) == ["Ba", "Hai"]
        assert "Tư" in lan.app.notice.text


async def test_a_name_in_the_frame_is_no_markup(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        lan.intake.form.fill({"name": "[b]Sen[/b]"})
        await lan.press("escape")
        assert frame(lan) == "Tiếp nhận · Gác lại: 1 ([b]Sen[/b])"


@pytest.mark.parametrize("width", [5, 20, 40, 200])
def test_the_line_has_as_many_names_as_fit(width: int) -> None:
    names = ["Trần Thị Bưởi", "Lê Văn Nam", "Võ Thị Sen"]
    line = normalize("NFC", parked_line(names, width))
    assert line.startswith("Gác lại: 3")
    assert cell_len(line) <= max(width, len("Gác lại: 3"))
    assert (names[-1] in line) is (width == 200)
    assert (names[0] in line) is (width >= 40)


@asynccontextmanager
async def second_terminal(folder: Path) -> AsyncIterator[Officer]:
    """The same officer at another terminal of the office that is there."""
    app = Staged(
        lambda: seated(open_desk(folder / "office", clock=StillClock())), place="intake", language="vi"
    )
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        yield Officer(app, pilot)


async def test_two_terminals_of_one_account_make_one_dossier_of_one_draft(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.scan(CARD)
        await lan.type("khai")
        await lan.press("enter", "a")
        await lan.intake.drafts.keep()
        async with second_terminal(tmp_path) as again:
            assert (again.value("name"), again.focused) == ("", "identity")
            assert f"Bản nháp của {BUOI.name} đang mở ở máy khác (Quầy 3" in again.app.notice.text
            await again.press("escape", "1")
            assert isinstance(again.app.screen, ParkedList)
            assert "hãy làm tiếp ở đó" in again.app.notice.text
            await again.press("escape", "f12")
            assert again.app.notice.text == "Chưa nhập gì."
            await again.type("0720")
            await again.intake.drafts.keep()
        await lan.press("f12")
        assert lan.count() == 1
        await lan.press("escape", "1")
        assert lan.value("identity") == "0720"


async def test_a_draft_that_was_saved_elsewhere_is_refused_with_its_code(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.scan(CARD)
        await lan.type("khai")
        await lan.press("enter", "a")
        await lan.intake.drafts.keep()
        (draft,) = drafts.take(lan.app.desk, intake.DRAFT)
        typed = lan.intake.form.intake()
        code = intake.receive(lan.app.desk, typed, draft=draft.id).dossier.code
        await lan.press("f12")
        assert lan.app.notice.text == f"Đã tiếp nhận rồi: mã {code}."
        assert (lan.count(), lan.value("name")) == (1, BUOI.name)


async def test_who_signs_out_leaves_the_drafts_to_the_next_terminal(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.scan(CARD)
        await lan.app.sign_out()
        async with second_terminal(tmp_path) as again:
            assert again.value("name") == BUOI.name
