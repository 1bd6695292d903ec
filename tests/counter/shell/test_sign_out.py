"""Signing out by command: drafts are on the disk first, the shift stays open, and the next person begins anew."""

from __future__ import annotations

from pathlib import Path

from counter.desk import drafts
from counter.desk.dossiers import intake
from counter.desk.shifts import shifts
from counter.screens.sign_in import SignIn
from counter.shell.palette import ScreenCommands
from counter.widgets.field import Field
from tests.counter.full_disk import fill_disk, make_room
from tests.counter.screens.officer import officer
from tests.counter.screens.shifts.test_open_shift import command
from tests.notices import notices
from tests.offices import PASSWORD, seated
from tests.snapshots.stage import settled, stage


async def test_sign_out_is_a_command_and_what_was_typed_waits_for_its_officer(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.type("072195000123")
        await command(lan.pilot, "dang xuat")
        assert isinstance(lan.app.screen, SignIn) and lan.app.desk.staff is None
        assert notices(lan.app) == ["Ca của bạn tại quầy 3 vẫn đang mở."]
        assert lan.value("login") == ""
        desk = seated(lan.app.desk)
        assert drafts.load(desk, intake.DRAFT)["identity"] == "072195000123"
        assert [shift.counter for shift in shifts.on_shift(desk)] == [3]
        await lan.press(*"lan", "enter", *PASSWORD, "enter", "enter")
        assert lan.app.desk.shift == desk.shift
        assert lan.app.screen.query_one("#identity", Field).value == "072195000123"


async def test_a_draft_that_is_not_on_the_disk_asks_first(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.app.at_desk(fill_disk, lan.app.desk)
        await lan.type("072195000123")
        await lan.app.action_sign_out()
        assert lan.app.desk.staff is not None and lan.app.current_mode == "intake"
        assert "Chưa lưu được bản nháp" in notices(lan.app)[-1]
        await lan.app.at_desk(make_room, lan.app.desk)
        await lan.app.action_sign_out()
        assert lan.app.desk.staff is None


async def test_nobody_signs_out_who_has_not_signed_in_or_is_asked_something(tmp_path: Path) -> None:
    app = stage(tmp_path, login=None)
    async with app.run_test() as pilot:
        await settled(pilot)
        assert not app.check_action("sign_out", ())
        assert not app.check_action("open_shift", ())
    async with officer(tmp_path / "lan") as lan:
        assert lan.app.check_action("sign_out", ())
        assert not lan.app.check_action("open_shift", ())
        offered = [hit.text async for hit in ScreenCommands(lan.app.screen).discover()]
        assert "Đăng xuất" in offered and "Mở ca" not in offered
        await lan.press("f10")
        assert not lan.app.check_action("sign_out", ())
