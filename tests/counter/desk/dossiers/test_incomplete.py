"""A required paper that lacks: form 02, or accepted incomplete where the office allows it: doubted, noted, printed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from counter.desk.dossiers import supplements
from counter.desk.dossiers.doubts import Doubtful
from counter.desk.dossiers.intake import receive
from counter.desk.office.facts import change_office
from counter.desk.office.opening import refreshed
from counter.desk.office.sign_in import sign_in
from counter.desk.office.verification import verify
from counter.problems import Problem
from counter.slips.context import SlipContext
from counter.slips.intake_receipt import intake_slip
from db.domain.doubt import DoubtCode
from db.domain.records import Paper
from db.ledger import reading
from devices.encode.text import render_text
from tests.offices import BIRTH, PASSWORD, intake, new_office, seated

SHEET = Paper(name=BIRTH.components[0].name, originals=1)
LACKING = BIRTH.components[1].name


def test_all_that_lacks_is_named_and_nothing_received(tmp_path: Path) -> None:
    desk = seated(new_office(tmp_path / "office"))
    with pytest.raises(Problem) as problem:
        receive(desk, intake(papers=()), confirmed=())
    assert problem.value.field == "papers"
    assert all(paper.name in problem.value.say("en") for paper in BIRTH.components if paper.required)


def test_an_office_may_accept_it_incomplete_which_is_doubted_noted_and_printed(tmp_path: Path) -> None:
    office = new_office(tmp_path / "office")
    change_office(sign_in(office, "admin", PASSWORD), {"accepts_incomplete": True})
    desk = seated(refreshed(office))
    typed = intake(papers=(SHEET,))
    with pytest.raises(Doubtful) as doubtful:
        receive(desk, typed, confirmed=())
    (doubt,) = doubtful.value.doubts
    assert (doubt.code, doubt.field) == (DoubtCode.STILL_LACKING, "papers")
    dossier = receive(desk, typed, confirmed=(doubt.key,)).dossier
    assert dossier.lacking == (LACKING,)
    assert set(dossier.missing) == {LACKING, "CCCD của cha, mẹ"}
    with desk.read() as connection:
        (event,) = reading.read_stream(connection, "dossier", dossier.id)
    assert event[0].data["doubts"] == [DoubtCode.STILL_LACKING]
    context = SlipContext(office=desk.office, officer_name="Lan", printed_at=desk.clock.now())
    text = " ".join(" ".join(render_text(intake_slip(dossier, context), 48)).split())
    assert f"còn thiếu: {LACKING}" in text
    supplements.ask(desk, dossier.id, [LACKING], "Nộp bổ sung")
    full = supplements.receive(desk, dossier.id, (Paper(name=LACKING, originals=1),)).dossier
    assert "chưa đủ" not in " ".join(render_text(intake_slip(full, context), 48))
    assert verify(desk, rebuild=True).holds


def test_a_full_dossier_is_not_doubted(tmp_path: Path) -> None:
    office = new_office(tmp_path / "office")
    change_office(sign_in(office, "admin", PASSWORD), {"accepts_incomplete": True})
    desk = seated(refreshed(office))
    assert receive(desk, replace(intake(), sets=1), confirmed=()).dossier.lacking == ()
