"""What the log of a shift says: from facts and codes, and of what earlier releases stored as sentences."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.event import listen, remove

from counter import locale
from counter.desk import labels
from counter.desk.desk import Desk
from counter.desk.shifts import log, review, shifts
from db.domain.records import EventView
from tests import offices


def _event(kind: str, data: dict[str, object], template: EventView) -> EventView:
    return replace(template, kind=kind, data=data, actor="hoa", actor_name="Đặng Thị Hoa")


def test_a_backlog_closes_its_shift_with_the_files_name_and_each_language_has_its_sentence(
    desk: Desk,
) -> None:
    assert desk.shift
    closed = shifts.close_shift(desk, backlog="mất điện.csv")
    event = log.shift_log(closed, desk.shift.id)[-1].event
    assert "taken in" not in str(event.data)
    (shift,) = shifts.shifts(closed)
    assert (shift.backlog, shift.closing_note) == ("mất điện.csv", "")
    assert labels.sentence(event) == "Đóng ca: Đã nhập hồ sơ giấy từ tệp mất điện.csv."
    locale.use("en")
    assert labels.sentence(event) == "Shift closed: Backlog taken in from mất điện.csv."


def test_what_a_supervisor_notes_holds_no_name(office: Desk) -> None:
    lan, hoa = offices.seated(office, "lan", 3), offices.seated(office, "hoa", 2)
    assert lan.shift
    review.comment(hoa, lan.shift.id, "thiếu một chữ ký")
    shifts.close_left_open(hoa, lan.shift.id, "máy hỏng")
    events = [line.event for line in log.shift_log(hoa, lan.shift.id)]
    assert not any("Hoa" in str(event.data) for event in events)
    assert [labels.sentence(event) for event in events[1:]] == [
        "Ý kiến của phụ trách: thiếu một chữ ký (Đặng Thị Hoa)",
        "Đóng ca: máy hỏng (Đặng Thị Hoa)",
    ]


@pytest.mark.parametrize(
    ("kind", "data", "sentence"),
    [
        (
            "shift-commented",
            {"add": {"comments": "tốt"}, "by": "Trần Văn Cũ"},
            "Ý kiến của phụ trách: tốt (Trần Văn Cũ)",
        ),
        (
            "shift-closed",
            {"set": {"closing_note": "máy hỏng (Trần Văn Cũ)"}},
            "Đóng ca: máy hỏng (Trần Văn Cũ)",
        ),
        (
            "shift-closed",
            {"set": {"closing_note": "Backlog taken in from a.csv."}},
            "Đóng ca: Backlog taken in from a.csv.",
        ),
    ],
)
def test_what_an_earlier_release_stored_is_shown_as_it_is(
    desk: Desk, kind: str, data: dict[str, object], sentence: str
) -> None:
    assert desk.shift
    template = log.shift_log(desk, desk.shift.id)[0].event
    assert labels.sentence(_event(kind, data, template)) == sentence


def test_each_line_has_its_applicant_and_none_of_another_agency(desk: Desk) -> None:
    offices.received(desk)
    offices.received(desk, offices.SEAL, applicant=offices.NAM)
    assert desk.shift and desk.staff
    names = [line.name for line in log.shift_log(desk, desk.shift.id)]
    assert names == ["", "Trần Thị Bưởi", "Lê Văn Nam"]
    police = replace(desk, staff=replace(desk.staff, agencies=(offices.SEAL.agency,)))
    lines = log.shift_log(police, desk.shift.id)
    assert [line.name for line in lines] == ["", "", "Lê Văn Nam"]
    assert [line.event.kind for line in log.search_log(lines, "le van nam")] == ["received"]


def test_a_longer_log_asks_the_office_file_no_oftener(desk: Desk) -> None:
    assert desk.shift
    asked: list[str] = []
    counts = []
    for more in (3, 20):
        for _ in range(more):
            offices.received(desk)
        with desk.read() as connection:
            engine = connection.engine
        listen(engine, "before_cursor_execute", note := lambda *event: asked.append(event[2]))
        lines = log.shift_log(desk, desk.shift.id)
        remove(engine, "before_cursor_execute", note)
        counts.append(len(asked))
        asked.clear()
    assert len(lines) == 24 and counts[0] == counts[1]


def test_a_code_loses_the_unit_of_the_office_and_no_other() -> None:
    code = "000.17.22.H56-261123-0007"
    assert labels.short_code(code, "000.17.22.H56") == "261123-0007"
    assert labels.short_code(code, "17.22.H56") == labels.short_code(code, "000.17.22.H5") == code
