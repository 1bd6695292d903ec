"""Scan anything, anywhere: from whichever screen stands in front."""

from __future__ import annotations

from pathlib import Path

from counter.desk.dossiers.intake import receive
from counter.screens.dossier.screen import DossierScreen
from counter.screens.intake.screen import Intake
from counter.screens.search import Search
from tests.counter.screens.officer import CARD, officer
from tests.notices import notices
from tests.offices import BUOI, COPY, intake, sharing_a_code

CODE = "000.17.22.H56-261123-0001"


async def test_a_code_on_the_intake_opens_its_dossier_and_the_intake_stays(tmp_path: Path) -> None:
    async with officer(tmp_path, lambda desk: receive(desk, intake())) as lan:
        await lan.type("0720")
        await lan.scan(CODE)
        assert isinstance(lan.app.screen, DossierScreen)
        await lan.press("f2")
        assert lan.value("identity") == "0720"


async def test_a_second_code_takes_the_place_of_the_first_dossier(tmp_path: Path) -> None:
    async with officer(tmp_path, lambda desk: (receive(desk, intake()), receive(desk, intake(COPY)))) as lan:
        await lan.scan(CODE)
        await lan.scan(CODE.replace("0001", "0002"))
        assert isinstance(lan.app.screen, DossierScreen)
        assert len(lan.app.screen_stack) == 2


async def test_a_card_over_a_dossier_begins_an_intake(tmp_path: Path) -> None:
    async with officer(tmp_path, lambda desk: receive(desk, intake())) as lan:
        await lan.scan(CODE)
        await lan.scan(CARD)
        assert isinstance(lan.app.screen, Intake)
        assert lan.value("name") == BUOI.name


async def test_a_code_that_two_dossiers_share_asks_which_is_meant(tmp_path: Path) -> None:
    async with officer(tmp_path, sharing_a_code) as lan:
        for place in ("intake", "search", "dossier"):
            await lan.scan(CODE)
            assert isinstance(lan.app.screen, Search), place
            assert [row.cells[1] for row in lan.app.screen.listing.rows] == ["Lê Văn Nam", "Trần Thị Bưởi"]
            assert any("nhiều hồ sơ mang mã này" in notice for notice in notices(lan.app))
            await lan.press("down", "enter")
            assert isinstance(lan.app.screen, DossierScreen)
            assert "cùng mã" in lan.says("head")
            if place == "intake":
                await lan.press("escape")


async def test_an_unknown_code_is_told_and_changes_nothing(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.type("0720")
        await lan.scan(CODE)
        assert isinstance(lan.app.screen, Intake)
        assert lan.value("identity") == "0720"
        assert any(CODE in notice for notice in notices(lan.app))


async def test_keys_typed_after_a_scan_come_after_it(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.scan(CARD + "\rkhai")
        assert lan.value("name") == BUOI.name
        assert lan.intake.form.procedure is not None


async def test_a_scan_on_the_tick_list_leaves_the_ticks(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.scan(CARD)
        await lan.type("khai")
        await lan.press("enter")
        before = lan.intake.form.papers.field.ticks
        await lan.scan(CARD)
        assert lan.intake.form.papers.field.ticks == before
