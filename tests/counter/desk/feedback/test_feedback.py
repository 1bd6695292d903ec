"""Feedback of citizens, step by step, with its numbers, its limits and its receipt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counter.desk.desk import Desk, NotAllowed
from counter.desk.feedback import feedback as steps
from counter.desk.feedback.feedback import FeedbackEntry
from counter.desk.office.verification import verify
from counter.desk.printing import documents, queue
from counter.problems import Problem
from counter.rules.calendar import default_calendar
from counter.rules.feedback import due_at, limits
from db.domain.codes import FeedbackState, FeedbackSubject
from db.domain.event_kind import EventKind, Stream
from db.domain.feedback import Feedback
from db.domain.records import Person
from db.ledger import reading
from tests.offices import later

WHO = Person(name="Lê Thị Na", address="Ấp 7, xã Tân Hòa", phone="0912345678")
BEHAVIOUR = FeedbackEntry(
    person=WHO,
    content="Phải đi lại ba lần để nộp một loại giấy tờ",
    subject=FeedbackSubject.BEHAVIOUR,
    agency="UBND xã Tân Hòa",
)


def received(desk: Desk) -> Feedback:
    return steps.receive(desk, BEHAVIOUR).feedback


def test_it_takes_a_number_of_its_own_and_a_receipt_says_by_when(desk: Desk) -> None:
    done = steps.receive(desk, replace(BEHAVIOUR, person=replace(WHO, name=" Lê  Thị Na ")))
    feedback = done.feedback
    assert (feedback.number, feedback.state, feedback.person.name) == (
        "0001",
        FeedbackState.RECEIVED,
        "Lê Thị Na",
    )
    assert (feedback.received_by, feedback.received_at) == ("lan", desk.clock.now())
    assert received(desk).number == "0002"
    job = queue.jobs(desk)[-1]
    assert (job.form, job.code, job.dossier) == ("feedback", "0001", feedback.id)
    text = "\n".join(queue.preview(desk, done.job, 42))
    for said in ("PHIẾU TIẾP NHẬN PHẢN ÁNH, KIẾN NGHỊ", "Lê Thị Na", "Phải đi lại ba lần"):
        assert said in text
    assert "PHIẾU TIẾP NHẬN" in documents.page_of(desk, feedback.id, "feedback").to_json()
    assert "BẢN IN LẠI LẦN 1" in "\n".join(
        queue.preview(desk, queue.reprint(desk, feedback.id, "feedback"), 42)
    )
    assert verify(desk, rebuild=True).holds


def test_who_said_what_stands_beside_the_events(desk: Desk) -> None:
    feedback = received(desk)
    steps.answer(later(desk, days=1), feedback.id, "Đã nhắc nhở công chức Tám")
    with desk.read() as connection:
        events = list(reading.read_stream(connection, Stream.FEEDBACK, feedback.id))
    for event, _person in events:
        assert not any(word in event.body for word in ("Lê Thị Na", "ba lần", "Tám"))
    assert [set(person) for _event, person in events] == [{"person", "content"}, {"answer"}]


def test_it_goes_from_hand_to_hand_until_the_answer_is_published(desk: Desk) -> None:
    key = received(desk).id
    steps.hand_over(later(desk, hours=1), key, "Phòng Nội vụ")
    asked = steps.ask(later(desk, days=1), key, "Ngày giờ cụ thể")
    assert asked.state == FeedbackState.ASKED and due_at(asked, desk.calendar) is None
    more = steps.complete(later(desk, days=3), key, "Sáng 20/11")
    assert more.content == f"{BEHAVIOUR.content} — Sáng 20/11"
    steps.hand_over(later(desk, days=3, hours=1), key, "Thanh tra")
    answered = steps.answer(later(desk, days=10), key, "Đã xử lý")
    assert (answered.state, answered.answer, answered.handed_to) == (
        FeedbackState.ANSWERED,
        "Đã xử lý",
        "Thanh tra",
    )
    done = steps.publish(later(desk, days=11), key)
    assert done.state == FeedbackState.PUBLISHED
    assert steps.listed(desk) == [] and len(steps.listed(desk, everything=True)) == 1
    with desk.read() as connection:
        kinds = [event.kind for event, _person in reading.read_stream(connection, Stream.FEEDBACK, key)]
    assert kinds == [
        EventKind.FEEDBACK_RECEIVED, EventKind.FEEDBACK_HANDED_OVER, EventKind.FEEDBACK_ASKED,
        EventKind.FEEDBACK_COMPLETED, EventKind.FEEDBACK_HANDED_OVER, EventKind.FEEDBACK_ANSWERED,
        EventKind.FEEDBACK_PUBLISHED,
    ]  # fmt: skip
    assert verify(desk, rebuild=True).holds


def test_what_is_due_first_comes_first_and_what_is_late_is_marked(desk: Desk) -> None:
    first, second = received(desk), received(later(desk, days=2))
    answered = received(later(desk, hours=1))
    steps.answer(later(desk, hours=2), answered.id, "Có")
    shown = steps.listed(later(desk, days=6))
    assert [item.feedback.id for item in shown] == [answered.id, first.id, second.id]
    assert [item.is_late for item in shown] == [True, False, False]
    refused = steps.refuse(later(desk, days=1), first.id, "Không thuộc phạm vi")
    assert (refused.state, refused.reason) == (FeedbackState.REFUSED, "Không thuộc phạm vi")


def test_steps_that_do_not_fit_are_refused_with_their_state(desk: Desk) -> None:
    feedback = received(desk)
    assert set(steps.refusals(desk, feedback)) == {"complete", "publish"}
    steps.refuse(desk, feedback.id, "Trùng nội dung")
    over = steps.listed(desk, everything=True)[0].feedback
    assert set(steps.refusals(desk, over)) == set(steps.STEPS)
    with pytest.raises(Problem):
        steps.answer(desk, feedback.id, "x")
    with pytest.raises(Problem):
        steps.hand_over(desk, feedback.id, "x")
    with pytest.raises(Problem):
        steps.ask(desk, "nonsense", "x")
    with pytest.raises(NotAllowed):
        steps.receive(replace(desk, shift=None), BEHAVIOUR)
    assert set(steps.refusals(replace(desk, shift=None), None)) == {"new", *steps.STEPS}


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (replace(BEHAVIOUR, person=Person(name=" ")), "name"),
        (replace(BEHAVIOUR, content=" "), "content"),
        (replace(BEHAVIOUR, subject="?"), "subject"),
    ],
)
def test_what_lacks_is_told_at_its_field(desk: Desk, entry: FeedbackEntry, field: str) -> None:
    with pytest.raises(Problem) as problem:
        steps.receive(desk, entry)
    assert problem.value.field == field
    assert received(desk).number == "0001", "no number was burnt"


_STEPS: tuple[Callable[[Desk, str], object], ...] = (
    lambda desk, key: steps.ask(desk, key, "x"),
    lambda desk, key: steps.complete(desk, key, "x"),
    lambda desk, key: steps.hand_over(desk, key, "x"),
    lambda desk, key: steps.refuse(desk, key, "x"),
    lambda desk, key: steps.answer(desk, key, "x"),
    lambda desk, key: steps.publish(desk, key),
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chosen=st.lists(st.sampled_from(range(len(_STEPS))), max_size=8))
def test_the_desk_offers_just_what_it_does(desk: Desk, chosen: list[int]) -> None:
    names = ("ask", "complete", "hand_over", "refuse", "answer", "publish")
    feedback = received(desk)
    for number in chosen:
        there = next(
            item.feedback for item in steps.listed(desk, everything=True) if item.feedback.id == feedback.id
        )
        if names[number] in steps.refusals(desk, there):
            with pytest.raises(Problem):
                _STEPS[number](desk, feedback.id)
        else:
            _STEPS[number](desk, feedback.id)


@given(
    at=st.datetimes(datetime(2026, 1, 5), datetime(2026, 11, 30)).map(lambda at: at.replace(tzinfo=UTC)),
    answered=st.integers(0, 40),
)
def test_the_limits_follow_each_other(at: datetime, answered: int) -> None:
    calendar = default_calendar()
    feedback = Feedback(
        id="",
        person=WHO,
        received_at=at,
        answered_at=at + timedelta(days=answered),
        state=FeedbackState.ANSWERED,
    )
    known = limits(feedback, calendar)
    assert at < known.refuse < known.ask < known.handle
    assert known.publish is not None and known.publish > at
    assert due_at(feedback, calendar) == known.publish
    assert limits(replace(feedback, completed_at=at + timedelta(days=20)), calendar).handle > known.handle
