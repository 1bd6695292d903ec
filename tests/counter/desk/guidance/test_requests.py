"""Sent away for papers before there is a dossier: form 02 of a series of its own, once, known at the next visit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from counter.desk import drafts
from counter.desk.desk import Desk, NotAllowed
from counter.desk.dossiers import queries
from counter.desk.dossiers.doubts import Doubtful
from counter.desk.dossiers.intake import receive
from counter.desk.guidance.requests import guide
from counter.desk.guidance.visits import asked_before, load_guidance
from counter.desk.labels import sentence
from counter.desk.office.verification import verify
from counter.desk.printing import queue
from counter.desk.shifts import log
from counter.problems import Problem
from db import numbering
from db.domain.records import Paper
from devices.encode.text import render_text
from tests import offices

PAPER = "Giấy chứng sinh"
OTHER = "CCCD của cha, mẹ"
REASON = "Thiếu bản chính"
FIRST_VISIT = replace(offices.intake(), papers=(Paper(name="Tờ khai đăng ký khai sinh", originals=1),))


def test_who_is_sent_away_gets_form_02_and_no_dossier(desk: Desk) -> None:
    guided = guide(desk, FIRST_VISIT, [PAPER, ""], f" {REASON} ", confirmed=())
    (request,) = guided.guidance.requests
    assert (request.papers, request.reason, request.again, request.by) == ((PAPER,), REASON, False, "lan")
    assert (request.number, guided.guidance.applicant) == ("0001", offices.BUOI)
    text = "\n".join(render_text(guided.slip, 48))
    assert "Số: 0001" in text and f"1. {PAPER}" in text and REASON in text and "Trần Thị Bưởi" in text
    assert "Mã hồ sơ" not in text
    assert queries.find(desk, "") == []
    with desk.read() as connection:
        assert not [series for series in numbering.all_series(connection) if series.startswith("dossier:")]
    assert verify(desk, rebuild=True).holds


def test_the_dossier_that_comes_of_it_names_it(desk: Desk) -> None:
    guided = guide(desk, FIRST_VISIT, [PAPER], REASON)
    later = offices.later(desk, hours=3)
    assert [request.papers for request in asked_before(later, FIRST_VISIT)] == [(PAPER,)]
    dossier = receive(later, offices.intake()).dossier
    assert (dossier.guidance, dossier.code[-4:]) == (guided.guidance.id, "0001")
    with desk.read() as connection:
        assert load_guidance(connection, desk, guided.guidance.id).dossier == dossier.id
    assert asked_before(later, FIRST_VISIT) == ()
    assert receive(later, offices.intake()).dossier.guidance == ""
    assert verify(desk, rebuild=True).holds


def test_something_new_at_a_later_visit_is_the_supervisors(desk: Desk) -> None:
    guide(desk, FIRST_VISIT, [PAPER, OTHER], REASON)
    later = offices.later(desk, hours=3)
    same = guide(later, FIRST_VISIT, [OTHER], REASON, confirmed=()).guidance
    assert [request.again for request in same.requests] == [False, False]
    with pytest.raises(NotAllowed):
        guide(later, FIRST_VISIT, ["Tờ khai"], REASON, confirmed=())
    hoa = offices.seated(later, "hoa", 1)
    with pytest.raises(Doubtful) as doubtful:
        guide(hoa, FIRST_VISIT, ["Tờ khai"], REASON, confirmed=())
    keys = [doubt.key for doubt in doubtful.value.doubts]
    asked = guide(hoa, FIRST_VISIT, ["Tờ khai"], REASON, confirmed=keys).guidance
    assert asked.id == same.id
    assert [(one.number, one.again) for one in asked.requests] == [
        ("0001", False),
        ("0002", False),
        ("0003", True),
    ]
    assert verify(desk, rebuild=True).holds


def test_another_procedure_person_or_agency_is_another_visit(desk: Desk) -> None:
    guide(desk, FIRST_VISIT, [PAPER], REASON)
    assert asked_before(desk, offices.intake(offices.COPY)) == ()
    assert asked_before(desk, replace(FIRST_VISIT, applicant=offices.NAM)) == ()
    assert asked_before(desk, replace(FIRST_VISIT, applicant=replace(offices.BUOI, identity=""))) == ()
    assert asked_before(offices.seated(desk, "congan", 2), FIRST_VISIT) == ()


@pytest.mark.parametrize(("papers", "reason", "field"), [([], REASON, "papers"), ([PAPER], "", "reason")])
def test_what_lacks_and_why_is_said(desk: Desk, papers: list[str], reason: str, field: str) -> None:
    with pytest.raises(Problem) as problem:
        guide(desk, FIRST_VISIT, papers, reason)
    assert problem.value.field == field


def test_the_draft_is_settled_with_it(desk: Desk) -> None:
    draft = drafts.save(desk, "intake", {"name": "Bưởi"})
    guide(desk, FIRST_VISIT, [PAPER], REASON, draft=draft)
    assert drafts.take(desk, "intake") == []
    with pytest.raises(drafts.AlreadySaved, match="0001"):
        guide(desk, FIRST_VISIT, [PAPER], REASON, draft=draft)


def test_the_form_is_printed_again_from_the_queue(desk: Desk) -> None:
    guided = guide(desk, FIRST_VISIT, [PAPER], REASON)
    (job,) = queue.jobs(desk)
    assert (job.form, job.code) == ("guidance", "0001")
    assert PAPER in "\n".join(queue.preview(desk, job.id, 42))
    queue.cancel(desk, job.id)
    copy = queue.print_again(desk, job.id)
    assert "BẢN IN LẠI" in "\n".join(queue.preview(desk, copy, 42))
    assert queue.print_page(desk, guided.guidance.id, "guidance").file is not None
    assert verify(desk, rebuild=True).holds


def test_the_log_says_who_was_sent_away_and_came_back(desk: Desk) -> None:
    guide(desk, FIRST_VISIT, [PAPER], REASON)
    receive(desk, offices.intake())
    assert desk.shift
    told = [
        sentence(line.event) for line in log.shift_log(desk, desk.shift.id) if line.event.kind == "guided"
    ]
    assert any(f"{REASON} – {PAPER}" in line for line in told)
    assert any("hồ sơ đã được tiếp nhận" in line for line in told)
