"""A backlog on the real desk: each row once, whatever goes wrong in between."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from counter.desk.desk import Desk, NotAllowed
from counter.desk.dossiers.queries import by_code, find
from counter.desk.imports.backlog import import_backlog
from counter.desk.imports.backlog_file import BacklogFile, BacklogRow, paper_key
from counter.problems import Problem
from db.domain.codes import Role
from db.domain.records import Paper, Person, Staff
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


@pytest.mark.parametrize("number", ["G-0", "g-0", "G–0", "G − 00", " G-000"])
def test_a_paper_number_written_otherwise_is_the_same_slip(desk: Desk, number: str) -> None:
    backlog = rows(desk, "Trần Thị Bưởi")
    first = import_backlog(desk, backlog).taken
    again = import_backlog(desk, BacklogFile((replace(backlog.rows[0], paper_number=number),), ()))
    assert [(each.before, each.code) for each in again.taken] == [(True, first[0].code)]
    assert len(find(desk, "")) == 1


def test_numbers_that_differ_in_a_digit_or_a_letter_are_two_slips() -> None:
    numbers = ("1", "10", "100", "A1", "A-1", "B-1", "1/2", "12", "Đ-1", "D-1")
    assert len({paper_key(number) for number in numbers}) == len(numbers)


def test_the_same_person_procedure_and_minute_under_another_number_is_refused_with_both(desk: Desk) -> None:
    first, other = rows(desk, "Trần Thị Bưởi", "Trần Thị Bưởi").rows
    same_minute = replace(other, received_at=first.received_at + timedelta(seconds=20))
    report = import_backlog(desk, BacklogFile((first, same_minute), ()))
    assert [each.paper_number for each in report.taken] == ["G-0"]
    ((line, column),) = [(each.line, each.column) for each in report.problems]
    assert (line, column) == (3, "Số phiếu giấy")
    assert {"G-0", "G-1", report.taken[0].code} <= set(re.split(r"[ ,:?]+", str(report.problems[0].reason)))
    another = replace(
        same_minute, paper_number="G-8", applicant=Person(name="Trần Thị Bưởi", identity="072195000123")
    )
    named = replace(
        first, applicant=Person(name="Trần Thị Bưởi", identity="072195000999"), paper_number="G-7"
    )
    assert len(import_backlog(desk, BacklogFile((other,), ())).taken) == 1
    assert import_backlog(desk, BacklogFile((another, named), ())).taken == ()


def test_people_with_other_numbers_and_one_name_are_two(desk: Desk) -> None:
    first, other = rows(desk, "Trần Thị Bưởi", "Trần Thị Bưởi").rows
    people = [Person(name="Trần Thị Bưởi", identity=number) for number in ("072195000123", "072195000124")]
    both = (
        replace(first, applicant=people[0]),
        replace(other, applicant=people[1], received_at=first.received_at),
    )
    assert len(import_backlog(desk, BacklogFile(both, ())).taken) == 2


def test_the_console_receives_nothing(desk: Desk) -> None:
    console = replace(desk, staff=Staff(login="console:root", name="console:root", role=Role.ADMIN))
    with pytest.raises(NotAllowed):
        import_backlog(console, rows(desk, "Trần Thị Bưởi"))
    assert find(desk, "") == []
