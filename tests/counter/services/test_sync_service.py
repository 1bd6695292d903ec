"""The way to the centre in the app: one process goes, it ends at once, and a counter never falls because of it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, cast

import pytest

from counter.desk.centre import status
from counter.desk.centre.connection import CentreConnection
from counter.desk.desk import Desk
from counter.services.sync_service import STAND_BY, SyncService
from counter.shell.app import CounterApp
from counter.shell.centre import open_sync_service
from counter.widgets.status import Light
from db import host
from db.domain.event import instant
from db.enrolment import Enrolment
from db.errors import DiskFull
from db.store.engine import Store
from db.store.lock import OwnerLock
from db.sync.run import Run
from db.sync.state import Failure
from tests.counter.enrolled import acknowledged, enrolled
from tests.counter.widgets.form import Form
from tests.offices import later, received

ENROLMENT = Enrolment(
    host="127.0.0.1", port=1, database="centre", role="r", secret="s", ca="", office="000.17.22.H56", node=0
)


@dataclass
class Feigned:
    """A way on which nothing is: each run is noted, and notes itself in the office as a real one does."""

    gone: list[datetime] = field(default_factory=list)
    failure: Failure | None = None
    raises: BaseException | None = None
    holds: threading.Event | None = None
    went: threading.Event = field(default_factory=threading.Event)

    def go(self, store: Store, now: Callable[[], datetime], app: str, should_stop: Callable[[], bool]) -> Run:
        self.gone.append(now())
        self.went.set()
        if self.raises:
            raise self.raises
        while self.holds and not (should_stop() or self.holds.wait(0.01)):
            pass
        with store.write() as connection:
            host.put(connection, "centre_next_at", instant(now() + timedelta(minutes=1)))
            host.put(connection, "centre_failures", "1" if self.failure else "0")
        return Run(began_at=now(), ended_at=now(), failure=self.failure)


def syncing(desk: Desk, way: Feigned, now: Callable[[], datetime] | None = None) -> SyncService:
    return SyncService(desk.store, now or desk.clock.now, cast(CentreConnection, way))


def test_one_process_goes_and_the_next_takes_over_when_it_is_gone(desk: Desk) -> None:
    first, second = Feigned(), Feigned()
    enrolled(desk)
    one, other = syncing(desk, first), syncing(desk, second)
    assert one.once() > 30
    assert other.once() == STAND_BY
    assert (len(first.gone), len(second.gone)) == (1, 0)
    one.stop()
    one.run()
    later_on = replace(desk, clock=later(desk, minutes=2).clock)
    other = syncing(later_on, second)
    other.once()
    assert len(second.gone) == 1


def test_what_was_done_goes_up_soon_but_not_at_every_keystroke(desk: Desk) -> None:
    way = Feigned()
    enrolled(desk)
    it = syncing(desk, way)
    it.once()
    received(desk)
    assert 5 < it.once() <= 10, "ten seconds to breathe"
    it._rested_at = 0.0
    it.once()
    assert len(way.gone) == 2
    acknowledged(desk)
    assert it.once() > 30


def test_while_it_fails_nothing_presses(desk: Desk) -> None:
    way = Feigned(failure=Failure.NO_NETWORK)
    enrolled(desk)
    received(desk)
    it = syncing(desk, way)
    it.once()
    it._rested_at = 0.0
    assert it.once() > 30
    assert len(way.gone) == 1


def test_asked_for_it_goes_at_once_whoever_asked(desk: Desk) -> None:
    way = Feigned()
    it = syncing(desk, way)
    it.once()
    status.sync_now(desk)
    it.once()
    assert len(way.gone) == 2


def test_a_clock_that_was_set_back_does_not_put_it_off_for_ever(desk: Desk) -> None:
    way = Feigned()
    syncing(desk, way).once()
    past = later(desk, days=-9)
    assert syncing(past, way).once() <= status.LONGEST.total_seconds()


def test_a_name_that_nobody_answers_for_holds_up_no_end(desk: Desk, monkeypatch: Any) -> None:
    asked, never = threading.Event(), threading.Event()

    def look_up(*_: Any, **__: Any) -> Any:
        asked.set()
        never.wait(150)
        raise OSError("no such name")

    monkeypatch.setattr("socket.getaddrinfo", look_up)
    it = SyncService(desk.store, desk.clock.now, CentreConnection(replace(ENROLMENT, host="centre.example")))
    working = threading.Thread(target=it.run)
    working.start()
    assert asked.wait(90)
    it.stop()
    working.join(90)
    assert not working.is_alive()
    never.set()
    assert status.runs(desk)[0].failure is Failure.STOPPED


class Bare(CounterApp):
    """A counter with one form."""

    MODES = {"sign_in": Form}  # noqa: RUF012

    def __init__(self, desk: Desk) -> None:
        super().__init__(lambda: desk, theme="calm")

    @property
    def indicators(self) -> dict[str, Light]:
        return {indicator.text: indicator.light for indicator in self.status.indicators}


def on_the_way(monkeypatch: Any, way: Feigned) -> None:
    def open_sync_service(store: Store, now: Callable[[], datetime]) -> SyncService:
        return SyncService(store, now, cast(CentreConnection, way))

    monkeypatch.setattr("counter.shell.app.open_sync_service", open_sync_service)


async def test_an_office_without_a_centre_has_no_lamp_and_no_thread(desk: Desk) -> None:
    app = Bare(desk)
    async with app.run_test() as pilot:
        await app.opened()
        await pilot.app.workers.wait_for_complete()
        assert app.centre.service is None
        assert not any("rung tâm" in text for text in app.indicators)
        assert all(thread.name != "centre" for thread in threading.enumerate())


async def test_the_lamp_tells_what_the_centre_has_and_a_run_is_ended_at_once(
    desk: Desk, monkeypatch: Any
) -> None:
    enrolled(desk)
    way = Feigned(holds=threading.Event())
    on_the_way(monkeypatch, way)
    app = Bare(desk)
    async with app.run_test() as pilot:
        await app.opened()
        while not way.went.is_set():
            await pilot.pause()
        assert app.indicators["Trung tâm có đến 08:41"] is Light.GOOD
        assert next(iter(app.indicators)).startswith("Trung tâm"), "it stands first"
    assert app.centre.service is not None
    assert app.centre.is_stopped
    assert OwnerLock(desk.store.data / status.LOCK).try_own()


async def test_a_fault_on_the_way_is_told_and_the_counter_works_on(desk: Desk, monkeypatch: Any) -> None:
    enrolled(desk)
    on_the_way(monkeypatch, Feigned(raises=ZeroDivisionError("no such thing")))
    app = Bare(desk)
    async with app.run_test() as pilot:
        await app.opened()
        while not any("ZeroDivisionError" in text for text in app.indicators):
            await pilot.pause()
        assert app.is_running
        assert OwnerLock(desk.store.data / status.LOCK).try_own(), "another process may go"


def test_a_terminal_that_is_not_to_go_does_not(desk: Desk) -> None:
    ENROLMENT.write(desk.store.data / "centre.toml")
    assert open_sync_service(desk.store, desk.clock.now) is not None
    (desk.store.data / "counter.toml").write_text("sync = false")
    assert open_sync_service(desk.store, desk.clock.now) is None


async def test_an_enrolment_of_another_host_is_told_and_not_used(desk: Desk) -> None:
    replace(ENROLMENT, node=1).write(desk.store.data / "centre.toml")
    app = Bare(desk)
    async with app.run_test():
        await app.opened()
        assert app.centre.service is None
        assert any("000.17.22.H56/1" in text for text in app.indicators)


async def test_a_host_that_is_enrolled_while_it_works_begins_to_go(desk: Desk, monkeypatch: Any) -> None:
    ways: list[SyncService] = []

    def open_sync_service(store: Store, now: Callable[[], datetime]) -> SyncService | None:
        if not (store.data / "centre.toml").exists():
            return None
        ways.append(SyncService(store, now, cast(CentreConnection, Feigned())))
        return ways[0]

    monkeypatch.setattr("counter.shell.app.open_sync_service", open_sync_service)
    app = Bare(desk)
    async with app.run_test() as pilot:
        await app.opened()
        assert app.centre.service is None
        ENROLMENT.write(desk.store.data / "centre.toml")
        enrolled(desk)
        app.devices.wake()
        while not ways:
            await pilot.pause()
        await app.workers.wait_for_complete()
        assert app.centre.service is ways[0]


async def test_days_off_that_come_down_are_in_the_calendar_at_once(desk: Desk) -> None:
    from datetime import date

    from tests.counter.desk.office.test_holidays import announce

    app = Bare(desk)
    async with app.run_test() as pilot:
        await app.opened()
        announce(desk, "2026", confirmed=True, days=[{"day": "2026-11-26", "name": "bão"}])
        app.devices.wake()
        while not app.desk.calendar.holidays.on(date(2026, 11, 26)):
            await pilot.pause()
        assert app.desk.staff == desk.staff


def test_an_office_file_that_does_not_answer_stops_no_thread(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = Feigned()
    service = SyncService(desk.store, desk.clock.now, cast(CentreConnection, connection), polls=True)

    def refused(*_arguments: object) -> Any:
        raise DiskFull("no room")

    monkeypatch.setattr(desk.store, "data_version", refused)
    monkeypatch.setattr(OwnerLock, "try_own", refused)
    thread = threading.Thread(target=service.run)
    thread.start()
    service.wake()
    assert service.once() == STAND_BY
    assert thread.is_alive()
    service.stop()
    thread.join(10)
    assert not thread.is_alive() and not connection.gone
