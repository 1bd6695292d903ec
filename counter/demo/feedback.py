"""Courses of feedback: asked about, handed over, answered and published, or not accepted."""

from __future__ import annotations

from counter.demo.month import Month, Steps
from counter.desk.feedback import feedback
from counter.desk.printing import queue
from counter.slips.registry import page_form
from db.domain.codes import FeedbackSubject, FormKind
from db.domain.event_kind import EventKind, Stream


def answered(month: Month) -> Steps:
    """More is asked for, the agency answers, and the answer is published."""
    feedback_id = _receive(month, "Quy định về thành phần hồ sơ khó hiểu (mẫu)", FeedbackSubject.REGULATION)
    queue.print_page(month.desks["lan"], feedback_id, FormKind.FEEDBACK)
    _note(month, EventKind.PRINTED, page_form(FormKind.FEEDBACK))
    feedback.ask(month.desks["lan"], feedback_id, "Đề nghị nêu rõ thủ tục nào (mẫu)")
    _note(month, EventKind.FEEDBACK_ASKED)
    yield 1
    feedback.complete(month.desks["lan"], feedback_id, "Thủ tục đăng ký lại khai sinh (mẫu)")
    _note(month, EventKind.FEEDBACK_COMPLETED)
    feedback.hand_over(month.desks["lan"], feedback_id, "Sở Tư pháp (mẫu)")
    _note(month, EventKind.FEEDBACK_HANDED_OVER)
    yield 2
    feedback.answer(month.desks["lan"], feedback_id, "Đã niêm yết hướng dẫn chi tiết (mẫu)")
    _note(month, EventKind.FEEDBACK_ANSWERED)
    yield 1
    feedback.publish(month.desks["lan"], feedback_id)
    _note(month, EventKind.FEEDBACK_PUBLISHED)


def not_accepted(month: Month) -> Steps:
    """It is about something else; the receipt was lost and is printed again."""
    feedback_id = _receive(month, "Hỏi lịch cúp điện (mẫu)", FeedbackSubject.BEHAVIOUR)
    queue.reprint(month.desks["lan"], feedback_id, FormKind.FEEDBACK)
    _note(month, EventKind.REPRINTED, FormKind.FEEDBACK)
    yield 1
    feedback.refuse(month.desks["lan"], feedback_id, "Không phải phản ánh về quy định hành chính (mẫu)")
    _note(month, EventKind.FEEDBACK_REFUSED)


def _receive(month: Month, content: str, subject: FeedbackSubject) -> str:
    person = next(month.people).person
    entry = feedback.FeedbackEntry(person=person, content=content, subject=subject)
    _note(month, EventKind.FEEDBACK_RECEIVED, FormKind.FEEDBACK)
    return feedback.receive(month.desks["lan"], entry).feedback.id


def _note(month: Month, kind: EventKind, form: str = "") -> None:
    month.count.note(kind, stream=Stream.FEEDBACK, form=form)
