"""Either side put back to an earlier day, hosts lost and hosts new: nothing is lost, and nobody writes over anybody."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import psycopg
from sqlalchemy import text

from counter.desk.office import opening
from counter.desk.office.verification import verify
from counter.desk.shifts import log, shifts
from db import host as host_facts
from db.enrolment import Enrolment
from db.store.backup import backup
from db.store.upgrade import create_store
from db.sync import state
from db.sync.run import join
from tests.counter.sync.hosts import (
    LAST_WEEK,
    Host,
    as_the_centre,
    at_centre,
    client_of,
    day_off,
    host_at,
    later,
    on_shift,
    record,
)
from tests.db.central import world


def _back_up(host: Host, folder: Path) -> Path:
    """A copy of the office's folder as it is now."""
    folder.mkdir()
    backup(host.desk.store, folder / "office.db")
    shutil.copy(host.desk.store.data / "office.key", folder)
    return folder


def _restored(host: Host, folder: Path) -> Host:
    """The host with the file that lies in ``folder``."""
    host.desk.store.close()
    store = opening.open_desk(folder, clock=LAST_WEEK).store
    return replace(host, desk=replace(host.desk, store=store))


def _equal(centre: str, *hosts: Host) -> None:
    """All sides hold the same events, and every row follows from them."""
    there = at_centre(centre)
    for host in hosts:
        assert host.events() == there
        assert verify(host.desk, rebuild=True).holds
    with psycopg.connect(centre) as connection:
        rows = connection.execute("SELECT id, detail FROM centre.dossier").fetchall()
    for host in hosts:
        assert {row: json.loads(detail) for row, detail in host.dossiers().items()} == dict(rows)


def _codes(host: Host) -> list[str]:
    with host.desk.store.read() as connection:
        return list(connection.scalars(text("SELECT code FROM dossier ORDER BY code")))


def test_a_backup_that_nobody_worked_on_gets_back_what_the_centre_has(centre: str, tmp_path: Path) -> None:
    host = host_at(centre, tmp_path / "one")
    host.receive()
    host.synced()
    copy = _back_up(host, tmp_path / "copy")
    host.receive(3)
    host.synced()
    again = _restored(host, copy)
    run = again.synced()
    assert (run.received, run.forked) == (3, False)
    again.receive()
    again.synced()
    _equal(centre, again)
    assert len(set(_codes(again))) == 5


def test_a_backup_that_was_worked_on_goes_on_under_a_new_incarnation(centre: str, tmp_path: Path) -> None:
    host = host_at(centre, tmp_path / "one")
    host.receive()
    host.synced()
    copy = _back_up(host, tmp_path / "copy")
    lost = host.receive(3)
    host.synced()
    again = _restored(host, copy)
    kept = again.receive(2)
    run = again.synced()
    assert run.forked
    assert set(again.dossiers()) >= {*lost, *kept}
    more = again.receive()
    again.synced()
    assert more[0] in again.dossiers()
    _equal(centre, again)
    assert {place[1] for place in again.events() if place[0] == again.desk.node} == {1, 2}
    with again.desk.store.read() as connection:
        assert state.sync_status(connection).forked_at is not None
    assert not again.synced().forked


def test_a_backup_with_events_that_were_sent_after_it_sends_them_once(centre: str, tmp_path: Path) -> None:
    host = host_at(centre, tmp_path / "one")
    host.receive()
    host.synced()
    host.receive(2)
    copy = _back_up(host, tmp_path / "copy")
    host.receive()
    host.synced()
    again = _restored(host, copy)
    again.receive()
    assert again.synced().forked
    _equal(centre, again)
    assert len(again.dossiers()) == 5


