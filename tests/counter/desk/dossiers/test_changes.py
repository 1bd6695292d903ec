"""A correction says what was there before and what is there now: in the history, the shift log, and on request."""

from __future__ import annotations

from dataclasses import replace

from counter.desk import labels
from counter.desk.desk import Desk
from counter.desk.dossiers import corrections, queries
from counter.desk.dossiers.entries import Correction
from counter.desk.shifts import log
from db.domain.event_kind import EventKind
from tests import offices

PHONE, OTHER = "0912345678", "0988777666"


def said(desk: Desk, dossier: str, *, in_full: bool = False) -> list[str]:
    events = queries.history(desk, dossier, in_full=in_full)
    return [labels.sentence(event) for event in events if event.kind == EventKind.CORRECTED]


def in_log(desk: Desk) -> list[str]:
    assert desk.shift
    lines = log.shift_log(desk, desk.shift.id)
    return [labels.sentence(line.event) for line in lines if line.event.kind == EventKind.CORRECTED]


def corrected(desk: Desk) -> str:
    dossier = offices.received(desk, shelf="A1")
    first = Correction(name="Trần Thị Bưởi Em", phone=OTHER, birth="1995-03-09", sex="M")
    corrections.correct(desk, dossier, first, "gõ nhầm lúc nhận")
    corrections.correct(
        offices.later(desk, minutes=1), dossier, Correction(phone=PHONE, shelf=""), "ghi lại như cũ"
    )
    return dossier


FIRST = (
    "Đính chính: ngày sinh 08/03/1995 → 09/03/1995; họ tên Trần Thị Bưởi → Trần Thị Bưởi Em;"
    " điện thoại {old} → {new}; giới tính nữ → nam (gõ nhầm lúc nhận)"
)
SECOND = "Đính chính: điện thoại {new} → {old}; vị trí kệ A1 → – (ghi lại như cũ)"


def test_old_and_new_stand_in_the_history_and_the_log_with_numbers_masked(desk: Desk) -> None:
    dossier = corrected(desk)
    masked = [text.format(old="091••••678", new="098••••666") for text in (FIRST, SECOND)]
    assert said(desk, dossier) == in_log(desk) == masked


def test_whole_numbers_are_for_the_officer_who_asked_for_them(office: Desk) -> None:
    lan, minh = offices.seated(office, "lan", 3), offices.seated(office, "minh", 1)
    dossier = corrected(lan)
    masked = said(lan, dossier)
    assert said(lan, dossier, in_full=True) == masked
    queries.reveal(lan, dossier)
    whole = [text.format(old=PHONE, new=OTHER) for text in (FIRST, SECOND)]
    assert said(lan, dossier, in_full=True) == whole
    assert said(lan, dossier) == masked
    assert said(minh, dossier, in_full=True) == masked
    assert said(replace(lan, shift=None), dossier, in_full=True) == masked


def test_the_log_is_searched_by_old_and_new(desk: Desk) -> None:
    corrected(desk)
    assert desk.shift
    lines = log.shift_log(desk, desk.shift.id)
    of_dossier = [line for line in lines if line.code]
    assert log.search_log(lines, "buoi em") == of_dossier
    assert [len(log.search_log(lines, text)) for text in ("08/03/1995", "09/03/1995", "a1", "nu nam")] == [
        1,
        1,
        1,
        1,
    ]


def test_what_was_forgotten_is_named_without_its_value(desk: Desk) -> None:
    dossier = corrected(desk)
    with desk.store.write() as connection:
        connection.exec_driver_sql("DELETE FROM event_person")
    assert said(desk, dossier) == [
        "Đính chính: ngày sinh; họ tên; điện thoại; giới tính (gõ nhầm lúc nhận)",
        "Đính chính: điện thoại; vị trí kệ A1 → – (ghi lại như cũ)",
    ]
