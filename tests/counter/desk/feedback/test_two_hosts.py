"""Feedback and letters on two hosts that were apart: both come to the same rows."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from counter.desk.desk import Desk
from counter.desk.dossiers import queries
from counter.desk.feedback import feedback as steps
from counter.desk.office.verification import verify
from counter.desk.post import results
from db.domain.codes import FeedbackState
from db.domain.lifecycle import State
from tests.counter.desk.feedback.test_feedback import BEHAVIOUR
from tests.counter.desk.post.test_results import NUMBER, ready
from tests.counter.ledger.test_merge import _exchange, _pair
from tests.offices import later


def rows(desk: Desk) -> list[tuple[str, ...]]:
    wanted = "SELECT id, detail FROM feedback UNION ALL SELECT id, detail FROM dossier ORDER BY id"
    with desk.store.read() as connection:
        return [tuple(row) for row in connection.execute(text(wanted))]


def is_clean(desk: Desk) -> bool:
    return verify(desk, rebuild=True).holds


def test_the_later_step_stands_on_both(tmp_path: Path) -> None:
    one, other = _pair(tmp_path)
    key = steps.receive(one, BEHAVIOUR).feedback.id
    _exchange(one, other, 1)
    assert [item.feedback.number for item in steps.listed(other)] == ["0001"]
    assert steps.receive(later(other, minutes=1), BEHAVIOUR).feedback.number != "0001", (
        "a series for each host"
    )
    steps.hand_over(later(one, minutes=5), key, "Phòng Nội vụ")
    steps.ask(later(other, minutes=9), key, "Ngày giờ cụ thể")
    _exchange(one, other, 2)
    assert rows(one) == rows(other)
    there = next(item.feedback for item in steps.listed(one) if item.feedback.id == key)
    assert (there.state, there.handed_to, there.asked) == (
        FeedbackState.ASKED,
        "Phòng Nội vụ",
        "Ngày giờ cụ thể",
    )
    assert is_clean(one) and is_clean(other)


def test_a_letter_gets_its_number_here_and_is_delivered_there(tmp_path: Path) -> None:
    one, other = _pair(tmp_path)
    dossier = ready(one)
    results.post(one, dossier)
    _exchange(one, other, 1)
    results.give_tracking(later(one, minutes=5), dossier, NUMBER)
    results.deliver(later(other, hours=2), dossier, later(other, hours=1).clock.now(), "Trần Thị Bưởi")
    _exchange(one, other, 2)
    assert rows(one) == rows(other)
    done = queries.dossier(one, dossier)
    assert (done.state, done.attention, done.posting and done.posting.tracking) == (
        State.RETURNED,
        "",
        NUMBER,
    )
    assert is_clean(one) and is_clean(other)
