"""What cannot be an event is put aside and told; what comes after it goes on."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from db.event import canonical, instant
from db.lifecycle import State
from db.sync.wire import Packed
from tests.central import world
from tests.central.sending import Host

Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def host(lasting_centre: str) -> Host:
    return Host(world.enrol(lasting_centre, world.new_office()))


def refusals(host: Host) -> list[dict[str, Any]]:
    """What the office is told, on the chain that the centre writes for it."""
    with world.session(host.enrolment) as session:
        told = session.execute(
            "SELECT body FROM centre.pull_v1(%s, 1000000)", [json.dumps({f"{host.node}#1": 1_000_000})]
        ).fetchall()
    return [json.loads(body) for (body,) in told]


def send_changed(host: Host, change: Change) -> None:
    """A good event, one that ``change`` spoils, a good event: sent together."""
    good = host.write("d-1", "received", {"set": {"code": "1"}}, {}, states=(None, State.RECEIVED))
    host.hash = world.hash_of(good.body)
    told = json.loads(host.write("d-2", "received", {}, {}, states=(None, State.RECEIVED)).body)
    change(told)
    bad = Packed(canonical(told))
    host.hash = world.hash_of(bad.body)
    after = host.write("d-3", "received", {}, {}, states=(None, State.RECEIVED))
    assert host.send([good, bad, after])["status"] == "ok"


FAULTS: list[tuple[str, Change]] = [
    ("text", lambda e: e.pop("by")),
    ("text", lambda e: e.update(seq=2.5)),
    ("text", lambda e: e.update(hlc="7")),
    ("text", lambda e: e.update(to=11)),
    ("text", lambda e: e.update(at="2026-02-30T00:00:00.000Z")),
    ("text", lambda e: e.update(at="hôm qua")),
    ("text", lambda e: e.update(data=[])),
    ("text", lambda e: e.update(data={"set": None})),
    ("text", lambda e: e.update(data={"note": "\0"})),
    ("text", lambda e: e.clear()),
    ("place", lambda e: e.update(node="000.00.00.H00/0")),
    ("place", lambda e: e.update(inc=2)),
    ("place", lambda e: e.update(seq=7)),
    ("place", lambda e: e.update(of="x" * 300)),
    ("clock", lambda e: e.update(at=instant(datetime.now(UTC) + timedelta(days=2)))),
    ("clock", lambda e: e.update(hlc=1 << 59)),
    ("version", lambda e: e.update(v=2)),
    ("stream", lambda e: e.update(stream="weather")),
    ("kind", lambda e: e.update(kind="danced")),
    ("size", lambda e: e.update(data={"set": {"note": "x" * 300_000}})),
]


@pytest.mark.parametrize(("code", "change"), FAULTS)
def test_a_bad_event_is_put_aside_and_told(
    host: Host, lasting_centre: str, code: str, change: Change
) -> None:
    send_changed(host, change)
    (told,) = refusals(host)
    assert (told["stream"], told["kind"], told["by"]) == ("quarantine", "refused", "centre")
    place = {"node": host.node, "incarnation": 1, "seq": 2, "code": code}
    assert told["data"]["set"].items() >= place.items()
    assert told["data"]["set"]["reason"].startswith("it")
    with world.session(lasting_centre) as administrator:
        rows = administrator.execute(
            "SELECT id FROM centre.dossier WHERE office = %s ORDER BY id", [host.enrolment.office]
        )
        assert rows.fetchall() == [("d-1",), ("d-3",)]


def test_personal_values_must_be_those_that_the_event_vouches_for(host: Host, lasting_centre: str) -> None:
    event = host.write("d-1", "received", {}, {"applicant": {"name": "Bưởi"}}, states=(None, State.RECEIVED))
    kept = json.loads(event.body)["person"]
    host.send([Packed(event.body.replace(kept, "0" * 64), "00" * 16, event.person)])
    with world.session(world.enrol(lasting_centre, host.enrolment.office, 1)) as session:
        rows = session.execute(
            "SELECT seq, salt, person FROM centre.pull_v1('{}', 1000000) WHERE node = %s", [host.node]
        )
        assert rows.fetchall() == [(1, "", "")]


def test_what_no_office_could_read_reaches_no_other_host(host: Host, lasting_centre: str) -> None:
    send_changed(host, lambda event: event.clear())
    with world.session(world.enrol(lasting_centre, host.enrolment.office, 1)) as session:
        told = session.execute(
            "SELECT seq, body <> '' FROM centre.pull_v1('{}', 1000000) WHERE node = %s ORDER BY seq",
            [host.node],
        ).fetchall()
    assert told == [(1, True), (2, False), (3, True)]
