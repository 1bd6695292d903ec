"""Making an office file, and opening one, whatever release wrote it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from db import errors
from db.migrations import revisions
from db.store.backup import COPY_MARK, backup_now
from db.store.engine import Store, assert_sqlite, plain_errors, raw_connection
from db.store.keys import make_key, read_key

NOTE_PUT_BACK = "INSERT OR REPLACE INTO host (\"key\", value) VALUES ('put_back', 'noticed')"
"""The fact of :mod:`db.put_back`, as it is first noted."""

_ALONE_SECONDS = 3.0
"""How long an upgrade waits for other processes to close the file."""


def create_store(data: Path, key_file: Path | None = None) -> Store:
    """Make the folder (0700), the key (0600, 32 random bytes as hex) and the empty office file (0600).

    An existing key file is used as it is, so that a key can be provisioned beforehand.

    Raises:
        AlreadyAnOffice: the folder holds a finished office file.
        MissingKey: the folder holds an office file, and its key is not here; no other one is made.
        WrongKey: the existing key file is not usable.
        OldSqlite: see :data:`db.store.engine.OLDEST_SQLITE`.
    """
    assert_sqlite()
    data.mkdir(parents=True, exist_ok=True)
    data.chmod(0o700)
    key_file = key_file or data / "office.key"
    if (data / "office.db").exists() and not key_file.exists():
        # A key that was made now would not open the office that is here.
        raise errors.MissingKey(key_file)
    store = Store(data, make_key(key_file))
    with _closed_on_error(store), store.lock:
        if _schema(store) is not None:
            raise errors.AlreadyAnOffice(f"{data} already holds an office")
        os.close(os.open(store.path, os.O_CREAT | os.O_CLOEXEC, 0o600))
        migrate(store)
        store.presence.enter()
    return store


def open_store(data: Path, key_file: Path | None = None) -> Store:
    """Open the office of the folder ``data``; an older schema is backed up, then upgraded.

    Raises:
        NotAnOffice: there is no finished office file.
        MissingKey: there is no key file.
        WrongKey: the key is malformed or another file's.
        StrayJournal: the journal beside the file is another file's.
        NewerSchema: a newer release wrote the file; no byte of it was changed.
        InUse: the schema must be upgraded while other processes are at work.
        ReadOnly: the disk is read-only, and the file cannot even be read without a write.
        OldSqlite: see :data:`db.store.engine.OLDEST_SQLITE`.
    """
    assert_sqlite()
    if not (data / "office.db").is_file():
        raise errors.NotAnOffice(f"{data} holds no office")
    store = Store(data, read_key(key_file or data / "office.key"))
    with _closed_on_error(store):
        if not store.is_read_only:
            store.presence.enter()
        _refuse_stray_journal(store)
        needs_upgrade = _needs_upgrade(store)
        if store.is_read_only:
            if needs_upgrade:
                raise errors.ReadOnly(f"the office in {data} has to be upgraded")
            return store
        _recognise_copy(store)
        if needs_upgrade:
            _upgrade(store)
    return store


@contextmanager
def _closed_on_error(store: Store) -> Iterator[None]:
    try:
        yield
    except BaseException:
        store.close()
        raise


def _schema(store: Store) -> str | None:
    """The schema revision in the file, read without the right to write; None where there is no schema."""
    if not store.path.is_file():
        return None
    with closing(store.dbapi_connection(writable=False)) as raw:
        if raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone() is None:
            return None
        row = raw.execute("SELECT version_num FROM alembic_version").fetchone()
        return row and str(row[0])


def _needs_upgrade(store: Store) -> bool:
    schema, known = _schema(store), revisions()
    if schema is None:
        raise errors.NotAnOffice(f"the office in {store.data} was never finished")
    if schema not in known:
        raise errors.NewerSchema(schema)
    return schema != known[-1]


def _upgrade(store: Store) -> None:
    store.presence.release()
    deadline = monotonic() + _ALONE_SECONDS
    while not _try_upgrade(store):
        # Counters that start together after an update open the file for a moment only; one at work keeps it open.
        if monotonic() > deadline:
            raise errors.InUse("other processes still work with the old schema; end them first")
        sleep(0.02)


def _try_upgrade(store: Store) -> bool:
    with store.lock:
        if _needs_upgrade(store):
            if not store.presence.try_exclusive():
                return False
            backup_now(store)
            migrate(store)
        store.presence.enter()
    return True


def _refuse_stray_journal(store: Store) -> None:
    """Raise ``StrayJournal`` where the journal is not that of the file: a copy was put beside it by hand."""
    journal = store.path.with_name(store.path.name + "-wal")
    if not journal.is_file() or not journal.stat().st_size:
        return
    with closing(store.dbapi_connection(writable=False, with_journal=False)) as alone:
        is_copy = alone.execute("PRAGMA user_version").fetchone()[0] == COPY_MARK
    try:
        with closing(store.dbapi_connection(writable=False)):
            pass
    except errors.WrongKey:
        is_copy = True
    if is_copy:
        raise errors.StrayJournal(f"{journal.name} belongs to another file than {store.path.name}")


def _recognise_copy(store: Store) -> None:
    """Make a copy that was put in the place of the file an office file again, and note that it was put back.

    A copy has no journal; the note is written before the file gets one, so that no crash can lose it.
    """
    with closing(store.dbapi_connection(writable=False)) as raw:
        if not _is_copy(raw):
            return
    with store.exclusive() as raw:
        if _is_copy(raw):
            raw.execute(NOTE_PUT_BACK)
            raw.execute("PRAGMA user_version=0")
            raw.execute("PRAGMA journal_mode=WAL")


def _is_copy(raw: Any) -> bool:
    in_use = raw.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    return not in_use or raw.execute("PRAGMA user_version").fetchone()[0] == COPY_MARK


def migrate(store: Store) -> None:
    """Bring the schema of a file, which may be empty, to that of this release."""
    # alembic loads slowly, and is needed for new and for old files only.
    from db.migrations import run

    connection = store.writer()
    with plain_errors():
        raw_connection(connection).execute("PRAGMA journal_mode=WAL")
        with connection.begin():
            run.upgrade(connection)
