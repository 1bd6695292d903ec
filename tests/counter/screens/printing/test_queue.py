"""The print queue: honest states, the slip on paper beside it, and a person's word where one is asked."""

from __future__ import annotations

from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Static

from counter.desk.desk import Desk
from counter.desk.printing import queue as printing_queue
from counter.screens.printing.queue import PrintQueue
from devices.spool import JobAction, JobState
from tests.notices import notices
from tests.offices import received, seated
from tests.print_jobs import advance
from tests.snapshots.stage import Staged, settled, stage


def three(desk: Desk) -> None:
    """Three slips: one that nobody is sure of, one sent, one waiting."""
    for _ in range(3):
        received(desk)
    advance(desk, 1, JobAction.SEND, JobAction.LOSE, note="crash", printer="p1")
    advance(desk, 2, JobAction.SEND, JobAction.HAND_OVER, printer="p1")


def lans(desk: Desk) -> None:
    """One slip of the officer at counter 1."""
    received(seated(desk, "lan", 1))


def queue(folder: Path, login: str = "lan") -> Staged:
    return stage(folder, login=login, fill=three if login == "lan" else lans, place="prints")


def on_screen(pilot: Pilot[None]) -> PrintQueue:
    screen = pilot.app.screen
    assert isinstance(screen, PrintQueue)
    return screen


def states(pilot: Pilot[None]) -> list[str]:
    return [row.cells[-1] for row in on_screen(pilot).listing.rows]


def said(pilot: Pilot[None], where: str) -> str:
    return str(pilot.app.screen.query_one(where, Static).content)


async def select(pilot: Pilot[None], number: int) -> None:
    on_screen(pilot).listing.select(str(number))
    await settled(pilot)


async def test_what_needs_a_persons_word_stands_first_and_says_why(tmp_path: Path) -> None:
    async with queue(tmp_path).run_test() as pilot:
        await settled(pilot)
        assert states(pilot) == ["Chưa rõ", "Chờ in", "Đã gửi"]
        assert on_screen(pilot).listing.rows[0].tone == "bad"
        assert "Chương trình dừng khi đang gửi phiếu" in said(pilot, "#detail")


async def test_beside_each_code_stands_the_applicant(tmp_path: Path) -> None:
    async with queue(tmp_path / "narrow").run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        first = on_screen(pilot).listing.rows[-1].cells
        assert first == ("261123-0002", "Trần Thị Bưởi", "01", "Đã gửi")
        assert "Trần Thị Bưởi " in on_screen(pilot).listing.render_line(1).text
    async with queue(tmp_path / "wide").run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        first = on_screen(pilot).listing.rows[-1].cells
        assert first == ("08:41", "261123-0002", "Trần Thị Bưởi", "Mẫu 01", "", "Đã gửi")


async def test_the_name_of_another_agencys_applicant_is_not_shown(tmp_path: Path) -> None:
    async with queue(tmp_path, "congan").run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        (row,) = on_screen(pilot).listing.rows
        assert row.cells[:2] == ("261123-0001", "")


async def test_the_slip_stands_beside_it_with_masked_numbers(tmp_path: Path) -> None:
    async with queue(tmp_path).run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        paper = said(pilot, "#slip")
        assert "GIẤY TIẾP NHẬN HỒ SƠ" in paper
        assert "Số định danh: 0721••••0123" in paper
        assert "072195000123" not in paper
        assert max(map(len, paper.splitlines())) <= 42


async def test_somebody_saw_the_slip(tmp_path: Path) -> None:
    async with queue(tmp_path).run_test() as pilot:
        await settled(pilot)
        await pilot.press("ctrl+t", "1")
        await settled(pilot)
        assert states(pilot) == ["Chờ in", "Đã gửi", "Đã in"]
        await select(pilot, 1)
        assert "Đã có người xem: phiếu đã in ra. (lan)" in said(pilot, "#detail")


async def test_an_unsure_slip_printed_again_is_a_marked_copy_and_closes_the_old_one(tmp_path: Path) -> None:
    app = queue(tmp_path)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("ctrl+t", "2", "f12")
        await settled(pilot)
        jobs = {job.id: job for job in printing_queue.jobs(app.desk)}
        assert (jobs[1].state, jobs[1].note) == (JobState.CANCELLED, "again:lan")
        assert (jobs[4].state, jobs[4].copy_number) == (JobState.QUEUED, 1)
        assert on_screen(pilot).listing.selected == "4"
        assert "BẢN IN LẠI LẦN 1" in said(pilot, "#slip")


async def test_a_waiting_slip_can_be_cancelled_but_not_printed_twice(tmp_path: Path) -> None:
    app = queue(tmp_path)
    async with app.run_test() as pilot:
        await settled(pilot)
        await select(pilot, 3)
        await pilot.press("ctrl+t", "2", "f12")
        await settled(pilot)
        assert any("còn đang chờ in" in notice for notice in notices(app))
        await pilot.press("3", "f12")
        await settled(pilot)
        assert {job.id: job.state for job in printing_queue.jobs(app.desk)}[3] == JobState.CANCELLED
        await pilot.press("ctrl+t", "3", "f12")
        await settled(pilot)
        assert any("Chỉ hủy được" in notice for notice in notices(app))


async def test_enter_opens_the_dossier_and_changes_nothing(tmp_path: Path) -> None:
    app = queue(tmp_path)
    async with app.run_test() as pilot:
        await settled(pilot)
        before = printing_queue.jobs(app.desk)
        await pilot.press("enter")
        await settled(pilot)
        assert type(pilot.app.screen).__name__ == "DossierScreen"
        assert printing_queue.jobs(app.desk) == before


async def test_a_long_slip_is_read_with_the_arrows(tmp_path: Path) -> None:
    async with queue(tmp_path).run_test() as pilot:
        await settled(pilot)
        paper = pilot.app.screen.query_one("#paper")
        await pilot.press("right")
        assert paper.scroll_y > 0
        await pilot.press("left")
        assert paper.scroll_y == 0


async def test_the_slip_of_another_agency_stays_unseen(tmp_path: Path) -> None:
    async with queue(tmp_path, login="congan").run_test() as pilot:
        await settled(pilot)
        assert states(pilot) == ["Chờ in"]
        assert said(pilot, "#slip") == "Hồ sơ này không thuộc phạm vi của bạn."


async def test_an_empty_queue_says_so(tmp_path: Path) -> None:
    async with stage(tmp_path, place="prints").run_test() as pilot:
        await settled(pilot)
        await pilot.press("f12", "ctrl+t", "1", "escape", "enter")
        await settled(pilot)
        assert on_screen(pilot).listing.empty == "Chưa in phiếu nào."
        assert said(pilot, "#slip") == ""


async def test_the_form_of_a_slip_is_printed_on_a5(tmp_path: Path) -> None:
    counter = queue(tmp_path)
    async with counter.run_test() as pilot:
        await settled(pilot)
        await select(pilot, 3)
        await pilot.press("ctrl+t", "7")
        await settled(pilot)
        cells = [row.cells[2] for row in on_screen(pilot).listing.rows]
        assert "01 A5" in cells
        assert on_screen(pilot).listing.selected == "4"
        assert "Giấy tiếp nhận và hẹn trả (A5)" in said(pilot, "#detail")
        assert "Mẫu số 01" in said(pilot, "#slip")
        (file,) = (counter.desk.store.data / "pages").iterdir()
        assert file.read_bytes().startswith(b"%PDF-")
