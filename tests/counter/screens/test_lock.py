"""The lock: covers everything, opens by password, loses nothing."""

from __future__ import annotations

from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.screen import Screen

from counter.desk.office.accounts import set_password
from counter.screens.lock import Lock
from counter.shell.app import CounterApp
from counter.widgets.field import Field
from tests.counter.screens.officer import CARD, DAMAGED, Officer, officer
from tests.offices import MORNING, PASSWORD, new_office, seated
from tests.snapshots.stage import settled, stage
from tests.textual_internals import key_name


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
        await pilot.press("ctrl+t", "1", *"con viec")
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
        await app.idle_lock.check()
        assert [type(screen) for screen in app.screen_stack].count(Lock) == 1


async def test_another_person_may_sign_in(tmp_path: Path) -> None:
    async with stage(tmp_path).run_test() as pilot:
        await settled(pilot)
        await pilot.press("f10", "ctrl+t", "1")
        await settled(pilot)
        assert pilot.app.current_mode == "sign_in"
        await pilot.press(*"minh", "enter", *PASSWORD, "enter", "1", "enter")
        await settled(pilot)
        desk = pilot.app.desk  # type: ignore[attr-defined]
        assert desk.staff.login == "minh" and pilot.app.current_mode == "intake"
        assert not any(isinstance(screen, Lock) for screen in pilot.app.screen_stack)


BARE_NUMBER = CARD.split("|", maxsplit=1)[0]
CODE = "000.17.22.H56-261123-0001"
LOCKED = "Màn hình đang khóa: mở khóa rồi quét lại."


async def slowly(lan: Officer, text: str) -> None:
    """A scanner on a line that delivers in two pieces, far enough apart for two people."""
    at = monotonic()
    for place, letter in enumerate(text):
        key = events.Key(key_name(letter), letter)
        key.time = at + (1.0 if place > len(text) // 2 else 0.0)
        lan.app.post_message(key)
    await lan.pilot.pause()
    await lan.press("enter")


@pytest.mark.parametrize("text", [CARD, DAMAGED, BARE_NUMBER, CODE])
async def test_a_scan_is_no_try_at_the_password(tmp_path: Path, text: str) -> None:
    async with officer(tmp_path) as lan:
        await lan.press("f10")
        await lan.type("mat")
        for _ in range(4):
            await lan.scan(text)
            assert complaint(lan.pilot) == LOCKED
            assert lan.value("password") == "mat"
        await lan.press("ctrl+u")
        await unlock(lan.pilot)
        assert not is_locked(lan.pilot)


async def test_a_scanners_prefix_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with officer(tmp_path) as lan:
        monkeypatch.setattr(Field, "scanner_prefix", "~")
        await lan.press("f10")
        await lan.scan(f"~{BARE_NUMBER}")
        assert (complaint(lan.pilot), lan.value("password")) == (LOCKED, "")


@pytest.mark.parametrize("text", [CARD, CODE])
async def test_nor_is_one_that_a_slow_line_delivers_in_pieces(tmp_path: Path, text: str) -> None:
    async with officer(tmp_path) as lan:
        await lan.press("f10")
        for _ in range(4):
            await slowly(lan, text)
            assert (complaint(lan.pilot), lan.value("password")) == (LOCKED, "")
        await unlock(lan.pilot)
        assert not is_locked(lan.pilot)


async def test_a_card_that_is_pasted_is_none_either_but_a_password_may_have_bars(tmp_path: Path) -> None:
    bars = "a|b|c|d|e"
    async with officer(tmp_path, lambda desk: set_password(desk, "lan", bars)) as lan:
        await lan.press("f10")
        lan.app.post_message(events.Paste(CARD))
        await settled(lan.pilot)
        assert (complaint(lan.pilot), lan.value("password")) == (LOCKED, "")
        lan.app.post_message(events.Paste(bars))
        await lan.press("enter")
        assert not is_locked(lan.pilot)


async def test_a_scanner_on_a_line_is_told_the_same(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.press("f10")
        lan.app.take_scan(CARD)
        await settled(lan.pilot)
        assert (complaint(lan.pilot), lan.value("password")) == (LOCKED, "")


@pytest.mark.parametrize(
    "password", ["~dem-mua|ha", "a|b|c|d|e", "123456789", "lan-261123-0001", "0912345678"]
)
async def test_a_password_like_no_card_stays_one_however_fast_it_comes(
    tmp_path: Path, password: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with officer(tmp_path, lambda desk: set_password(desk, "lan", password)) as lan:
        monkeypatch.setattr(Field, "scanner_prefix", "~")
        await lan.press("f10")
        await lan.scan(password)
        assert not is_locked(lan.pilot)
