"""A host whose clock was far ahead: its events get times that the others take, and none is lost."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from counter.desk.office.verification import verify
from db.domain.event import canonical, tick
from db.domain.lifecycle import State
from db.ledger import chains, reading
from db.sync import clock, state
from db.sync.wire import Packed
from tests.counter.sync.hosts import Host, at_centre, host_at, later
from tests.db.central import sending, world

END_OF_TIME = 18_014_398_509_481_983


@pytest.mark.parametrize("days", [3, 3650])
def test_what_was_written_in_the_future_reaches_the_others(centre: str, tmp_path: Path, days: int) -> None:
    host = host_at(centre, tmp_path / "one")
    (before,) = host.receive()
    host.synced()
    ahead = later(host, days=(datetime.now(UTC) - host.desk.clock.now()).days + days)
    dossiers = ahead.receive(2)
    (after,) = host.receive()
    run = host.synced()
    assert run.sent == len(run_tail(host)) == 3
    with host.desk.store.read() as connection:
        assert state.refused(connection) == []
        assert state.sync_status(connection).waiting == 0
        latest = reading.last_moment(connection)
    assert latest is not None
    assert latest <= datetime.now(UTC)
    assert at_centre(centre) == host.events()
    tail = run_tail(host)
    assert [event["of"] for event in tail] == [*dossiers, after]
    assert all(event["inc"] == 2 and event["hlc"] <= tick(0, datetime.now(UTC)) for event in tail)
    assert [bool(event["data"].get("clock")) for event in tail] == [True, True, False]
    assert verify(host.desk, rebuild=True).holds
    assert {before, *dossiers, after} <= host.dossiers().keys()
    host.receive()
    assert host.synced().sent == 1


def run_tail(host: Host) -> list[dict[str, Any]]:
    """The events of the newest incarnation here."""
    events = {place: json.loads(body) for place, body in host.events().items() if place[0] == host.desk.node}
    newest = max(incarnation for _, incarnation, _ in events)
    return [event for (_, incarnation, _), event in sorted(events.items()) if incarnation == newest]


@pytest.mark.parametrize("judged", [True, False])
def test_an_event_at_the_end_of_time_stops_nobody(own_centre: str, tmp_path: Path, judged: bool) -> None:
    one = host_at(own_centre, tmp_path / "one")
    one.synced()
    if not judged:
        with world.session(own_centre) as connection:
            connection.execute(
                "CREATE OR REPLACE FUNCTION centre.fault_of(sent centre.event, told jsonb, previous text, law jsonb)"
                " RETURNS text LANGUAGE sql AS $$ SELECT '' $$"
            )
    other = sending.Host(world.enrol(own_centre, number=1))
    body = other.write("d-1", "received", {}, {}, states=(None, State.RECEIVED)).body
    bad = Packed(canonical(json.loads(body) | {"hlc": END_OF_TIME}))
    other.hash = world.hash_of(bad.body)
    other.send([bad, other.write("d-2", "received", {}, {}, states=(None, State.RECEIVED))])
    (mine,) = one.receive()
    one.synced()
    (refused,) = _refused(one)
    assert (refused.seq, refused.code) == (1, "clock")
    assert {"d-2", mine} <= one.dossiers().keys()
    assert "d-1" not in one.dossiers()
    one.synced()
    assert one.synced().sent == 0
    one.receive()
    assert one.synced().failure is None
    assert len(_refused(one)) == 1


def _refused(host: Host) -> list[state.RefusedEvent]:
    with host.desk.store.read() as connection:
        return state.refused(connection)


def test_a_centre_whose_clock_is_behind_changes_no_times(centre: str, tmp_path: Path) -> None:
    host = host_at(centre, tmp_path / "one")
    host.receive()
    host.synced()
    host.receive()
    before = host.events()
    session: Any = SimpleNamespace(
        store=host.desk.store,
        acked=lambda connection: chains.place(connection, host.desk.node, 1),
    )
    behind = host.desk.clock.now() - timedelta(days=900)
    assert clock.correct_unsent(session, behind, timedelta(days=-900)) == 0
    assert host.events() == before