def test_a_copy_from_before_a_fork_finds_its_events_under_their_new_numbers(
    centre: str, tmp_path: Path
) -> None:
    host = host_at(centre, tmp_path / "one")
    host.synced()
    first = _back_up(host, tmp_path / "first")
    host.receive()
    host.synced()
    again = _restored(host, first)
    again.receive(2)
    second = _back_up(again, tmp_path / "second")
    assert again.synced().forked
    once_more = _restored(again, second)
    once_more.synced()
    _equal(centre, once_more)
    assert len(once_more.dossiers()) == 3
    once_more.receive()
    once_more.synced()
    _equal(centre, once_more)


def test_events_that_the_centre_cannot_hand_out_do_not_make_others_happen_twice(
    centre: str, tmp_path: Path
) -> None:
    host = host_at(centre, tmp_path / "one")
    host.synced()
    copy = _back_up(host, tmp_path / "copy")
    host.receive()
    later(host, days=3000).receive()
    host.synced()
    again = _restored(host, copy)
    again.synced()
    new = again.receive()
    again.synced()
    again.synced()
    ids = [json.loads(body)["id"] for body in at_centre(centre).values()]
    assert len(ids) == len(set(ids))
    assert new[0] in {json.loads(body)["of"] for body in at_centre(centre).values()}
    assert verify(again.desk, rebuild=True).holds


def _forget(centre: str, node: str, after: int) -> None:
    """The centre as it was when it had ``after`` events of the chain."""
    with as_the_centre(centre) as connection:
        connection.execute("DELETE FROM event WHERE node = %s AND seq > %s", [node, after])
        connection.execute(
            "UPDATE chain c SET high = %s, folded = %s, hlc = 0, hash = coalesce("
            "(SELECT e.hash FROM event e WHERE e.node = c.node AND e.seq = %s), '') WHERE c.node = %s",
            [after, after, after, node],
        )
        connection.execute("DELETE FROM dossier")


def test_a_centre_put_back_to_yesterday_gets_everything_again(centre: str, tmp_path: Path) -> None:
    host = host_at(centre, tmp_path / "one")
    (first,) = host.receive()
    host.synced()
    yesterday = max(place[2] for place in host.events())
    host.receive(3)
    day_off(centre, "2027-01-01")
    record(centre, first, "processing")
    host.synced()
    _forget(centre, host.desk.node, yesterday)
    _forget(centre, "@holidays", 0)
    _forget(centre, f"{host.enrolment.office}/c", 0)
    day_off(centre, "2027-01-02")
    host.receive()
    run = host.synced()
    assert not run.forked
    assert host.synced().received == 0
    assert host.events() == at_centre(centre)
    assert verify(host.desk, rebuild=True).holds
    with host.desk.store.read() as connection:
        assert "2027-01-02" in connection.scalar(text("SELECT detail FROM holiday"))


def test_what_the_centre_tells_everybody_is_as_it_has_it_now(centre: str, tmp_path: Path) -> None:
    host = host_at(centre, tmp_path / "one")
    day_off(centre, "2027-01-01")
    host.synced()
    _forget(centre, "@holidays", 0)
    day_off(centre, "2027-01-02")
    day_off(centre, "2027-01-03")
    assert host.synced().received == 2
    assert host.events() == at_centre(centre)
    assert verify(host.desk, rebuild=True).holds


def _joined(centre: str, folder: Path, number: int, *, enrol: bool = True) -> Host:
    """A new host that has the key of nobody and nothing but its enrolment."""
    store = create_store(folder)
    enrolment = world.enrol(centre, number=number) if enrol else _enrolment(centre, number)
    run = join(client_of(store, enrolment))
    assert run.failure is None, run
    store.close()
    return Host(opening.open_desk(folder, clock=LAST_WEEK), enrolment)


def _enrolment(centre: str, number: int) -> Enrolment:
    with psycopg.connect(centre) as connection:
        info = connection.info
        node = f"{world.HOME}/{number}"
        return Enrolment(
            host=info.host, port=info.port, database=info.dbname, role=f"{info.dbname}:{node}",
            secret=world.SECRET, ca="", office=world.HOME, node=number,
        )  # fmt: skip


