"""A new host gets what it needs to work, a page at a time, and does not give a number out again."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from db.domain.event import canonical
from tests.db.central import world
from tests.db.central.sending import Host

MONTHS_AGO = datetime.now(UTC) - timedelta(days=60)


@pytest.fixture
def host(lasting_centre: str) -> Host:
    host = Host(world.enrol(lasting_centre, world.new_office()))
    host.at = MONTHS_AGO
    return host


def work_through(host: Host, code: str) -> str:
    of = host.receive(code)
    for kind in ("processing", "result-arrived", "returned"):
        host.say(of, kind)
    return of


def snapshot(host: Host, most: int = 1_000_000) -> list[dict[str, Any]]:
    """Every page of it, as events."""
    events: list[dict[str, Any]] = []
    after: tuple[str, int, int] = ("", 0, 0)
    with world.session(host.enrolment) as session:
        while page := session.execute(
            "SELECT * FROM centre.snapshot_v1(%s, %s, %s, %s)", [*after, most]
        ).fetchall():
            events += [json.loads(row[3]) for row in page]
            after = page[-1][:3]
    return events


def test_what_is_over_stays_where_it_is(host: Host) -> None:
    over = work_through(host, "1")
    waiting = host.receive("2")
    opened = {"set": {"counter": 1, "officer": "lan", "opened_at": "2026-11-16T01:00:00.000Z"}}
    host.say("shift-1", "shift-opened", opened, stream="shift")
    host.say("shift-1", "shift-closed", {"set": {"closed_at": "2026-11-16T09:00:00.000Z"}}, stream="shift")
    host.say("shift-2", "shift-opened", opened, stream="shift")
    host.say("lan", "account-opened", stream="staff")
    host.at = datetime.now(UTC) - timedelta(days=1)
    just_over = work_through(host, "3")
    events = snapshot(host)
    assert [event["of"] for event in events] == [waiting, "shift-2", "lan", *[just_over] * 4]
    assert over not in {event["of"] for event in events}
    assert snapshot(host, most=1) == events, "page by page it is the same"


def test_the_chains_tell_where_to_go_on(host: Host, lasting_centre: str) -> None:
    work_through(host, "1")
    beside = Host(world.enrol(lasting_centre, host.enrolment.office, 1))
    beside.receive("2")
    folded = beside.hash
    beside.folds = False
    beside.receive("3")
    with world.session(host.enrolment) as session:
        chains = session.execute("SELECT * FROM centre.snapshot_chains_v1()").fetchall()
    office = {row[0]: row[1:] for row in chains if row[0].startswith(host.enrolment.office)}
    assert office[host.node] == (1, 4, host.hash)
    assert office[beside.node] == (1, 1, folded)


def test_numbers_go_on_after_those_that_were_given_out(host: Host) -> None:
    days = {"261101": MONTHS_AGO, "261120": datetime.now(UTC)}
    for day, at in days.items():
        host.at = at
        for number in ("0001", "0010", "0002"):
            values = {"code": f"U-{day}-{number}", "book": "2026/Hộ tịch", "book_number": int(number)}
            host.say(f"{day}{number}", "received", {"set": values})
    host.say("x", "received", {"set": {"code": "U-261120-010000", "book": "2026/-", "book_number": 7}})
    host.say("y", "received", {"set": {"book": canonical({}), "book_number": "không"}})
    with world.session(host.enrolment) as session:
        numbers = session.execute("SELECT * FROM centre.numbers_v1()").fetchall()
    assert set(numbers) == {("U-261120-010000", "", 0), ("", "2026/Hộ tịch", 10), ("", "2026/-", 7)}
