"""The print queue narrowed down, tried again, and moved between the office's printers."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from counter.config.settings import load
from counter.desk.desk import Desk
from counter.desk.printing import queue as printing_queue
from counter.problems import Problem
from counter.screens.printing.queue import PrintQueue
from counter.services.print_service import PrintService
from devices.spool import JobAction, JobState
from tests.notices import notices
from tests.offices import received, seated
from tests.print_jobs import advance
from tests.snapshots.stage import Staged, settled, stage

TWO = 'printer = "cửa 1"\n[printers]\n"cửa 1" = "virtual:1"\n"cửa 2" = "virtual:2"\n'
THREE = TWO + '"kho" = "virtual:3"\n'


def four(desk: Desk) -> None:
    """A failed slip, a printed one, one that waits, one that was sent."""
    for _ in range(4):
        received(desk)
    advance(desk, 1, JobAction.FAIL)
    advance(desk, 2, JobAction.SEND, JobAction.PROVE)
    advance(desk, 4, JobAction.SEND, JobAction.HAND_OVER)


def queue(folder: Path, settings: str = "") -> Staged:
    def fill(desk: Desk) -> None:
        four(desk)
        if settings:
            advance(desk, 3, JobAction.FAIL)
            (desk.store.data / "counter.toml").write_text(settings, "utf-8")

    return stage(folder, fill=fill, place="prints")


def on_screen(pilot: Pilot[None]) -> PrintQueue:
    screen = pilot.app.screen
    assert isinstance(screen, PrintQueue)
    return screen


async def test_the_filters_go_round_and_count(tmp_path: Path) -> None:
    async with queue(tmp_path).run_test() as pilot:
        await settled(pilot)
        seen = []
        for _ in range(6):
            seen.append([row.key for row in on_screen(pilot).listing.rows])
            await pilot.press("ctrl+l")
            await settled(pilot)
        assert seen == [["1", "4", "3", "2"], ["1", "4"], ["3"], ["2"], [], ["1", "4", "3", "2"]]
        assert on_screen(pilot).listing.empty == "Không có phiếu nào như vậy." or seen[-1]


async def test_a_failed_slip_is_tried_again_and_no_other(tmp_path: Path) -> None:
    app = queue(tmp_path)
    async with app.run_test() as pilot:
        await settled(pilot)
        assert "1" in app.status_line.indicator("printer").text  # type: ignore[union-attr]
        await pilot.press("ctrl+t", "4")
        await settled(pilot)
        job = next(job for job in printing_queue.jobs(app.desk) if job.id == 1)
        assert (job.state, job.note) == (JobState.QUEUED, "retried:lan")
        await pilot.press("ctrl+t", "4")
        await settled(pilot)
        assert any("Chỉ thử lại được" in notice for notice in notices(app))


async def test_a_slip_moves_to_the_other_printer_and_comes_out_there(tmp_path: Path) -> None:
    app = queue(tmp_path, TWO)
    async with app.run_test() as pilot:
        await settled(pilot)
        on_screen(pilot).listing.select("3")
        await settled(pilot)
        await pilot.press("ctrl+t", "5")
        await settled(pilot)
        app.devices.wake()
        while printing_queue.counts(app.desk).get("confirmed") != 2:
            await pilot.pause()
        job = next(job for job in printing_queue.jobs(app.desk) if job.id == 3)
        assert (job.state, job.printer) == (JobState.CONFIRMED, "cửa 2")


async def test_among_several_printers_a_person_chooses_or_leaves_it(tmp_path: Path) -> None:
    app = queue(tmp_path, THREE)
    async with app.run_test() as pilot:
        await settled(pilot)
        for keys, printer in ((("ctrl+t", "5", "escape"), ""), (("ctrl+t", "5", "down", "enter"), "kho")):
            for key in keys:
                await pilot.press(key)
                await pilot.pause()
            await settled(pilot)
            job = next(job for job in printing_queue.jobs(app.desk) if job.id == 1)
            assert job.printer == printer


async def test_one_printer_alone_is_no_choice(tmp_path: Path) -> None:
    app = queue(tmp_path)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("ctrl+t", "5")
        await settled(pilot)
        assert any("Không có máy in nào khác" in notice for notice in notices(app))


def test_what_is_on_its_way_or_printed_stays_where_it_is(desk: Desk) -> None:
    here = seated(desk)
    four(here)
    for number in (2, 4):
        with pytest.raises(Problem):
            printing_queue.move_to(here, number, "cửa 2")
        with pytest.raises(Problem):
            printing_queue.other_printers(here, number)


def test_each_printer_takes_its_own_and_only_the_first_what_is_nobodys(desk: Desk) -> None:
    (desk.store.data / "counter.toml").write_text(TWO, "utf-8")
    here = seated(desk)
    received(here)
    received(here)
    printing_queue.move_to(here, 2, "cửa 2")
    working = PrintService(desk.store, desk.clock.now, load(desk.store.data), lambda report: None)
    working.once()
    first, second = working._printers.values()
    assert [len(each.slips) for each in (first, second)] == [1, 1]  # type: ignore[attr-defined]
    assert {job.id: job.printer for job in printing_queue.jobs(here)} == {1: "cửa 1", 2: "cửa 2"}
    working.stop()
    working.run()


def test_a_name_that_is_no_printer_and_no_url_is_refused(desk: Desk) -> None:
    for text in ('printer = "cửa 9"\n' + TWO.split("\n", 1)[1], '[printers]\n"a:b" = "virtual:"\n'):
        (desk.store.data / "counter.toml").write_text(text, "utf-8")
        with pytest.raises(Problem):
            load(desk.store.data)
