"""Several dossiers of one person at one visit, with one receipt for all."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from counter.desk import drafts
from counter.desk.desk import Desk
from counter.desk.dossiers import intake, on_the_spot, queries, visit
from counter.desk.drafts import Draft
from counter.desk.office.verification import verify
from counter.desk.printing import documents, queue
from counter.problems import Problem
from db.domain.codes import FormKind
from db.domain.records import Dossier, Outcome
from devices.encode.text import render_text
from devices.slip import Slip
from tests import offices


def one_more(desk: Desk, *earlier: str, **values: Any) -> tuple[Dossier, Draft]:
    before = [[dossier_id, queries.dossier(desk, dossier_id).code] for dossier_id in earlier]
    after = Draft(values={"name": "Trần Thị Bưởi", **({visit.VISIT: before} if before else {})})
    typed = offices.intake(visit=earlier, **values)
    return visit.receive_one_more(desk, typed, after).dossier, after


def text(slip: Slip) -> str:
    return "\n".join(render_text(slip, 48))


def test_the_last_one_prints_a_receipt_with_all(desk: Desk) -> None:
    first, _after = one_more(desk)
    second, _after = one_more(offices.later(desk, minutes=3), first.id)
    assert queue.jobs(desk) == [], "nothing is printed before the last one"
    last = offices.intake(offices.COPY, visit=(first.id, second.id))
    done = intake.receive(offices.later(desk, minutes=6), last)
    assert done.dossier.visit == (first.id, second.id)
    assert [job.form for job in queue.jobs(desk)] == [FormKind.VISIT]
    printed = text(done.slip)
    assert all(dossier.code in printed for dossier in (first, second, done.dossier))
    assert "3" in printed and "20.000" in printed
    assert documents.forms_of(done.dossier) == [FormKind.VISIT, FormKind.INTAKE]
    assert text(documents.slip_of(desk, done.dossier.id, FormKind.VISIT)).count("Mã hồ sơ") == 3
    assert verify(desk, rebuild=True).holds


def test_the_draft_of_the_next_one_is_kept_in_the_same_transaction(desk: Desk) -> None:
    first, after = one_more(desk)
    (kept,) = drafts.take(desk, intake.DRAFT)
    assert (kept.id, kept.values[visit.VISIT]) == (after.id, [[first.id, first.code]])


def test_nothing_more_comes_and_the_receipt_is_printed(desk: Desk) -> None:
    first, after = one_more(desk)
    visit.print_receipt(desk, [first.id], draft=after.id)
    (job,) = queue.jobs(desk)
    assert (job.form, job.copy_number) == (FormKind.INTAKE, 0)
    assert drafts.take(desk, intake.DRAFT) == []
    with pytest.raises(Problem):
        visit.print_receipt(desk, [])


def test_two_that_are_ended_have_one_receipt(desk: Desk) -> None:
    first, _after = one_more(desk)
    second, after = one_more(desk, first.id)
    visit.print_receipt(desk, [first.id, second.id], draft=after.id)
    assert [(job.form, job.dossier) for job in queue.jobs(desk)] == [(FormKind.VISIT, second.id)]
    assert verify(desk, rebuild=True).holds


def test_another_person_has_no_part_in_it(desk: Desk) -> None:
    first, _after = one_more(desk)
    with pytest.raises(Problem) as raised:
        one_more(desk, first.id, applicant=offices.NAM)
    assert raised.value.field == "name"
    by_proxy, _after = one_more(desk, applicant=offices.NAM, proxy=offices.BUOI, proxy_paper="Giấy ủy quyền")
    again, _after = one_more(desk, by_proxy.id)
    assert again.visit == (by_proxy.id,), "who submits for another may submit for themselves too"


def test_what_is_settled_on_the_spot_ends_the_visit_with_its_receipt(desk: Desk) -> None:
    first, _after = one_more(desk)
    typed = offices.intake(offices.COPY, visit=(first.id,), outcome=Outcome(number="1", signer="Lê Văn Chủ"))
    done = on_the_spot.settle(desk, typed)
    assert done.dossier.visit == ()
    assert sorted((job.form, job.dossier) for job in queue.jobs(desk)) == sorted(
        [(FormKind.INTAKE, first.id), (FormKind.RETURN, done.dossier.id)]
    )


def test_the_receipt_of_a_visit_survives_a_correction_of_one_name(desk: Desk) -> None:
    first, _after = one_more(desk)
    second = intake.receive(desk, replace(offices.intake(), visit=(first.id,))).dossier
    from counter.desk.dossiers import corrections
    from counter.desk.dossiers.entries import Correction

    corrections.correct(desk, first.id, Correction(name="Trần Thị Bười"), "Gõ nhầm tên trên thẻ")
    assert "Trần Thị Bưởi" in text(documents.slip_of(desk, second.id, FormKind.VISIT))
