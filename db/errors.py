"""Errors of an office file, in plain English; the counter translates them."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class StoreError(Exception):
    """An error of the office file."""


class NotAnOffice(StoreError):
    """The folder holds no office file, or one that was never finished."""


class AlreadyAnOffice(StoreError):
    """An office was to be made where one exists."""


class WrongKey(StoreError):
    """The key does not open this file (or the first page of the file is damaged), or there is no usable key."""


class MissingKey(WrongKey):
    """There is no key file; ``file`` is where it was looked for."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"there is no key file {file}")
        self.file = file


class StrayJournal(StoreError):
    """The journal beside the file (``-wal``) belongs to another file: opened together, they would be damaged."""


class NotAPlainFile(StoreError):
    """``name``, a file of the data folder that is written to, is a link to another file, or one of several."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is a link")
        self.name = name


class OldSqlite(StoreError):
    """The SQLite in use can corrupt a file that several processes write."""


class NewerSchema(StoreError):
    """The file was written by a newer release; nothing in it was changed. ``revision`` is its schema revision."""

    def __init__(self, revision: str) -> None:
        super().__init__(f"the office file has schema {revision}, which a newer release wrote")
        self.revision = revision


class InUse(StoreError):
    """The file has to be upgraded, and other processes still work in it with the old schema."""


class Forked(StoreError):
    """A store was used in a process that did not open it; SQLite does not survive a fork."""


class Damaged(StoreError):
    """The file is damaged: SQLite or the cipher found a wrong page."""


class DiskFull(StoreError):
    """There is no room left for the office file; the transaction was rolled back."""


class ReadOnly(StoreError):
    """The office file or its folder cannot be written: the rights, or a disk that is mounted read-only."""


class WritableAgain(StoreError):
    """The file was opened on a disk that was read-only then and is no longer: it has to be opened anew."""


class DiskError(StoreError):
    """The disk failed to read or write; the transaction was rolled back. A full quota shows itself this way too."""


class Busy(StoreError):
    """The file is held by something that does not queue at the lock file, such as a foreign tool."""


class LedgerBroken(StoreError):
    """The chain of events is broken; ``node`` and ``seq`` name the first bad event."""

    def __init__(self, node: str, seq: int, reason: str) -> None:
        super().__init__(f"event {node}/{seq}: {reason}")
        self.node = node
        self.seq = seq
        self.reason = reason


class InvalidValue(StoreError):
    """An event was to be written with a value, by its ``name``, that no host would take."""

    def __init__(self, name: str) -> None:
        super().__init__(f"no host takes this value of {name!r}")
        self.name = name


def from_driver(error: BaseException) -> StoreError | None:
    """The error for an exception of the database driver; None where there is none for it."""
    message = str(error)
    if "malformed" in message or "not a database" in message:
        return Damaged(f"the office file is damaged ({message})")
    if "disk is full" in message:
        return DiskFull(f"there is no room for the office file ({message})")
    if "readonly database" in message:
        return ReadOnly(f"the office file cannot be written ({message})")
    if "I/O error" in message or "unable to open" in message:
        return DiskError(f"the disk failed ({message})")
    if "is locked" in message:
        return Busy(f"the office file is held by another program ({message})")
    return None


def from_system(error: OSError) -> StoreError:
    """The error for an OSError on a file of the office."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return DiskFull(f"there is no room ({error})")
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return ReadOnly(f"a file of the office cannot be written ({error})")
    return DiskError(f"the disk failed ({error})")
