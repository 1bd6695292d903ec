"""Intake: leaving in the middle, what the past fills, and names that the list cuts."""

from __future__ import annotations

from pathlib import Path

import pytest

from counter.desk import drafts
from counter.desk.desk import Desk
from counter.desk.dossiers import intake as dossiers_intake
from counter.desk.dossiers import transitions
from counter.widgets.entry import Entry
from db.domain.records import Outcome
from tests.counter.screens.officer import Officer, officer
from tests.offices import BIRTH, BUOI, COPY, intake, received
from tests.snapshots.stage import SIZES, settled, stage


async def test_quitting_at_once_keeps_what_was_typed(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.pilot.press(*"0720")
        await lan.pilot.press("ctrl+q")
        desk = lan.app.desk
        assert drafts.load(desk, dossiers_intake.DRAFT)["identity"] == "0720"


async def test_a_name_that_the_list_cuts_stands_whole_below_it(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.press("down", "down", "down", "down", "down", "down")
        assert lan.focused == "procedure"
        for procedure in list(lan.intake.form.request.catalogue.values())[:3]:
            await lan.press("down")
            assert lan.says("whole") == f"{procedure.code} {procedure.name}"
        assert len(lan.intake.form.request.chooser.columns) == 2
        await lan.pilot.resize_terminal(120, 40)
        assert len(lan.intake.form.request.chooser.columns) == 3
        assert lan.intake.form.request.chooser.rows[0].cells[0] == lan.intake.form.request.chooser.rows[0].key


async def test_an_empty_catalogue_says_so(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        lan.intake.form.request.offer([])
        assert lan.intake.form.request.chooser.empty == "Chưa nạp danh mục thủ tục."


async def test_what_is_typed_over_what_the_past_filled_replaces_it(tmp_path: Path) -> None:
    async with officer(tmp_path, lambda desk: dossiers_intake.receive(desk, intake())) as lan:
        await lan.type(BUOI.identity)
        await lan.press("enter")
        assert (lan.focused, lan.value("name")) == ("name", BUOI.name)
        await lan.type("An")
        assert lan.value("name") == "An"


def two_ready(desk: Desk) -> None:
    for procedure in (BIRTH, COPY):
        transitions.result_arrived(desk, received(desk, procedure), Outcome(kind="Giấy khai sinh"))


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
@pytest.mark.parametrize("number", ["072195000123", "072 195 000 123"])
async def test_the_number_stays_whole_beside_what_is_told_of_it(
    tmp_path: Path, size: tuple[int, int], number: str
) -> None:
    app = stage(tmp_path, fill=two_ready)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        lan = Officer(app, pilot)
        await lan.type(number)
        await lan.press("enter")
        entry = lan.intake.form.query(Entry).first()
        assert entry.note == "2 xử lý xong F3"
        for _both_ways in range(2):
            assert entry.field.render_line(0).text.strip() == number
            await lan.press("up")
            assert lan.focused == "identity"
        told = entry.query_one(".entry--note")
        assert told.region.x == entry.field.region.right
        assert told.region.bottom <= entry.region.bottom and told.region.right <= entry.region.right
