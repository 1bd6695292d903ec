"""Events that were refused since they were ahead of the clock are taken once the clocks are right, and none is lost."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from counter.desk.office.verification import verify
from db.central.status import centre_status
from db.domain.event import canonical, instant, tick
from db.domain.lifecycle import State
from db.sync import clock, refusals, state
from db.sync.run import sync_once
from db.sync.session import SyncSession
from db.sync.wire import Packed
from tests.counter.sync.hosts import Host, as_the_centre, client_of, host_at, later
from tests.db.central import sending, world


def today(host: Host, days: float = 0) -> Host:
    """The host, its clock that many days from now."""
    return later(host, days=(datetime.now(UTC) - host.desk.clock.now()) / timedelta(days=1) + days)


def of_an_earlier_release(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    """A session that sends what is ahead as it is, and learns that the centre refuses it."""
    with monkeypatch.context() as patch:
        patch.setattr(clock, "correct_unsent", lambda *_arguments: 0)
        patch.setattr(refusals, "send_again", lambda *_arguments: 0)
        assert host.synced().sent
    assert [event.code for event in refused(host) if not event.settled_by]


def refused(host: Host) -> list[state.RefusedEvent]:
    with host.desk.store.read() as connection:
        return state.refused(connection)


def times_of(host: Host) -> dict[str, tuple[int, str]]:
    """The times of every event here, by its id."""
    events = map(json.loads, host.events().values())
    return {event["id"]: (event["hlc"], event["at"]) for event in events}


def dossiers_at(centre: str) -> dict[str, str]:
    with psycopg.connect(centre) as connection:
        return dict(connection.execute("SELECT id, detail ->> 'state' FROM centre.dossier").fetchall())


@pytest.mark.parametrize("days", [3, 3650])
def test_what_an_earlier_release_sent_too_early_is_sent_again_with_times_that_can_be(
    centre: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    host = host_at(centre, tmp_path / "one")
    (before,) = host.receive()
    host.synced()
    lost = today(host, days).receive(2)
    of_an_earlier_release(host, monkeypatch)
    assert dossiers_at(centre).keys() == {before}
    (unsent,) = today(host).receive()
    run = host.synced()
    assert run.sent >= 3
    assert dossiers_at(centre).keys() == {before, *lost, unsent} == host.dossiers().keys()
    assert all(event.settled_by for event in refused(host))
    with psycopg.connect(centre) as connection:
        assert [node.quarantined for node in centre_status(connection).nodes] == [0]
    assert verify(host.desk, rebuild=True).holds
    host.receive()
    assert host.synced().sent == 1
    other = host_at(centre, tmp_path / "two", 1)
    other.synced()
    assert {before, *lost, unsent} <= other.dossiers().keys()


def test_what_can_be_by_now_keeps_its_time_and_its_place_before_what_followed(
    centre: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = host_at(centre, tmp_path / "one")
    host.synced()
    with as_the_centre(centre) as connection:
        # A centre whose clock was behind refused what was right.
        connection.execute(
            "CREATE OR REPLACE FUNCTION centre.furthest_hlc() RETURNS bigint LANGUAGE sql AS $$ SELECT 1::bigint $$"
        )
        (dossier,) = host.receive()
        of_an_earlier_release(host, monkeypatch)
        connection.execute(
            "CREATE OR REPLACE FUNCTION centre.furthest_hlc() RETURNS bigint LANGUAGE sql STABLE AS"
            " $$ SELECT centre.hlc_of(now() + interval '1 day') + 4095 $$"
        )
    before = {json.loads(body)["id"]: json.loads(body) for body in host.events().values()}
    host.synced()
    assert dossiers_at(centre) == {dossier: "2"}
    after = {json.loads(body)["id"]: json.loads(body) for body in host.events().values()}
    assert all(
        after[name]["hlc"] == event["hlc"] and after[name]["at"] == event["at"]
        for name, event in before.items()
    )


def test_a_centre_whose_clock_is_behind_is_sent_nothing_again(
    centre: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = host_at(centre, tmp_path / "one")
    host.receive()
    host.synced()
    today(host, 3).receive()
    of_an_earlier_release(host, monkeypatch)
    events, now = host.events(), host.desk.clock.now()
    nowhere: Any = None  # nothing is said over a line
    session = SyncSession(
        store=host.desk.store,
        pg=nowhere,
        node=host.desk.node,
        incarnation=1,
        app="test",
        arrived=lambda connection, event: None,
        numbers=lambda connection, numbers: None,
        clock=lambda: now,
    )
    assert refusals.send_again(session, now - timedelta(days=900), timedelta(days=-900)) == 0
    assert host.events() == events


def test_anothers_event_that_a_slow_clock_did_not_take_is_fetched_once_it_goes_right(
    own_centre: str, tmp_path: Path
) -> None:
    one = host_at(own_centre, tmp_path / "one")
    one.synced()
    with as_the_centre(own_centre) as connection:
        connection.execute(
            "CREATE OR REPLACE FUNCTION centre.fault_of(sent centre.event, told jsonb, previous text, law jsonb)"
            " RETURNS text LANGUAGE sql AS $$ SELECT '' $$"
        )
    other = sending.Host(world.enrol(own_centre, number=1))
    soon = datetime.now(UTC) + timedelta(days=2)
    body = other.write("d-1", "received", {}, {}, states=(None, State.RECEIVED)).body
    early = Packed(canonical(json.loads(body) | {"hlc": tick(0, soon), "at": instant(soon)}))
    other.hash = world.hash_of(early.body)
    other.send([early, other.write("d-2", "received", {}, {}, states=(None, State.RECEIVED))])
    one.synced()
    assert one.dossiers().keys() == {"d-2"}
    two_days_on = replace(
        client_of(one.desk.store, one.enrolment), clock=lambda: datetime.now(UTC) + timedelta(days=2)
    )
    assert sync_once(two_days_on).failure is None
    assert one.dossiers().keys() == {"d-1", "d-2"}
    assert all(event.settled_by for event in refused(one))
    assert verify(one.desk, rebuild=True).holds
