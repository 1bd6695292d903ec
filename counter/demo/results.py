"""Courses that are special in their end, and those of mistakes: by post, corrected, printed again, struck through."""

from __future__ import annotations

from counter.demo.month import Month, Steps
from counter.demo.moves import at_desk, receive, to_agency, usual_end, with_result
from counter.desk.dossiers import corrections, endings
from counter.desk.dossiers.entries import Correction
from counter.desk.post import results
from counter.desk.printing import queue
from db.domain.codes import FormKind
from db.domain.event_kind import EventKind
from db.domain.records import Dossier

_STATUS = "MAU.HT.05"
_ADDRESS = "Ấp Mẫu 9, xã Tân Hòa Mẫu, tỉnh Tây Ninh"


def posted(month: Month) -> Steps:
    """Its result goes with the list for the post office; the number comes a day later, and it is delivered."""
    dossier = receive(month, _STATUS, return_by_post=True, return_place=_ADDRESS)
    yield from to_agency(month, dossier)
    yield from with_result(month, dossier)
    month.letters.append(dossier.id)
    yield 1
    _number(month, dossier)
    yield 1
    _deliver(month, dossier)


def posted_twice(month: Month) -> Steps:
    """The post brings it back, since nobody was at home; it goes once more, alone."""
    dossier = receive(month, _STATUS, return_by_post=True, return_place=_ADDRESS)
    yield from to_agency(month, dossier)
    yield from with_result(month, dossier)
    month.letters.append(dossier.id)
    yield 2
    results.take_back(at_desk(month, dossier), dossier.id, "Không có người nhận (mẫu)")
    month.count.note(EventKind.HANDED_BACK)
    results.post(at_desk(month, dossier), dossier.id, address="Ấp Mẫu 2, xã Tân Hòa Mẫu, tỉnh Tây Ninh")
    month.count.note(EventKind.RESULT_POSTED, form=FormKind.POST_LABEL)
    yield 1
    _deliver(month, dossier)


def _number(month: Month, dossier: Dossier) -> None:
    results.give_tracking(at_desk(month, dossier), dossier.id, f"EM{len(month.received):09d}VN")
    month.count.note(EventKind.RESULT_POSTED)


def _deliver(month: Month, dossier: Dossier) -> None:
    results.deliver(at_desk(month, dossier), dossier.id, month.clock.now(), dossier.applicant.name)
    month.count.note(EventKind.DELIVERED)


def corrected(month: Month) -> Steps:
    """The officer corrects the phone in the same shift, the supervisor the note and the due date later."""
    dossier = receive(month, _STATUS)
    month.print_all()
    _correct(month, dossier, Correction(phone="0912345678"), "Gõ nhầm số điện thoại (mẫu)")
    yield 1
    there = month.read(dossier.id)
    assert there.due_at is not None
    due_at = month.desk.calendar.same_day(there.due_at).at
    changes = Correction(note="Đã gọi cho người dân (mẫu)", due_at=due_at.replace(hour=due_at.hour - 1))
    corrections.correct(month.supervisor, dossier.id, changes, "Ngày hẹn đọc nhầm khi tiếp nhận")
    month.count.note(EventKind.CORRECTED)
    month.count.note(EventKind.REPRINTED, form=FormKind.INTAKE)
    yield from usual_end(month, dossier)


def _correct(month: Month, dossier: Dossier, changes: Correction, reason: str) -> None:
    corrections.correct(at_desk(month, dossier), dossier.id, changes, reason)
    month.count.note(EventKind.CORRECTED)
    month.count.note(EventKind.REPRINTED, form=FormKind.INTAKE)


def reprinted(month: Month) -> Steps:
    """The slip was lost, and the agency wants the control sheet."""
    dossier = receive(month)
    yield from to_agency(month, dossier)
    queue.reprint(at_desk(month, dossier), dossier.id, FormKind.INTAKE)
    month.count.note(EventKind.REPRINTED, form=FormKind.INTAKE)
    queue.reprint(at_desk(month, dossier), dossier.id, FormKind.CONTROL)
    month.count.note(EventKind.PRINTED, form=FormKind.CONTROL)
    yield from with_result(month, dossier)


def voided(month: Month) -> Steps:
    """It was entered twice: the supervisor strikes it through."""
    dossier = receive(month)
    endings.void(month.supervisor, dossier.id, "Nhập trùng hồ sơ vừa tiếp nhận (mẫu)")
    month.count.note(EventKind.VOIDED)
    yield from ()
