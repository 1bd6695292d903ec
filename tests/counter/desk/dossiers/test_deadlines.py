"""Every list, screen and file says the same of one dossier's deadline."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counter.desk.desk import Desk
from counter.desk.dossiers import queries
from counter.desk.dossiers.deadlines import deadline_status, due_and_status
from counter.desk.dossiers.queries import Group
from counter.desk.dossiers.transitions import load, move, result_arrived
from counter.rules.deadlines import deadline
from counter.screens.returns.values import facts_of
from db.domain.event import instant
from db.domain.event_kind import EventKind
from db.domain.lifecycle import State
from db.domain.records import Outcome
from tests import offices


@pytest.mark.parametrize(
    ("hours", "running", "done"),
    [
        (0, "còn 2 ngày", "xong trước hạn"),
        (24, "hẹn trả ngày mai 08:41", "xong trước hạn"),
        (48, "hẹn trả hôm nay 08:41", "xong đúng hạn"),
        (50, "quá hạn từ 08:41 hôm nay", "trả trễ, sau 08:41"),
        (72, "quá hạn 1 ngày", "trả trễ 1 ngày"),
    ],
)
def test_the_same_words_on_every_screen(desk: Desk, hours: int, running: str, done: str) -> None:
    dossier = offices.received(desk)
    then = offices.later(desk, hours=hours)
    assert deadline_status(queries.dossier(desk, dossier), then.clock.now()).words == running
    finished = result_arrived(then, dossier, Outcome(kind="Giấy khai sinh"))
    much_later = then.clock.now() + timedelta(days=20)
    (line,) = queries.find(desk, "")
    assert deadline_status(finished, much_later).words == deadline_status(line, much_later).words == done
    assert due_and_status(finished, much_later) == f"08:41 ngày 25/11/2026 · {done}"
    assert done in facts_of(finished, much_later).plain


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(passed=st.timedeltas(timedelta(0), timedelta(days=4)))
def test_the_list_of_the_late_holds_exactly_those_that_the_rule_calls_late(
    desk: Desk, passed: timedelta
) -> None:
    if not queries.find(desk, ""):
        for procedure in (offices.BIRTH, offices.COPY, offices.SEAL):
            offices.received(desk, procedure)
    whole = timedelta(milliseconds=passed // timedelta(milliseconds=1))
    then = offices.later(desk, seconds=whole.total_seconds())
    listed = {line.id for line in queries.find(then, "", group=Group.LATE)}
    every = queries.find(then, "")
    assert listed == {line.id for line in every if deadline(line, then.clock.now()).is_late}


def test_the_list_of_the_late_knows_who_waits_for_papers_and_who_was_asked_twice(desk: Desk) -> None:
    in_time, late, twice, plain = (offices.received(desk) for _each in range(4))
    asks = ((in_time, 1), (late, 50), (twice, 1), (twice, 2))
    for dossier_id, hours in asks:
        then = offices.later(desk, hours=hours)
        with then.write() as connection:
            dossier = load(connection, then, dossier_id)
            if dossier.state is State.SUPPLEMENT:
                dossier = move(connection, then, dossier, EventKind.PROCESSING, then.clock.now())
            request = {"at": instant(then.clock.now()), "papers": ["Giấy chứng sinh"]}
            items = {"requests": request}
            move(connection, then, dossier, EventKind.SUPPLEMENT_ASKED, then.clock.now(), items=items)
    for hours in (3, 49, 51, 999):
        then = offices.later(desk, hours=hours)
        listed = {line.id for line in queries.find(then, "", group=Group.LATE)}
        lines = queries.find(then, "")
        assert listed == {line.id for line in lines if deadline(line, then.clock.now()).is_late}
        assert all(
            deadline(line, then.clock.now()) == deadline(queries.dossier(then, line.id), then.clock.now())
            for line in lines
        )
    assert listed == {late, twice, plain}
    (waiting,) = (line for line in lines if line.id == in_time)
    assert deadline_status(waiting, then.clock.now()).words == "chờ bổ sung giấy tờ"
