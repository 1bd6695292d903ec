"""The office file: one encrypted SQLite database that many processes share, and its transactions."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool
from sqlcipher3 import dbapi2

from db import errors
from db.migrations import revisions
from db.store.keys import Key, make_key, read_key
from db.store.lock import FairLock, Presence

OLDEST_SQLITE = (3, 51, 3)
"""Earlier ones may corrupt a WAL file when several processes write and one checkpoints."""

_BUSY_MS = 10_000
_ALONE_SECONDS = 3.0
_KEPT_WAL_BYTES = 16 * 1024 * 1024
# The cipher would write to stderr, in the middle of somebody's screen, what its errors tell anyway.
_QUIET = "PRAGMA cipher_log_level=NONE"
_PRAGMAS = (
    f"PRAGMA busy_timeout={_BUSY_MS}",
    "PRAGMA foreign_keys=ON",
    "PRAGMA synchronous=FULL",
    "PRAGMA temp_store=MEMORY",
    f"PRAGMA journal_size_limit={_KEPT_WAL_BYTES}",
    "PRAGMA mmap_size=0",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA secure_delete=FAST",
    # Without this an INSERT OR REPLACE would slip past the triggers that keep events.
    "PRAGMA recursive_triggers=ON",
)


class OfficeDialect(SQLiteDialect_pysqlite):
    """SQLite whose transactions begin when SQLAlchemy says so, and for writers take the write lock at once."""

    driver = "office"
    supports_statement_cache = True

    def __init__(self, begin: str = "BEGIN", **options: Any) -> None:
        super().__init__(**options)
        self._begin = begin

    @classmethod
    def import_dbapi(cls) -> Any:
        """The driver with the cipher, and with a SQLite of its own."""
        return dbapi2

    def do_begin(self, dbapi_connection: Any) -> None:
        """BEGIN for readers, BEGIN IMMEDIATE for writers."""
        dbapi_connection.driver_connection.execute(self._begin)


registry.register("sqlite.office", __name__, "OfficeDialect")


@dataclass(slots=True)
class _Seat:
    """One thread's connections; opened when first needed and kept, because opening costs more than writing."""

    reader: Connection | None = None
    writer: Connection | None = None
    writing: bool = False


