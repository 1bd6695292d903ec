"""The journey to the centre, against COPY, a raw executemany, a bare connection, and PouchDB where Node is there."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path

import psycopg
from sqlalchemy import text

from counter.desk.desk import Desk
from db.engine import Store
from db.enrolment import Enrolment
from db.event import Event
from db.sync.meeting import ONE_WRITE
from tests.bench import sync_line, sync_load
from tests.bench.centre import Centre, ledger, meet, running, second_host
from tests.bench.ordinary import busy_office, documents
from tests.bench.pouch import pouchdb
from tests.bench.rows import Row, at_least

EVENTS = 10_000
_PLAIN = ("office", "node", "incarnation", "seq", "of", "hash", "body", "salt", "person")


def run() -> list[Row]:
    """Every figure of the journey."""
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    folder.chmod(0o711)
    try:
        desk = busy_office(folder / "office", EVENTS)
        with running(folder / "centre") as centre:
            enrolment = centre.enrol(0)
            rows = [*_push(desk, centre, enrolment), *_pull(folder, desk, centre)]
            rows += sync_line.rows(folder, desk, centre, enrolment)
            rows += sync_load.rows(folder, desk, centre, enrolment)
        desk.store.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return rows


def _push(desk: Desk, centre: Centre, enrolment: Enrolment) -> list[Row]:
    count = len(ledger(desk))
    began = time.perf_counter()
    done = meet(desk, enrolment)
    whole = time.perf_counter() - began
    if done.sent != count:
        raise RuntimeError(f"{done.sent} of {count} events went up")
    ours, reference = count / done.sent_in.total_seconds(), count / _copied(desk, centre, enrolment)
    rows = [
        at_least("push until the centre has it / COPY", "events/s", ours, 0.6, reference=reference),
        at_least("push if COPY did 35,000", "events/s", ours * 35_000 / reference, 20_000),
        at_least("a whole meeting, rows folded", "events/s", count / whole, 0),
    ]
    if peer := pouchdb(documents(desk)):
        rows.append(at_least("push / PouchDB to pouchdb-server", "events/s", ours, 8, reference=peer))
    return rows


def _copied(desk: Desk, centre: Centre, enrolment: Enrolment) -> float:
    """Seconds for a COPY of the same rows, line and login included, into a table with the same keys."""
    rows = []
    for body, digest, salt, person in ledger(desk):
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


def _pull(folder: Path, desk: Desk, centre: Centre) -> list[Row]:
    second = second_host(folder / "second")
    enrolment = centre.enrol(1)
    began = time.perf_counter()
    done = meet(second, enrolment)
    ours = done.received / (time.perf_counter() - began)
    second.store.close()
    reference = done.received / _written(folder / "raw", desk)
    return [at_least("pull / raw executemany of the same rows", "events/s", ours, 0.6, reference=reference)]


def _written(folder: Path, desk: Desk) -> float:
    """Seconds for the same events, personal values and dossiers by bare ``executemany`` into the same kind of file."""
    names = {
        "event": "body, hash",
        "event_person": 'event, salt, "values"',
        "dossier": "position, last, detail",
    }
    with desk.store.read() as connection:
        found = {
            name: [tuple(row) for row in connection.execute(text(f"SELECT {columns} FROM {name}"))]
            for name, columns in names.items()
        }
    raw = Store.create(folder).dbapi_connection(writable=True)
    began = time.perf_counter()
    for name, rows in found.items():
        columns = names[name]
        marks = ", ".join("?" * (columns.count(",") + 1))
        for some in _pieces(rows):
            raw.execute("BEGIN IMMEDIATE")
            raw.executemany(f"INSERT INTO {name} ({columns}) VALUES ({marks})", some)
            raw.execute("COMMIT")
    seconds = time.perf_counter() - began
    raw.close()
    return seconds


def _pieces(rows: list[tuple[object, ...]]) -> list[list[tuple[object, ...]]]:
    return [rows[at : at + ONE_WRITE] for at in range(0, len(rows), ONE_WRITE)]
