"""From time to time both sides compare what they hold, and put right what does not agree."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from counter.desk.office.verification import verify
from db import host as host_facts
from db.ledger.repair import unlocked
from tests.counter.sync.hosts import Host, as_the_centre, at_centre, host_at


def _compare(host: Host) -> None:
    """A session that compares everything."""
    with host.desk.store.write() as connection:
        host_facts.put(connection, "centre_verified_at", "2020-01-01T00:00:00.000Z")
    host.synced()


def _fact(host: Host, name: str) -> str:
    with host.desk.store.read() as connection:
        return host_facts.get(connection, name)


def test_what_is_damaged_at_the_centre_is_found_and_given_back(centre: str, tmp_path: Path) -> None:
    host = host_at(centre, tmp_path / "one")
    host.receive(3)
    host.synced()
    with as_the_centre(centre) as connection:
        connection.execute("UPDATE event SET body = replace(body, 'khai sinh', 'khai tử') WHERE seq = 11")
        connection.execute("DELETE FROM event WHERE seq IN (3, 4)")
    _compare(host)
    assert at_centre(centre) == host.events()


def test_what_is_damaged_here_is_fetched_from_the_centre(centre: str, tmp_path: Path) -> None:
    host = host_at(centre, tmp_path / "one")
    host.receive(3)
    host.synced()
    with host.desk.store.write() as connection, unlocked(connection):
        connection.execute(
            text("UPDATE event SET body = replace(body, 'khai sinh', 'khai tử') WHERE kind = 'received'")
        )
    assert not verify(host.desk).holds
    _compare(host)
    assert at_centre(centre) == host.events()
    assert verify(host.desk, rebuild=True).holds


def test_what_the_centre_gave_up_on_purpose_is_not_offered_every_day(centre: str, tmp_path: Path) -> None:
    host = host_at(centre, tmp_path / "one")
    host.receive(3)
    host.synced()
    with as_the_centre(centre) as connection:
        connection.execute("DELETE FROM event WHERE seq <= 9")
        connection.execute("UPDATE chain SET kept = 9")
    _compare(host)
    assert len(at_centre(centre)) == len(host.events()) - 9
    asked = len(host.events())
    _compare(host)
    assert len(at_centre(centre)) == asked - 9


def test_events_are_compared_once_a_day(centre: str, tmp_path: Path) -> None:
    host = host_at(centre, tmp_path / "one")
    host.synced()
    first = _fact(host, "centre_verified_at")
    assert first
    host.receive()
    host.synced()
    assert _fact(host, "centre_verified_at") == first
    _compare(host)
    assert _fact(host, "centre_verified_at") > first
