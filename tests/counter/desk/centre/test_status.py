"""What people are told of the centre: by what it has, never by what was sent."""

from __future__ import annotations

from datetime import timedelta

import pytest

from counter.desk.centre import status
from counter.desk.centre.labels import reach, trouble
from counter.desk.centre.status import CentreLink
from counter.desk.desk import Desk, NotAllowed
from counter.desk.dossiers import transitions
from counter.desk.dossiers.entries import Return
from counter.desk.dossiers.intake import receive
from counter.desk.dossiers.returns import return_result
from counter.desk.printing import documents
from counter.problems import Problem
from db import host
from devices.encode.text import render_text
from devices.slip import Slip
from tests.counter.enrolled import acknowledged, cut_off, enrolled, ran, refuse
from tests.offices import COPY, SEAL, intake, later, received, seated


def told(desk: Desk) -> str:
    with desk.store.read() as connection:
        link = status.centre_link(connection, desk.clock.now())
    return f"{reach(link, desk.clock.now())} | {trouble(link)}" if link else ""


def test_an_office_without_a_centre_is_told_nothing(desk: Desk) -> None:
    dossier = received(desk)
    assert told(desk) == ""
    assert status.lacking(desk, [dossier]) == frozenset()


def test_what_the_centre_has_is_told_by_its_time(desk: Desk) -> None:
    enrolled(desk)
    assert told(desk) == "Trung tâm có đến 08:41 | "
    assert told(later(desk, minutes=4)) == "Trung tâm có đến 08:41 | "


def test_what_was_just_done_is_not_counted_what_waits_long_is(desk: Desk) -> None:
    enrolled(desk)
    received(later(desk, minutes=1))
    assert told(later(desk, minutes=2)) == "Trung tâm có đến 08:41 | "
    assert told(later(desk, minutes=4)) == "Trung tâm có đến 08:41, 1 chờ gửi | "


def test_offline_it_says_for_how_long_and_how_much_waits(desk: Desk) -> None:
    enrolled(desk)
    received(desk)
    assert told(later(desk, minutes=6)) == "Ngoại tuyến 6 phút, 1 chờ gửi | "
    assert told(later(desk, hours=30)) == "Ngoại tuyến 1 ngày, 1 chờ gửi | "
    enrolled(desk, failure="no-network")
    assert told(later(desk, seconds=20)) == "Ngoại tuyến 1 phút | "
    with desk.store.write() as connection:
        for fact in ("at", "seen_at"):
            host.put(connection, f"centre_{fact}", "")
    assert told(desk) == "Chưa đến được trung tâm | "


def test_the_clock_is_told_from_two_minutes_on(desk: Desk) -> None:
    enrolled(desk, offset_ms=str(119_000))
    assert told(desk) == "Trung tâm có đến 08:41 | "
    enrolled(desk, offset_ms=str(-7 * 60_000 - 5_000))
    assert told(desk) == "Trung tâm có đến 08:41 | Đồng hồ lệch 7 phút"


def test_what_somebody_has_to_see_to_is_told_apart_from_a_cut_line(desk: Desk) -> None:
    pressing = {
        "refused": "Trung tâm không cho máy này vào",
        "certificate": "Không tin được trung tâm",
        "too-old": "Phiên bản này quá cũ với trung tâm",
        "fork": "Sổ cái khác trung tâm",
    }
    for failure, said in pressing.items():
        enrolled(desk, failure=failure)
        assert told(desk).endswith(f"| {said}")


def test_a_refusal_is_told_until_a_supervisor_has_seen_to_it(desk: Desk) -> None:
    enrolled(desk)
    event = refuse(desk, received(desk), "kind unknown", "odd")
    assert told(desk).endswith("| Trung tâm từ chối: 1")
    with pytest.raises(NotAllowed):
        status.acknowledge(desk, event)
    supervisor = seated(desk, "hoa", 1)
    status.acknowledge(supervisor, event)
    assert told(desk).endswith("| ")
    (found,) = status.refused(desk)
    assert (found.settled_by, found.reason) == ("hoa", "kind unknown")
    with pytest.raises(Problem):
        status.acknowledge(supervisor, event)
    with pytest.raises(Problem):
        status.acknowledge(supervisor, "no such event")


def test_a_dossier_is_not_at_the_centre_until_all_of_it_is(desk: Desk) -> None:
    enrolled(desk)
    one, two = received(desk), received(desk, COPY)
    assert status.lacking(desk, [one, two]) == {one, two}
    acknowledged(desk)
    transitions.mark_processing(desk, two)
    assert status.lacking(desk, [one, two]) == {two}


def test_what_waits_is_found_by_what_people_call_it(desk: Desk) -> None:
    enrolled(desk)
    received(desk)
    received(desk, SEAL)
    assert [each.kind for each in status.waiting(desk, "tran thi buoi")] == ["received", "received"]
    assert len(status.waiting(desk, "tiep nhan ho so")) == 2
    assert status.waiting(desk, "ban giao") == []
    names = {each.name for each in status.waiting(seated(desk, "congan", 2), "hồ sơ")}
    assert names == {"Trần Thị Bưởi", ""}, "what another agency's counter received has no name here"


def test_the_runs_are_told_newest_first(desk: Desk) -> None:
    now = desk.clock.now()
    for minutes in (9, 5, 1):
        ran(desk, now - timedelta(minutes=minutes), sent=minutes)
    assert [each.sent for each in status.runs(desk)] == [1, 5, 9]


def test_asking_for_a_run_now_is_heard_by_whichever_process_goes(desk: Desk) -> None:
    enrolled(desk, next_at="2026-11-23T09:00:00.000Z")
    status.sync_now(desk)
    assert status.sync_status(desk)[0].next_at == desk.clock.now()


def lines(slip: Slip) -> str:
    return " ".join(render_text(slip, 48)).replace("  ", " ")


def test_a_slip_promises_nothing_that_this_office_does_not_do(desk: Desk) -> None:
    enrolled(desk)
    cut_off(desk, hours=3)
    made = receive(desk, intake(COPY))
    returned = return_result(desk, made.dossier.id, Return(fee_paid=20_000))
    for slip in (made.slip, documents.slip_of(desk, made.dossier.id, "01"), returned.slip):
        assert "Cổng Dịch vụ công" not in lines(slip)


def test_the_state_of_the_link_is_plain() -> None:
    assert not CentreLink().is_offline
    assert CentreLink(away=timedelta()).is_offline
