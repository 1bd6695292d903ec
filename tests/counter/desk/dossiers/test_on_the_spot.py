"""Received, settled and returned at the counter as one action."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select

from counter.desk.desk import Desk
from counter.desk.dossiers import on_the_spot, queries
from counter.desk.dossiers.doubts import Doubtful
from counter.desk.dossiers.entries import Intake
from counter.desk.office.verification import verify
from counter.desk.printing import queue
from counter.problems import Problem
from counter.rules.money import total_paid
from db.domain.codes import ProofKind
from db.domain.lifecycle import State
from db.domain.records import Outcome
from db.models import EventRow, table
from tests import offices

RESULT = Outcome(number="123/CT", signer="Lê Văn Chủ", appraiser="Phạm Thị Thẩm")


def on_spot(**values: Any) -> Intake:
    return offices.intake(offices.COPY, outcome=RESULT, fee_paid=20_000, **values)


def events(desk: Desk) -> int:
    with desk.store.read() as connection:
        return connection.execute(select(func.count()).select_from(table(EventRow))).scalar_one()


def test_one_action_receives_settles_and_returns(desk: Desk) -> None:
    done = on_the_spot.settle(desk, on_spot())
    dossier = done.dossier
    assert (dossier.state, total_paid(dossier)) == (State.RETURNED, 20_000)
    assert dossier.outcome == replace(RESULT, date="2026-11-23")
    assert dossier.handed_back is not None
    assert dossier.handed_back.proof == ProofKind.ON_THE_SPOT
    assert [event.kind for event in queries.history(desk, dossier.id)] == [
        "received",
        "result-arrived",
        "returned",
    ]
    assert [job.form for job in queue.jobs(desk)] == ["return"], "form 01 only where the citizen wants it"
    assert "Lê Văn Chủ" in done.slip.to_json()
    assert verify(desk, rebuild=True).holds


def test_the_proxy_who_submitted_takes_it_along(desk: Desk) -> None:
    done = on_the_spot.settle(desk, on_spot(proxy=offices.NAM, proxy_paper="Giấy ủy quyền 12"))
    handed = done.dossier.handed_back
    assert handed is not None
    assert (handed.by.name, handed.is_proxy, handed.proxy_paper) == ("Lê Văn Nam", True, "Giấy ủy quyền 12")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (offices.intake(outcome=RESULT), "spot"),
        (offices.intake(offices.COPY, outcome=replace(RESULT, signer=" ")), "signer"),
        (replace(offices.intake(offices.COPY, outcome=RESULT), papers=()), "papers"),
    ],
)
def test_what_is_wrong_leaves_nothing(desk: Desk, typed: Intake, field: str) -> None:
    before = events(desk)
    with pytest.raises(Problem) as raised:
        on_the_spot.settle(desk, typed)
    assert raised.value.field == field
    assert (events(desk), queue.jobs(desk)) == (before, [])


def test_an_unpaid_fee_and_a_missing_number_are_doubted_and_noted(desk: Desk) -> None:
    typed = offices.intake(offices.COPY, outcome=replace(RESULT, number=""))
    with pytest.raises(Doubtful) as raised:
        on_the_spot.settle(desk, typed, confirmed=())
    assert {doubt.field for doubt in raised.value.doubts} == {"result_number", "paid"}
    done = on_the_spot.settle(desk, typed, confirmed=[doubt.key for doubt in raised.value.doubts])
    received = queries.history(desk, done.dossier.id)[0]
    assert received.data["doubts"] == ["empty-result", "still-owed"]
