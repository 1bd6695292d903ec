"""The shift log: in order, in words, filtered; closed by its officer, reviewed by a supervisor."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.widgets import Static

from counter.desk import drafts
from counter.desk.desk import Desk
from counter.desk.dossiers import corrections, intake, queries
from counter.desk.dossiers.entries import Correction
from counter.desk.shifts import shifts
from counter.screens.shifts.dialogs import CloseShift, ReviewShift
from counter.screens.shifts.log import ShiftLog
from counter.widgets.field import Field, Scanned
from tests.notices import notices
from tests.offices import BIRTH, COPY, later, received, seated
from tests.snapshots.stage import Staged, settled, stage


def log_of(pilot: Pilot[Any]) -> ShiftLog:
    screen = pilot.app.screen
    assert isinstance(screen, ShiftLog)
    return screen


def said(pilot: Pilot[Any]) -> list[str]:
    """What the log says was done."""
    return [row.cells[3] for row in log_of(pilot).events.rows]


def morning(desk: Desk) -> None:
    """Minh's shift, closed, and two intakes of whoever sits at the desk (Lan where nobody does)."""
    other = seated(desk, "minh", 1)
    received(later(other, minutes=5))
    shifts.close_shift(later(other, minutes=30), "Đã thay giấy in [x]")
    own = desk if desk.shift else seated(desk, "lan", 3)
    received(later(own, minutes=10), BIRTH)
    received(later(own, minutes=20), COPY)


def of_lan(folder: Path) -> Staged:
    return stage(folder, place="shift_log", fill=morning)


def of_hoa(folder: Path) -> Staged:
    def fill(desk: Desk) -> None:
        morning(seated(desk, "lan", 3))

    return stage(folder, login="hoa", counter=4, place="shift_log", fill=fill)


async def press(pilot: Pilot[Any], *keys: str) -> None:
    await pilot.press(*keys)
    await settled(pilot)


async def test_an_officer_begins_with_the_present_shift_in_order_of_time(tmp_path: Path) -> None:
    async with of_lan(tmp_path).run_test() as pilot:
        await settled(pilot)
        assert said(pilot) == [
            "Mở ca",
            "Tiếp nhận hồ sơ: Đăng ký khai sinh",
            "Tiếp nhận hồ sơ: Chứng thực bản sao từ bản chính",
        ]
        assert [row.cells[0] for row in log_of(pilot).events.rows] == ["08:41", "08:51", "09:01"]
        assert "Tiếp nhận 2 · trả 0" in str(log_of(pilot).query_one("#counts", Static).content)


async def test_a_correction_in_the_log_shows_old_and_new_whole(tmp_path: Path) -> None:
    def fill(desk: Desk) -> None:
        dossier = received(desk)
        change = Correction(address="Ấp 9, xã Tân Hòa, tỉnh Tây Ninh", phone="0988777666")
        corrections.correct(desk, dossier, change, "đọc nhầm lúc nhận")

    app = stage(tmp_path, place="shift_log", fill=fill)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        panel = log_of(pilot).detail_panel
        assert not panel.display
        await press(pilot, "down", "down")
        assert panel.display
        assert str(panel.content) == (
            "Đính chính: địa chỉ Ấp 3, xã Tân Hòa, tỉnh Tây Ninh → Ấp 9, xã Tân Hòa, tỉnh Tây Ninh;"
            " điện thoại 091••••678 → 098••••666 (đọc nhầm lúc nhận)"
        )
        await press(pilot, "up")
        assert not panel.display


async def test_kinds_words_and_codes_narrow_the_log(tmp_path: Path) -> None:
    async with of_lan(tmp_path).run_test() as pilot:
        await settled(pilot)
        await press(pilot, "ctrl+l")
        assert len(said(pilot)) == 2 and log_of(pilot).filter.note == "tiếp nhận: 2/3"
        await press(pilot, *"KHAI sinh")
        assert said(pilot) == ["Tiếp nhận hồ sơ: Đăng ký khai sinh"]
        await press(pilot, "ctrl+u", *"-0003")
        assert said(pilot) == ["Tiếp nhận hồ sơ: Chứng thực bản sao từ bản chính"]
        await press(pilot, *(["ctrl+l"] * 3))
        assert said(pilot) == []


