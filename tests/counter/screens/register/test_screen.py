"""The register by keys: into a book, to a dossier and back, its paper, and closing it when the year is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from counter.desk.desk import Desk
from counter.desk.office.verification import verify
from counter.desk.printing import queue
from counter.desk.register import books
from counter.widgets.listing import Listing
from tests.counter.screens.officer import Officer, officer
from tests.notices import notices
from tests.offices import COPY, NAM, StillClock, received
from tests.snapshots.stage import act

LAST_YEAR = datetime(2025, 12, 29, 2, 0, tzinfo=UTC)


def two_years(desk: Desk) -> None:
    old = replace(desk, clock=StillClock(at=LAST_YEAR))
    for _each in range(3):
        received(old)
    for _each in range(60):
        received(desk)
    received(desk, applicant=NAM)
    received(desk, COPY)


def rows(at: Officer) -> list[tuple[str, ...]]:
    return [row.cells for row in at.app.screen.query_one("#rows", Listing).rows]


async def test_a_book_is_opened_narrowed_and_left_by_keys(tmp_path: Path) -> None:
    async with officer(tmp_path, two_years, "register") as at:
        assert [cells[:4] for cells in rows(at)] == [
            ("2026", "Chứng thực", "0", "1"), ("2026", "Hộ tịch", "0", "61"), ("2025", "Hộ tịch", "0", "3")
        ]  # fmt: skip
        await at.press("down", "enter")
        assert len(rows(at)) == books.PAGE
        await at.press(*["pagedown"] * 4)
        assert [cells[0] for cells in rows(at)] == [f"{number:02}" for number in range(1, 62)]
        await at.type("nam")
        assert [cells[2] for cells in rows(at)] == ["Lê Văn Nam"]
        assert "0912345678" not in at.screen_text()
        await at.press("enter")
        assert "Lê Văn Nam" in at.screen_text()
        await at.press("escape")
        assert len(rows(at)) == 1
        await at.press("escape")
        assert len(rows(at)) >= books.PAGE
        await at.press("escape")
        assert len(rows(at)) == 3
        await at.type("2025")
        assert len(rows(at)) == 1


async def test_the_supervisor_closes_the_book_of_a_year_that_is_over_and_prints_it(tmp_path: Path) -> None:
    async with officer(tmp_path, two_years, "register", login="hoa") as at:
        await act(at.pilot, "register.close")
        assert "31/12/2026" in " ".join((*notices(at.app), at.screen_text()))
        await at.press("escape", "down", "down")
        await act(at.pilot, "register.close")
        await at.press("f12")
        assert "Đã khóa quyển 2025/Hộ tịch với 3 dòng." in " ".join(notices(at.app))
        assert books.book_of(at.app.desk, "2025/Hộ tịch").closed is not None
        await at.press("ctrl+l", "ctrl+l")
        assert [cells[0] for cells in rows(at)] == ["2025"]
        await act(at.pilot, "register.print")
        await at.pilot.pause()
        job, *_older = queue.jobs(at.app.desk)
        assert (job.code, job.form) == ("2025/Hộ tịch", "register:page")
        assert verify(at.app.desk, rebuild=True).holds


async def test_an_officer_may_print_and_not_close(tmp_path: Path) -> None:
    async with officer(tmp_path, two_years, "register") as at:
        await at.press("ctrl+t")
        shown = at.screen_text()
        assert "In quyển sổ" in shown
        assert "Khóa sổ" not in shown
