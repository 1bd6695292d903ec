"""Signing in: type-ahead, errors beside their fields, who sits where, a clock that cannot be right."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from counter.desk.desk import Desk
from counter.desk.office import opening
from counter.screens.dossier.screen import DossierScreen
from counter.screens.sign_in import SignIn
from counter.shell.app import CounterApp
from counter.widgets.field import Field
from tests.counter.screens.officer import CARD, Officer
from tests.notices import notices
from tests.offices import MORNING, PASSWORD, StillClock, later, new_office, received, seated
from tests.read_only_disk import read_only
from tests.snapshots.stage import settled, stage


def screen_of(pilot: Pilot[Any]) -> SignIn:
    screen = pilot.app.screen
    assert isinstance(screen, SignIn)
    return screen


def complaint(pilot: Pilot[Any], name: str) -> str:
    return screen_of(pilot).query_one(f"#{name}", Field).problem


def banner(pilot: Pilot[Any]) -> str:
    shown = screen_of(pilot).query_one("#banner", Static)
    return str(shown.content) if shown.display else ""


async def sign_in(pilot: Pilot[Any], login: str, *more: str, password: str = PASSWORD) -> None:
    await pilot.press(*login, "enter", *password, "enter", *more)
    await settled(pilot)


async def test_login_password_counter_and_the_shift_is_open(tmp_path: Path) -> None:
    async with stage(tmp_path, login=None).run_test() as pilot:
        await settled(pilot)
        await sign_in(pilot, "lan", "3", "enter")
        desk = pilot.app.desk  # type: ignore[attr-defined]
        assert (desk.staff.login, desk.shift.counter) == ("lan", 3)
        assert pilot.app.current_mode == "intake"


async def test_on_a_read_only_disk_people_come_in_to_search_and_are_told(tmp_path: Path) -> None:
    desk = seated(new_office(tmp_path / "office"))
    received(desk)
    desk.store.close()
    with read_only(tmp_path / "office"):
        app = CounterApp(
            lambda: opening.open_desk(tmp_path / "office", clock=StillClock()),
            theme="calm",
            now=lambda: MORNING,
        )
        async with app.run_test(size=(80, 24)) as pilot:
            await settled(pilot)
            await sign_in(pilot, "lan", "3", "enter")
            assert app.current_mode == "search"
            assert "ổ đĩa đã đầy, chỉ đọc hoặc đang hỏng" in notices(app)[0]
            await pilot.press(*"buoi")
            await settled(pilot)
            await pilot.press("enter")
            await settled(pilot)
            assert isinstance(app.screen, DossierScreen)
            await pilot.press("f2", "f12")
            await settled(pilot)
            assert app.is_running
            assert "Ổ đĩa chỉ đọc" in [indicator.text for indicator in app.status.indicators]


async def test_what_is_typed_before_the_office_is_open_is_kept(tmp_path: Path) -> None:
    gate = Event()

    def opener() -> Desk:
        gate.wait(90)
        return new_office(tmp_path / "office")

    app = CounterApp(opener, theme="calm", now=lambda: MORNING)
    async with app.run_test() as pilot:
        await pilot.press(*"minh", "enter", *PASSWORD)
        assert screen_of(pilot).password.value == PASSWORD
        gate.set()
        await pilot.press("enter", "2", "enter")
        await settled(pilot)
        assert app.desk.shift is not None
        assert (app.desk.shift.officer, app.desk.shift.counter) == ("minh", 2)


async def test_a_wrong_password_stays_beside_its_field_and_the_wait_grows(tmp_path: Path) -> None:
    async with stage(tmp_path, login=None).run_test() as pilot:
        await settled(pilot)
        await sign_in(pilot, "lan", password="sai-mat-khau")
        assert complaint(pilot, "password") == "Tên đăng nhập hoặc mật khẩu không đúng."
        assert screen_of(pilot).login.value == "lan"
        assert pilot.app.focused is screen_of(pilot).password
        await pilot.press("enter", "enter")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert "08:41" in complaint(pilot, "password")


async def test_a_taken_counter_is_told_with_who_sits_there(tmp_path: Path) -> None:
    async with stage(
        tmp_path, login=None, fill=lambda desk: (seated(desk, "minh", 2), None)[1]
    ).run_test() as pilot:
        await settled(pilot)
        rows = [row.cells for row in screen_of(pilot).seats.rows]
        assert rows[1] == ("Quầy 2", "Phạm Văn Minh", "từ 08:41")
        await sign_in(pilot, "lan", "2", "enter")
        assert "Phạm Văn Minh" in complaint(pilot, "counter")
        await pilot.press("4", "enter")
        await settled(pilot)
        assert pilot.app.current_mode == "intake"


async def test_an_empty_counter_means_the_row_in_the_list(tmp_path: Path) -> None:
    async with stage(
        tmp_path, login=None, fill=lambda desk: (seated(desk, "minh", 1), None)[1]
    ).run_test() as pilot:
        await settled(pilot)
        await sign_in(pilot, "lan")
        assert screen_of(pilot).seats.selected == "2"
        await pilot.press("9", "down", "enter")
        await settled(pilot)
        assert pilot.app.desk.shift.counter == 3  # type: ignore[attr-defined]


async def test_whoever_left_a_shift_open_goes_on_with_it(tmp_path: Path) -> None:
    async with stage(
        tmp_path, login=None, fill=lambda desk: (seated(desk, "lan", 4), None)[1]
    ).run_test() as pilot:
        await settled(pilot)
        await sign_in(pilot, "lan", "enter")
        assert pilot.app.desk.shift.counter == 4  # type: ignore[attr-defined]


async def test_the_seat_of_the_terminal_is_offered(tmp_path: Path) -> None:
    app = CounterApp(lambda: replace(new_office(tmp_path / "office"), seat=3), now=lambda: MORNING)
    async with app.run_test() as pilot:
        await settled(pilot)
        await sign_in(pilot, "lan", "enter")
        assert app.desk.shift is not None and app.desk.shift.counter == 3


async def test_a_supervisor_may_go_in_without_a_shift(tmp_path: Path) -> None:
    async with stage(tmp_path, login=None).run_test() as pilot:
        await settled(pilot)
        await sign_in(pilot, "hoa", "enter")
        assert pilot.app.current_mode == "shift_log"
        assert pilot.app.desk.shift is None  # type: ignore[attr-defined]


async def test_an_officer_may_not(tmp_path: Path) -> None:
    async with stage(tmp_path, login=None).run_test() as pilot:
        await settled(pilot)
        await sign_in(pilot, "lan", "0", "enter")
        assert complaint(pilot, "counter") == "Quầy có số từ 1 đến 4."


def behind(folder: Path) -> CounterApp:
    """A counter whose clock is an hour and a half behind the ledger."""

    def opener() -> Desk:
        desk = new_office(folder / "office")
        received(later(seated(desk), minutes=90))
        desk.store.close()
        return opening.open_desk(folder / "office", clock=StillClock())

    return CounterApp(opener, theme="calm", now=lambda: MORNING)


async def test_a_clock_years_ahead_asks_before_a_shift_opens(tmp_path: Path) -> None:
    folder = tmp_path / "office"
    new_office(folder).store.close()

    def opener() -> Desk:
        return opening.open_desk(folder, clock=StillClock(at=MORNING + timedelta(days=3650)))

    async with CounterApp(opener, theme="calm", now=lambda: MORNING).run_test() as pilot:
        await settled(pilot)
        assert "20/11/2036" in banner(pilot)
        assert "27/01/2026" in banner(pilot)
        assert screen_of(pilot).right_time.display


async def test_a_clock_behind_the_ledger_is_told_and_confirmed(tmp_path: Path) -> None:
    async with behind(tmp_path).run_test() as pilot:
        await settled(pilot)
        assert "08:41 ngày 23/11/2026" in banner(pilot) and "10:11 ngày 23/11/2026" in banner(pilot)
        assert screen_of(pilot).moment.value == "23/11/2026 08:41"
        await sign_in(pilot, "lan", "enter", "3", "enter")
        now = pilot.app.desk.clock.now()  # type: ignore[attr-defined]
        assert abs(now - MORNING) < timedelta(minutes=1)
        assert pilot.app.current_mode == "intake"


async def test_the_right_time_can_be_typed(tmp_path: Path) -> None:
    async with behind(tmp_path).run_test() as pilot:
        await settled(pilot)
        await sign_in(pilot, "lan", *"13h", "enter")
        assert "13h" in complaint(pilot, "moment")
        await pilot.press("ctrl+u", *"24/11/2026 07:30", "enter", "3", "enter")
        await settled(pilot)
        desk = pilot.app.desk  # type: ignore[attr-defined]
        assert not desk.behind and abs(
            desk.clock.now() - MORNING - timedelta(hours=22, minutes=49)
        ) < timedelta(minutes=1)
        assert pilot.app.status.clock == "07:30 24/11/2026"  # type: ignore[attr-defined]


async def test_the_hint_of_the_opener_is_shown(tmp_path: Path) -> None:
    app = CounterApp(lambda: replace(new_office(tmp_path / "office"), hint="lan  demo-lan-2026 [b]"))
    async with app.run_test() as pilot:
        await settled(pilot)
        assert "[b]" in str(screen_of(pilot).query_one("#hint", Static).content)


async def test_an_office_that_cannot_be_opened_says_why_and_goes_on_saying_it(tmp_path: Path) -> None:
    app = CounterApp(lambda: opening.open_desk(tmp_path))
    async with app.run_test() as pilot:
        await pilot.pause()
        while not banner(pilot):
            await pilot.pause()
        assert str(tmp_path) in banner(pilot)
        await pilot.press(*"lan", "enter", *PASSWORD, "enter")
        assert screen_of(pilot).password.value == PASSWORD


async def test_the_next_person_finds_empty_fields(tmp_path: Path) -> None:
    async with stage(tmp_path, login=None).run_test() as pilot:
        await settled(pilot)
        await sign_in(pilot, "lan", "3", "enter")
        await pilot.app.sign_out()  # type: ignore[attr-defined]
        await settled(pilot)
        values = [field.value for field in screen_of(pilot).query(Field)]
        assert values == ["", "", "", ""]
        assert pilot.app.desk.staff is None  # type: ignore[attr-defined]
        await sign_in(pilot, "minh", "1", "enter")
        assert pilot.app.current_mode == "intake"


@pytest.mark.parametrize("name", ["login", "password", "counter"])
async def test_a_scan_is_nothing_that_anybody_typed(tmp_path: Path, name: str) -> None:
    app = stage(tmp_path, login=None)
    async with app.run_test() as pilot:
        await settled(pilot)
        lan = Officer(app, pilot)
        if name != "login":
            await pilot.press(*"lan", "enter")
        if name == "counter":
            await pilot.press(*PASSWORD, "enter")
            await settled(pilot)
        before = [field.value for field in screen_of(pilot).query(Field)]
        for text in (CARD, "000.17.22.H56-261123-0001", "072195000123", CARD):
            await lan.scan(text)
            assert complaint(pilot, name) == "Hãy đăng nhập và chọn quầy rồi quét lại."
            assert [field.value for field in screen_of(pilot).query(Field)] == before
        rest = {
            "login": [*"lan", "enter", *PASSWORD, "enter"],
            "password": [*PASSWORD, "enter"],
            "counter": [],
        }
        await pilot.press(*rest[name], "3", "enter")
        await settled(pilot)
        assert app.desk.shift is not None and app.desk.shift.counter == 3