async def test_a_scanned_slip_narrows_the_log_to_its_dossier(tmp_path: Path) -> None:
    async with of_lan(tmp_path).run_test() as pilot:
        await settled(pilot)
        (code,) = {found.code for found in queries.find(pilot.app.desk, "-0003")}  # type: ignore[attr-defined]
        log_of(pilot).post_message(Scanned(code))
        await settled(pilot)
        assert said(pilot) == ["Tiếp nhận hồ sơ: Chứng thực bản sao từ bản chính"]
        assert pilot.app.current_mode == "shift_log"


async def test_each_line_has_the_short_code_and_the_applicant(tmp_path: Path) -> None:
    for size in ((80, 24), (120, 40)):
        async with of_lan(tmp_path / str(size[0])).run_test(size=size) as pilot:
            await settled(pilot)
            cells = [row.cells[1:3] for row in log_of(pilot).events.rows]
            assert cells == [("", ""), ("261123-0002", "Trần Thị Bưởi"), ("261123-0003", "Trần Thị Bưởi")]
            await press(pilot, *"buoi")
            assert len(said(pilot)) == 2


async def test_the_code_of_another_office_stays_whole(tmp_path: Path) -> None:
    async with of_lan(tmp_path).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        desk = pilot.app.desk  # type: ignore[attr-defined]
        pilot.app.desk = replace(desk, office=replace(desk.office, unit="000.00.18.H56"))  # type: ignore[attr-defined]
        await log_of(pilot).reload()
        assert "000.17.22.H56-261123-0003 " in log_of(pilot).events.render_line(3).text


async def test_a_draft_is_named_before_the_shift_closes_and_waits_for_its_officer(tmp_path: Path) -> None:
    def fill(desk: Desk) -> None:
        morning(desk)
        drafts.save(seated(desk), intake.DRAFT, {"name": "Lê Văn Nam", "procedure": BIRTH.code})

    app = stage(tmp_path, place="shift_log", fill=fill)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "ctrl+t", "1")
        line = app.screen.query_one(".drafts", Static)
        assert line.display and line.region.height == 3
        assert str(line.content).splitlines() == [
            "Chưa lưu: 1 hồ sơ (bản nháp được giữ lại)",
            "· Lê Văn Nam – Đăng ký khai sinh",
        ]
        await press(pilot, "f12")
        assert isinstance(app.screen, CloseShift) and app.desk.shift is not None
        assert notices(app) == [
            "Còn 1 hồ sơ chưa lưu; bản nháp sẽ hiện lại khi bạn đăng nhập. Bấm F12 lần nữa để đóng ca."
        ]
        await press(pilot, "escape", "ctrl+t", "1", "f12")
        assert app.desk.shift is not None, "after going away it asks anew"
        await press(pilot, "f12")
        assert app.current_mode == "sign_in" and app.desk.staff is None
        assert drafts.load(seated(app.desk), intake.DRAFT)["name"] == "Lê Văn Nam"


async def test_many_drafts_leave_room_for_the_note(tmp_path: Path) -> None:
    def fill(desk: Desk) -> None:
        for number in range(6):
            drafts.save(desk, intake.DRAFT, {"name": f"Người {number}"})

    app = stage(tmp_path, place="shift_log", fill=fill)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "ctrl+t", "1")
        lines = str(app.screen.query_one(".drafts", Static).content).splitlines()
        assert (lines[0][:10], lines[-1], len(lines)) == ("Chưa lưu: ", "· và 3 hồ sơ nữa", 5)
        assert app.screen.query_one("#note", Field).region.bottom <= 20


async def test_a_supervisor_who_closes_a_shift_reads_what_its_officer_has_not_saved(tmp_path: Path) -> None:
    def fill(desk: Desk) -> None:
        drafts.save(seated(desk, "lan", 3), intake.DRAFT, {"name": "Lê Văn Nam"})

    app = stage(tmp_path, login="hoa", counter=4, place="shift_log", fill=fill)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        lists = log_of(pilot).shifts
        lists.select(next(row.key for row in lists.rows if row.cells[1] == "3"))
        await press(pilot, "ctrl+t", "2")
        assert "Lê Văn Nam" in str(app.screen.query_one(".drafts", Static).content)


async def test_enter_opens_the_dossier_and_back_is_the_log(tmp_path: Path) -> None:
    async with of_lan(tmp_path).run_test() as pilot:
        await settled(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ShiftLog), "the opening of a shift is no dossier"
        await press(pilot, "down", "enter")
        assert type(pilot.app.screen).__name__ == "DossierScreen"
        await press(pilot, "escape")
        assert log_of(pilot).events.selected == log_of(pilot).events.rows[1].key


