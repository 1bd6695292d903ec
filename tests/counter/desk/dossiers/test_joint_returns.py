"""Several results of one person, handed back in one go."""

from __future__ import annotations

import pytest

from counter.desk.desk import Desk
from counter.desk.dossiers import joint_returns, queries
from counter.desk.dossiers.doubts import Doubtful
from counter.desk.dossiers.entries import Return
from counter.desk.dossiers.transitions import result_arrived
from counter.desk.office.verification import verify
from counter.desk.printing import queue
from counter.problems import Problem
from counter.rules.money import total_paid
from counter.rules.papers import originals_kept
from db.domain.lifecycle import State
from db.domain.procedure import Procedure
from db.domain.records import Outcome, Person
from tests import offices


def ready(desk: Desk, procedure: Procedure = offices.BIRTH, applicant: Person = offices.BUOI) -> str:
    dossier = offices.received(desk, procedure, applicant=applicant)
    result_arrived(desk, dossier, Outcome(kind="Kết quả", number="12"))
    return dossier


def test_the_other_results_of_the_person_are_offered(desk: Desk) -> None:
    first, second = ready(desk), ready(desk, offices.COPY)
    offices.received(desk)
    ready(desk, applicant=offices.NAM)
    assert [dossier.id for dossier in joint_returns.others_ready(desk, first)] == [second]
    assert "••" in joint_returns.others_ready(desk, first)[0].applicant.identity
    nameless = ready(desk, applicant=Person(name="Trần Thị Bưởi"))
    assert joint_returns.others_ready(desk, nameless) == (), "a name alone says nothing"


def test_all_go_back_with_a_receipt_each_and_each_debt_paid(desk: Desk) -> None:
    ids = [ready(desk), ready(desk, offices.COPY)]
    done = joint_returns.return_all(desk, ids, Return(), is_paid=True, gives_originals=True)
    assert [one.dossier.state for one in done] == [State.RETURNED, State.RETURNED]
    assert [total_paid(one.dossier) for one in done] == [0, 20_000]
    assert not any(originals_kept(one.dossier) for one in done)
    assert [job.form for job in queue.jobs(desk)][:2] == ["return", "return"]
    assert verify(desk, rebuild=True).holds


def test_one_that_cannot_go_keeps_all_of_them(desk: Desk) -> None:
    ids = [ready(desk), offices.received(desk)]
    with pytest.raises(Problem):
        joint_returns.return_all(desk, ids, Return(), is_paid=False, gives_originals=False)
    assert queries.dossier(desk, ids[0]).state is State.FINISHED


def test_two_people_are_no_one(desk: Desk) -> None:
    ids = [ready(desk), ready(desk, applicant=offices.NAM)]
    with pytest.raises(Problem) as raised:
        joint_returns.return_all(desk, ids, Return(), is_paid=False, gives_originals=False)
    assert raised.value.field == "dossiers"


def test_what_stays_owed_is_doubted_once_and_noted(desk: Desk) -> None:
    ids = [ready(desk, offices.COPY), ready(desk, offices.COPY)]
    with pytest.raises(Doubtful) as raised:
        joint_returns.return_all(desk, ids, Return(), is_paid=False, gives_originals=False, confirmed=())
    keys = [doubt.key for doubt in raised.value.doubts]
    done = joint_returns.return_all(desk, ids, Return(), is_paid=False, gives_originals=False, confirmed=keys)
    for one in done:
        assert queries.history(desk, one.dossier.id)[-1].data["doubts"] == ["still-owed"]
