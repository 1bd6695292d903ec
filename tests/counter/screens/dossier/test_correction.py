"""The dialog of a correction by keys: the list of what can be wrong, one group's fields, one reason."""

from __future__ import annotations

from pathlib import Path

from textual.pilot import Pilot

from counter.desk.desk import Desk
from counter.desk.dossiers import queries
from counter.desk.office.verification import verify
from counter.desk.printing import queue
from counter.screens.dossier.correction import Correct
from counter.widgets.field import Field
from db.domain.records import Dossier
from tests import offices
from tests.notices import notices
from tests.snapshots.stage import Staged, act, settled, stage
from tests.textual_internals import text_of


async def opened(folder: Path, pilot: Pilot[None]) -> str:
    """The correction of the only dossier is open; its id."""
    await settled(pilot)
    app = pilot.app
    assert isinstance(app, Staged)
    (line,) = queries.find(app.desk, "")
    await app.overlay("dossier", line.id)
    await settled(pilot)
    await act(pilot, "dossier.correct")
    return line.id


def one(desk: Desk) -> None:
    offices.received(desk, fee_serial="")


def counter(folder: Path) -> Staged:
    return stage(folder, fill=one, place="search")


async def typed(pilot: Pilot[None], text: str) -> None:
    await pilot.press(*("space" if letter == " " else letter for letter in text))
    await settled(pilot)


async def pressed(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


def stored(app: Staged, dossier: str) -> Dossier:
    return queries.dossier(app.desk, dossier)


async def test_a_name_is_corrected_in_its_group_and_a_new_slip_replaces_the_old_one(tmp_path: Path) -> None:
    app = counter(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        dossier = await opened(tmp_path, pilot)
        assert "7 Hẹn trả" in text_of(app.screen) and "Lý do" in text_of(app.screen)
        await pressed(pilot, "1")
        assert app.focused is not None and app.focused.id == "name"
        await typed(pilot, "Tran Thi Buoi Em")
        await pressed(pilot, "f12")
        assert app.focused is not None and app.focused.id == "reason", "nobody corrects without a reason"
        await typed(pilot, "doc nham ten")
        await pressed(pilot, "f12")
        assert not isinstance(app.screen, Correct)
        assert stored(app, dossier).applicant.name == "Tran Thi Buoi Em"
        assert "thu lại bản cũ: Giấy tiếp nhận và hẹn trả" in notices(app)[-1]
        assert [(job.form, job.copy_number) for job in queue.jobs(app.desk)] == [("01", 1), ("01", 0)]
        assert verify(app.desk, rebuild=True).holds


async def test_another_procedure_brings_fee_papers_and_due_date(tmp_path: Path) -> None:
    app = counter(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        dossier = await opened(tmp_path, pilot)
        await pressed(pilot, "2")
        await typed(pilot, "chung thuc")
        await pressed(pilot, "enter", "escape")
        shown = text_of(app.screen)
        assert "2.000815 Chứng thực bản sao" in shown and "20.000 đ" in shown
        await pressed(pilot, "4", "a", "escape", "7", "escape", "tab")
        await typed(pilot, "nham thu tuc")
        await pressed(pilot, "f12")
        after = stored(app, dossier)
        assert (after.procedure_code, after.fee, after.missing) == ("2.000815", 20_000, ())
        assert [paper.name for paper in after.papers] == ["Bản chính giấy tờ", "Bản sao"]
        assert verify(app.desk, rebuild=True).holds


async def test_what_is_doubted_in_two_groups_stands_in_the_list(tmp_path: Path) -> None:
    app = counter(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        dossier = await opened(tmp_path, pilot)
        await pressed(pilot, "1", "down", "down")
        await typed(pilot, "123")
        await pressed(pilot, "escape", "9")
        await typed(pilot, "Le Van 7")
        await pressed(pilot, "down", "down", "down", "down", "down")
        await typed(pilot, "GUQ")
        await pressed(pilot, "tab")
        await typed(pilot, "ghi sai so giay to")
        await pressed(pilot, "f12")
        shown = text_of(app.screen)
        assert "12 chữ số" in shown and "Họ tên không có chữ số" in shown
        assert stored(app, dossier).proxy is None
        await pilot.pause(0.5)
        await pressed(pilot, "f12")
        after = stored(app, dossier)
        assert after.proxy is not None and after.proxy.name == "Le Van 7"


async def test_what_was_typed_comes_back_and_a_wrong_field_brings_its_group_up(tmp_path: Path) -> None:
    app = counter(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        dossier = await opened(tmp_path, pilot)
        await pressed(pilot, "3", "down", "delete", "0", "escape")
        await pressed(pilot, "5", "space", "escape")
        await pressed(pilot, "escape")
        assert not isinstance(app.screen, Correct)
        await act(pilot, "dossier.correct")
        assert "đính chính" in text_of(app.screen)
        await pressed(pilot, "tab")
        await typed(pilot, "ghi nham so bo")
        await pressed(pilot, "f12")
        sets = app.screen.query_one("#sets", Field)
        assert sets.problem and app.focused is sets
        await typed(pilot, "2")
        await pressed(pilot, "f12")
        after = stored(app, dossier)
        assert (after.sets, after.missing) == (2, ())
