"""A code that was given out twice: both dossiers need attention, and whoever names the code is asked which is meant."""

from __future__ import annotations

import pytest

from counter.desk.desk import Desk
from counter.desk.dossiers import corrections, intake, queries
from counter.desk.dossiers.queries import Group, SharedCode
from counter.desk.office.verification import verify
from counter.problems import Problem
from db import host
from db.ledger import shared_codes
from tests import offices
from tests.offices import BUOI, NAM, SEAL, after_a_copy, later, seated, sharing_a_code


def in_need(desk: Desk) -> list[str]:
    return [line.id for line in queries.find(desk, "", group=Group.ATTENTION)]


def test_both_need_attention_in_lists_and_by_themselves(desk: Desk) -> None:
    assert in_need(desk) == []
    first, second = sharing_a_code(desk)
    offices.received(later(desk, minutes=9), offices.COPY)
    assert in_need(desk) == [second.id, first.id]
    assert [line.id for line in queries.find(desk, "nam", group=Group.ATTENTION)] == [second.id]
    assert {line.attention for line in queries.dossiers_of(desk, BUOI.identity)} == {"", "code"}
    assert queries.dossier(desk, first.id).attention == "code"
    assert verify(desk, rebuild=True).holds


def test_who_names_the_code_is_asked_which_is_meant(desk: Desk) -> None:
    first, second = sharing_a_code(desk)
    assert [one.id for one in queries.of_code(desk, first.code)] == [second.id, first.id]
    with pytest.raises(SharedCode, match=r"Lê Văn Nam.*Trần Thị Bưởi"):
        queries.by_code(desk, first.code)
    assert queries.by_code(desk, first.id).applicant.name == "Trần Thị Bưởi"


def test_another_agencys_counter_sees_its_own_one_alone(office: Desk) -> None:
    lan = seated(office)
    first = intake.receive(lan, offices.intake()).dossier
    police = seated(after_a_copy(office), "congan", 2)
    own = intake.receive(police, offices.intake(SEAL, applicant=NAM)).dossier
    assert own.code == first.code
    assert queries.by_code(police, own.code).id == own.id
    for refused in (lambda: queries.by_code(police, first.id), lambda: queries.of_code(police, "x")):
        with pytest.raises(Problem):
            refused()


def test_a_supervisor_settles_each_until_there_is_one_more(desk: Desk) -> None:
    first, second = sharing_a_code(desk)
    hoa = seated(later(desk, minutes=10), "hoa", 1)
    corrections.settle(hoa, first.id, "hai giấy hẹn, đã báo người dân")
    assert in_need(desk) == [second.id]
    corrections.settle(hoa, second.id, "như trên")
    assert in_need(desk) == []
    with pytest.raises(Problem, match="không có gì cần"):
        corrections.settle(hoa, second.id, "lần nữa")
    third = intake.receive(after_a_copy(later(desk, minutes=20)), offices.intake()).dossier
    assert third.code == first.code
    assert in_need(desk) == [third.id, second.id, first.id]


def test_codes_that_an_earlier_release_left_shared_are_looked_for(desk: Desk) -> None:
    first, second = sharing_a_code(desk)
    with desk.store.write() as connection:
        host.put(connection, "shared_codes", "")
        assert shared_codes.in_need(connection) == set()
        shared_codes.note_all(connection)
        assert shared_codes.in_need(connection) == {first.id, second.id}