def _seated(host: Host, login: str, counter: int) -> Host:
    return replace(host, desk=on_shift(host.desk, login, counter))


def test_a_new_host_begins_with_what_its_office_has_under_way(centre: str, tmp_path: Path) -> None:
    one = host_at(centre, tmp_path / "one")
    dossiers = one.receive(3)
    one.synced()
    record(centre, dossiers[0], "processing")
    two = _seated(_joined(centre, tmp_path / "two", 1), "minh", 1)
    assert set(two.dossiers()) == set(dossiers)
    new = two.receive()
    two.synced()
    one.synced()
    assert two.dossiers() == one.dossiers()
    assert set(one.dossiers()) == {*dossiers, *new}
    assert verify(two.desk, rebuild=True).holds
    assert two.events().keys() <= one.events().keys()


def test_a_lost_host_is_replaced_and_gives_out_no_number_twice(centre: str, tmp_path: Path) -> None:
    one = host_at(centre, tmp_path / "one")
    one.receive(3)
    one.synced()
    codes = _codes(one)
    one.desk.store.close()
    again = _seated(_joined(centre, tmp_path / "again", 0, enrol=False), "lan", 3)
    with again.desk.store.read() as connection:
        assert host_facts.node(connection)[1] == 2
    again.receive()
    again.synced()
    assert len(set(_codes(again))) == 4
    assert set(_codes(again)) > set(codes)
    assert verify(again.desk, rebuild=True).holds


def test_two_hosts_apart_for_a_week_come_together_without_loss(centre: str, tmp_path: Path) -> None:
    one = host_at(centre, tmp_path / "one")
    one.synced()
    two = _seated(_joined(centre, tmp_path / "two", 1), "minh", 1)
    everybody: set[str] = set()
    for day in range(7):
        everybody.update(later(one, minutes=day).receive())
        everybody.update(later(two, minutes=day).receive())
    for host in (one, two, one, two):
        host.synced()
    assert set(one.dossiers()) == everybody
    assert one.dossiers() == two.dossiers()
    _equal(centre, one)
    assert len(set(_codes(one))) == 14
    assert verify(two.desk, rebuild=True).holds


def test_an_officer_goes_on_at_another_host_and_closes_her_shift_there(centre: str, tmp_path: Path) -> None:
    one = host_at(centre, tmp_path / "one")
    one.receive()
    one.synced()
    two = later(_joined(centre, tmp_path / "two", 1), minutes=5)
    two = _seated(two, "lan", 3)
    assert two.desk.shift == one.desk.shift
    two.receive()
    shifts.close_shift(later(two, minutes=5).desk, "Máy quầy 3 hỏng")
    for host in (two, one):
        host.synced()
    (closed,) = shifts.shifts(one.desk)
    assert closed.closed_at
    assert closed.closing_note == "Máy quầy 3 hỏng"
    for host in (one, two):
        assert log.tallies(host.desk, [closed.id])[closed.id].received == 2
        assert verify(host.desk, rebuild=True).holds


def test_a_host_that_was_away_longer_than_the_centre_keeps_everything(centre: str, tmp_path: Path) -> None:
    one = host_at(centre, tmp_path / "one")
    one.synced()
    two = _seated(_joined(centre, tmp_path / "two", 1), "minh", 1)
    dossiers = two.receive(4)
    two.synced()
    with as_the_centre(centre) as connection:
        connection.execute("DELETE FROM event WHERE node = %s AND seq = 1", [two.desk.node])
        connection.execute("UPDATE chain SET kept = 3 WHERE node = %s", [two.desk.node])
    mine = one.receive()
    one.synced()
    two.receive()
    two.synced()
    one.synced()
    assert set(one.dossiers()) > {*dossiers, *mine}
    assert one.dossiers() == {**two.dossiers(), mine[0]: one.dossiers()[mine[0]]}
    assert verify(one.desk, rebuild=True).holds
    assert (two.desk.node, 1, 1) not in one.events()