async def test_an_officer_lists_only_own_shifts(tmp_path: Path) -> None:
    async with of_lan(tmp_path).run_test() as pilot:
        await settled(pilot)
        await press(pilot, "escape")
        assert [row.cells[2] for row in log_of(pilot).shifts.rows] == ["Nguyễn Thị Lan"]
        await press(pilot, "enter")
        assert len(said(pilot)) == 3


async def test_closing_tells_what_was_done_and_signs_out(tmp_path: Path) -> None:
    app = of_lan(tmp_path)
    async with app.run_test() as pilot:
        await settled(pilot)
        await press(pilot, "ctrl+t", "1", *"con 2 phieu", "escape", "ctrl+t", "1")
        form = app.screen
        assert isinstance(form, CloseShift) and form.note.value == "con 2 phieu"
        assert "Hồ sơ tiếp nhận" in str(form.query_one("#summary", Static).content)
        await press(pilot, "enter")
        assert app.desk.shift is not None, "Enter closes nothing"
        await press(pilot, "f12")
        assert app.current_mode == "sign_in" and app.desk.staff is None
        closed = shifts.shifts(seated(app.desk, "hoa", 4))
        assert {shift.counter: shift.closing_note for shift in closed}[3] == "con 2 phieu"


async def test_a_supervisor_sees_every_shift_counted(tmp_path: Path) -> None:
    async with of_hoa(tmp_path).run_test() as pilot:
        await settled(pilot)
        cells = {row.cells[2]: row.cells for row in log_of(pilot).shifts.rows}
        assert cells["Nguyễn Thị Lan"][3:] == ("08:41 – đang mở", "2", "0", "0", "0", "")
        assert cells["Phạm Văn Minh"][3:] == ("08:41 – 09:11", "1", "0", "0", "0", "")


async def test_a_supervisor_comments_and_reviews(tmp_path: Path) -> None:
    async with of_hoa(tmp_path).run_test() as pilot:
        await settled(pilot)
        lists = log_of(pilot).shifts
        lists.select(next(row.key for row in lists.rows if row.cells[1] == "1"))
        await press(pilot, "enter")
        assert "Đã thay giấy in [x]" in str(log_of(pilot).query_one("#detail", Static).content)
        await press(pilot, "ctrl+t", "2", *"tot", "ctrl+t", "1", "ctrl+t", "2", "f12")
        notes = str(log_of(pilot).query_one("#detail", Static).content)
        assert "Ý kiến: tot" in notes and "Đã xem: hoa" in notes
        await press(pilot, "escape")
        assert [row.cells[-1] for row in log_of(pilot).shifts.rows if row.cells[1] == "1"] == ["23/11"]


async def test_an_open_shift_is_commented_but_not_reviewed(tmp_path: Path) -> None:
    async with of_hoa(tmp_path).run_test() as pilot:
        await settled(pilot)
        lists = log_of(pilot).shifts
        lists.select(next(row.key for row in lists.rows if row.cells[1] == "3"))
        await press(pilot, "ctrl+t", "2", "ctrl+t", "1")
        form = pilot.app.screen
        assert isinstance(form, ReviewShift)
        assert form.query_one("#comment", Field).problem == "Vui lòng nhập ý kiến."
        await press(pilot, *"cham", "f12")
        assert pilot.app.screen is form
        assert form.query_one("#comment", Field).value == "cham"
        await press(pilot, "ctrl+t", "1")
        assert [row.cells[-1] for row in log_of(pilot).shifts.rows if row.cells[1] == "3"] == ["ý kiến"]


async def test_a_supervisor_closes_the_own_shift_and_reviews_others(tmp_path: Path) -> None:
    async with of_hoa(tmp_path).run_test() as pilot:
        await settled(pilot)
        lists = log_of(pilot).shifts
        lists.select(next(row.key for row in lists.rows if row.cells[1] == "4"))
        await settled(pilot)
        assert [each.id for each in log_of(pilot).actions if not each.refusal] == ["shift_log.close"]
        await press(pilot, "ctrl+t", "2")
        assert notices(pilot.app) == ["Ca của mình do phụ trách khác xem."]
        await press(pilot, "1")
        assert isinstance(pilot.app.screen, CloseShift)
