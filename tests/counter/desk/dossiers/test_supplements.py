"""Papers that lack: asked for once and in full, received without a new ticket, and the due date that follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from counter.desk.catalogue import procedures
from counter.desk.desk import Desk, NotAllowed
from counter.desk.dossiers import queries, supplements, transitions
from counter.desk.dossiers.doubts import Doubtful
from counter.desk.dossiers.transitions import WrongState
from counter.desk.labels import sentence
from counter.desk.office import sign_in
from counter.desk.office.verification import verify
from counter.desk.printing import queue
from counter.problems import Problem
from counter.rules.deadlines import Timing, deadline
from db.domain.codes import DueChangeKind, PapersPlace
from db.domain.lifecycle import State
from db.domain.records import Dossier, Paper
from devices.encode.text import render_text
from tests import offices

PAPER = "Giấy chứng sinh"
REASON = "Bản chụp mờ, không đọc được"
CAME = (Paper(name=PAPER, originals=1),)


def at(written: str) -> datetime:
    return datetime.fromisoformat(f"{written}+07:00").astimezone(UTC)


def then(desk: Desk, written: str) -> Desk:
    return replace(desk, clock=offices.StillClock(at=at(written)))


def waiting(desk: Desk, procedure: str = "reset") -> str:
    """A dossier of two working days, received on Monday at 08:41, papers asked for at 10:00."""
    if procedure == "pause":
        supervisor = sign_in.sign_in(desk, "admin", offices.PASSWORD)
        procedures.publish(supervisor, (replace(offices.BIRTH, on_supplement="pause"),))
    dossier = offices.received(desk)
    supplements.ask(then(desk, "2026-11-23T10:00"), dossier, [PAPER], REASON)
    return dossier


def test_everything_that_lacks_is_asked_for_with_form_02(desk: Desk) -> None:
    dossier = offices.received(desk)
    later = offices.later(desk, minutes=30)
    asked = supplements.ask(later, dossier, [PAPER, " ", PAPER], f" {REASON} ", confirmed=())
    assert (asked.dossier.state, asked.dossier.missing) == (State.SUPPLEMENT, (PAPER,))
    (request,) = asked.dossier.requests
    assert (request.papers, request.reason, request.again, request.by) == ((PAPER,), REASON, False, "lan")
    assert request.number == "0001"
    text = "\n".join(render_text(asked.slip, 48))
    assert (
        "PHIẾU YÊU CẦU BỔ SUNG" in text
        and f"1. {PAPER}" in text
        and REASON in text
        and "Nguyễn Thị Lan" in text
    )
    (form,) = (job for job in queue.jobs(desk) if job.id == asked.job)
    assert (form.form, form.copy_number) == ("02", 0)
    assert sentence(queries.history(desk, dossier)[-1]) == f"Yêu cầu bổ sung giấy tờ: {REASON} – {PAPER}"
    assert verify(desk, rebuild=True).holds


@pytest.mark.parametrize(
    ("papers", "reason", "until", "field"),
    [
        ([], REASON, None, "papers"),
        ([PAPER], " ", None, "reason"),
        ([PAPER], REASON, "2026-11-01T09:00", "until"),
    ],
)
def test_a_request_says_what_and_why(
    desk: Desk, papers: list[str], reason: str, until: str | None, field: str
) -> None:
    dossier = offices.received(desk)
    with pytest.raises(Problem) as problem:
        supplements.ask(desk, dossier, papers, reason, at(until) if until else None)
    assert problem.value.field == field
    assert queries.dossier(desk, dossier).state is State.RECEIVED


def test_the_term_begins_anew_with_the_full_papers(desk: Desk) -> None:
    dossier = waiting(desk)
    came = supplements.receive(then(desk, "2026-11-26T09:00"), dossier, CAME, confirmed=())
    after = came.dossier
    assert (after.state, after.missing, after.papers_at) == (State.PROCESSING, (), PapersPlace.COUNTER)
    assert (after.first_due_at, after.due_at) == (at("2026-11-25T08:41"), at("2026-11-27T09:00"))
    (change,) = after.due_changes
    assert (change.kind, change.before, change.after) == (
        DueChangeKind.RESET,
        after.first_due_at,
        after.due_at,
    )
    assert [(one.papers, one.by) for one in after.supplements] == [((PAPER,), "lan")]
    assert next(paper for paper in after.papers if paper.name == PAPER).originals == 2
    text = "\n".join(render_text(came.slip, 48))
    assert "BẢN IN LẠI LẦN 1" in text and "27/11/2026" in text
    (form,) = (job for job in queue.jobs(desk) if job.id == came.job)
    assert (form.form, form.copy_number) == ("01", 1)
    assert verify(desk, rebuild=True).holds


def test_the_term_was_held_where_the_procedure_says_so(desk: Desk) -> None:
    dossier = waiting(desk, "pause")
    after = supplements.receive(then(desk, "2026-11-25T09:00"), dossier, CAME).dossier
    # Open between request and papers: 10:00-11:30 and 13:30-17:00, a holiday, 07:00-09:00.
    assert after.due_at == at("2026-11-25T08:41") + timedelta(days=1) - timedelta(hours=1)
    assert after.due_changes[0].kind == DueChangeKind.PAUSE


def test_what_still_lacks_is_doubted_and_stays_noted(desk: Desk) -> None:
    dossier = offices.received(desk)
    supplements.ask(desk, dossier, [PAPER, "Tờ khai đăng ký khai sinh"], REASON)
    with pytest.raises(Doubtful) as doubtful:
        supplements.receive(desk, dossier, CAME, confirmed=())
    keys = [doubt.key for doubt in doubtful.value.doubts]
    assert queries.dossier(desk, dossier).state is State.SUPPLEMENT
    after = supplements.receive(desk, dossier, CAME, confirmed=keys).dossier
    assert after.missing == ("Tờ khai đăng ký khai sinh",)
    with pytest.raises(Problem, match="Đánh dấu"):
        supplements.receive(desk, dossier, ())
    with pytest.raises(WrongState):
        supplements.receive(desk, dossier, CAME)


def test_a_second_request_is_the_supervisors_and_counts_as_late(desk: Desk) -> None:
    dossier = waiting(desk)
    supplements.receive(then(desk, "2026-11-23T11:00"), dossier, CAME)
    again = then(desk, "2026-11-23T11:10")
    with pytest.raises(NotAllowed):
        supplements.ask(again, dossier, [PAPER], REASON)
    hoa = offices.seated(again, "hoa", 1)
    with pytest.raises(Doubtful) as doubtful:
        supplements.ask(hoa, dossier, [PAPER], REASON, confirmed=())
    keys = [doubt.key for doubt in doubtful.value.doubts]
    asked = supplements.ask(hoa, dossier, [PAPER], REASON, confirmed=keys)
    assert [request.again for request in asked.dossier.requests] == [False, True]
    assert [request.number for request in asked.dossier.requests] == ["0001", "0002"]
    assert deadline(asked.dossier, hoa.clock.now()).timing is Timing.LATE
    assert "BẢN IN LẠI" not in "\n".join(render_text(asked.slip, 48))
    assert verify(desk, rebuild=True).holds


def test_papers_asked_for_late_are_doubted(desk: Desk) -> None:
    dossier = offices.received(desk)
    with pytest.raises(Doubtful, match="F12"):
        supplements.ask(then(desk, "2026-11-27T08:42"), dossier, [PAPER], REASON, confirmed=())
    supplements.ask(then(desk, "2026-11-27T08:41"), dossier, [PAPER], REASON, confirmed=())


def test_form_02_is_printed_again_as_slip_and_page(desk: Desk) -> None:
    dossier = waiting(desk)
    copy = queue.reprint(desk, dossier, "02")
    (form,) = (job for job in queue.jobs(desk) if job.id == copy)
    assert (form.form, form.copy_number) == ("02", 1)
    assert queue.print_page(desk, dossier, "02").file is not None
    other = offices.received(desk)
    with pytest.raises(Problem, match="chưa có yêu cầu bổ sung"):
        queue.reprint(desk, other, "02")
    assert verify(desk, rebuild=True).holds


def test_what_may_be_asked_is_what_the_procedure_lists(desk: Desk) -> None:
    dossier = offices.received(desk)
    assert supplements.may_be_asked(desk, dossier) == offices.BIRTH.components


def test_another_agencys_dossier_is_none_of_ours(desk: Desk) -> None:
    dossier = offices.received(desk)
    police = offices.seated(desk, "congan", 2)
    with pytest.raises(Problem, match="không thuộc phạm vi"):
        supplements.ask(police, dossier, [PAPER], REASON)


def test_a_dossier_that_a_back_office_sent_back_is_completed_the_same_way(desk: Desk) -> None:
    from db.domain.event import instant

    dossier = offices.received(desk)
    with desk.write() as connection:
        there: Dossier = transitions.load(connection, desk, dossier)
        request = {
            "at": instant(desk.clock.now()),
            "papers": [PAPER],
            "reason": REASON,
            "by": "centre:so-tu-phap",
        }
        transitions.move(
            connection, desk, there, "supplement-asked", desk.clock.now(), values={"missing": [PAPER]},
            items={"requests": request},
        )  # fmt: skip
    assert queue.reprint(desk, dossier, "02")
    after = supplements.receive(then(desk, "2026-11-26T09:00"), dossier, CAME).dossier
    assert after.due_at == at("2026-11-27T09:00")
