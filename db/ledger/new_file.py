"""A new office file, written from the events of a damaged one and from what else of it can be read."""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table
from sqlcipher3 import dbapi2
from sqlmodel import SQLModel

from db import errors, numbering
from db.ledger import ledger, projections, reindex
from db.ledger.reading import streams
from db.models import DossierRow, EventRow, table
from db.store.bulk import add_all
from db.store.engine import Store, plain_errors
from db.store.keys import read_key
from db.store.restore import Copy, exclusive, replace_file
from db.store.upgrade import migrate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

_AT_ONCE = 1_000
_EVENTS = table(EventRow).name
_DOSSIERS = table(DossierRow)


def write_new_file(data: Path, key_file: Path | None = None) -> tuple[Path | None, tuple[str, ...]]:
    """Write the office file of ``data`` anew; returns the folder that keeps the old one, and the names of the tables of
    which rows could not be read. Rows that follow from the events are folded from them where they could not be read.

    Raises:
        InUse: another process has the office open.
        Damaged, LedgerBroken: events cannot be read, or do not hold: a copy has to be restored.
        StoreError, OSError: otherwise; nothing was changed.
    """
    key_file = key_file or data / "office.key"
    old = Store(data, read_key(key_file))
    scratch = data / f"rebuild.{os.getpid()}"
    shutil.rmtree(scratch, ignore_errors=True)
    with exclusive(data):
        scratch.mkdir(mode=0o700)
        fresh = Store(scratch, read_key(key_file))
        try:
            os.close(os.open(fresh.path, os.O_CREAT | os.O_CLOEXEC, 0o600))
            migrate(fresh)
            with plain_errors(), closing(old.dbapi_connection(writable=False)) as raw, fresh.write() as new:
                lacking = tuple(name for name in _tables() if not _copy(raw, new, name))
                _events, bad = ledger.check(new)
                if bad:
                    raise errors.LedgerBroken(bad.node, bad.seq, bad.reason)
                _fold_missing(new)
                reindex.index_all(new)
            fresh.close()
            return replace_file(Copy(data, fresh, key_file, None)), lacking
        finally:
            fresh.close()
            old.close()
            shutil.rmtree(scratch, ignore_errors=True)


def _tables() -> list[str]:
    assert numbering.TABLE in SQLModel.metadata.tables
    return sorted(SQLModel.metadata.tables)


def _copy(raw: Any, new: Connection, name: str) -> bool:
    """Copy the rows of a table; whether all could be read. Raises ``Damaged`` where events cannot."""
    source = SQLModel.metadata.tables[name]
    known: set[int] = set()
    columns = [column.name for column in source.columns if column.computed is None]
    try:
        _copy_rows(new, source, columns, _rows(raw, name, columns, "ASC"), known)
    except dbapi2.DatabaseError as error:
        if name == _EVENTS:
            raise errors.Damaged("events cannot be read") from error
        try:
            _copy_rows(new, source, columns, _rows(raw, name, columns, "DESC"), known)
        except dbapi2.DatabaseError:
            return False
        return False
    return True


def _rows(raw: Any, name: str, columns: list[str], order: str) -> Iterator[tuple[Any, ...]]:
    names = ", ".join(f'"{column}"' for column in columns)
    # By its own pages alone: an index may be damaged where the table is not.
    return iter(raw.execute(f'SELECT rowid, {names} FROM "{name}" NOT INDEXED ORDER BY rowid {order}'))


def _copy_rows(
    new: Connection, into: Table, columns: list[str], rows: Iterator[tuple[Any, ...]], known: set[int]
) -> None:
    """Copy ``rows``, each with its rowid first, until one cannot be read or is ``known``."""
    waiting: list[tuple[Any, ...]] = []
    try:
        for rowid, *values in rows:
            if rowid in known:
                break
            known.add(rowid)
            waiting.append(tuple(values))
            if len(waiting) == _AT_ONCE:
                add_all(new, into.name, tuple(columns), waiting)
                waiting = []
    finally:
        if waiting:
            add_all(new, into.name, tuple(columns), waiting)


def _fold_missing(new: Connection) -> None:
    here = projections.known_rows(new)
    for stream, stream_id in streams(new):
        if (stream, stream_id) not in here:
            projections.rebuild_stream(new, stream, stream_id)
