"""An intake against the bare rows it writes: ``desk.receive`` and a plain ``sqlite3`` transaction, turn by turn."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from counter.desk.desk import Desk
from counter.desk.dossiers.intake import receive
from db.migrations import versions
from tests import offices
from tests.bench.rows import Row, against, p50, p95

TURNS = 600
BOUND = 6.0
_PLAIN_COLUMNS = {
    "event": ("body", "hash"),
    "event_person": ("event", "salt", "values"),
    "dossier": ("position", "last", "detail"),
    "print_job": (
        "dossier", "code", "form", "copy_number", "counter", "printer", "slip", "state", "note",
        "created_at", "changed_at",
    ),
}  # fmt: skip
_NEXT = (
    "INSERT INTO number_series (series, last) VALUES (?, 1) "
    "ON CONFLICT (series) DO UPDATE SET last = last + 1 RETURNING last"
)


def run() -> list[Row]:
    """``receive`` at most six times the raw transaction, by the median."""
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        desk = offices.seated(offices.new_office(folder / "office"))
        raw = _reference(folder / "raw.db")
        for _ in range(20):
            receive(desk, offices.intake())
        ours, reference = _turn_by_turn(desk, raw)
        desk.store.close()
    finally:
        shutil.rmtree(folder)
    return [
        against("desk.receive p50 / raw sqlite3 transaction", "ms", p50(ours), p50(reference), BOUND),
        against("desk.receive p95 / raw sqlite3 transaction", "ms", p95(ours), p95(reference), BOUND * 2),
    ]


def _turn_by_turn(desk: Desk, raw: sqlite3.Connection) -> tuple[list[float], list[float]]:
    ours, reference = [], []
    entry = offices.intake()
    for _ in range(TURNS):
        start = time.perf_counter()
        receive(desk, entry)
        ours.append((time.perf_counter() - start) * 1000)
        with desk.store.read() as connection:
            rows = _rows_of_the_last(connection)
        start = time.perf_counter()
        _write(raw, rows)
        reference.append((time.perf_counter() - start) * 1000)
    return ours, reference


def _reference(path: Path) -> sqlite3.Connection:
    """A plain file with the same tables, WAL and ``synchronous=FULL``, by the standard library's module."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    schema = (Path(versions.__path__[0]) / "0001_office_opens.sql").read_text(encoding="utf-8")
    connection.executescript(schema.replace("contentless_delete=1, ", ""))
    return connection


def _rows_of_the_last(connection: Connection) -> dict[str, tuple[Any, ...]]:
    """What the last intake wrote, table by table."""
    rows = {}
    for name, columns in _PLAIN_COLUMNS.items():
        listed = ", ".join(f'"{column}"' for column in columns)
        found = connection.execute(text(f"SELECT {listed} FROM {name} ORDER BY rowid DESC LIMIT 1")).one()
        rows[name] = tuple(found)
    return rows


def _write(raw: sqlite3.Connection, rows: dict[str, tuple[Any, ...]]) -> None:
    raw.execute("BEGIN IMMEDIATE")
    raw.execute(_NEXT, ("dossier:261123",)).fetchone()
    raw.execute(_NEXT, ("book:2026:Hộ tịch",)).fetchone()
    for name, columns in _PLAIN_COLUMNS.items():
        listed = ", ".join(f'"{column}"' for column in columns)
        marks = ", ".join("?" * len(columns))
        raw.execute(f"INSERT INTO {name} ({listed}) VALUES ({marks})", rows[name])
    position = rows["dossier"][0]
    raw.execute(
        "INSERT INTO dossier_words (rowid, words) VALUES (?, ?)",
        (position, "dang ky khai sinh tran thi buoi"),
    )
    raw.execute(
        "INSERT INTO dossier_digits (rowid, digits) VALUES (?, ?)",
        (position, f"261123-{position % 10000:04}\n1.001193\n072195000123\n0912345678"),
    )
    raw.execute("COMMIT")
