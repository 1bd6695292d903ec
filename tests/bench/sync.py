"""The journey to the centre, against COPY, a raw executemany, a bare connection, and PouchDB where Node is there."""

from __future__ import annotations

import gc
import json
import shutil
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import psycopg
from sqlalchemy import text

from counter.desk.desk import Desk
from db.domain.event import Event
from db.enrolment import Enrolment
from db.ledger.search import texts
from db.store.engine import Store
from db.store.upgrade import create_store, open_store
from tests.bench import sync_line, sync_load
from tests.bench.centre import Centre, another_host, ledger, meet, running
from tests.bench.ordinary import busy_office, count, documents
from tests.bench.pouch import pouchdb
from tests.bench.rows import Row, at_least, shown

EVENTS = 10_000
ROUNDS = 7
"""Of each figure whose reference changes from one second to the next: medians are compared."""

AT_ONCE = 1_000
"""Events in one transaction of the bare executemany."""

PUSH, PULL, PEER = 0.45, 0.45, 8.0
"""Shares of COPY and of executemany that are left beside the proof of every event, and how often PouchDB's rate."""

_PLAIN = ("office", "node", "incarnation", "seq", "of", "hash", "body", "salt", "person")


def run() -> list[Row]:
    """Every figure of the journey."""
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    folder.chmod(0o711)
    try:
        desk = busy_office(folder / "office", EVENTS)
        with desk.store.exclusive() as raw:
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        gc.freeze()  # as the app does once it is open
        rows = _push(folder, desk)
        with running(folder / "centre") as centre:
            enrolment = centre.enrol(0)
            hosts = [_at_home(folder, centre, number) for number in range(1, ROUNDS + 1)]
            rows.append(_whole(desk, enrolment))
            pulled, written = _pull(folder, desk, hosts)
            rows.append(
                at_least("pull / raw executemany of the same rows", "events/s", pulled, written, PULL)
            )
            rows += sync_line.rows(folder, desk, centre, enrolment)
            rows += sync_load.rows(folder, desk, centre, enrolment, AT_ONCE / written)
        desk.store.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return rows


def _push(folder: Path, desk: Desk) -> list[Row]:
    rounds = [_pushed(folder, number) for number in range(ROUNDS)]
    ours, reference = (median(rates) for rates in zip(*rounds, strict=True))
    rows = [at_least("push until the centre has it / COPY", "events/s", ours, reference, PUSH)]
    if peer := pouchdb(documents(desk)):
        rows.append(at_least("push / PouchDB to pouchdb-server", "events/s", ours, peer, PEER))
    return rows


def _pushed(folder: Path, number: int) -> tuple[float, float]:
    """Events a second from a copy of the office into a new centre, and by COPY beside them."""
    store = open_store(shutil.copytree(folder / "office", folder / f"office-{number}"))
    with running(folder / f"centre-{number}") as centre:
        enrolment = centre.enrol(0)
        done = meet(store, enrolment)
        events = ledger(store)
        if done.sent != len(events):
            raise RuntimeError(f"{done.sent} of {len(events)} events went up")
        rates = done.sent / done.sent_in.total_seconds(), done.sent / _copied(events, centre, enrolment)
    store.close()
    return rates


def _copied(events: Sequence[tuple[str, str, str, str]], centre: Centre, enrolment: Enrolment) -> float:
    """Seconds for a COPY of the same rows, line and login included, into a table with the same keys."""
    rows = []
    for body, digest, salt, person in events:
        event = Event.read(body)
        office = event.node.rpartition("/")[0]
        place = (office, event.node, event.incarnation, event.seq)
        rows.append((*place, event.stream_id, digest, body, salt, person))
    with psycopg.connect(centre.url) as administrator:
        administrator.execute("CREATE TABLE public.plain (LIKE centre.event INCLUDING ALL)")
        administrator.execute(f'GRANT ALL ON public.plain TO "{enrolment.role}"'.encode())
    began = time.perf_counter()
    with psycopg.connect(**enrolment.conninfo()) as connection:
        with connection.cursor().copy(f"COPY public.plain ({', '.join(_PLAIN)}) FROM STDIN".encode()) as copy:
            for row in rows:
                copy.write_row(row)
        connection.commit()
        return time.perf_counter() - began


def _whole(desk: Desk, enrolment: Enrolment) -> Row:
    began = time.perf_counter()
    done = meet(desk.store, enrolment)
    seconds = time.perf_counter() - began
    return shown("a whole meeting, rows folded", "events/s", done.sent / seconds)


def _at_home(folder: Path, centre: Centre, number: int) -> tuple[Store, Enrolment]:
    """A host of the office that met the centre before the others of its office had done anything."""
    host = another_host(folder / f"host-{number}", number)
    enrolment = centre.enrol(number)
    meet(host.store, enrolment)
    return host.store, enrolment


def _pull(folder: Path, desk: Desk, hosts: Sequence[tuple[Store, Enrolment]]) -> tuple[float, float]:
    """Events a second into other hosts of the office, and by bare statements beside them: the medians."""
    rounds = [_pulled(folder / f"raw-{number}", desk, *host) for number, host in enumerate(hosts)]
    ours, reference = (median(rates) for rates in zip(*rounds, strict=True))
    return ours, reference


def _pulled(folder: Path, desk: Desk, store: Store, enrolment: Enrolment) -> tuple[float, float]:
    """Events a second into another host of the office, and by bare statements beside them."""
    began = time.perf_counter()
    done = meet(store, enrolment)
    seconds = time.perf_counter() - began
    if count(store) != count(desk.store):
        raise RuntimeError("not all events came")
    store.close()
    return done.received / seconds, done.received / _written(folder, desk)


def _written(folder: Path, desk: Desk) -> float:
    """Seconds for the same rows by bare ``executemany`` into the same kind of file, in large transactions."""
    found = _rows_of(desk)
    raw = create_store(folder).dbapi_connection(writable=True)
    pieces = -(-len(found["event"]) // AT_ONCE)
    began = time.perf_counter()
    for piece in range(pieces):
        raw.execute("BEGIN IMMEDIATE")
        for name, rows in found.items():
            columns = _WRITTEN[name]
            marks = ", ".join("?" * (columns.count(",") + 1))
            some = rows[len(rows) * piece // pieces : len(rows) * (piece + 1) // pieces]
            raw.executemany(f"INSERT INTO {name} ({columns}) VALUES ({marks})", some)
        raw.execute("COMMIT")
    seconds = time.perf_counter() - began
    raw.close()
    return seconds


_WRITTEN = {
    "event": "body, hash",
    "event_person": 'event, salt, "values"',
    "dossier": "position, last, detail",
    "dossier_words": "rowid, words",
    "dossier_digits": "rowid, digits",
}
"""What a host keeps of the events that come to it."""


def _rows_of(desk: Desk) -> dict[str, list[tuple[object, ...]]]:
    with desk.store.read() as connection:
        found = {
            name: [tuple(row) for row in connection.execute(text(f"SELECT {columns} FROM {name}"))]
            for name, columns in _WRITTEN.items()
            if not columns.startswith("rowid")
        }
    searched = [(place, *texts(json.loads(str(detail)))) for place, _, detail in found["dossier"]]
    found["dossier_words"] = [(place, words) for place, words, _ in searched]
    found["dossier_digits"] = [(place, digits) for place, _, digits in searched]
    return found
