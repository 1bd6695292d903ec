"""Both sides can tell whether they still hold the same, and the host's copy puts a damaged centre right."""

from __future__ import annotations

from typing import Any

import pytest

from db.sync.wire import Packed, pack
from tests.db.central import world
from tests.db.central.sending import Host


@pytest.fixture
def host(lasting_centre: str) -> Host:
    return Host(world.enrol(lasting_centre, world.new_office()))


@pytest.fixture
def sent(host: Host) -> list[Packed]:
    """Seven events that the centre has."""
    events = []
    for number in range(7):
        opened = {"counter": number, "officer": "lan", "opened_at": "2026-11-16T01:00:00.000Z"}
        events.append(host.write("ca-1", "shift-opened", {"set": opened}, {}, stream="shift"))
        host.hash = world.hash_of(events[-1].body)
    assert host.send(events) == {"status": "ok", "high": 7}
    return events


def ranges(host: Host, step: int = 3) -> list[tuple[Any, ...]]:
    with world.session(host.enrolment) as session:
        return session.execute(
            "SELECT * FROM centre.ranges_v1(%s, 1, 1, 100, %s)", [host.node, step]
        ).fetchall()


def expected(events: list[Packed], step: int = 3) -> list[tuple[Any, ...]]:
    parts = [events[at : at + step] for at in range(0, len(events), step)]
    return [
        (1 + n * step, len(part), world.hash_of("".join(world.hash_of(each.body) for each in part)))
        for n, part in enumerate(parts)
    ]


def mend(host: Host, first: int, events: list[Packed]) -> int:
    with world.session(host.enrolment) as session:
        row = session.execute(
            "SELECT centre.mend_v1(1, %s, %b::text[], %s)", [first, *pack(events)]
        ).fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE centre.event SET body = replace(body, 'lan', 'mai') WHERE node = %s AND seq IN (4, 5)",
        "UPDATE centre.event SET hash = repeat('0', 64) WHERE node = %s AND seq IN (4, 5)",
        "DELETE FROM centre.event WHERE node = %s AND seq IN (4, 5)",
    ],
)
def test_damage_is_found_and_mended(host: Host, sent: list[Packed], lasting_centre: str, damage: str) -> None:
    assert ranges(host) == expected(sent)
    with world.session(lasting_centre) as administrator:
        administrator.execute(damage, [host.node])
    assert mend(host, 2, sent[1:]) == 2
    assert ranges(host) == expected(sent)
    assert mend(host, 1, sent) == 0


def test_only_what_proves_itself_is_believed(host: Host, sent: list[Packed], lasting_centre: str) -> None:
    with world.session(lasting_centre) as administrator:
        administrator.execute("DELETE FROM centre.event WHERE node = %s AND seq IN (4, 5)", [host.node])
    other = [*sent[:3], Packed(sent[3].body.replace("lan", "mai")), *sent[4:]]
    assert mend(host, 1, other) == 0
    assert mend(host, 1, sent[:4]) == 0, "nothing known follows it"
    assert mend(host, 1, sent[:6]) == 2


def test_nobody_asks_about_a_chain_that_does_not_concern_it(
    host: Host, sent: list[Packed], lasting_centre: str
) -> None:
    other = Host(world.enrol(lasting_centre, world.new_office()))
    with world.session(other.enrolment) as session:
        asked = session.execute("SELECT * FROM centre.ranges_v1(%s, 1, 1, 100, 10)", [host.node]).fetchall()
    assert asked == []


@pytest.mark.parametrize("incarnation", [2, 2_147_483_647, 0, -1])
def test_mending_makes_no_chains(host: Host, sent: list[Packed], incarnation: int) -> None:
    with world.session(host.enrolment) as session:
        words, packed = pack(sent)
        mended = session.execute(
            "SELECT centre.mend_v1(%s, 1, %b::text[], %s)", [incarnation, words, packed]
        ).fetchone()
        assert mended == (0,)
        hello = session.execute("SELECT centre.hello_v1('t', 2, 1, 0, '', 0, now())").fetchone()
    assert hello is not None
    assert hello[0]["incarnation"] == 1
    assert host.send([host.write("ca-1", "danced", {}, {}, stream="shift")])["status"] == "ok"


@pytest.mark.parametrize("first", [0, -5, 9, 1 << 60])
def test_mending_goes_no_further_than_the_chain(host: Host, sent: list[Packed], first: int) -> None:
    assert mend(host, first, sent) == 0
