"""An office hears what concerns it, in the order in which it was written, and nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.db.central import world
from tests.db.central.sending import Host


@pytest.fixture
def host(lasting_centre: str) -> Host:
    return Host(world.enrol(lasting_centre, world.new_office()))


@pytest.fixture
def beside(lasting_centre: str, host: Host) -> Host:
    return Host(world.enrol(lasting_centre, host.enrolment.office, 1))


def pull(host: Host, cursors: dict[str, int] | None = None, most: int = 1_000_000) -> list[tuple[Any, ...]]:
    with world.session(host.enrolment) as session:
        return session.execute(
            "SELECT node, seq, body FROM centre.pull_v1(%s, %s)", [json.dumps(cursors or {}), most]
        ).fetchall()


def publish(centre: str, chain: str, province: str = "") -> None:
    with world.session(centre) as administrator:
        administrator.execute(
            "SELECT centre.append(%s, '', %s, 'admin', 'staff', 'lan', 'account-opened', '{}', NULL, NULL, %s, %s)",
            [chain, province, "00" * 16, '{"name":"Lan"}'],
        )


def places(rows: list[tuple[Any, ...]]) -> list[tuple[str, int]]:
    return [(node, seq) for node, seq, _ in rows]


def test_hosts_of_an_office_hear_of_each_other_and_others_do_not(
    lasting_centre: str, host: Host, beside: Host
) -> None:
    stranger = Host(world.enrol(lasting_centre, world.new_office()))
    host.receive("1")
    beside.receive("2")
    assert places(pull(host)) == [(host.node, 1), (beside.node, 1)] == places(pull(beside))
    assert pull(stranger) == []


def test_a_page_holds_one_event_at_least_and_the_next_goes_on(host: Host) -> None:
    for number in range(4):
        host.receive(str(number))
    cursor = f"{host.node}#1"
    assert places(pull(host, most=1)) == [(host.node, 1)]
    assert places(pull(host, {cursor: 1}, most=1200)) == [(host.node, 2), (host.node, 3)]
    assert places(pull(host, {cursor: 3})) == [(host.node, 4)]
    assert pull(host, {cursor: 4}) == []


def test_another_hosts_events_come_when_they_were_judged(host: Host, beside: Host) -> None:
    host.receive("1")
    beside.folds = False
    beside.receive("2")
    assert places(pull(host)) == [(host.node, 1)]
    assert places(pull(beside)) == [(host.node, 1), (beside.node, 1)]
    with world.session(host.enrolment) as session:
        assert session.execute("SELECT centre.fold_v1(10)").fetchone() == (0,), (
            "one host folds for its office"
        )
    assert places(pull(host)) == [(host.node, 1), (beside.node, 1)]


def test_everybody_hears_the_catalogue_and_the_province_its_staff(lasting_centre: str, host: Host) -> None:
    publish(lasting_centre, "@catalogue")
    publish(lasting_centre, "@staff:H56", "H56")
    publish(lasting_centre, "@staff:H01", "H01")
    assert places(pull(host)) == [("@catalogue", 1), ("@staff:H56", 1)]
    elsewhere = Host(world.enrol(lasting_centre, world.new_office("H01")))
    assert places(pull(elsewhere)) == [("@catalogue", 1), ("@staff:H01", 1)]


def test_who_is_too_far_behind_is_sent_to_the_snapshot(lasting_centre: str, host: Host) -> None:
    for number in range(3):
        host.receive(str(number))
    with world.session(lasting_centre) as administrator:
        administrator.execute("UPDATE centre.chain SET kept = 2 WHERE node = %s", [host.node])
    assert [row for row in pull(host) if row[0] == host.node] == [(host.node, 2, None)]
    assert [seq for node, seq, _ in pull(host, {f"{host.node}#1": 2}) if node == host.node] == [3]
