"""What is doubted before a save: told with its field, confirmed by a second press, noted in the event."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from counter.desk.desk import Desk
from counter.desk.dossiers import corrections, intake, queries, returns, transitions
from counter.desk.dossiers.doubts import Doubtful, doubts
from counter.desk.dossiers.entries import Correction, Intake, Return
from counter.desk.labels import sentence
from counter.problems import Problem
from counter.rules.doubt import Doubt
from counter.rules.labels import DOUBTS
from db.domain.codes import ApplicantKind
from db.domain.doubt import DoubtCode
from db.domain.records import Outcome, Person
from tests import offices
from tests.offices import BIRTH, BUOI, COPY

NAM = Person(name="Lê Văn Nam", identity="072090000456")


def codes(found: tuple[Doubt, ...]) -> list[tuple[str, str]]:
    return [(doubt.code.value, doubt.field) for doubt in found]


def of(applicant: Person = BUOI, **values: Any) -> Intake:
    return offices.intake(BIRTH, applicant, **values)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (of(), []),
        (of(replace(BUOI, identity="072085")), [("identity-form", "identity")]),
        (of(replace(BUOI, identity="Trần Thị Bưởi")), [("identity-name", "identity")]),
        (of(replace(BUOI, identity="C1234567")), [("identity-form", "identity")]),
        (of(replace(BUOI, sex="M")), [("other-sex", "sex")]),
        (of(replace(BUOI, birth="1994")), [("other-birth", "birth")]),
        (of(replace(BUOI, name="Trần 072195")), [("name-figures", "name")]),
        (of(replace(BUOI, phone="12")), [("phone-form", "phone")]),
        (of(Person(name="Cty 36", identity="0100109106", kind=ApplicantKind.BUSINESS)), []),
        (
            of(Person(name="Cty 36", identity="0100109107", kind=ApplicantKind.BUSINESS)),
            [("tax-number", "identity")],
        ),
        (
            of(proxy=replace(NAM, identity="12", name="N4m", phone="1"), proxy_paper="GUQ 1"),
            [
                ("identity-form", "proxy_identity"),
                ("name-figures", "proxy_name"),
                ("phone-form", "proxy_phone"),
            ],
        ),
    ],
)
def test_what_is_doubted_of_an_intake(desk: Desk, typed: Intake, expected: list[tuple[str, str]]) -> None:
    assert codes(doubts(desk, typed)) == expected


def test_the_same_procedure_that_is_still_open_is_told_with_its_code(desk: Desk) -> None:
    assert doubts(desk, of()) == ()
    code = intake.receive(desk, of()).dossier.code
    (doubt,) = doubts(desk, of())
    assert (doubt.code, doubt.field) == (DoubtCode.SAME_OPEN, "procedure")
    assert code in str(doubt)
    assert doubts(desk, of(NAM)) == ()
    assert doubts(desk, offices.intake(COPY)) == ()


@pytest.mark.parametrize(
    ("other", "is_same"),
    [
        ({}, True),
        ({"name": "TRẦN THỊ BƯỞI", "phone": ""}, True),
        ({"birth": "", "phone": BUOI.phone}, True),
        ({"birth": "1990", "phone": "0900000000"}, False),
        ({"birth": "", "phone": ""}, False),
        ({"name": "Trần Thị"}, False),
    ],
)
def test_without_a_number_a_person_is_known_by_name_and_birth_or_phone(
    desk: Desk, other: dict[str, Any], is_same: bool
) -> None:
    person = replace(BUOI, identity="")
    intake.receive(desk, of(person))
    assert bool(doubts(desk, of(replace(person, **other)))) is is_same


def test_a_dossier_that_is_over_is_no_doubt(desk: Desk) -> None:
    dossier = offices.received(desk)
    transitions.result_arrived(desk, dossier, Outcome(number="7"))
    assert codes(doubts(desk, of())) == [("same-open", "procedure")]
    returns.return_result(desk, dossier, Return())
    assert doubts(desk, of()) == ()


def test_what_is_not_confirmed_is_asked_and_what_is_confirmed_is_noted(desk: Desk) -> None:
    typed = of(replace(BUOI, phone="12"))
    with pytest.raises(Doubtful) as asked:
        intake.receive(desk, typed, confirmed=())
    assert queries.find(desk, "") == []
    first = intake.receive(desk, typed, confirmed=[doubt.key for doubt in asked.value.doubts])
    with pytest.raises(Doubtful) as again:
        intake.receive(desk, typed, confirmed=[doubt.key for doubt in asked.value.doubts])
    assert codes(again.value.doubts) == [("phone-form", "phone"), ("same-open", "procedure")]
    second = intake.receive(desk, typed, confirmed=[doubt.key for doubt in again.value.doubts])
    noted = [queries.history(desk, received.dossier.id)[0] for received in (first, second)]
    assert [event.data["doubts"] for event in noted] == [["phone-form"], ["phone-form", "same-open"]]
    assert sentence(noted[1]).endswith("(đã xem lại: số điện thoại lạ, đang có hồ sơ khác cùng thủ tục)")
    assert sentence(queries.history(desk, offices.received(desk))[0]) == "Tiếp nhận hồ sơ: Đăng ký khai sinh"


def test_another_open_dossier_is_another_doubt(desk: Desk) -> None:
    intake.receive(desk, of())
    confirmed = [doubt.key for doubt in doubts(desk, of())]
    intake.receive(desk, of())
    with pytest.raises(Doubtful):
        intake.receive(desk, of(), confirmed=confirmed)


def test_a_proxy_needs_a_paper_at_intake_and_at_return(desk: Desk) -> None:
    with pytest.raises(Problem) as problem:
        intake.receive(desk, of(proxy=NAM, proxy_paper=" "))
    assert problem.value.field == "proxy_paper"
    dossier = offices.received(desk)
    transitions.result_arrived(desk, dossier, Outcome(number="7"))
    with pytest.raises(Problem) as problem:
        returns.return_result(desk, dossier, Return(by=NAM, is_proxy=True, proof="authorisation"))
    assert problem.value.field == "proxy_paper"


@pytest.mark.parametrize(
    ("outcome", "entry", "expected"),
    [
        (Outcome(number="7"), Return(), []),
        (Outcome(), Return(), [("nothing-given", "papers")]),
        (Outcome(), Return(papers="Sổ hộ khẩu"), []),
        (
            Outcome(number="7"),
            Return(by=NAM, is_proxy=True, proof="authorisation", proxy_paper="1", papers="Giấy Ủy quyền"),
            [("authority-given", "papers")],
        ),
        (Outcome(number="7"), Return(papers="Hợp đồng ủy quyền"), []),
        (
            Outcome(number="7"),
            Return(
                by=Person(name="N4m", identity="1"), is_proxy=True, proof="authorisation", proxy_paper="1"
            ),
            [("identity-form", "by_identity"), ("name-figures", "by_name")],
        ),
    ],
)
def test_what_is_doubted_of_a_return(
    desk: Desk, outcome: Outcome, entry: Return, expected: list[tuple[str, str]]
) -> None:
    dossier = offices.received(desk)
    transitions.result_arrived(desk, dossier, outcome)
    assert codes(doubts(desk, entry, queries.dossier(desk, dossier))) == expected
    if expected:
        with pytest.raises(Doubtful) as asked:
            returns.return_result(desk, dossier, entry, confirmed=())
        keys = [doubt.key for doubt in asked.value.doubts]
        returns.return_result(desk, dossier, entry, confirmed=keys)
        noted = queries.history(desk, dossier)[-1].data["doubts"]
        assert noted == sorted(code for code, _ in expected)


def test_a_fee_that_stays_owed_is_doubted_and_the_result_of_today_is_not(desk: Desk) -> None:
    dossier = queries.dossier(desk, offices.received(desk, COPY))
    (doubt,) = doubts(desk, Return(), dossier)
    assert (doubt.code, doubt.field) == (DoubtCode.STILL_OWED, "paid")
    assert "20.000" in str(doubt)
    assert doubts(desk, Return(fee_paid=20_000), dossier) == ()


def test_a_result_without_kind_and_number_is_doubted(desk: Desk) -> None:
    dossier = offices.received(desk)
    with pytest.raises(Doubtful) as asked:
        transitions.result_arrived(desk, dossier, Outcome(note=" "), confirmed=())
    assert codes(asked.value.doubts) == [("empty-result", "kind")]
    keys = [doubt.key for doubt in asked.value.doubts]
    transitions.result_arrived(desk, dossier, Outcome(), confirmed=keys)
    assert queries.history(desk, dossier)[-1].data["doubts"] == ["empty-result"]


def test_a_correction_is_doubted_only_of_what_it_changes(desk: Desk) -> None:
    dossier = offices.received(desk, applicant=replace(BUOI, phone="12", sex="M"))
    corrections.correct(desk, dossier, Correction(shelf="A1"), "gõ nhầm lúc nhận", confirmed=())
    with pytest.raises(Doubtful) as asked:
        corrections.correct(desk, dossier, Correction(identity="072085"), "gõ nhầm lúc nhận", confirmed=())
    assert codes(asked.value.doubts) == [("identity-form", "identity")]
    with pytest.raises(Doubtful) as asked:
        corrections.correct(
            desk, dossier, Correction(identity="072195000124"), "gõ nhầm lúc nhận", confirmed=()
        )
    assert codes(asked.value.doubts) == [("other-sex", "sex")]
    keys = [doubt.key for doubt in asked.value.doubts]
    corrections.correct(
        desk, dossier, Correction(identity="072195000124"), "gõ nhầm lúc nhận", confirmed=keys
    )
    last = [event for event in queries.history(desk, dossier) if event.kind == "corrected"][-1]
    assert last.data["doubts"] == ["other-sex"]


def test_every_code_has_its_words() -> None:
    assert DOUBTS.keys() == set(DoubtCode)