class Store:
    """One opened office file. Usable by all threads of the process that opened it, each with own connections."""

    def __init__(self, data: Path, key: Key) -> None:
        """Use :meth:`create` or :meth:`open`."""
        self.data = data
        self.path = data / "office.db"
        self.backups = data / "backups"
        self._key = key
        self._pid = os.getpid()
        self._turn = FairLock(data / "office.lock")
        self._presence = Presence(data / "office.lock")
        self._local = threading.local()
        self._open: list[Connection] = []
        self._watcher: Any = None
        self._readers = self._engine(writable=False)
        self._writers = self._engine(writable=True)

    @classmethod
    def create(cls, data: Path, key_file: Path | None = None) -> Store:
        """Make the folder (0700), the key (0600, 32 random bytes as hex) and the empty office file (0600).

        An existing key file is used as it is, so that a key can be provisioned beforehand.

        Raises:
            AlreadyAnOffice: the folder holds a finished office file.
            WrongKey: the existing key file is not usable.
            OldSqlite: see :data:`OLDEST_SQLITE`.
        """
        _assert_sqlite()
        data.mkdir(parents=True, exist_ok=True)
        data.chmod(0o700)
        store = cls(data, make_key(key_file or data / "office.key"))
        with store._closed_on_error(), store._turn:
            if store._schema() is not None:
                raise errors.AlreadyAnOffice(f"{data} already holds an office")
            os.close(os.open(store.path, os.O_CREAT | os.O_CLOEXEC, 0o600))
            store._migrate()
            store._presence.enter()
        return store

    @classmethod
    def open(cls, data: Path, key_file: Path | None = None) -> Store:
        """Open the office of the folder ``data``; an older schema is backed up, then upgraded.

        Raises:
            NotAnOffice: there is no finished office file.
            WrongKey: the key is missing, malformed or another file's.
            NewerSchema: a newer release wrote the file; no byte of it was changed.
            InUse: the schema must be upgraded while other processes are at work.
            OldSqlite: see :data:`OLDEST_SQLITE`.
        """
        _assert_sqlite()
        if not (data / "office.db").is_file():
            raise errors.NotAnOffice(f"{data} holds no office")
        store = cls(data, read_key(key_file or data / "office.key"))
        with store._closed_on_error():
            store._presence.enter()
            if store._needs_upgrade():
                store._upgrade()
            store._use_wal()
        return store

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent snapshot; within this thread's own read or write, that transaction's connection.

        Raises:
            StoreError: see :mod:`db.errors`; other errors of a statement stay SQLAlchemy's.
        """
        seat = self._seat()
        if seat.writing:
            assert seat.writer is not None
            yield seat.writer
            return
        connection = seat.reader or self._connect(seat, writable=False)
        if connection.in_transaction():
            yield connection
            return
        with plain_errors(), connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A write transaction, in fair turn with all other writers; committed at the end, undone on an exception.

        Raises:
            StoreError: a write of this thread is under way already, or see :mod:`db.errors`; other errors of a
                statement stay SQLAlchemy's (an append-only trigger gives IntegrityError).
        """
        seat = self._seat()
        if seat.writing:
            raise errors.StoreError("a write of this thread is already under way")
        connection = seat.writer or self._connect(seat, writable=True)
        with self._turn, plain_errors(), connection.begin():
            seat.writing = True
            try:
                yield connection
            finally:
                seat.writing = False

    def is_awaited(self) -> bool:
        """Whether others have come to write since this thread's transaction began; to be asked within one."""
        return self._turn.is_awaited()

    def data_version(self) -> int:
        """A number that changes when any process has committed; cheap enough to ask several times a second."""
        self._seat()
        if self._watcher is None:
            self._watcher = self.dbapi_connection(writable=False)
        with plain_errors():
            return int(self._watcher.execute("PRAGMA data_version").fetchone()[0])

    def checkpoint(self) -> bool:
        """Move the WAL into the file and empty it; False where a reader's snapshot still needs some of it."""
        with self._alone() as raw:
            return bool(raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0)

    def vacuum(self) -> None:
        """Rewrite the file without the room that deleted rows left; needs as much free disk as the file has."""
        with self._alone() as raw:
            raw.execute("VACUUM")

    def close(self) -> None:
        """Close all connections of all threads; the last process to do so empties the WAL. May be repeated."""
        if self._pid != os.getpid():
            return
        if self._seat().writing:
            raise errors.StoreError("a write of this thread is still under way")
        with self._turn:
            if self._watcher is not None:
                self._watcher.close()
            while self._open:
                self._open.pop().close()
        self._watcher = None
        self._local = threading.local()
        self._presence.leave()
        self._turn.close()

    def dbapi_connection(self, *, writable: bool, path: Path | None = None) -> Any:
        """A bare driver connection with the key and the pragmas set, for backup and checks; the caller closes it.

        Raises:
            WrongKey: the key does not open the file.
        """
        uri = (path or self.path).absolute().as_uri() + ("?mode=rw" if writable else "?mode=ro")
        raw = dbapi2.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
        try:
            raw.execute(_QUIET)
            raw.execute(self._key.pragma)
            for pragma in _PRAGMAS:
                raw.execute(pragma)
            raw.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
        except dbapi2.DatabaseError as error:
            raw.close()
            if "not a database" in str(error):
                raise errors.WrongKey(f"the key does not open {path or self.path}") from error
            raise errors.from_driver(error) or error from error
        return raw

    @contextmanager
    def _alone(self) -> Iterator[Any]:
        seat = self._seat()
        if seat.writing:
            raise errors.StoreError("a write of this thread is already under way")
        connection = seat.writer or self._connect(seat, writable=True)
        with self._turn, plain_errors():
            yield _raw(connection)

    def _seat(self) -> _Seat:
        if self._pid != os.getpid():
            raise errors.Forked("the store was opened by another process")
        seat: _Seat | None = getattr(self._local, "seat", None)
        if seat is None:
            seat = self._local.seat = _Seat()
        return seat

    def _engine(self, *, writable: bool) -> Engine:
        return create_engine(
            "sqlite+office://",
            begin="BEGIN IMMEDIATE" if writable else "BEGIN",
            creator=lambda: self.dbapi_connection(writable=writable),
            poolclass=NullPool,
            pool_reset_on_return=None,
        )

    def _connect(self, seat: _Seat, *, writable: bool) -> Connection:
        connection = (self._writers if writable else self._readers).connect()
        self._open.append(connection)
        if writable:
            seat.writer = connection
        else:
            seat.reader = connection
        return connection

    @contextmanager
    def _closed_on_error(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self.close()
            raise

    def _schema(self) -> str | None:
        """The schema revision in the file, read without the right to write; None where there is no schema."""
        if not self.path.is_file():
            return None
        with closing(self.dbapi_connection(writable=False)) as raw:
            if raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone() is None:
                return None
            row = raw.execute("SELECT version_num FROM alembic_version").fetchone()
            return row and str(row[0])

    def _needs_upgrade(self) -> bool:
        found, known = self._schema(), revisions()
        if found is None:
            raise errors.NotAnOffice(f"the office in {self.data} was never finished")
        if found not in known:
            raise errors.NewerSchema(found)
        return found != known[-1]

    def _upgrade(self) -> None:
        self._presence.step_out()
        give_up = monotonic() + _ALONE_SECONDS
        while not self._try_upgrade():
            # Counters that start together after an update all look in for a moment; one still at work stays.
            if monotonic() > give_up:
                raise errors.InUse("other processes still work with the old schema; end them first")
            sleep(0.02)

    def _try_upgrade(self) -> bool:
        from db.store.backup import backup_now

        with self._turn:
            if self._needs_upgrade():
                if not self._presence.try_alone():
                    return False
                backup_now(self)
                self._migrate()
            self._presence.enter()
        return True

    def _use_wal(self) -> None:
        # A backup is a single file without a WAL; put back in its place, it becomes an office file again.
        with closing(self.dbapi_connection(writable=False)) as raw:
            if raw.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
                return
        with self._alone() as raw:
            raw.execute("PRAGMA journal_mode=WAL")

    def _migrate(self) -> None:
        from db.migrations import run

        connection = self._connect(self._seat(), writable=True)
        with plain_errors():
            _raw(connection).execute("PRAGMA journal_mode=WAL")
            with connection.begin():
                run.upgrade(connection)


def _raw(connection: Connection) -> Any:
    return connection.connection.driver_connection


def sqlite_version() -> tuple[int, ...]:
    """The version of the SQLite that the cipher brings with it."""
    return tuple(dbapi2.sqlite_version_info)


def _assert_sqlite() -> None:
    if sqlite_version() < OLDEST_SQLITE:
        wanted = ".".join(map(str, OLDEST_SQLITE))
        raise errors.OldSqlite(f"SQLite {dbapi2.sqlite_version} is too old; {wanted} is the oldest safe one")


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn what the driver says of a damaged, full or blocked file into the errors of :mod:`db.errors`."""
    try:
        yield
    except DatabaseError as error:
        plain = errors.from_driver(error.orig) if error.orig else None
        if plain is None:
            raise
        raise plain from error
    except dbapi2.DatabaseError as error:
        plain = errors.from_driver(error)
        if plain is None:
            raise
        raise plain from error
