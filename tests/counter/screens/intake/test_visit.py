"""Several dossiers of one person, by keys: the person stays in the form, one receipt at the end."""

from __future__ import annotations

from pathlib import Path

from counter.desk.office.verification import verify
from counter.desk.printing import queue
from db.domain.codes import FormKind
from tests.counter.screens.officer import CARD, Officer, officer
from tests.snapshots.stage import act


async def _birth(lan: Officer) -> None:
    await lan.type("khai sinh")
    await lan.press("enter", "a")


async def test_two_dossiers_of_a_card_and_one_receipt(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.scan(CARD)
        await _birth(lan)
        await act(lan.pilot, "intake.next")
        assert (lan.value("name"), lan.focused) == ("Trần Thị Bưởi", "procedure")
        assert "000.17.22.H56-261123-0001" in lan.says("visit")
        assert queue.jobs(lan.app.desk) == []
        await lan.type("chung thuc")
        await lan.press("enter", "a", "f12")
        assert [job.form for job in queue.jobs(lan.app.desk)] == [FormKind.VISIT]
        assert (lan.value("name"), lan.says("visit")) == ("", "")
        assert lan.newest().visit
        assert verify(lan.app.desk, rebuild=True).holds


async def test_nothing_more_comes_and_f12_prints_what_there_is(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.scan(CARD)
        await _birth(lan)
        await act(lan.pilot, "intake.next")
        await lan.press("f12")
        assert [job.form for job in queue.jobs(lan.app.desk)] == [FormKind.INTAKE]
        assert lan.value("name") == "" and lan.count() == 1


async def test_the_visit_comes_back_after_it_was_put_aside(tmp_path: Path) -> None:
    async with officer(tmp_path) as lan:
        await lan.scan(CARD)
        await _birth(lan)
        await act(lan.pilot, "intake.next")
        await lan.press("escape", "escape")
        assert lan.says("visit") == ""
        await lan.press("escape", "enter")
        assert "0001" in lan.says("visit") and lan.value("name") == "Trần Thị Bưởi"
        await act(lan.pilot, "intake.discard")
        assert "bấm F12 để in giấy chung" in lan.screen_text()
        await lan.press("escape", "f12")
        assert [job.form for job in queue.jobs(lan.app.desk)] == [FormKind.INTAKE]
