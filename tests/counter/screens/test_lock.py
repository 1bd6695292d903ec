"""The lock: covers everything, opens by password, loses nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.screen import Screen

from counter.app import CounterApp
from counter.screens.lock import Lock
from counter.widgets.field import Field
from tests.offices import MORNING, PASSWORD, new_office, seated
from tests.snapshots.stage import settled, stage


def is_locked(pilot: Pilot[Any]) -> bool:
    return isinstance(pilot.app.screen, Lock)


def complaint(pilot: Pilot[Any]) -> str:
    return pilot.app.screen.query_one("#password", Field).problem


async def unlock(pilot: Pilot[Any], password: str = PASSWORD) -> None:
    await pilot.press(*password, "enter")
    await settled(pilot)


async def test_the_lock_keeps_what_was_typed(tmp_path: Path) -> None:
    async with stage(tmp_path).run_test() as pilot:
        await settled(pilot)
        await pilot.press(*"07219")
        field = pilot.app.focused
        assert isinstance(field, Field)
        await pilot.press("f10", "f2", "f4", "ctrl+p", "escape")
        assert is_locked(pilot)
        await unlock(pilot)
        assert pilot.app.current_mode == "intake" and not is_locked(pilot)
        assert pilot.app.focused is field and field.value == "07219"


async def test_a_screen_laid_over_another_is_there_again(tmp_path: Path) -> None:
    async with stage(tmp_path, place="shift_log").run_test() as pilot:
        await settled(pilot)
        await pilot.press("f12", *"con viec")
        beneath: list[Screen[Any]] = list(pilot.app.screen_stack)
        await pilot.press("f10", "f10")
        assert is_locked(pilot)
        await unlock(pilot)
        assert list(pilot.app.screen_stack) == beneath
        assert pilot.app.screen.query_one("#note", Field).value == "con viec"


async def test_a_wrong_password_and_the_growing_wait_are_told(tmp_path: Path) -> None:
    async with stage(tmp_path).run_test() as pilot:
        await settled(pilot)
        await pilot.press("f10")
        for _ in range(3):
            await unlock(pilot, "sai")
            assert complaint(pilot) == "Mật khẩu không đúng."
        await unlock(pilot)
        assert is_locked(pilot) and "08:41" in complaint(pilot)


async def test_an_idle_counter_locks_itself_once(tmp_path: Path) -> None:
    app = CounterApp(lambda: seated(new_office(tmp_path / "office")), lock_after=0.05, now=lambda: MORNING)
    async with app.run_test() as pilot:
        await settled(pilot)
        while not is_locked(pilot):
            await pilot.pause()
        await app._lock_if_idle()
        assert [type(screen) for screen in app.screen_stack].count(Lock) == 1


async def test_another_person_may_sign_in(tmp_path: Path) -> None:
    async with stage(tmp_path).run_test() as pilot:
        await settled(pilot)
        await pilot.press("f10", "f9")
        await settled(pilot)
        assert pilot.app.current_mode == "sign_in"
        await pilot.press(*"minh", "enter", *PASSWORD, "enter", "1", "enter")
        await settled(pilot)
        desk = pilot.app.desk  # type: ignore[attr-defined]
        assert desk.staff.login == "minh" and pilot.app.current_mode == "intake"
        assert not any(isinstance(screen, Lock) for screen in pilot.app.screen_stack)
