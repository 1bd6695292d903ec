"""The centre as a witness: a ledger whose end was cut off is told by what the centre has of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from counter.desk.office.verification import verify
from db.ledger import witness
from db.ledger.repair import unlocked
from tests.counter.sync.hosts import Host, host_at, later
from tests.counter.sync.test_refusals import of_an_earlier_release, today


@pytest.fixture
def host(centre: str, tmp_path: Path) -> Host:
    """A host that knows its centre, which has everything."""
    host = host_at(centre, tmp_path / "one")
    data = host.desk.store.data
    host.enrolment.write(data / "centre.toml")
    (data / "counter.toml").write_text("insecure_loopback = true\n", "utf-8")
    host.receive(3)
    host.synced()
    return host


def _cut_off_the_end(host: Host) -> str:
    """Delete the last event and all that could tell of it here; returns its head."""
    with host.desk.store.write() as connection, unlocked(connection):
        head = witness.own_head(connection)
        assert head is not None
        connection.execute(
            text("DELETE FROM event WHERE node = :node AND seq = :seq"), {"node": head.node, "seq": head.seq}
        )
        connection.execute(text("DELETE FROM sync_chain"))
    (host.desk.store.data / witness.FILE).unlink()
    return head.text


def test_a_ledger_that_lacks_what_the_centre_has_is_told(host: Host) -> None:
    result = verify(host.desk)
    assert (result.holds, result.centre) == (True, "compared")
    head = _cut_off_the_end(host)
    result = verify(host.desk)
    assert (result.heads, result.holds) == ((head,), False)


def test_what_was_not_sent_yet_is_nothing_to_tell(host: Host) -> None:
    later(host, minutes=5).receive()
    assert verify(host.desk, rebuild=True).holds


def test_a_centre_that_does_not_answer_is_said_and_not_held_against_the_ledger(host: Host) -> None:
    replace(host.enrolment, port=1).write(host.desk.store.data / "centre.toml")
    result = verify(host.desk)
    assert (result.holds, result.centre) == (True, "unreachable")


def test_events_that_moved_to_another_incarnation_are_not_missed(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    today(host, 3).receive(2)
    of_an_earlier_release(host, monkeypatch)
    host.synced()
    result = verify(host.desk, rebuild=True)
    assert (result.holds, result.centre) == (True, "compared")
