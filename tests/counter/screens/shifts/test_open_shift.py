"""Whoever came in without a shift is told before typing, and opens one from where they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.command import CommandPalette
from textual.pilot import Pilot

from counter.desk.desk import Desk
from counter.desk.office import sign_in
from counter.desk.shifts import shifts
from counter.desk.store_errors import NotWritable
from counter.screens.shifts.open_shift import OpenShift
from counter.widgets.action_list import ActionList
from counter.widgets.field import Field
from counter.widgets.shift_line import ShiftLine
from counter.widgets.textual_internals import frame_lines
from tests.notices import notices
from tests.offices import PASSWORD, new_office, received, seated
from tests.snapshots.stage import Staged, act, settled


def of_hoa(folder: Path, place: str = "intake") -> Staged:
    """Hoa, who came in to read; Minh is on shift at counter 1 and has received a dossier."""

    def opener() -> Desk:
        office = new_office(folder / "office")
        received(seated(office, "minh", 1))
        return sign_in.sign_in(office, "hoa", PASSWORD)

    return Staged(opener, place=place, language="vi")


def line(pilot: Pilot[Any]) -> str:
    """What is said at the top of the screen in front."""
    (shown,) = pilot.app.screen.query(ShiftLine)
    return str(shown.content) if shown.display else ""


async def press(pilot: Pilot[Any], *keys: str) -> None:
    await pilot.press(*keys)
    await settled(pilot)


async def command(pilot: Pilot[Any], name: str) -> None:
    """Take the first command that the palette finds for ``name``."""
    await press(pilot, "ctrl+p")
    await press(pilot, *("space" if letter == " " else letter for letter in name))
    while isinstance(pilot.app.screen, CommandPalette):
        await press(pilot, "enter")


@pytest.mark.parametrize(("place", "number"), [("intake", 9), ("returning", 3), ("prints", 8)])
async def test_before_anything_is_typed_a_line_says_how_a_shift_is_opened(
    tmp_path: Path, place: str, number: int
) -> None:
    app = of_hoa(tmp_path, place)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert line(pilot) == f"Bạn chưa mở ca nên chưa lưu được gì ở đây. Mở ca: Ctrl+T {number}."
        assert app.screen.query_one(ShiftLine).region.height == 1
        await press(pilot, "ctrl+t")
        listed = app.screen.query_one(ActionList).actions
        assert (listed[-1].label, listed[-1].refusal, len(listed)) == ("Mở ca", "", number)
        await press(pilot, str(number))
        assert isinstance(app.screen, OpenShift)
        await press(pilot, "3")
        assert app.desk.shift is not None
        assert (app.desk.shift.counter, app.desk.shift.officer) == (3, "hoa")
        assert app.current_mode == place and line(pilot) == ""
        assert "Quầy 3" in app.status.place
        assert "app.open_shift" not in [action.id for action in app.screen.actions]


async def test_a_dossier_says_it_too(tmp_path: Path) -> None:
    app = of_hoa(tmp_path, "search")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "enter")
        assert line(pilot).endswith("Mở ca: Ctrl+T f.")
        await press(pilot, "ctrl+t", "f", "enter")
        assert app.desk.shift is not None and app.desk.shift.counter == 2, "the first free one was marked"
        assert line(pilot) == ""


async def test_from_a_place_without_actions_the_list_and_the_palette_open_one(tmp_path: Path) -> None:
    app = of_hoa(tmp_path, "search")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "ctrl+t")
        assert app.screen.query_one(ActionList).actions[-1].id == "app.open_shift"
        await press(pilot, "escape")
        await command(pilot, "mo ca")
        assert isinstance(app.screen, OpenShift)
        await press(pilot, "escape")
        assert app.current_mode == "search" and app.desk.shift is None
        await command(pilot, "mo ca")
        await press(pilot, "6", "4")
        assert app.desk.shift is not None and app.desk.shift.counter == 4
        assert len(shifts.on_shift(app.desk)) == 2


async def test_what_was_typed_before_is_saved_once_the_shift_is_open(tmp_path: Path) -> None:
    app = of_hoa(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, *"072195000123", "f12")
        assert (
            any("mở ca" in notice for notice in notices(app)) or app.screen.query_one("#name", Field).problem
        )
        await act(pilot, "app.open_shift")
        await press(pilot, "2")
        assert app.screen.query_one("#identity", Field).value == "072195000123"


async def test_a_counter_where_somebody_sits_is_refused_with_the_name(tmp_path: Path) -> None:
    app = of_hoa(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await act(pilot, "app.open_shift")
        await press(pilot, "1")
        assert "Phạm Văn Minh" in notices(app)[-1]
        assert isinstance(app.screen, OpenShift) and app.desk.shift is None
        assert [row.cells[1] for row in app.screen.counters.rows] == [
            "Phạm Văn Minh",
            "trống",
            "trống",
            "trống",
        ]


async def test_every_counter_is_in_sight(tmp_path: Path) -> None:
    app = of_hoa(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await act(pilot, "app.open_shift")
        shown = "\n".join(strip.text for strip in frame_lines(app.screen))
        assert all(f"Quầy {number}" in shown for number in range(1, 5))


async def test_a_shift_that_was_left_open_is_the_marked_one(tmp_path: Path) -> None:
    app = of_hoa(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        before = shifts.open_shift(app.desk, 3).shift
        await act(pilot, "app.open_shift")
        await press(pilot, "enter")
        assert app.desk.shift == before


async def test_while_the_disk_takes_nothing_none_is_opened_and_the_list_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(desk: Desk, counter: int) -> Desk:
        raise NotWritable("full")

    app = of_hoa(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        monkeypatch.setattr(shifts, "open_shift", refused)
        await act(pilot, "app.open_shift")
        await press(pilot, "2")
        assert "Chưa mở ca" in notices(app)[-1]
        assert isinstance(app.screen, OpenShift) and app.desk.shift is None


async def test_with_a_shift_nothing_is_said(tmp_path: Path) -> None:
    def opener() -> Desk:
        return seated(new_office(tmp_path / "office"))

    app = Staged(opener, place="intake", language="vi")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert line(pilot) == ""
        await press(pilot, "ctrl+t")
        assert [action.id for action in app.screen.query_one(ActionList).actions] == [
            "intake.proxy",
            "intake.more",
            "intake.next",
            "intake.discard",
            "intake.guide",
            "intake.refuse",
            "intake.procedure_slip",
            "intake.procedure_page",
        ]
