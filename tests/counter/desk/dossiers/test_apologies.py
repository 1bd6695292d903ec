"""The one apology for a late result, and its new appointment."""

from __future__ import annotations

from datetime import timedelta

import pytest

from counter.desk.desk import Desk
from counter.desk.dossiers import apologies, queries, transitions
from counter.desk.dossiers.doubts import Doubtful
from counter.desk.dossiers.transitions import WrongState
from counter.desk.labels import sentence
from counter.desk.office.verification import verify
from counter.desk.printing import queue
from counter.desk.printing.documents import forms_of
from counter.problems import Problem
from counter.rules.deadlines import Timing, deadline
from db.domain.codes import DueChangeKind
from db.domain.records import Outcome
from devices.encode.text import render_text
from tests import offices
from tests.counter.desk.dossiers.test_supplements import at, then

REASON = "Chờ cơ quan phối hợp trả lời"
NEW = at("2026-11-27T08:41")


def test_an_apology_appoints_the_result_anew_once(desk: Desk) -> None:
    dossier = offices.received(desk)
    done = apologies.apologise(desk, dossier, f" {REASON} ", NEW, confirmed=())
    after = done.dossier
    assert (after.due_at, after.first_due_at, after.apologised_at) == (
        NEW,
        at("2026-11-25T08:41"),
        desk.clock.now(),
    )
    (change,) = after.due_changes
    assert (change.kind, change.number, change.late) == (DueChangeKind.APOLOGY, "0001/PXL", False)
    text = "\n".join(render_text(done.slip, 48))
    for part in (
        "GIA HẠN",
        "0001/PXL",
        "Kính gửi Bà: Trần Thị Bưởi",
        "27/11/2026",
        "25/11/2026",
        REASON,
        "THỦ TRƯỞNG",
    ):
        assert part in text
    assert (
        sentence(queries.history(desk, dossier)[-1])
        == f"Xin lỗi và hẹn lại ngày trả: 08:41 ngày 27/11/2026 – {REASON}"
    )
    with pytest.raises(Problem, match="một lần"):
        apologies.apologise(desk, dossier, REASON, NEW + timedelta(days=3))
    assert forms_of(after) == ["04", "01"]
    assert queue.reprint(desk, dossier, "04") and queue.print_page(desk, dossier, "04").file
    assert verify(desk, rebuild=True).holds


def test_a_late_apology_is_doubted_and_marked(desk: Desk) -> None:
    dossier = offices.received(desk)
    apologies_day = then(desk, "2026-11-25T07:30")
    with pytest.raises(Doubtful) as doubtful:
        apologies.apologise(apologies_day, dossier, REASON, NEW, confirmed=())
    keys = [doubt.key for doubt in doubtful.value.doubts]
    after = apologies.apologise(apologies_day, dossier, REASON, NEW, confirmed=keys).dossier
    assert after.due_changes[0].late
    assert deadline(after, at("2026-11-26T09:00")).timing is Timing.RUNNING
    assert queries.history(desk, dossier)[-1].data["doubts"] == ["late-apology"]


def test_a_day_off_is_doubted(desk: Desk) -> None:
    with pytest.raises(Doubtful, match="F12"):
        apologies.apologise(desk, offices.received(desk), REASON, at("2026-11-28T08:41"), confirmed=())


def test_the_new_appointment_is_after_the_old_one_and_after_now(desk: Desk) -> None:
    dossier = offices.received(desk)
    for day, due in (("2026-11-24T08:00", "2026-11-25T08:41"), ("2026-11-26T08:00", "2026-11-25T17:00")):
        with pytest.raises(Problem) as problem:
            apologies.apologise(then(desk, day), dossier, REASON, at(due))
        assert problem.value.field == "due"
    with pytest.raises(Problem) as problem:
        apologies.apologise(desk, dossier, " ", NEW)
    assert problem.value.field == "reason"


def test_only_a_dossier_on_its_way_with_a_due_date_is_appointed_anew(desk: Desk) -> None:
    with pytest.raises(Problem, match="ngày hẹn trả"):
        apologies.apologise(desk, offices.received(desk, offices.SEAL), REASON, NEW)
    dossier = offices.received(desk)
    transitions.mark_processing(desk, dossier)
    transitions.result_arrived(desk, dossier, Outcome(kind="Giấy khai sinh"))
    with pytest.raises(WrongState):
        apologies.apologise(desk, dossier, REASON, NEW)


def test_days_are_added_to_the_due_date_or_to_now(desk: Desk) -> None:
    dossier = queries.dossier(desk, offices.received(desk))
    assert apologies.appointment(desk, dossier, 2) == at("2026-11-27T08:41")
    assert apologies.appointment(then(desk, "2026-11-30T10:00"), dossier, 1) == at("2026-12-01T10:00")
