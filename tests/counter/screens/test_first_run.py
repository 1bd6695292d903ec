"""A folder without an office: made from a form, or left for the demo."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.widgets import Static

from counter.screens.first_run import FirstRun
from counter.screens.sign_in import SignIn
from counter.shell.launch import FirstStart
from counter.widgets.field import Field
from tests.offices import PASSWORD, new_office
from tests.snapshots.stage import settled

FORM = {
    "name": "UBND xã Tân Hòa",
    "unit": "000.17.22.h56",
    "parent": "UBND tỉnh Tây Ninh",
    "level": "1",
    "counters": "4",
    "admin_name": "Lê Quản Trị",
    "login": "admin",
    "password": PASSWORD,
    "again": PASSWORD,
}


def starting(folder: Path) -> FirstStart:
    return FirstStart(folder / "quay", lambda: new_office(folder / "demo"), theme="calm")


def field(pilot: Pilot[Any], name: str) -> Field:
    return pilot.app.screen.query_one(f"#{name}", Field)


async def fill(pilot: Pilot[Any], **other: str) -> None:
    for name, value in (FORM | other).items():
        field(pilot, name).value = value
    await pilot.press("f12")
    await pilot.pause()


async def test_the_form_makes_an_office_and_its_first_account_signs_in(tmp_path: Path) -> None:
    app = starting(tmp_path)
    async with app.run_test() as pilot:
        await pilot.pause()
        await fill(pilot)
        await settled(pilot)
        assert isinstance(app.screen, SignIn)
        office = app.desk.office
        assert (office.name, office.unit, office.level) == ("UBND xã Tân Hòa", "000.17.22.H56", "commune")
        assert (office.parent, office.counters, office.rule_set) == ("UBND tỉnh Tây Ninh", 4, "nd118-2025")
        assert "office.key" in str(app.screen.query_one("#hint", Static).content)
        await pilot.press(*"admin", "enter", *PASSWORD, "enter", "1", "enter")
        await settled(pilot)
        assert app.desk.shift is not None


async def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(tmp_path: Path) -> None:
    app = starting(tmp_path)
    async with app.run_test() as pilot:
        await pilot.pause()
        for name, value, complaint in (
            ("name", " ", "tên đơn vị"),
            ("unit", "không", "000.17.22.H56"),
            ("level", "3", "1 đến 2"),
            ("counters", "0", "99"),
            ("admin_name", "", "họ tên"),
            ("login", "Lê", "2"),
            ("password", "ngan", "8"),
            ("again", "khac", "không giống nhau"),
        ):
            other = {"again": value} if name == "password" else {}
            await fill(pilot, **{name: value}, **other)
            assert complaint.lower() in field(pilot, name).problem.lower(), field(pilot, name).problem
            assert app.focused is field(pilot, name)
            assert field(pilot, "parent").value == FORM["parent"]
        assert not (tmp_path / "quay" / "office.db").exists()


async def test_the_demo_is_one_key_away_and_leaves_the_folder_alone(tmp_path: Path) -> None:
    app = starting(tmp_path)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert isinstance(app.screen, FirstRun)
        await pilot.press("ctrl+t", "1")
        await settled(pilot)
        assert isinstance(app.screen, SignIn) and app.desk.store.data == tmp_path / "demo"
        assert not (tmp_path / "quay").exists()


async def test_enter_makes_nothing(tmp_path: Path) -> None:
    app = starting(tmp_path)
    async with app.run_test() as pilot:
        await pilot.pause()
        for name, value in FORM.items():
            field(pilot, name).value = value
        await pilot.press(*(["enter"] * 12))
        assert isinstance(app.screen, FirstRun) and app.focused is field(pilot, "again")
