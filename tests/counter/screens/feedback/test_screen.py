"""Feedback by the keys of the counter: taken in, handed over, answered, published."""

from __future__ import annotations

from pathlib import Path

from counter.desk.feedback import feedback as steps
from counter.desk.office.verification import verify
from counter.screens.feedback.dialogs import Answer, HandOver, NewFeedback, Refuse
from counter.screens.feedback.screen import FeedbackScreen
from db.domain.codes import FeedbackState, FeedbackSubject
from db.domain.feedback import Feedback
from tests.counter.desk.feedback.test_feedback import BEHAVIOUR
from tests.counter.screens.officer import Officer, officer
from tests.snapshots.stage import act


def only(at: Officer) -> Feedback:
    (item,) = steps.listed(at.app.desk, everything=True)
    return item.feedback


def numbers(at: Officer) -> list[str]:
    screen = at.app.screen
    assert isinstance(screen, FeedbackScreen)
    return [row.cells[0] for row in screen.listing.rows]


async def test_it_is_taken_in_handed_over_answered_and_published(tmp_path: Path) -> None:
    async with officer(tmp_path, place="feedback") as at:
        assert isinstance(at.app.screen, FeedbackScreen)
        assert "Chưa có phản ánh" in at.screen_text() or "Không có" in at.screen_text()
        await act(at.pilot, "feedback.new")
        assert isinstance(at.app.screen, NewFeedback)
        await at.press("f12")
        assert isinstance(at.app.screen, NewFeedback), "a name is needed"
        await at.type("Le Thi Na")
        await at.press("tab", "tab", "tab", "tab", "space", "tab", "tab")
        await at.type("Cho lau")
        await at.press("f12")
        assert isinstance(at.app.screen, FeedbackScreen)
        taken = only(at)
        assert (taken.person.name, taken.content, taken.subject) == (
            "Le Thi Na",
            "Cho lau",
            FeedbackSubject.BEHAVIOUR,
        )
        await act(at.pilot, "feedback.hand_over")
        assert isinstance(at.app.screen, HandOver)
        await at.type("Phong Noi vu")
        await at.press("f12")
        assert only(at).handed_to == "Phong Noi vu"
        await act(at.pilot, "feedback.answer")
        assert isinstance(at.app.screen, Answer)
        await at.type("Da xin loi")
        await at.press("f12")
        assert "đã trả lời" in at.screen_text()
        await act(at.pilot, "feedback.publish")
        assert only(at).state == FeedbackState.PUBLISHED
        assert numbers(at) == []
        await at.press("ctrl+l")
        assert numbers(at) == ["0001"]
        assert verify(at.app.desk, rebuild=True).holds


async def test_what_was_typed_comes_back_and_only_what_fits_is_offered(tmp_path: Path) -> None:
    async with officer(tmp_path, lambda desk: steps.receive(desk, BEHAVIOUR), place="feedback") as at:
        screen = at.app.screen
        assert isinstance(screen, FeedbackScreen)
        offered = {action.id for action in screen.offered}
        assert {"feedback.hand_over", "feedback.refuse"} <= offered
        assert not offered & {"feedback.publish", "feedback.complete"}
        await act(at.pilot, "feedback.refuse")
        assert isinstance(at.app.screen, Refuse)
        await at.type("Trung")
        await at.press("escape")
        await act(at.pilot, "feedback.refuse")
        assert at.value("reason") == "Trung"
        await at.press("f12")
        assert only(at).state == FeedbackState.REFUSED
