"""What citizens press: for which dossiers, once, by the program, and by no name."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counter.desk.desk import Desk
from counter.desk.dossiers import queries, transitions
from counter.desk.dossiers.entries import Return
from counter.desk.dossiers.intake import receive
from counter.desk.dossiers.returns import return_result
from counter.desk.dossiers.summary import chapters
from counter.desk.labels import sentence
from counter.desk.office.verification import verify
from counter.desk.ratings import ratings
from counter.desk.ratings.ratings import Answers
from counter.problems import Problem
from db.domain.records import Dossier, Outcome
from tests.offices import NAM, intake, later, seated


def returned(desk: Desk, **values: Any) -> Dossier:
    """A dossier that was just handed over at the counter."""
    dossier = receive(desk, intake(**values)).dossier
    transitions.result_arrived(desk, dossier.id, Outcome(kind="Giấy khai sinh", number="9"))
    return return_result(desk, dossier.id, Return()).dossier


def nobody(desk: Desk) -> Desk:
    """The program of the citizen's screen: nobody is signed in there."""
    return replace(desk, staff=None, shift=None)


def test_it_is_offered_for_some_minutes_and_rated_once_by_the_program(desk: Desk) -> None:
    dossier = returned(desk)
    screen = nobody(later(desk, minutes=2))
    (offered,) = ratings.just_returned(screen)
    assert (offered.dossier_id, offered.code) == (dossier.id, "261123-0001")
    assert dossier.applicant.name not in str(offered)
    assert ratings.just_returned(nobody(later(desk, minutes=16))) == ()
    assert ratings.just_returned(screen, counter=3) and not ratings.just_returned(screen, counter=2)
    rated = ratings.rate(screen, dossier.id, Answers(overall=2, time=1, attitude=0))
    assert rated.opinion and asdict(rated.opinion) | {"at": None} == {
        "at": None, "overall": 2, "time": 1, "asked": None, "agencies": None, "attitude": 0,
    }  # fmt: skip
    assert rated.handed_back == dossier.handed_back, "what was noted at the return stays"
    event = queries.history(desk, dossier.id)[-1]
    assert (event.kind, event.actor, event.counter) == ("rated", "system", 0)
    assert sentence(event) == "Ghi nhận mức độ hài lòng: rất hài lòng"
    assert ratings.just_returned(screen) == ()
    for again in (
        lambda: ratings.rate(screen, dossier.id, Answers(overall=0)),
        lambda: ratings.find(screen, dossier.code),
    ):
        with pytest.raises(Problem):
            again()
    rows = {
        label: value
        for chapter in chapters(rated, {}, desk.calendar, desk.clock.now())
        for label, value in chapter.rows
    }
    assert rows["Nhìn chung"] == "rất hài lòng (2 điểm)"
    assert rows["Thái độ của công chức"] == "không hài lòng (0 điểm)"
    assert rows["Số cơ quan phải liên hệ"] == ""
    assert verify(desk, rebuild=True).holds


def test_a_code_is_found_as_it_is_scanned_or_typed(desk: Desk) -> None:
    dossier = returned(desk)
    screen = nobody(desk)
    for text in (dossier.code, dossier.code.lower(), "2611230001", "261123-0001", f" {dossier.code} "):
        assert ratings.find(screen, text).dossier_id == dossier.id
    for text in ("", "2611230002", "?", "0001"):
        with pytest.raises(Problem):
            ratings.find(screen, text)
    waiting = receive(desk, intake(applicant=NAM)).dossier
    with pytest.raises(Problem) as problem:
        ratings.find(screen, waiting.code)
    assert "chưa được trả" in str(problem.value)
    assert NAM.name not in str(problem.value)


def test_the_newest_come_first_and_no_more_than_digits_reach(office: Desk) -> None:
    lan = seated(office)
    for number in range(ratings.MOST + 2):
        returned(later(lan, seconds=number))
    codes = [offered.code[-4:] for offered in ratings.just_returned(nobody(later(lan, minutes=1)))]
    assert codes == ["0008", "0007", "0006", "0005", "0004", "0003"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(points=st.lists(st.sampled_from([None, -1, 0, 1, 2, 3]), min_size=5, max_size=5))
def test_points_are_0_1_and_2(desk: Desk, points: list[int | None]) -> None:
    names = ("overall", "time", "asked", "agencies", "attitude")
    values: dict[str, Any] = dict(zip(names, points, strict=True))
    answers = Answers(**values)
    is_good = answers.overall in (0, 1, 2) and all(value in (None, 0, 1, 2) for value in points)
    dossier = returned(desk)
    if is_good:
        assert ratings.rate(nobody(desk), dossier.id, answers).opinion
    else:
        with pytest.raises(Problem):
            ratings.rate(nobody(desk), dossier.id, answers)
