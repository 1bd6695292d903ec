"""At the intake: a required paper lacks, the citizen is sent away with form 02, and is known when they come back."""

from __future__ import annotations

from pathlib import Path

from counter.desk.office.verification import verify
from counter.desk.printing import queue
from counter.screens.guidance.dialog import GuidanceDialog
from counter.widgets.field import Field
from tests.counter.screens.officer import CARD, Officer, officer
from tests.notices import notices
from tests.snapshots.stage import act


async def typed(lan: Officer) -> None:
    """Bưởi wants a birth certificate; of the papers only the first is here."""
    await lan.scan(CARD)
    await lan.type("khai")
    await lan.press("enter", "space")
    await lan.redrawn()


async def test_the_citizen_is_sent_away_and_comes_back(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await typed(lan)
        await act(lan.pilot, "intake.guide")
        assert isinstance(lan.app.screen, GuidanceDialog)
        await lan.press("f12")
        assert lan.count() == 0
        assert "Đã hướng dẫn Trần Thị Bưởi" in lan.screen_text()
        assert not lan.intake.form.draft
        assert [job.form for job in queue.jobs(lan.app.desk)] == ["guidance"]
        await typed(lan)
        assert "Mẫu 02 số 0001" in lan.says("before") and "Giấy chứng sinh" in lan.says("before")
        await lan.press("a", "f12")
        assert lan.newest().guidance
        assert verify(lan.app.desk, rebuild=True).holds


async def test_something_new_at_the_second_visit_needs_the_supervisor(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await typed(lan)
        await act(lan.pilot, "intake.guide")
        await lan.press("f12")
        await typed(lan)
        await act(lan.pilot, "intake.guide")
        assert "Mẫu 02 số 0001" in lan.screen_text()
        lan.app.screen.query_one("#other", Field).value = "Giấy kết hôn"
        await lan.press("f12")
        assert isinstance(lan.app.screen, GuidanceDialog)
        assert any("phụ trách" in notice for notice in notices(lan.app))
        await lan.press("escape")
        assert lan.intake.form.draft


async def test_who_has_all_that_is_required_is_not_sent_away(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        assert "chọn thủ tục" in {action.id: action.refusal for action in lan.intake.actions}["intake.guide"]
        await typed(lan)
        await lan.press("a")
        assert "Không thiếu" in {action.id: action.refusal for action in lan.intake.actions}["intake.guide"]
