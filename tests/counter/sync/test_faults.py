"""Everything that a line and a server can do in the middle of a session: nothing is lost, nothing is there twice."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from counter.desk.office.verification import verify
from db import host as facts
from db.domain.event import EventContext, NewEvent
from db.domain.event_kind import EventKind
from db.ledger import ledger
from db.sync import calls
from db.sync.connection import PgConnection, Timing
from db.sync.state import Failure
from tests.counter.sync.hosts import HASTY, Host, at_centre, host_at, meet, record
from tests.db.crowd import PROCESSES
from tests.db.sync.proxy import Proxy, Weather, proxied
from tests.postgres import Postgres

_EVERYWHERE = (0.02, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97, 0.995)
"""Where a line is cut, as a part of what a session carries: in the login, the greeting, the batches, the answers."""


@pytest.fixture
def proxy(host: Host) -> Iterator[Proxy]:
    with proxied(host.enrolment.port) as made:
        yield made


@pytest.fixture
def host(centre: str, tmp_path: Path) -> Host:
    return host_at(centre, tmp_path / "one")


def _whole(centre: str, host: Host) -> None:
    """The centre has every event of the host once, and the host's ledger holds."""
    assert {place: body for place, body in at_centre(centre).items() if place[0] == host.desk.node} == {
        place: body for place, body in host.events().items() if place[0] == host.desk.node
    }
    assert verify(host.desk, rebuild=True).holds


@pytest.mark.parametrize("way", ["up", "down"])
def test_a_line_that_is_cut_anywhere_is_gone_on_with(centre: str, host: Host, proxy: Proxy, way: str) -> None:
    whole = _something_new(centre, host, proxy, way)
    for number, part in enumerate(_EVERYWHERE):
        _news(centre, host)
        proxy.weather = _cut(way, int(whole * part), reset=number % 2 == 0)
        run = host.sync(proxy.listens)
        assert proxy.weather.lives == 0
        assert run.failure in (Failure.NO_NETWORK, None)
        assert run.detail or run.failure is None
    proxy.weather = Weather()
    assert host.sync(proxy.listens).failure is None
    _whole(centre, host)
    assert len(host.dossiers()) == 2 + len(_EVERYWHERE)


def _something_new(centre: str, host: Host, proxy: Proxy, way: str) -> int:
    """How many bytes a session carries in which something goes up and something comes down."""
    host.receive()
    host.synced()
    _news(centre, host)
    assert host.sync(proxy.listens).failure is None
    return proxy.up if way == "up" else proxy.down


def _news(centre: str, host: Host) -> None:
    host.receive()
    with host.desk.store.read() as connection:
        (first,) = connection.exec_driver_sql("SELECT id FROM dossier ORDER BY position LIMIT 1").one()
    record(centre, first, "processing")


def _cut(way: str, at: int, *, reset: bool = False, silent: bool = False) -> Weather:
    up, down = (at, None) if way == "up" else (None, at)
    return Weather(cut_up=up, cut_down=down, reset=reset, silent=silent)


@pytest.mark.parametrize("way", ["up", "down"])
def test_a_line_that_swallows_everything_is_given_up_in_time(
    centre: str, host: Host, proxy: Proxy, way: str
) -> None:
    whole = _something_new(centre, host, proxy, way)
    for part in (0.01, 0.6):
        _news(centre, host)
        proxy.weather = _cut(way, int(whole * part), silent=True)
        began = time.monotonic()
        run = host.sync(proxy.listens, timing=HASTY)
        assert run.failure is Failure.NO_ANSWER
        assert time.monotonic() - began < 1.5
    proxy.weather = Weather()
    assert host.sync(proxy.listens).failure is None
    _whole(centre, host)


def test_a_slow_and_thin_line_carries_everything(centre: str, host: Host, proxy: Proxy) -> None:
    host.receive(3)
    proxy.weather = Weather(latency=0.03, bandwidth=64_000)
    run = host.sync(proxy.listens)
    assert run.failure is None
    assert run.rtt.total_seconds() > 0.06
    _whole(centre, host)


def test_nobody_at_the_other_end(host: Host) -> None:
    with proxied(1) as nowhere:
        assert host.sync(nowhere.listens).failure is Failure.NO_NETWORK
    assert host.sync(1).failure is Failure.NO_NETWORK


def test_a_server_that_is_restarted_in_the_middle(
    postgres: Postgres, centre: str, host: Host, proxy: Proxy
) -> None:
    host.receive(5)
    proxy.weather = Weather(cut_up=5_000)
    host.sync(proxy.listens)
    postgres.server.stop()
    assert host.sync(proxy.listens).failure in (Failure.NO_NETWORK, Failure.BUSY)
    postgres.server.start()
    assert host.sync(proxy.listens).failure is None
    _whole(centre, host)


def test_a_process_that_is_killed_in_the_middle_of_a_meeting(centre: str, host: Host, proxy: Proxy) -> None:
    host.receive(20)
    proxy.weather = Weather(cut_up=5_000, silent=True)
    process = PROCESSES.Process(target=meet, args=(host.desk.store.data, host.enrolment, proxy.listens))
    process.start()
    assert proxy.broken.wait(20)
    process.kill()
    process.join()
    assert host.synced().failure is None
    _whole(centre, host)


def test_what_is_larger_than_a_window_has_the_time_that_it_needs(host: Host, proxy: Proxy) -> None:
    host.synced()
    store = host.desk.store
    with store.write() as connection:
        facts.put(connection, "centre_speed", "24000")
        node, incarnation = facts.node(connection)
        act = EventContext(node=node, incarnation=incarnation, actor="lan", at=host.desk.clock.now())
        large = NewEvent(
            stream="office",
            stream_id="x",
            kind=EventKind.CONFIGURED,
            data={"notes": [secrets.token_hex(5_000) for _ in range(9)]},
        )
        ledger.append(connection, act, large)
    proxy.weather = Weather(bandwidth=24_000)
    run = host.sync(through=proxy.listens, timing=Timing(call=1.0, slowest=20_000))
    assert (run.failure, run.sent) == (None, 1)


@pytest.mark.parametrize("part", [0.4, 0.6, 0.8, None])
def test_many_windows_of_many_batches_go_on_where_the_line_was_cut(
    centre: str, host: Host, proxy: Proxy, monkeypatch: pytest.MonkeyPatch, part: float | None
) -> None:
    asked: list[int] = []
    push = calls._push_one

    async def counted(line: PgConnection, incarnation: int, batch: calls.Batch) -> object:
        asked.append(batch.first)
        return await push(line, incarnation, batch)

    monkeypatch.setattr(calls, "_push_one", counted)
    monkeypatch.setattr("db.sync.run.NEAR", timedelta())
    monkeypatch.setattr("db.sync.encoding.NEAR", timedelta(hours=1))
    monkeypatch.setattr("db.sync.session.MOST_BYTES", 32 * 1024)
    host.receive(60)
    with host.desk.store.write() as connection:
        facts.put(connection, "centre_speed", "1")
    if part:
        proxy.weather = Weather(cut_up=int(part * 60_000))
        assert host.sync(through=proxy.listens).failure
    before = len(asked)
    host.synced()
    assert len(set(asked)) >= 5
    assert not part or len(asked) > before
    _whole(centre, host)
