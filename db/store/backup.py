"""Copies of the office file: encrypted with the same key, checked before they count, the newest few kept."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from db.store.engine import Store, plain_errors
from db.store.integrity import check
from db.store.keys import sync

KEPT = 10
COPY_MARK = 1
"""The ``user_version`` of a copy; that of an office file at work is 0."""
LOCAL = timezone(timedelta(hours=7), "+07")
"""Vietnam's time, by which copies are named."""
_NAMES = "office-[0-9]*.db"


def backup(store: Store, target: Path) -> Path:
    """Copy the whole office file, as it is at one moment, to ``target`` (0600); writers go on meanwhile.

    ``target`` appears only when its copy has been checked page by page; an existing one is replaced.

    Raises:
        Damaged: the copy is not sound, and so neither is the file.
        StoreError: see :mod:`db.errors`.
    """
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = target.with_name(target.name + ".partial")
    partial.unlink(missing_ok=True)
    os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    try:
        with (
            plain_errors(),
            closing(store.dbapi_connection(writable=False)) as source,
            closing(store.dbapi_connection(writable=True, path=partial)) as copy,
        ):
            source.backup(copy)
            # A copy in WAL mode would need companion files to be read; this one is a single file.
            copy.execute("PRAGMA journal_mode=DELETE")
            copy.execute(f"PRAGMA user_version={COPY_MARK}")
            check(copy)
        sync(partial)
        partial.replace(target)
        sync(target.parent)
    finally:
        partial.unlink(missing_ok=True)
    return target


def backup_now(store: Store, at: datetime | None = None, keep: int = KEPT) -> Path:
    """A backup named after the time ``at`` (now; in Vietnam's time) in the store's backup folder, of which ``keep`` are
    kept.

    Raises:
        Damaged: see :func:`backup`; then no older backup is removed.
    """
    made = backup(store, store.backups / f"office-{stamp(at)}.db")
    for old in sorted(store.backups.glob(_NAMES))[:-keep]:
        old.unlink(missing_ok=True)
    return made


def stamp(at: datetime | None = None) -> str:
    """``at`` (now) in Vietnam's time, as names of files bear it: 20261130-114500."""
    return f"{(at or datetime.now(UTC)).astimezone(LOCAL):%Y%m%d-%H%M%S}"
