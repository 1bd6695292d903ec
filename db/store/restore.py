"""Putting a copy in the place of the office file, with what it replaces kept."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from db import errors
from db.migrations import revisions
from db.store.backup import COPY_MARK, stamp
from db.store.engine import Store, assert_sqlite, plain_errors
from db.store.integrity import check
from db.store.keys import read_key, sync
from db.store.lock import FairLock, Presence

FOLDER = "replaced"
_FILES = ("office.db", "office.db-wal")
_BESIDE = "office.key"


@dataclass(frozen=True, slots=True)
class Copy:
    """A sound copy, as the file of a store in the scratch folder of the office ``data``; ``key_source`` is the key
    beside it where the office's own, ``key_file``, does not open it.
    """

    data: Path
    store: Store
    key_file: Path
    key_source: Path | None

    def close(self) -> None:
        """Remove what was not put back."""
        self.store.close()
        shutil.rmtree(self.store.data, ignore_errors=True)


def open_copy(data: Path, source: Path, key_file: Path | None = None) -> Copy:
    """Bring ``source`` beside the office of ``data`` and check its pages and its schema; ``source`` is left alone.

    Raises:
        NotAnOffice: it is no office file.
        MissingKey, WrongKey: no key here opens it.
        NewerSchema: a newer release wrote it.
        Damaged: a page is wrong.
        OSError: it cannot be read, or there is no room.
    """
    assert_sqlite()
    if not source.stat().st_size:
        raise errors.NotAnOffice(f"{source} is empty")
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    key_file = key_file or data / _BESIDE
    scratch = data / f"restore.{os.getpid()}"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(mode=0o700)
    try:
        _copy_file(source, scratch / "office.db")
        journal = source.with_name(source.name + "-wal")
        if journal.is_file():
            _copy_file(journal, scratch / "office.db-wal")
        store, key_source = _open(scratch, source, key_file)
        try:
            _check(store)
        except BaseException:
            store.close()
            raise
    except BaseException:
        shutil.rmtree(scratch, ignore_errors=True)
        raise
    return Copy(data, store, key_file, key_source)


def _open(scratch: Path, source: Path, key_file: Path) -> tuple[Store, Path | None]:
    beside = source.parent / _BESIDE
    first: errors.WrongKey | None = None
    for file in (key_file, beside):
        try:
            store = Store(scratch, read_key(file))
            if _opens(store):
                return store, None if file == key_file else file
            first = errors.WrongKey(f"{file} does not open {source}")
        except errors.WrongKey as error:
            first = first or error
    raise first or errors.WrongKey(f"no key opens {source}")


def _opens(store: Store) -> bool:
    try:
        store.dbapi_connection(writable=True).close()
    except errors.WrongKey:
        store.close()
        return False
    return True


def _check(store: Store) -> None:
    with plain_errors(), closing(store.dbapi_connection(writable=True)) as raw:
        check(raw)
        if raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone() is None:
            raise errors.NotAnOffice("it holds no office")
        row = raw.execute("SELECT version_num FROM alembic_version").fetchone()
        if row is None or row[0] not in revisions():
            raise errors.NewerSchema(str(row and row[0]))
        raw.execute("PRAGMA journal_mode=DELETE")
        raw.execute(f"PRAGMA user_version={COPY_MARK}")


def put_back(copy: Copy) -> Path | None:
    """Put ``copy`` in the place of the office file; returns the folder that keeps what it replaces, if anything.

    A crash leaves the file of before, or the copy: where the journal of before is left beside the copy, the next
    opening refuses it, and this can be done again.

    Raises:
        InUse: another process has the office open.
        OSError: a file cannot be kept or replaced.
    """
    copy.store.close()
    with exclusive(copy.data):
        return replace_file(copy)


@contextmanager
def exclusive(data: Path) -> Iterator[None]:
    """Keep every other process out of the office within the block; raises ``InUse`` where one is in it."""
    presence, lock = Presence(data / "office.lock"), FairLock(data / "office.lock")
    try:
        if not presence.try_exclusive():
            raise errors.InUse("another process has the office open")
        with lock:
            yield
    finally:
        presence.close()
        lock.close()


def replace_file(copy: Copy) -> Path | None:
    """As :func:`put_back`, by somebody who has the office for themselves."""
    data = copy.data
    kept = _keep(data, copy.key_file if copy.key_source else None)
    if copy.key_source is not None:
        _copy_file(copy.key_source, copy.key_file)
    sync(copy.store.path)
    copy.store.path.replace(data / "office.db")
    for name in ("office.db-wal", "office.db-shm"):
        (data / name).unlink(missing_ok=True)
    sync(data)
    return kept


def _keep(data: Path, key_file: Path | None) -> Path | None:
    """Link what is replaced into a folder named by the time (Vietnam's)."""
    files = [file for name in _FILES if (file := data / name).is_file()]
    if key_file is not None and key_file.is_file():
        files.append(key_file)
    if not files:
        return None
    folder = data / FOLDER / stamp()
    while folder.exists():
        folder = folder.with_name(folder.name + "+")
    folder.mkdir(parents=True, mode=0o700)
    for file in files:
        try:
            os.link(file, folder / file.name)
        except OSError:
            _copy_file(file, folder / file.name)
    sync(folder)
    return folder


def _copy_file(source: Path, target: Path) -> None:
    """Copy a file (0600) whole, or not at all."""
    partial = target.with_name(target.name + ".partial")
    with suppress(FileNotFoundError):
        partial.unlink()
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with source.open("rb") as there, os.fdopen(handle, "wb") as here:
        shutil.copyfileobj(there, here, 1 << 20)
        here.flush()
        os.fsync(here.fileno())
    partial.replace(target)
