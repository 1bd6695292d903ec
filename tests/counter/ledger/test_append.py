"""Appending refuses what no other host would take, and does not follow a time from the end of time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from counter.desk.desk import Desk
from counter.problems import Problem
from db.domain.event import EventContext, NewEvent, tick
from db.ledger import ledger
from db.models import EventRow, table
from tests import offices


@pytest.mark.parametrize(
    "data",
    [
        {"set": {"due_at": "9999-12-31T23:00:00.000Z"}},
        {"set": {"fee": -1}},
        {"set": {"content": "x" * 20_001}},
        {"form": {}},
    ],
)
def test_the_desk_cannot_write_what_others_refuse(desk: Desk, data: dict[str, Any]) -> None:
    event = NewEvent(stream="dossier", stream_id="d", kind="reprinted", data=data)
    with pytest.raises(Problem, match="không nhận: chưa lưu"), desk.write() as connection:
        ledger.append(connection, desk.context(), event)


@pytest.mark.parametrize("slow", [timedelta(), timedelta(days=900)])
def test_an_event_follows_the_ledger_but_not_to_the_end_of_time(desk: Desk, slow: timedelta) -> None:
    offices.received(desk)
    event = NewEvent(stream="dossier", stream_id="d", kind="reprinted")
    with desk.write() as connection:
        latest = ledger.append(connection, desk.context(), event).hlc
        context = EventContext(
            node="000.17.22.H56/1", incarnation=1, actor="ma", at=desk.clock.now() + timedelta(minutes=1)
        )
        bad = ledger.append(connection, context, event)
        far = bad.body.replace(f'"hlc":{bad.hlc}', f'"hlc":{(1 << 54) - 1}').replace('"seq":1', '"seq":2')
        far = far.replace(bad.id, "far-ahead")
        connection.execute(table(EventRow).insert(), {"body": far, "hash": "x"})
        mine = ledger.append(connection, desk.context(desk.clock.now() - slow), event)
    assert latest < mine.hlc <= tick(0, desk.clock.now() + timedelta(days=1))


def test_a_clock_that_fell_back_keeps_the_order_of_every_event_after_it(desk: Desk) -> None:
    event = NewEvent(stream="dossier", stream_id="d", kind="reprinted")
    with desk.write() as connection:
        times = [ledger.append(connection, desk.context(), event).hlc]
        for day in range(3):
            at = desk.clock.now() - timedelta(days=900 - day)
            times.append(ledger.append(connection, desk.context(at), event).hlc)
    assert times == sorted(set(times))
