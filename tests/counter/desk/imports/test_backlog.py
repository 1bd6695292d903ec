"""A backlog on the real desk: each row once, whatever goes wrong in between."""

from dataclasses import replace
from datetime import timedelta

import pytest

from counter.desk.desk import Desk, NotAllowed
from counter.desk.dossiers.queries import by_code, find
from counter.desk.imports.backlog import import_backlog
from counter.desk.imports.backlog_file import BacklogFile, BacklogRow
from counter.problems import Problem
from db.domain.records import Paper, Person
from db.store.lock import OwnerLock
from tests.offices import BIRTH


def rows(desk: Desk, *names: str) -> BacklogFile:
    begun = desk.clock.now() - timedelta(hours=3)
    papers = tuple(
        Paper(name=each.name, originals=each.originals) for each in BIRTH.components if each.required
    )
    made = [
        BacklogRow(
            line=number + 2,
            paper_number=f"G-{number}",
            received_at=begun + timedelta(minutes=number),
            procedure=BIRTH.code,
            applicant=Person(name=name),
            papers=papers,
        )
        for number, name in enumerate(names)
    ]
    return BacklogFile(tuple(made), ())


def test_rows_become_dossiers_with_their_own_time_and_without_a_slip(desk: Desk) -> None:
    backlog = rows(desk, "Trần Thị Bưởi")
    (taken,) = import_backlog(desk, backlog).taken
    dossier = by_code(desk, taken.code)
    assert dossier.received_at == backlog.rows[0].received_at
    assert dossier.paper_number == "G-0"


def test_a_file_that_is_taken_in_again_receives_only_what_is_new(desk: Desk) -> None:
    half = rows(desk, "Trần Thị Bưởi", "")
    first = import_backlog(desk, half)
    assert [each.paper_number for each in first.taken] == ["G-0"]
    assert [(each.line, each.column) for each in first.problems] == [(3, "Họ tên")]
    mended = replace(
        half, rows=(half.rows[0], replace(half.rows[1], applicant=Person(name="Nguyễn Văn Đức")))
    )
    second = import_backlog(desk, mended)
    assert [each.before for each in second.taken] == [True, False]
    assert second.taken[0].code == first.taken[0].code
    assert len(find(desk, "")) == 2


def test_the_same_paper_number_for_somebody_else_is_told_and_not_taken_for_received(desk: Desk) -> None:
    import_backlog(desk, rows(desk, "Trần Thị Bưởi"))
    again = import_backlog(desk, rows(desk, "TRẦN THỊ BƯỞI"))
    assert [each.before for each in again.taken] == [True]
    other = import_backlog(desk, rows(desk, "Nguyễn Văn Đức"))
    assert other.taken == ()
    assert [(each.line, each.column) for each in other.problems] == [(2, "Số phiếu giấy")]
    assert "Trần Thị Bưởi" in str(other.problems[0].reason)
    assert len(find(desk, "")) == 1


def test_two_at_once_are_one_after_the_other(desk: Desk) -> None:
    other = OwnerLock(desk.store.data / "backlog.lock")
    assert other.try_own()
    with pytest.raises(Problem):
        import_backlog(desk, rows(desk, "Trần Thị Bưởi"))
    other.release()
    assert len(import_backlog(desk, rows(desk, "Trần Thị Bưởi")).taken) == 1


def test_without_a_shift_nothing_is_taken_in(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        import_backlog(replace(desk, shift=None), rows(desk, "Trần Thị Bưởi"))
    assert find(desk, "") == []
