"""What the shift log counts and finds."""

from __future__ import annotations

from sqlalchemy.event import listen

from counter.desk.desk import Desk
from counter.desk.dossiers import corrections
from counter.desk.dossiers.entries import Correction
from counter.desk.printing import queue
from counter.desk.shifts import log
from counter.desk.shifts.log import Tally
from db.ledger import reading
from tests import offices


def test_a_tally_counts_what_was_done_in_each_shift(office: Desk) -> None:
    lan, minh = offices.seated(office, "lan", 3), offices.seated(office, "minh", 1)
    assert lan.shift and minh.shift
    first = offices.received(lan)
    offices.received(lan, offices.COPY)
    queue.reprint(lan, first, "01")
    corrections.correct(lan, first, Correction(phone="0912345679"), "gõ nhầm số máy")
    counted = log.tallies(lan, [lan.shift.id, minh.shift.id])
    replaced = 1  # by the correction: the phone stands on the slip
    assert counted == {
        lan.shift.id: Tally(received=2, reprinted=1 + replaced, corrected=1),
        minh.shift.id: Tally(),
    }


def test_lines_match_by_kind_and_by_words_without_accents(desk: Desk) -> None:
    assert desk.shift
    offices.received(desk)
    offices.received(desk, offices.COPY)
    lines = log.shift_log(desk, desk.shift.id)
    assert [line.event.kind for line in log.search_log(lines, "")] == [
        "shift-opened",
        "received",
        "received",
    ]
    assert [line.code[-4:] for line in log.search_log(lines, "KHAI sinh")] == ["0001"]
    assert [line.code[-4:] for line in log.search_log(lines, "0002 chung")] == ["0002"]
    assert log.search_log(lines, "khai", {"returned"}) == []


def test_a_shift_is_read_by_its_index(desk: Desk) -> None:
    asked: list[str] = []
    assert desk.shift
    with desk.store.read() as connection:
        engine = connection.engine
        listen(engine, "before_cursor_execute", lambda *event: asked.append(event[2]))
        reading.read_shift(connection, desk.shift.id)
        reading.count_kinds(connection, [desk.shift.id])
        plans = [
            str(row[-1])
            for sql in asked[:2]
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", ("x",))
        ]
    assert sum("USING INDEX event_shift" in plan for plan in plans) == 2
