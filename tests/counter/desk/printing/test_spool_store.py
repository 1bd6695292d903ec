"""The spool over the office file: moves are conditional and durable, and a person's word closes what is open."""

from __future__ import annotations

import pytest
from sqlalchemy.event import listen

from counter.desk.desk import Desk
from counter.desk.dossiers.queries import Group, find
from counter.desk.dossiers.transitions import mark_processing, result_arrived
from counter.desk.printing import queue as printing_queue
from counter.desk.printing.spool_store import OfficeSpool, queue_counts
from counter.problems import Problem
from db.domain.records import Outcome
from devices.errors import Trouble
from devices.spool import JobAction, JobState
from tests.offices import SEAL, later, received
from tests.print_jobs import advance


@pytest.fixture
def jobs(desk: Desk) -> OfficeSpool:
    return OfficeSpool(desk.store, desk.clock.now)


def state(desk: Desk, number: int) -> str:
    return next(job.state for job in printing_queue.jobs(desk) if job.id == number)


def test_the_oldest_slip_is_next_and_bears_the_printers_name_once_it_is_sent(
    desk: Desk, jobs: OfficeSpool
) -> None:
    received(desk)
    received(desk)
    job = jobs.next_queued("virtual:")
    assert job is not None
    assert (job.id, job.form, job.title) == ("1", "01", "000.17.22.H56-261123-0001")
    assert jobs.move("1", JobAction.SEND)
    assert [job.printer for job in jobs.interrupted("virtual:")] == ["virtual:"]
    assert jobs.printers() == ["virtual:"]
    assert jobs.interrupted("tcp://other:9100") == []


def test_a_move_from_a_state_that_is_not_there_any_more_changes_nothing(
    desk: Desk, jobs: OfficeSpool
) -> None:
    received(desk)
    printing_queue.cancel(desk, 1)
    assert not jobs.move("1", JobAction.SEND)
    assert state(desk, 1) == JobState.CANCELLED
    assert jobs.next_queued("virtual:") is None


def test_a_slip_for_another_printer_is_left_to_it(desk: Desk, jobs: OfficeSpool) -> None:
    received(desk)
    jobs.next_queued("p1")
    jobs.move("1", JobAction.SEND)
    jobs.move("1", JobAction.PUT_BACK, Trouble.NOT_CONNECTED)
    assert jobs.next_queued("p2") is None
    assert jobs.next_queued("p1") is not None


def test_the_trouble_of_each_printer_is_written_once_and_read_by_all(desk: Desk, jobs: OfficeSpool) -> None:
    def stored() -> dict[str, Trouble]:
        with desk.store.read() as connection:
            return dict(queue_counts(connection).troubles)

    troubles = {"cửa 2": Trouble.COVER_OPEN, "cửa 1": Trouble.PAPER_OUT}
    jobs.store_troubles(troubles)
    before = desk.store.data_version()
    jobs.store_troubles(dict(troubles))
    assert desk.store.data_version() == before
    assert list(stored().items()) == list(troubles.items())
    jobs.store_troubles({"cửa 1": Trouble.PAPER_OUT})
    assert stored() == {"cửa 1": Trouble.PAPER_OUT}
    jobs.store_troubles({})
    assert stored() == {}


def brought_to(desk: Desk, *actions: JobAction) -> None:
    received(desk)
    advance(desk, 1, *actions, printer="p1")


DOUBTFUL = (JobAction.HAND_OVER, JobAction.LOSE)


def test_only_a_doubtful_slip_can_be_confirmed(desk: Desk) -> None:
    brought_to(desk)
    with pytest.raises(Problem, match="không có gì phải xác nhận"):
        printing_queue.confirm(desk, 1)
    with pytest.raises(Problem, match="Không có phiếu in"):
        printing_queue.confirm(desk, 99)


@pytest.mark.parametrize("last", DOUBTFUL)
def test_a_person_says_that_it_was_printed(desk: Desk, last: JobAction) -> None:
    brought_to(desk, JobAction.SEND, last)
    printing_queue.confirm(desk, 1)
    assert state(desk, 1) == JobState.CONFIRMED


@pytest.mark.parametrize("last", DOUBTFUL)
def test_printing_again_closes_an_open_slip_and_marks_the_copy(desk: Desk, last: JobAction) -> None:
    brought_to(desk, JobAction.SEND, last)
    again = printing_queue.print_again(desk, 1)
    assert (state(desk, 1), state(desk, again)) == (JobState.CANCELLED, JobState.QUEUED)
    assert any("BẢN IN LẠI LẦN 1" in line for line in printing_queue.preview(desk, again, 42))


def test_printing_again_what_was_printed_leaves_the_first_as_it_is(desk: Desk) -> None:
    brought_to(desk, JobAction.SEND, JobAction.PROVE)
    printing_queue.print_again(desk, 1)
    assert state(desk, 1) == JobState.CONFIRMED


def test_what_asks_for_a_word_comes_first_however_old_it_is(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought_to(desk, JobAction.SEND, JobAction.LOSE)
    received(desk)
    received(desk)
    assert [job.id for job in printing_queue.jobs(desk)] == [1, 3, 2]
    monkeypatch.setattr(printing_queue, "MOST_JOBS", 2)
    assert [job.id for job in printing_queue.jobs(desk)] == [1, 3]


def test_a_slip_that_cannot_be_read_says_so(desk: Desk) -> None:
    received(desk)
    with desk.store.write() as connection:
        connection.exec_driver_sql("UPDATE print_job SET slip = '[99]'")
    assert printing_queue.preview(desk, 1, 42) == ["Không đọc được phiếu này."]


def test_groups_part_the_dossiers_by_how_they_stand(desk: Desk) -> None:
    late, ready, fresh = received(desk), received(desk), received(desk, SEAL)
    mark_processing(desk, ready)
    result_arrived(desk, ready, Outcome())
    then = later(desk, days=10)
    found = {group: [line.id for line in find(then, "", 50, group)] for group in Group}
    assert found == {
        Group.ALL: [fresh, ready, late],
        Group.OPEN: [fresh, late],
        Group.LATE: [late],
        Group.READY: [ready],
        Group.CLOSED: [],
        Group.ATTENTION: [],
    }
    assert find(then, "buoi", 50, Group.LATE)[0].id == late


def test_no_list_of_the_queue_sorts_all_slips_that_were_ever_printed(desk: Desk) -> None:
    received(desk)
    asked: list[tuple[str, tuple[object, ...]]] = []
    with desk.store.read() as connection:
        listen(connection.engine, "before_cursor_execute", lambda *event: asked.append((event[2], event[3])))
        for only in printing_queue.FILTERS:
            printing_queue.jobs(desk, only)
        plans = [
            str(row[-1])
            for sql, values in list(asked)
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)
        ]
    assert not [line for line in plans if "TEMP B-TREE" in line]
