"""Two offices, a back office and a centre of their own: the line is cut for a while, and at the end all agree."""

from __future__ import annotations

import importlib.metadata
import json
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any
from uuid import uuid4

import psycopg
from psycopg.conninfo import make_conninfo
from sqlalchemy import select

from counter.demo import day as script
from counter.demo.clock import ScriptedClock, opening_of
from counter.demo.office import demo_office
from counter.desk.desk import Desk
from counter.desk.register import numbering
from counter.locale import N_
from counter.problems import Problem
from counter.samples.office import OFFICE
from db.central import back_offices, install
from db.central import enrolment as central_enrolment
from db.central.local_server import NoPostgres, PrivatePostgres
from db.domain import codec
from db.domain.event import instant
from db.domain.event_kind import EventKind
from db.domain.lifecycle import State
from db.domain.records import Outcome
from db.enrolment import Enrolment
from db.models import DossierRow, table
from db.sync import state
from db.sync.run import Run, SyncClient, sync_once

_DOSSIER = table(DossierRow)
_LOOPBACK = "127.0.0.1"
_DATABASE = "quay_mot_cua_demo"
NEIGHBOUR = replace(OFFICE, unit="000.99.98.H53", name="UBND xã Tân Bình Mẫu", place="Tân Bình Mẫu")
"""The second office, as fictional as the first."""

DECIDED = 4
"""How many dossiers of the first office the back office decides while the line is cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """An office at one moment: what waited there, and what its last run to the centre did, or why it failed."""

    what: str
    office: str
    waiting: int
    run: Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """The dossiers of an office on both sides, and how many of them differ."""

    office: str
    here: int
    there: int
    differing: int
    decided: int

    @property
    def equal(self) -> bool:
        """Whether the office and the centre have the same dossiers in the same states."""
        return self.here == self.there and not self.differing


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What happened, in order, and how both sides stand at the end."""

    server: str
    moments: tuple[Moment, ...]
    sides: tuple[Sides, ...]
    seconds: float

    @property
    def true(self) -> bool:
        """Whether everything came out as it was meant."""
        return (
            all(sides.equal for sides in self.sides)
            and self.sides[0].decided == DECIDED
            and any(moment.run.failure for moment in self.moments)
            and not self.moments[-1].waiting
        )


@dataclass(slots=True)
class _Office:
    """An office of the play, its clock, and how it reaches the centre."""

    desk: Desk
    officers: dict[str, Desk]
    clock: ScriptedClock
    enrolment: Enrolment
    seed: int

    def work_day(self, days_ago: int) -> None:
        """A day at its counters."""
        self.clock.move_to(opening_of(days_ago))
        plan = script.Plan(intakes=12, returns=4, seed=self.seed + days_ago, every=15)
        script.work_through(self.officers, self.clock, plan)

    def undecided(self) -> list[str]:
        """The codes of the dossiers whose result is still to come."""
        undecided = _DOSSIER.c.state.in_((State.RECEIVED, State.PROCESSING))
        with self.desk.store.read() as connection:
            return list(connection.scalars(select(_DOSSIER.c.code).where(undecided)))

    def sync(self, what: str) -> Moment:
        """Sync with the centre once; returns what the run did and what waits after it."""
        client = SyncClient(
            store=self.desk.store,
            enrolment=self.enrolment,
            app=importlib.metadata.version("quay-mot-cua"),
            arrived=numbering.raise_series_by_event,
            numbers=numbering.raise_series,
            insecure_loopback=True,
        )
        run = sync_once(client)
        with self.desk.store.read() as connection:
            waiting = state.sync_status(connection).waiting
        return Moment(what=what, office=self.desk.office.name, waiting=waiting, run=run)


