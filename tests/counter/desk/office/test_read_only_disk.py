"""On a disk that is read-only an office is searched and read; what would be stored is refused in plain words."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from counter.desk import drafts
from counter.desk.desk import Desk
from counter.desk.dossiers import intake, queries
from counter.desk.office import opening
from counter.desk.office.opening import CannotOpen, open_desk
from counter.desk.office.sign_in import sign_in
from counter.desk.office.verification import verify
from counter.desk.shifts import shifts
from counter.desk.store_errors import NotWritable
from counter.problems import Problem
from tests import offices
from tests.offices import MORNING, PASSWORD, StillClock
from tests.read_only_disk import read_only

REFUSED = "Không ghi được vào tệp dữ liệu"


@pytest.fixture
def data(desk: Desk) -> Path:
    """An office with a dossier, closed as it should be: it has no journal."""
    offices.received(desk)
    desk.store.close()
    return desk.store.data


def _reads(desk: Desk) -> None:
    (line,) = queries.find(desk, "buoi")
    assert queries.by_code(desk, line.code).applicant.name == "Trần Thị Bưởi"
    assert [event.kind for event in queries.history(desk, line.id)] == ["received"]


def test_it_is_searched_and_read_and_checked(data: Path) -> None:
    with read_only(data):
        desk = open_desk(data, clock=StillClock())
        _reads(sign_in(desk, "lan", PASSWORD))
        assert verify(desk).holds
        desk.store.close()
    open_desk(data).store.close()


def test_what_would_be_stored_is_refused(data: Path) -> None:
    with read_only(data):
        desk = sign_in(open_desk(data, clock=StillClock()), "lan", PASSWORD)
        with pytest.raises(NotWritable, match=REFUSED):
            shifts.open_shift(desk, 3)
        for receive in (desk, replace(desk, shift=shifts.on_shift(desk)[0])):
            with pytest.raises(NotWritable, match=REFUSED):
                intake.receive(receive, offices.intake())
        with pytest.raises(NotWritable, match=REFUSED):
            drafts.save(desk, "intake", {"name": "Lê Văn Tư"})
        desk.store.close()


def test_a_wrong_password_still_locks_out_and_a_doubtful_clock_lets_people_in(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("counter.desk.office.sign_in._unwritten", {})
    with read_only(data):
        desk = open_desk(data, clock=StillClock(at=MORNING - timedelta(days=3)))
        assert desk.doubts_clock
        assert not opening.confirm_clock(desk, MORNING).behind
        for _ in range(8):
            with pytest.raises(Problem):
                sign_in(desk, "minh", "sai-mat-khau")
        with pytest.raises(Problem, match="Sai mật khẩu nhiều lần"):
            sign_in(desk, "minh", PASSWORD)
        desk.store.close()


def test_the_journal_of_an_office_that_lost_its_power_is_read_too(desk: Desk, tmp_path: Path) -> None:
    offices.received(desk)
    data = Path(shutil.copytree(desk.store.data, tmp_path / "dark"))
    assert (data / "office.db-wal").stat().st_size
    with read_only(data):
        opened = open_desk(data, clock=StillClock())
        _reads(sign_in(opened, "lan", PASSWORD))
        opened.store.close()


def test_a_journal_that_cannot_be_read_without_writing_is_told(desk: Desk, tmp_path: Path) -> None:
    offices.received(desk)
    data = Path(shutil.copytree(desk.store.data, tmp_path / "dark"))
    (data / "office.db-shm").unlink()
    with read_only(data), pytest.raises(CannotOpen, match=r"chỉ đọc.*chép thư mục"):
        open_desk(data)


def test_a_disk_that_can_be_written_again_asks_for_a_new_start(data: Path) -> None:
    with read_only(data):
        desk = sign_in(open_desk(data, clock=StillClock()), "lan", PASSWORD)
    for use in (lambda: queries.find(desk, ""), lambda: shifts.open_shift(desk, 3)):
        with pytest.raises(Problem, match="đóng chương trình rồi mở lại"):
            use()
    desk.store.close()
