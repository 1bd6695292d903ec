"""Hosts of an office that meet a centre, and what both sides hold."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import text

from counter.desk.desk import Desk
from counter.desk.register import numbering
from counter.desk.shifts import shifts
from db import accounts, host
from db.enrolment import Enrolment
from db.store.engine import Store
from db.store.upgrade import open_store
from db.sync.connection import Timing
from db.sync.run import Run, SyncClient, sync_once
from tests import offices
from tests.db.central import world

LAST_WEEK = offices.StillClock(at=offices.MORNING - timedelta(days=7))
"""The centre takes nothing from tomorrow on."""
QUICK = Timing(connect=5.0, call=5.0, slowest=50_000.0)
HASTY = Timing(connect=0.3, call=0.3, slowest=1_000_000.0)


@dataclass(frozen=True)
class Host:
    """An office's host with an officer on shift, and its enrolment."""

    desk: Desk
    enrolment: Enrolment

    def sync(
        self,
        through: int = 0,
        timing: Timing = QUICK,
        should_stop: Callable[[], bool] = lambda: False,
        *,
        insecure: bool = True,
    ) -> Run:
        """One session, through the proxy at the port ``through`` if there is one."""
        enrolment = replace(self.enrolment, port=through) if through else self.enrolment
        client = client_of(self.desk.store, enrolment, timing)
        return sync_once(replace(client, insecure_loopback=insecure, should_stop=should_stop))

    def synced(self) -> Run:
        """A session that must go well."""
        run = self.sync()
        assert run.failure is None, run
        return run

    def receive(self, times: int = 1) -> list[str]:
        """The ids of dossiers that are received now."""
        return [offices.received(self.desk) for _ in range(times)]

    def events(self) -> dict[tuple[str, int, int], str]:
        """Every event here: its place, and its text."""
        with self.desk.store.read() as connection:
            rows = connection.execute(text("SELECT node, incarnation, seq, body FROM event"))
            return {(row.node, row.incarnation, row.seq): row.body for row in rows}

    def dossiers(self) -> dict[str, str]:
        with self.desk.store.read() as connection:
            rows = connection.execute(text("SELECT id, detail FROM dossier"))
            return {row.id: row.detail for row in rows}


def client_of(store: Store, enrolment: Enrolment, timing: Timing = QUICK) -> SyncClient:
    """The host whose file is ``store`` on its way to the centre."""
    return SyncClient(
        store=store,
        enrolment=enrolment,
        app="tests",
        arrived=numbering.raise_series_by_event,
        numbers=numbering.raise_series,
        insecure_loopback=True,
        timing=timing,
    )


def host_at(centre: str, folder: Path, number: int = 0, login: str = "lan", counter: int = 3) -> Host:
    """An office's host, enrolled; number 0 begins the office, and the others would join it."""
    desk = offices.new_office(folder, LAST_WEEK)
    if number:
        with desk.store.write() as connection:
            host.put(connection, "node", f"{desk.office.unit}/{number}")
        desk = replace(desk, node=f"{desk.office.unit}/{number}")
    return Host(on_shift(desk, login, counter), world.enrol(centre, number=number))


def on_shift(desk: Desk, login: str, counter: int) -> Desk:
    """``login`` on shift at ``counter``; the password is not what is tested here, and takes long to check."""
    with desk.store.read() as connection:
        staff = accounts.member(connection, login)
    return shifts.open_shift(replace(desk, staff=staff), counter)


def on_tls(host: Host, authority: str) -> Host:
    """The same host, for which ``authority`` vouches for the centre."""
    return replace(host, enrolment=replace(host.enrolment, ca=authority))


def later(host: Host, **passed: float) -> Host:
    """The same host some time later."""
    return replace(host, desk=offices.later(host.desk, **passed))


def record(centre: str, dossier: str, kind: str) -> None:
    """What a back office decides, as the centre's own function appends it."""
    after = {"processing": 4, "result-arrived": 9}[kind]
    with as_the_centre(centre) as connection:
        connection.execute(
            "SELECT append(office || '/c', office, '', 'back', 'dossier', id, %s, '{}', state, %s)"
            " FROM dossier WHERE id = %s",
            [kind, after, dossier],
        )


def publish(centre: str, chain: str, stream: str, of: str, data: str = "{}") -> None:
    """Something that the centre tells every office."""
    with as_the_centre(centre) as connection:
        connection.execute(
            "SELECT append(%s, '', '', 'admin', %s, %s, 'published', %s, NULL, NULL)",
            [chain, stream, of, data],
        )


def day_off(centre: str, day: str) -> None:
    """A day off of 2027, published for everybody."""
    publish(centre, "@holidays", "holiday", "2027", json.dumps({"set": {"days": [day]}}))


def as_the_centre(centre: str) -> psycopg.Connection[Any]:
    """A session of the administrator that speaks with the centre's own words."""
    return psycopg.connect(centre, options="-c search_path=centre", autocommit=True)


def at_centre(centre: str) -> dict[tuple[str, int, int], str]:
    """Every event at the centre: its place, and its text."""
    with psycopg.connect(centre) as connection:
        return held(connection)


def held(connection: psycopg.Connection[Any]) -> dict[tuple[str, int, int], str]:
    """Every event at the centre of the session."""
    rows = connection.execute("SELECT node, incarnation, seq, body FROM centre.event").fetchall()
    return {(row[0], row[1], row[2]): row[3] for row in rows}


def meet(data: Path, enrolment: Enrolment, port: int) -> None:
    """What a process does that syncs the office in ``data`` once, through ``port``."""
    sync_once(client_of(open_store(data), replace(enrolment, port=port), Timing()))
