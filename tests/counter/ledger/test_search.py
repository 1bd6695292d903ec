"""Search: Vietnamese without accents finds Vietnamese with, codes and numbers in any part, newest first."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.event import listen

from counter.desk.desk import Desk
from counter.desk.dossiers import intake, queries
from counter.desk.dossiers.queries import Group
from counter.desk.office.opening import open_desk
from counter.desk.office.verification import verify
from db import host
from db.ledger import search
from db.ledger.search import fold_text
from tests import offices


@pytest.fixture
def people(desk: Desk) -> Desk:
    for name, identity, phone in (
        ("Nguyễn Văn Đức", "072099000111", "0911222333"),
        ("Đỗ Thị Ánh Nguyệt", "072188000222", "0988777666"),
        ("Nguyễn Văn Đức Anh", "038077000333", ""),
    ):
        who = replace(offices.BUOI, name=name, identity=identity, phone=phone)
        intake.receive(desk, offices.intake(applicant=who))
    return desk


@pytest.mark.parametrize("name", ["H'Wen Ƀuôn Yă", "H’Wen Ƀuôn Yă", "H`Wen Ƀuôn Yă"])
@pytest.mark.parametrize("wanted", ["hwen", "h'wen", "h’wen", "wen buon", "HWEN ƀuôn"])
def test_a_name_with_an_apostrophe_is_found_with_and_without_it(desk: Desk, name: str, wanted: str) -> None:
    intake.receive(desk, offices.intake(applicant=replace(offices.BUOI, name=name)))
    offices.received(desk)
    assert [line.applicant for line in queries.find(desk, wanted)] == [name]


def test_what_an_earlier_release_folded_otherwise_is_folded_again_when_the_office_is_opened(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = offices.sharing_a_code(desk)
    with monkeypatch.context() as earlier:
        earlier.setattr(search, "texts", lambda row: (row["applicant"]["name"].replace("Ƀ", "").lower(), ""))
        intake.receive(desk, offices.intake(applicant=replace(offices.BUOI, name="H’Wen Ƀuôn Yă")))
    with desk.store.write() as connection:
        for fact in ("index_version", "shared_codes"):
            host.put(connection, fact, "")
    assert queries.find(desk, "hwen buon") == []
    desk.store.close()
    again = replace(open_desk(desk.store.data, clock=desk.clock), staff=desk.staff)
    assert [line.applicant for line in queries.find(again, "hwen buon")] == ["H’Wen Ƀuôn Yă"]
    assert {line.id for line in queries.find(again, "", group=Group.ATTENTION)} == {first.id, second.id}
    assert verify(again, rebuild=True).holds
    before = again.store.data_version()
    again.store.close()
    once_more = open_desk(desk.store.data, clock=desk.clock)
    assert once_more.store.data_version() == before
    once_more.store.close()


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("nguyen van duc", [3, 1]),
        ("Nguyễn Văn Đức", [3, 1]),
        ("NGUYỄN duc anh", [3]),
        ("do thi", [2]),
        ("đỗ", [2]),
        ("ngu", [3, 2, 1]),
        ("khai sinh", [3, 2, 1]),
        ("72188", [2]),
        ("000333", [3]),
        ("777666", [2]),
        ("0911 222", [1]),
        ("-0002", [2]),
        ("261123-0003", [3]),
        ("000.17.22.H56-261123-0001", [1]),
        ("000.17.22.h56-261123-0001", [1]),
        ("1.001193", [3, 2, 1]),
        ("1123 duc", [3, 1]),
        ("duc 1123 anh", [3]),
        ("khong co ai", []),
        ('" OR * ( NEAR', []),
        ("'; DROP TABLE dossier", []),
        ("***", []),
        ("   ", [3, 2, 1]),
    ],
)
def test_what_is_typed_finds_the_dossiers_newest_first(people: Desk, wanted: str, found: list[int]) -> None:
    assert [int(line.code[-4:]) for line in queries.find(people, wanted)] == found


def test_an_agency_finds_its_own_by_the_index_alone(people: Desk) -> None:
    who = replace(offices.BUOI, name="Nguyễn Văn Đức")
    police = offices.seated(people, "congan", 1)
    intake.receive(police, offices.intake(offices.SEAL, applicant=who))
    for typed in ("nguyen van duc", "duc 1123", "con dau"):
        assert [int(line.code[-4:]) for line in queries.find(police, typed)] == [4]
    assert [int(line.code[-4:]) for line in queries.find(people, "nguyen van duc")] == [4, 3, 1]
    with people.store.read() as connection:
        asked: list[str] = []
        listen(connection.engine, "before_cursor_execute", lambda *event: asked.append(str(event[3])))
        queries.find(police, "nguyen")
    matched = next(part for values in asked for part in values.split("'") if "AND" in part)
    with people.store.read() as connection:
        count = "SELECT count(*) FROM dossier_words WHERE dossier_words MATCH ?"
        assert connection.exec_driver_sql(count, (matched,)).scalar() == 1


def test_the_limit_keeps_the_newest(people: Desk) -> None:
    assert [int(line.code[-4:]) for line in queries.find(people, "khai sinh", 2)] == [3, 2]


@given(st.text())
def test_folding_is_idempotent_and_leaves_no_marks(text: str) -> None:
    assert fold_text(fold_text(text)) == fold_text(text)


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60))
def test_nothing_that_is_typed_is_an_error(desk: Desk, text: str) -> None:
    assert queries.find(desk, text) == []


def test_folding_knows_vietnamese() -> None:
    assert fold_text("Nguyễn Văn Đức, Đặng Ưởng Ỡ") == "nguyen van duc, dang uong o"
