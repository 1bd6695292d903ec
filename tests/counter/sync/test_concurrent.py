"""What happens while a session goes on: counters work, lines break in the middle of a snapshot."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from counter.desk.office import opening
from counter.desk.office.verification import verify
from db import host as host_facts
from db.errors import StoreError
from db.store.upgrade import create_store
from db.sync.run import Run, join
from db.sync.state import Failure
from tests import offices
from tests.counter.sync.hosts import LAST_WEEK, at_centre, client_of, host_at, later
from tests.db.central import world
from tests.db.sync.proxy import Weather, proxied


def test_counters_work_while_meetings_are_held(centre: str, tmp_path: Path) -> None:
    host = host_at(centre, tmp_path / "one")
    done: list[str] = []

    def work() -> None:
        for minute in range(25):
            done.append(offices.received(later(host, minutes=minute).desk))

    counter = threading.Thread(target=work)
    counter.start()
    while counter.is_alive():
        host.synced()
    counter.join()
    host.synced()
    assert len(done) == 25
    assert at_centre(centre) == host.events()
    assert verify(host.desk, rebuild=True).holds


def test_a_snapshot_that_is_cut_goes_on_where_it_was(centre: str, tmp_path: Path) -> None:
    one = host_at(centre, tmp_path / "one")
    dossiers = one.receive(30)
    one.synced()
    store = create_store(tmp_path / "two")
    with store.write() as connection:
        # A line that was slow lately: little is asked for at once.
        host_facts.put(connection, "centre_speed", "1")
    enrolment = world.enrol(centre, number=1)

    def joined(port: int) -> Run:
        return join(client_of(store, replace(enrolment, port=port)))

    with proxied(enrolment.port, Weather(cut_down=45_000)) as proxy:
        cut = joined(proxy.listens)
        assert cut.failure is Failure.NO_NETWORK
        assert cut.received
        with store.read() as connection:
            assert not host_facts.get(connection, "centre_joined_at")
            assert json.loads(host_facts.get(connection, "centre_snapshot"))["after"][2]
        whole = joined(proxy.listens)
    assert whole.failure is None
    assert cut.received + whole.received == len(one.events())
    store.close()
    desk = opening.open_desk(tmp_path / "two", clock=LAST_WEEK)
    assert set(verify(desk, rebuild=True).differing) == set()
    with desk.store.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM dossier").scalar() == len(dossiers)


def test_a_host_on_which_something_was_noted_cannot_begin_anew(centre: str, tmp_path: Path) -> None:
    one = host_at(centre, tmp_path / "one")
    with pytest.raises(StoreError, match="cannot join as a new one"):
        join(client_of(one.desk.store, one.enrolment))
