"""The office file: one encrypted SQLite database that many processes share, and its transactions."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool
from sqlcipher3 import dbapi2

from db import errors
from db.store.keys import Key
from db.store.lock import FairLock, Presence

OLDEST_SQLITE = (3, 51, 3)
"""Earlier ones may corrupt a WAL file when several processes write and one checkpoints."""

_BUSY_MS = 10_000
_KEPT_WAL_BYTES = 16 * 1024 * 1024
_CACHE_KIB = 2_000
"""SQLite's cache of pages, of each connection: with SQLCipher's own 8,000 a terminal grew for hundreds of intakes."""
# The cipher logs to stderr, which is somebody's screen; its errors are raised as well.
_QUIET = "PRAGMA cipher_log_level=NONE"
_PRAGMAS = (
    f"PRAGMA busy_timeout={_BUSY_MS}",
    "PRAGMA foreign_keys=ON",
    "PRAGMA synchronous=FULL",
    "PRAGMA temp_store=MEMORY",
    f"PRAGMA journal_size_limit={_KEPT_WAL_BYTES}",
    "PRAGMA mmap_size=0",
    f"PRAGMA cache_size=-{_CACHE_KIB}",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA secure_delete=FAST",
    # Without this an INSERT OR REPLACE would not fire the append-only triggers of events.
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
        """Nothing is opened yet: see :func:`db.store.upgrade.create_store` and ``open_store``.

        ``lock`` is held by whoever writes, ``presence`` by every process that has the file open. On a disk that is
        read-only nothing is written and neither is taken: ``is_read_only`` stays as it was found here.
        """
        self.data = data
        self.path = data / "office.db"
        self.backups = data / "backups"
        self._key = key
        self._pid = os.getpid()
        self.is_read_only = _is_read_only(data)
        self.lock = FairLock(data / "office.lock")
        self.presence = Presence(data / "office.lock")
        self._local = threading.local()
        self._open: list[Connection] = []
        self._watcher: Any = None
        self._readers = self._engine(writable=False)
        self._writers = self._engine(writable=True)

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
        self._refuse_changed_disk()
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
        connection = self.writer()
        seat = self._seat()
        with self.lock, plain_errors(), connection.begin():
            seat.writing = True
            try:
                yield connection
            finally:
                seat.writing = False

    def is_awaited(self) -> bool:
        """Whether others have come to write since this thread's transaction began; to be asked within one."""
        return self.lock.is_awaited()

    def data_version(self) -> int:
        """A number that changes when any process has committed; cheap enough to ask several times a second."""
        self._seat()
        self._refuse_changed_disk()
        if self._watcher is None:
            self._watcher = self.dbapi_connection(writable=False)
        with plain_errors():
            return int(self._watcher.execute("PRAGMA data_version").fetchone()[0])

    @contextmanager
    def exclusive(self) -> Iterator[Any]:
        """The driver's connection of this thread's writer, outside any transaction, while nobody else writes."""
        connection = self.writer()
        with self.lock, plain_errors():
            yield raw_connection(connection)

    def writer(self) -> Connection:
        """This thread's writing connection.

        Raises ``ReadOnly`` on a read-only disk, ``StoreError`` while a write of this thread is under way.
        """
        seat = self._seat()
        if seat.writing:
            raise errors.StoreError("a write of this thread is already under way")
        self._refuse_changed_disk()
        if self.is_read_only:
            raise errors.ReadOnly(f"the disk of {self.data} is read-only")
        return seat.writer or self._connect(seat, writable=True)

    def close(self) -> None:
        """Close all connections of all threads; the last process to do so empties the WAL. May be repeated."""
        if self._pid != os.getpid():
            return
        if self._seat().writing:
            raise errors.StoreError("a write of this thread is still under way")
        with ExitStack() as stack:
            with suppress(errors.StoreError):  # a disk that takes nothing more must not keep the program open
                if (self._open or self._watcher is not None) and not self.is_read_only:
                    stack.enter_context(self.lock)
            if self._watcher is not None:
                self._watcher.close()
            while self._open:
                self._open.pop().close()
        self._watcher = None
        self._local = threading.local()
        self.presence.close()
        self.lock.close()

    def dbapi_connection(self, *, writable: bool, path: Path | None = None, with_journal: bool = True) -> Any:
        """A bare driver connection with the key and the pragmas set, for backup and checks; the caller closes it.

        Without its journal the file is read as if nobody wrote to it.

        Raises:
            WrongKey: the key does not open the file.
            ReadOnly: the disk is read-only, and the file's journal cannot be read without writing beside it.
        """
        mode = "?mode=rw" if writable else "?mode=ro"
        if with_journal and path is None and self._lacks_journal_index():
            with_journal = False
        uri = (path or self.path).absolute().as_uri() + mode + ("" if with_journal else "&immutable=1")
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

    def _lacks_journal_index(self) -> bool:
        """Whether SQLite finds no index of the journal (``-shm``), and none can be made on this disk.

        Without any journal, as whoever closes the file last leaves it, the file can be read alone.
        """
        if not self.is_read_only or self.path.with_name(self.path.name + "-shm").exists():
            return False
        journal = self.path.with_name(self.path.name + "-wal")
        if journal.exists() and journal.stat().st_size:
            raise errors.ReadOnly(f"{journal} cannot be read on a disk that is read-only")
        return True

    def _refuse_changed_disk(self) -> None:
        if self.is_read_only and not _is_read_only(self.data):
            # Others write from now on, and what is read here without the journal would be a mixture.
            raise errors.WritableAgain(f"the disk of {self.data} can be written again")

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
        if writable:
            # Closed last: one that may only read could not empty the journal.
            self._open.insert(0, connection)
            seat.writer = connection
        else:
            self._open.append(connection)
            seat.reader = connection
        return connection


def _is_read_only(folder: Path) -> bool:
    """Whether the disk of ``folder`` is mounted read-only."""
    try:
        return bool(os.statvfs(folder).f_flag & os.ST_RDONLY)
    except OSError:
        return False


def raw_connection(connection: Connection) -> Any:
    """The driver's own connection under ``connection``."""
    return connection.connection.driver_connection


def sqlite_version() -> tuple[int, ...]:
    """The version of the SQLite that the cipher brings with it."""
    return tuple(dbapi2.sqlite_version_info)


def assert_sqlite() -> None:
    """Raise ``OldSqlite`` for one older than :data:`OLDEST_SQLITE`."""
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
