"""The guide to a procedure from the intake screen: one action, and what is typed stays."""

from __future__ import annotations

from pathlib import Path

from counter.desk.printing import queue
from tests.cases import PERMIT, publish
from tests.counter.screens.officer import CARD, officer
from tests.notices import notices
from tests.snapshots.stage import act


async def test_the_guide_is_printed_and_what_is_typed_stays(tmp_path: Path) -> None:
    async with officer(tmp_path, fill=publish) as lan:
        await act(lan.pilot, "intake.procedure_slip")
        assert "Vui lòng chọn thủ tục." in notices(lan.app)
        await lan.press("escape")
        await lan.scan(CARD)
        await lan.type("giay phep")
        await lan.press("enter", "1")
        await act(lan.pilot, "intake.procedure_slip")
        (job,) = queue.jobs(lan.app.desk)
        assert (job.code, job.form) == (PERMIT.code, "procedure")
        assert f"Hướng dẫn thủ tục: {PERMIT.code}" in lan.says("done")
        assert (lan.value("name"), lan.value("case"), lan.count()) == ("Trần Thị Bưởi", "Cấp mới", 0)
