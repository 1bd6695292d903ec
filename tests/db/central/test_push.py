"""What a host sends is received once, in its order, and never in place of something else."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from db.central.install import SQL, apply
from db.domain.event import canonical
from db.sync.wire import Packed, pack, pack_plain
from tests.db.central import world
from tests.db.central.sending import Host


@pytest.fixture
def host(lasting_centre: str) -> Host:
    return Host(world.enrol(lasting_centre, world.new_office()))


def written(host: Host, count: int) -> list[Packed]:
    events = []
    for _ in range(count):
        events.append(host.write("ca-1", "shift-opened", {"set": {"counter": 1}}, {}, stream="shift"))
        host.hash = world.hash_of(events[-1].body)
    return events


def push(host: Host, first: int, previous: str, events: list[Packed], incarnation: int = 1) -> dict[str, Any]:
    with world.session(host.enrolment) as session:
        answer = session.execute(
            "SELECT centre.push_v1(%s, %s, %s, %b::text[], %s)", [incarnation, first, previous, *pack(events)]
        ).fetchone()
    assert answer is not None
    return dict(answer[0])


def stored(host: Host) -> list[str]:
    with world.session(host.enrolment) as session:
        return [body for (body,) in session.execute("SELECT body FROM centre.pull_v1('{}', 1000000)")]


def test_sent_again_it_is_there_once(host: Host) -> None:
    events = written(host, 5)
    third = world.hash_of(events[2].body)
    assert push(host, 1, "", events[:4]) == {"status": "ok", "high": 4}
    assert push(host, 1, "", events[:4]) == {"status": "ok", "high": 4}
    assert push(host, 4, third, events[3:]) == {"status": "ok", "high": 5}
    assert push(host, 1, "", events[:2]) == {"status": "ok", "high": 5}
    assert stored(host) == [event.body for event in events]


def test_a_gap_is_told_and_nothing_is_taken(host: Host) -> None:
    events = written(host, 5)
    push(host, 1, "", events[:2])
    assert push(host, 4, world.hash_of(events[2].body), events[3:]) == {"status": "hole", "high": 2}
    assert push(host, 0, "", events[:1]) == {"status": "hole", "high": 2}
    assert len(stored(host)) == 2


def test_another_past_is_a_fork(host: Host) -> None:
    events = written(host, 4)
    push(host, 1, "", events)
    other = Packed(events[2].body.replace("lan", "mai"))
    assert push(host, 2, world.hash_of(events[0].body), [events[1], other]) == {"status": "fork", "high": 2}
    assert push(host, 5, world.hash_of(other.body), written(host, 1)) == {"status": "fork", "high": 3}
    assert stored(host) == [event.body for event in events]


def test_after_a_fork_the_host_goes_on_under_a_new_incarnation(host: Host) -> None:
    push(host, 1, "", written(host, 2))
    again = Host(host.enrolment, incarnation=2)
    assert push(again, 1, "", written(again, 3), incarnation=2) == {"status": "ok", "high": 3}
    late = written(host, 1)
    assert push(host, 3, host.hash, late) == {"status": "old", "high": 2}
    with world.session(host.enrolment) as session:
        told = session.execute(
            "SELECT centre.hello_v1('1.0', 1, 2, 3, %s, 0, now())", [again.hash]
        ).fetchone()
    assert told is not None
    assert {name: told[0][name] for name in ("incarnation", "high", "hash", "agrees", "oldest", "newest")} == {
        "incarnation": 2, "high": 3, "hash": again.hash, "agrees": True, "oldest": 1, "newest": 1,
    }  # fmt: skip


def test_a_restored_host_is_told_that_it_has_another_past(host: Host) -> None:
    push(host, 1, "", written(host, 3))
    with world.session(host.enrolment) as session:
        told = session.execute("SELECT centre.hello_v1('1.0', 1, 1, 2, 'otherwise', 0, now())").fetchone()
    assert told is not None
    assert told[0]["agrees"] is False


def test_what_is_no_event_is_received_all_the_same(host: Host) -> None:
    odd = [Packed("không phải JSON"), Packed("{}"), Packed(canonical({"of": "x" * 5000, "v": "\0"}))]
    assert push(host, 1, "", odd) == {"status": "ok", "high": 3}
    assert stored(host) == [event.body for event in odd]


def test_a_compressed_batch_is_a_batch(centre: str) -> None:
    """The server of the tests has no Python inside; something that inflates just as well stands in for it."""
    host = Host(world.enrol(centre))
    events = written(host, 3)
    lines = pack_plain(events)[1]
    with psycopg.connect(centre) as administrator:
        administrator.execute(
            "CREATE FUNCTION centre.inflated(packed bytea) RETURNS text LANGUAGE sql AS"
            " $$ SELECT convert_from(packed, 'UTF8') $$"
        )
        apply(administrator, SQL / "push_z.sql")
    with world.session(host.enrolment) as session:
        hello = session.execute("SELECT centre.hello_v1('1.0', 1, 1, 0, '', 3, now())").fetchone()
        answer = session.execute("SELECT centre.push_z_v1(1, 1, '', %b)", [lines.encode()]).fetchone()
    assert hello is not None
    assert hello[0]["deflates"] is True
    assert answer == ({"status": "ok", "high": 3},)
    assert stored(host) == [event.body for event in events]


def test_a_push_that_stays_open_on_a_silent_line_keeps_no_hello_waiting(host: Host) -> None:
    words, text = pack(written(host, 1))
    hello = "SELECT centre.hello_v1('tests', 1, 1, 0, '', 0, now())"
    with world.session(host.enrolment) as silent, world.session(host.enrolment) as again:
        silent.execute("BEGIN")
        pushed = silent.execute("SELECT centre.push_v1(1, 1, '', %s::text[], %s)", [words, text]).fetchone()
        assert pushed == ({"status": "ok", "high": 1},)
        again.execute("SET lock_timeout = '200ms'")
        assert again.execute(hello).fetchone()
