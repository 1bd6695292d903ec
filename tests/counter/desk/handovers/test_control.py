"""The control sheet of a dossier: each hand-over of the ledger, and whether whoever gave it on was in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from counter.desk.desk import Desk
from counter.desk.dossiers import queries, supplements
from counter.desk.handovers.control import control_steps
from counter.desk.handovers.lists import TakenBack, hand_back, hand_over
from counter.desk.office.verification import verify
from counter.desk.printing import queue
from counter.desk.printing.documents import forms_of, page_of, slip_of
from counter.problems import Problem
from counter.slips.context import ControlStep
from db.domain.codes import FormKind
from db.domain.records import Outcome, Paper
from devices.encode.text import render_text
from tests import offices

OFFICE, AGENCY = "UBND xã Tân Hòa", "UBND cấp xã"
LAN, NHAN = "Nguyễn Thị Lan", "Trần Văn Nhận"


def at(desk: Desk, written: str) -> Desk:
    moment = datetime.fromisoformat(f"{written}+07:00").astimezone(UTC)
    return replace(desk, clock=offices.StillClock(at=moment))


def steps(desk: Desk, dossier: str) -> list[tuple[str, str, str, str, str, str]]:
    with desk.read() as connection:
        found = control_steps(connection, desk, queries.dossier(desk, dossier))
    return [_row(step) for step in found]


def _row(step: ControlStep) -> tuple[str, str, str, str, str, str]:
    return step.giving, step.receiving, step.giver, step.receiver, step.timing, step.number


def test_it_has_both_ways_and_the_result_in_time(desk: Desk) -> None:
    dossier = offices.received(desk)
    hand_over(at(desk, "2026-11-23T14:00"), [dossier], NHAN)
    hand_back(at(desk, "2026-11-25T08:30"), [TakenBack(dossier, Outcome(number="118"))], NHAN)
    assert steps(desk, dossier) == [
        (OFFICE, AGENCY, LAN, NHAN, "on_time", "0001"),
        (AGENCY, OFFICE, NHAN, LAN, "on_time", "0002"),
    ]
    assert verify(desk, rebuild=True).holds


@pytest.mark.parametrize(
    ("over", "back", "timings"),
    [
        ("2026-11-25T07:30", "2026-11-25T08:00", ["late", "on_time"]),
        ("2026-11-23T10:00", "2026-11-26T08:00", ["on_time", "done_late"]),
    ],
)
def test_who_was_late_is_late(desk: Desk, over: str, back: str, timings: list[str]) -> None:
    dossier = offices.received(desk)
    hand_over(at(desk, over), [dossier], NHAN)
    hand_back(at(desk, back), [TakenBack(dossier, Outcome(number="118"))], NHAN)
    assert [step[4] for step in steps(desk, dossier)] == timings


def test_papers_that_came_back_for_a_supplement_have_no_result_and_go_on_in_time_anew(desk: Desk) -> None:
    dossier = offices.received(desk)
    hand_over(at(desk, "2026-11-23T10:00"), [dossier], NHAN)
    hand_back(at(desk, "2026-11-23T14:00"), [TakenBack(dossier, None)], NHAN)
    supplements.ask(at(desk, "2026-11-23T14:10"), dossier, ["Giấy chứng sinh"], "Bản chụp mờ")
    papers = (Paper(name="Giấy chứng sinh", originals=1),)
    supplements.receive(at(desk, "2026-11-27T09:00"), dossier, papers)
    hand_over(at(desk, "2026-11-27T10:00"), [dossier], NHAN)
    assert [step[4] for step in steps(desk, dossier)] == ["on_time", "", "on_time"]


def test_it_is_offered_once_the_dossier_was_handed_over_and_printed_as_slip_and_page(desk: Desk) -> None:
    dossier = offices.received(desk)
    assert FormKind.CONTROL not in forms_of(queries.dossier(desk, dossier))
    with pytest.raises(Problem, match="chưa được bàn giao"):
        slip_of(desk, dossier, "control")
    hand_over(desk, [dossier], NHAN)
    assert forms_of(queries.dossier(desk, dossier)) == [FormKind.INTAKE, FormKind.CONTROL]
    queue.reprint(desk, dossier, "control")
    queue.print_page(desk, dossier, "control")
    assert [job.form for job in queue.jobs(desk)][:2] == ["control:page", "control"]
    text = " ".join(" ".join(render_text(slip_of(desk, dossier, "control"), 80)).split())
    assert "2. Nhận: UBND cấp xã" in text and "Phiếu bàn giao số 0001" in text
    assert page_of(desk, dossier, "control").head is not None
    assert verify(desk, rebuild=True).holds
