"""A procedure with cases: papers, term and fee follow case and channel; the fee is the sum of its components."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter.desk.catalogue import procedures
from counter.desk.dossiers import intake as intakes
from counter.desk.dossiers import supplements
from counter.desk.dossiers.entries import Intake
from counter.desk.dossiers.intake_checks import check_fee, fee_parts
from counter.desk.office.verification import verify
from counter.problems import Problem
from counter.rules.money import owed
from counter.rules.procedures import papers_of
from counter.slips.context import SlipContext
from counter.slips.intake_receipt import intake_slip
from counter.slips.payment_receipt import payment_slip
from db.domain.codes import Channel, FeeKind
from db.domain.progress import FeePart
from db.domain.records import Paper
from devices.encode.text import render_text
from tests.cases import AGAIN_CASE, NEW_CASE, PERMIT, publish
from tests.offices import BIRTH, BUOI, intake, new_office, seated


def of_case(case: str, **values: Any) -> Intake:
    papers = tuple(
        Paper(name=paper.name, originals=paper.originals)
        for paper in papers_of(PERMIT, case)
        if paper.required
    )
    return replace(Intake(applicant=BUOI, procedure=PERMIT.code, papers=papers, case=case), **values)


def test_papers_term_and_fee_follow_the_case_and_the_channel(tmp_path: Path) -> None:
    desk = seated(new_office(tmp_path / "office"))
    publish(desk)
    first = intakes.receive(desk, of_case(NEW_CASE)).dossier
    assert (first.case, first.term, first.fee, first.missing) == (NEW_CASE, 10, 75_000, ())
    assert first.fee_parts == (
        FeePart(name="Phí thẩm định", amount=50_000, kind=FeeKind.CHARGE, code="P1", listed=50_000),
        FeePart(name="Lệ phí cấp phép", amount=25_000, kind=FeeKind.FEE, code="L1", listed=25_000),
    )
    again = intakes.receive(desk, of_case(AGAIN_CASE)).dossier
    assert (again.term, again.fee, again.missing) == (3, 10_000, ("Giấy phép bị hỏng",))
    assert [component.name for component in supplements.may_be_asked(desk, again.id)] == [
        "Đơn đề nghị",
        "Giấy phép bị hỏng",
    ]
    online = intakes.receive(desk, of_case(NEW_CASE, channel=Channel.ONLINE)).dossier
    assert (online.term, online.fee, len(online.fee_parts)) == (7, 12_500, 1)
    assert first.due_at and again.due_at and online.due_at
    assert again.due_at < online.due_at < first.due_at
    assert verify(desk, rebuild=True).holds


def test_a_case_is_chosen_and_is_one_of_the_procedures(tmp_path: Path) -> None:
    desk = seated(new_office(tmp_path / "office"))
    publish(desk)
    for case in ("", "Trường hợp khác"):
        with pytest.raises(Problem) as problem:
            intakes.receive(desk, replace(of_case(NEW_CASE), case=case))
        assert problem.value.field == "case"
    with pytest.raises(Problem, match="Cấp mới"):
        intakes.receive(desk, intake(BIRTH, case="Cấp mới"))
    with pytest.raises(Problem) as problem:
        intakes.receive(
            desk, replace(of_case(AGAIN_CASE, papers=(Paper(name="Giấy phép bị hỏng"),)), case=NEW_CASE)
        )
    assert problem.value.field == "papers"


def test_a_component_is_exempt_or_reduced_with_a_reason_and_slips_name_each(tmp_path: Path) -> None:
    desk = seated(new_office(tmp_path / "office"))
    publish(desk)
    less = of_case(NEW_CASE, fee_parts=(50_000, 0), fee=50_000, fee_paid=20_000)
    with pytest.raises(Problem, match=r"25\.000") as problem:
        intakes.receive(desk, less)
    assert problem.value.field == "fee_reason"
    dossier = intakes.receive(desk, replace(less, fee_reason="Hộ nghèo")).dossier
    assert [(part.amount, part.listed, part.reason) for part in dossier.fee_parts] == [
        (50_000, 50_000, ""),
        (0, 25_000, "Hộ nghèo"),
    ]
    assert (dossier.fee, dossier.fee_reason, owed(dossier)) == (50_000, "Hộ nghèo", 30_000)
    context = SlipContext(office=desk.office, officer_name="Lan", printed_at=desk.clock.now())
    for slip in (intake_slip(dossier, context), payment_slip(dossier, context)):
        text = " ".join(" ".join(render_text(slip, 32)).split())
        assert "Phí thẩm định: 50.000 đ" in text
        assert "Lệ phí cấp phép: 0 đ (Hộ nghèo)" in text
        assert "Cấp mới" in text
    whole = intakes.receive(desk, of_case(NEW_CASE, fee=60_000, fee_reason="Giảm")).dossier
    assert (whole.fee, whole.fee_parts) == (60_000, ())


def test_a_retired_procedure_is_not_offered_and_its_dossiers_live_on(tmp_path: Path) -> None:
    desk = seated(new_office(tmp_path / "office"))
    publish(desk)
    dossier = intakes.receive(desk, of_case(AGAIN_CASE)).dossier
    publish(desk, replace(PERMIT, active=False))
    assert PERMIT.code not in {each.code for each in procedures.procedures(desk)}
    with pytest.raises(Problem) as problem:
        intakes.receive(desk, of_case(NEW_CASE))
    assert problem.value.field == "procedure"
    supplements.ask(desk, dossier.id, ["Giấy phép bị hỏng"], "Thiếu giấy tờ")
    came = supplements.receive(desk, dossier.id, (Paper(name="Giấy phép bị hỏng", originals=1),))
    assert (came.dossier.missing, came.dossier.term) == ((), 3)
    assert verify(desk, rebuild=True).holds


_AMOUNTS = st.lists(st.integers(0, 200_000), min_size=2, max_size=2).map(tuple)


@given(_AMOUNTS, st.sampled_from(["", "Hộ nghèo"]), st.integers(0, 400_000))
def test_the_fee_is_the_sum_of_its_parts_and_less_needs_a_reason(
    amounts: tuple[int, ...], reason: str, paid: int
) -> None:
    typed = of_case(NEW_CASE, fee_parts=amounts, fee=sum(amounts), fee_reason=reason, fee_paid=paid)
    parts = fee_parts(PERMIT, typed)
    assert tuple(part.amount for part in parts) == amounts
    is_less = any(part.amount < (part.listed or 0) for part in parts)
    assert all(bool(part.reason) == (bool(reason) and part.amount < (part.listed or 0)) for part in parts)
    try:
        check_fee(PERMIT, typed)
    except Problem as problem:
        assert problem.field == ("fee_reason" if is_less and not reason else "fee")
    else:
        assert not (is_less and not reason)
        assert paid <= sum(amounts)