def play(folder: Path) -> Story:
    """Run the play in ``folder`` with a PostgreSQL of its own. Raises ``Problem`` where this machine has none."""
    began_at = monotonic()
    with ExitStack() as stack:
        home = Path(stack.enter_context(TemporaryDirectory(prefix="counter-centre-")))
        home.chmod(0o711)  # as root the server runs as somebody who may not list it, but has to pass
        try:
            server = stack.enter_context(PrivatePostgres(home / "cluster"))
        except NoPostgres as error:
            raise Problem(N_("The demo of the centre needs PostgreSQL: {why}"), why=str(error)) from error
        with psycopg.connect(server.url(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {_DATABASE}")
        install.install(server.url(_DATABASE))
        offices = [
            stack.enter_context(_office(folder / name, office, server, seed))
            for name, office, seed in (("first", OFFICE, 10), ("second", NEIGHBOUR, 50))
        ]
        moments = tuple(_moments(offices, server))
        with psycopg.connect(server.url(_DATABASE)) as connection:
            sides = tuple(_sides(office.desk, connection) for office in offices)
            version = connection.info.server_version // 10_000
    return Story(server=f"PostgreSQL {version}", moments=moments, sides=sides, seconds=monotonic() - began_at)


def _moments(offices: list[_Office], server: PrivatePostgres) -> Iterator[Moment]:
    back_office = _back_office(server)
    for office in offices:
        office.work_day(4)
    yield from [office.sync(N_("the first day is over")) for office in offices]
    _decide(back_office, offices[0].undecided()[:DECIDED])
    server.stop(at_once=True)
    for office in offices:
        office.work_day(2)
    yield from [office.sync(N_("the line is cut; the counters work on")) for office in offices]
    server.start()
    yield from [office.sync(N_("the line is back")) for office in offices]


@contextmanager
def _office(folder: Path, office: Any, server: PrivatePostgres, seed: int) -> Iterator[_Office]:
    clock = ScriptedClock(opening_of(8))
    desk = demo_office(folder, clock, office)
    address = central_enrolment.Address(host=_LOOPBACK, port=server.port)
    with closing(desk.store), psycopg.connect(server.url(_DATABASE)) as connection:
        enrolment = central_enrolment.enrol(connection, office.unit, office.name, 0, address)
        connection.commit()
        yield _Office(desk, script.officers(desk), clock, enrolment, seed)


def _back_office(server: PrivatePostgres) -> str:
    """The address of the deciding agency at the centre."""
    with psycopg.connect(server.url(_DATABASE)) as connection:
        login = back_offices.add_back_office(
            connection, "co-quan-mau", back_offices.Scope(office=OFFICE.unit)
        )
        return make_conninfo(
            server.url(_DATABASE), user=login.role, password=login.secret, application_name="back office"
        )


def _decide(address: str, codes: list[str]) -> None:
    """The deciding agency finishes the dossiers ``codes`` in its own system, which tells the centre."""
    with psycopg.connect(address) as connection:
        for number, code in enumerate(codes, start=1):
            outcome = Outcome(kind="Quyết định (mẫu)", number=f"{number}/QĐ-TT", signer="Chủ tịch (mẫu)")
            values = {"outcome": codec.sparse(outcome), "finished_at": instant(opening_of(0))}
            back_offices.record(connection, uuid4(), code, EventKind.RESULT_ARRIVED, {"set": values})


def _sides(desk: Desk, centre: psycopg.Connection[Any]) -> Sides:
    """Both sides, read from their own databases."""
    with desk.store.read() as connection:
        details = map(json.loads, connection.scalars(select(_DOSSIER.c.detail)))
        here = {detail["id"]: detail for detail in details}
    there = dict(
        centre.execute(
            "SELECT id, detail FROM centre.dossier WHERE office = %s", [desk.office.unit]
        ).fetchall()
    )
    return Sides(
        office=desk.office.name,
        here=len(here),
        there=len(there),
        differing=sum(here[dossier_id] != there[dossier_id] for dossier_id in here.keys() & there.keys()),
        decided=sum("/QĐ-TT" in str(detail.get("outcome", "")) for detail in here.values()),
    )
