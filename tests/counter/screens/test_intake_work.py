"""Intake: leaving in the middle, what the past fills, and names that the list cuts."""

from __future__ import annotations

from pathlib import Path

from counter.desk import keeping, receiving
from tests.counter.screens.officer import officer
from tests.offices import BUOI, intake


async def test_quitting_at_once_keeps_what_was_typed(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.pilot.press(*"0720")
        await lan.pilot.press("ctrl+q")
        desk = lan.app.desk
        assert keeping.recall(desk, receiving.DRAFT)["identity"] == "0720"


async def test_a_name_that_the_list_cuts_stands_whole_below_it(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.press("down", "down", "down", "down", "down", "down")
        assert lan.focused == "procedure"
        for procedure in list(lan.intake.form.catalogue.values())[:3]:
            assert lan.says("whole") == f"{procedure.code} {procedure.name}"
            await lan.press("down")
        assert len(lan.intake.form.chooser.columns) == 2
        await lan.pilot.resize_terminal(120, 40)
        assert len(lan.intake.form.chooser.columns) == 3
        assert lan.intake.form.chooser.rows[0].cells[0] == lan.intake.form.chooser.rows[0].key


async def test_an_empty_catalogue_says_so(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        lan.intake.form.offer([])
        assert lan.intake.form.chooser.empty == "Chưa nạp danh mục thủ tục."


async def test_what_is_typed_over_what_the_past_filled_replaces_it(tmp_path: Path) -> None:
    async with officer(tmp_path, lambda desk: receiving.receive(desk, intake())) as lan:
        await lan.type(BUOI.identity)
        await lan.press("enter")
        assert (lan.focused, lan.value("name")) == ("name", BUOI.name)
        await lan.type("An")
        assert lan.value("name") == "An"
