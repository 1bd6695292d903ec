"""A centre as an office meets it: PostgreSQL that keeps its promises (fsync), TLS, SCRAM; and hosts of an office."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
import trustme
from sqlalchemy import text

from counter.demo.clock import ScriptedClock, opening_of
from counter.desk.desk import Desk
from counter.desk.office.opening import make_office
from counter.desk.register import numbering
from counter.samples.office import ACCOUNTS, OFFICE
from db.central import enrolment as central_enrolment
from db.central import install
from db.central.local_server import Certificate, PrivatePostgres
from db.enrolment import Enrolment
from db.store.engine import Store
from db.sync.run import Run, SyncClient, sync_once
from tests.bench.ordinary import busy_office

DATABASE = "bench"


@dataclass(frozen=True)
class Centre:
    """A server with a centre in it."""

    server: PrivatePostgres
    authority: str

    @property
    def url(self) -> str:
        return self.server.url(DATABASE)

    def enrol(self, number: int, office: str = OFFICE.unit) -> Enrolment:
        address = central_enrolment.Address(host="localhost", port=self.server.port, ca=self.authority)
        with psycopg.connect(self.url) as connection:
            return central_enrolment.enrol(connection, office, OFFICE.name, number, address)


@contextmanager
def running(folder: Path) -> Iterator[Centre]:
    """A centre that loses nothing when the power goes."""
    folder.mkdir()
    folder.chmod(0o711)
    authority = trustme.CA()
    mine = authority.issue_cert("localhost")
    certificate = Certificate(folder / "chain.pem", folder / "key.pem")
    mine.private_key_and_cert_chain_pem.write_to_path(str(certificate.chain))
    mine.private_key_pem.write_to_path(str(certificate.key))
    with PrivatePostgres(folder / "cluster", certificate) as server:
        with psycopg.connect(server.url(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {DATABASE}")
        install.install(server.url(DATABASE))
        yield Centre(server, authority.cert_pem.bytes().decode())


def meet(store: Store, enrolment: Enrolment, *, through: int = 0) -> Run:
    """A meeting with the centre, through the proxy at the port ``through`` if there is one; it must go well."""
    client = SyncClient(
        store=store,
        enrolment=replace(enrolment, port=through) if through else enrolment,
        app="bench",
        arrived=numbering.raise_series_by_event,
        numbers=numbering.raise_series,
    )
    run = sync_once(client)
    if run.failure:
        raise RuntimeError(f"{run.failure}: {run.detail}")
    return run


def another_host(folder: Path, number: int) -> Desk:
    """Another host of the same office, on which nothing happened yet."""
    admin = ACCOUNTS[-1]
    clock = ScriptedClock(opening_of(401))
    return make_office(folder, OFFICE, admin.staff, admin.password, node=number, clock=clock)


def ledger(store: Store) -> list[tuple[str, str, str, str]]:
    """Body, hash, salt and personal values of every event, in order."""
    query = (
        "SELECT e.body, e.hash, coalesce(p.salt, ''), coalesce(p.\"values\", '') FROM event e "
        "LEFT JOIN event_person p ON p.event = e.id ORDER BY e.position"
    )
    with store.read() as connection:
        return [(row[0], row[1], row[2], row[3]) for row in connection.execute(text(query))]


def other_office(folder: Path, centre: Centre, events: int, unit: str) -> tuple[Desk, Enrolment]:
    """Another office with as many ordinary events, enrolled, that never met the centre."""
    office = replace(OFFICE, unit=unit)
    return busy_office(folder, events, office), centre.enrol(0, office.unit)
