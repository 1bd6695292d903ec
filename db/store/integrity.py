"""Checks of the office file below the ledger: every page, and the schema that the migrations make."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2

from db import errors

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from db.store.engine import Store

_MOST = 20
_CHECKS = ("cipher_integrity_check", "integrity_check(20)")
_SCHEMA = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
_REPLACEABLE = ("trigger", "index")

Names = tuple[str, str]
"""The type and the name of a part of the schema."""


def damage(store: Store, path: Path | None = None) -> tuple[str, ...]:
    """What is wrong with the pages of the office file (or of ``path``), in the words of SQLite and the cipher; at most
    20 lines, none where every page is sound.

    Raises ``StoreError`` where the file cannot be opened at all.
    """
    with closing(store.dbapi_connection(writable=False, path=path)) as raw:
        return tuple(findings(raw))[:_MOST]


def findings(raw: Any) -> Iterator[str]:
    """As :func:`damage`, by a bare driver connection."""
    for pragma in _CHECKS:
        try:
            rows = raw.execute(f"PRAGMA {pragma}").fetchall()
        except dbapi2.DatabaseError as error:
            yield str(error)
            continue
        yield from (str(row[0]) for row in rows if row[0] != "ok")


def schema_differences(connection: Connection) -> dict[Names, str]:
    """The parts of the schema that are not what the migrations make, and the statement of each as it should be ('' for
    what should not be there).
    """
    here, right = _schema(connection), _schema_of_migrations()
    names = sorted(here.keys() | right.keys())
    return {name: right.get(name, "") for name in names if here.get(name) != right.get(name)}


def restore_schema(connection: Connection, differences: dict[Names, str]) -> None:
    """Make the triggers and indexes among ``differences`` as they should be; tables are left alone."""
    for (kind, name), statement in differences.items():
        if kind in _REPLACEABLE:
            quoted = name.replace('"', '""')
            connection.exec_driver_sql(f'DROP {kind} IF EXISTS "{quoted}"')
            if statement:
                connection.exec_driver_sql(statement)


def _schema(connection: Connection) -> dict[Names, str]:
    rows = connection.exec_driver_sql(_SCHEMA)
    return {(kind, name): " ".join((sql or "").rstrip("; \n").split()) for kind, name, sql in rows}


def _schema_of_migrations() -> dict[Names, str]:
    from db.migrations import run

    engine = create_engine(
        "sqlite+office://",
        creator=lambda: dbapi2.connect(":memory:", isolation_level=None),
        poolclass=StaticPool,
    )
    try:
        with engine.begin() as connection:
            run.upgrade(connection)
            return _schema(connection)
    finally:
        engine.dispose()


def check(raw: Any) -> None:
    """Check every page by a bare driver connection.

    Raises:
        Damaged: with the first thing that is wrong.
    """
    for finding in findings(raw):
        raise errors.Damaged(f"the office file is damaged: {finding}")
