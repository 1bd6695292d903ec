"""Intake on a full disk: it is told, nothing that was typed goes away, and the work goes on once there is room."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from counter.desk import drafts
from counter.desk.dossiers import intake
from counter.desk.shifts import shifts
from counter.shell.app import CounterApp
from tests.counter.full_disk import fill_disk, make_room
from tests.counter.screens.officer import CARD, Officer, officer
from tests.notices import notices

FULL = "Ổ đĩa đã đầy"


def _is_told(lan: Officer) -> bool:
    return any(FULL in notice for notice in notices(lan.app))


async def _told(lan: Officer) -> None:
    """Wait for the notice of a draft that is kept by a timer."""
    async with asyncio.timeout(30):
        while not _is_told(lan):
            await lan.pilot.pause(0.05)


async def test_a_draft_that_finds_no_room_is_told_and_the_work_goes_on(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.app.at_desk(fill_disk, lan.app.desk)
        await lan.type("072195")
        await _told(lan)
        await lan.press("f4", "f2")
        assert lan.value("identity") == "072195"
        await lan.app.at_desk(make_room, lan.app.desk)
        await lan.type("000123")
        await lan.press("f4")
        assert drafts.load(lan.app.desk, intake.DRAFT)["identity"] == "072195000123"


async def test_a_full_disk_is_told_once_while_typing_and_no_draft_is_left_without_a_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(CounterApp, "show_problem", lambda _app, problem: shown.append(str(problem)))
    async with officer(tmp_path) as lan:
        await lan.app.at_desk(fill_disk, lan.app.desk)
        await lan.type("072195")
        for digit in "0001":
            await lan.type(digit)
            await lan.pilot.pause(1.0)
        assert sum(FULL in problem for problem in shown) == 1
        await lan.press("f4", "ctrl+q")
        assert any("Chưa lưu được bản nháp" in notice for notice in notices(lan.app))
        assert lan.app.is_running
        await lan.app.sign_out()
        assert lan.app.desk.staff is None


async def test_a_dossier_that_finds_no_room_stays_on_the_screen_until_there_is_some(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.scan(CARD)
        await lan.type("khai sinh")
        await lan.press("enter", "a")
        typed = lan.intake.form.values
        await lan.app.at_desk(fill_disk, lan.app.desk)
        await lan.press("f12")
        assert _is_told(lan)
        assert lan.intake.form.values == typed and lan.count() == 0
        await lan.app.at_desk(make_room, lan.app.desk)
        await lan.press("f12")
        assert lan.count() == 1 and lan.value("name") == ""
        assert lan.newest().applicant.name == "Trần Thị Bưởi"


async def test_a_shift_that_was_closed_elsewhere_is_told_at_saving(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.scan(CARD)
        await lan.type("khai sinh")
        await lan.press("enter", "a")
        await lan.app.at_desk(shifts.close_shift, lan.app.desk)
        await lan.press("f12")
        assert lan.app.is_running and lan.value("name") == "Trần Thị Bưởi"
