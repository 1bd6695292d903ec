"""The office file as the desk enters it: what it refuses becomes a ``Problem`` that says what to do."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from counter.desk.library_errors import Detailed
from counter.locale import N_
from counter.problems import Problem
from db import errors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from db.store.engine import Store

_FULL = N_(
    "The disk is full: this was not saved. What you typed stays on the screen; have a technician make room on the disk,"
    " then do it again."
)
_BUSY = N_(
    "Another program holds the office's file: this was not saved. What you typed stays on the screen; wait a moment,"
    " then do it again."
)
_READ_ONLY = N_(
    "The office's file cannot be written: this was not saved. What you typed stays on the screen; have a technician"
    " look at the rights and the disk of the data folder."
)
_DISK = N_(
    "The disk failed to read or write (it may be full, or damaged): this was not saved. What you typed stays on the"
    " screen; call a technician, then do it again."
)
_DAMAGED = N_(
    "The office's file is damaged: this was not done. Call a technician, who restores the newest backup."
)
_NOT_WRITABLE = (errors.DiskFull, errors.ReadOnly, errors.DiskError)
_SENTENCES: dict[type[errors.StoreError], str] = {
    errors.DiskFull: _FULL,
    errors.Busy: _BUSY,
    errors.ReadOnly: _READ_ONLY,
    errors.DiskError: _DISK,
    errors.Damaged: _DAMAGED,
    errors.WrongKey: _DAMAGED,
    errors.NotAPlainFile: N_(
        "The lock file office.lock is a link to another file: this was not saved. What you typed stays on the screen;"
        " have a technician remove it, then do it again."
    ),
    errors.LedgerBroken: _DAMAGED,
    errors.WritableAgain: N_(
        "The disk can be written again: close the program and open it again. What you typed stays on the screen until"
        " then."
    ),
}
_INVALID = N_(
    "The office's file does not take a value of this: it was not saved. What you typed stays on the screen; look for a"
    " text that is too long, or a number or a date that is too large."
)
_OTHER = N_("The office's file cannot be used now: this was not done.")


class StoreProblem(Problem):
    """The office file did not take or give what the desk asked for; its transaction was undone."""


class NotWritable(StoreProblem):
    """The disk takes nothing now: it is full, read-only or failing. What is on it may still be read."""


def store_problem(error: errors.StoreError) -> Problem:
    """``error`` in words for an officer; a kind without a sentence of its own keeps its technical detail."""
    if isinstance(error, errors.InvalidValue):
        return Detailed(StoreProblem(_INVALID), error.name)
    if sentence := _SENTENCES.get(type(error)):
        return (NotWritable if isinstance(error, _NOT_WRITABLE) else StoreProblem)(sentence)
    return Detailed(StoreProblem(_OTHER), str(error))


def check_writable(store: Store) -> None:
    """Raise ``NotWritable`` where the file was opened on a disk that is read-only."""
    if store.is_read_only:
        raise NotWritable(_READ_ONLY)


@contextmanager
def as_problems() -> Iterator[None]:
    """Raise every ``StoreError`` of the block as a ``Problem``."""
    try:
        yield
    except errors.StoreError as error:
        raise store_problem(error) from error


@contextmanager
def read(store: Store) -> Iterator[Connection]:
    """A consistent snapshot of the office file, as :meth:`Store.read`. Raises ``Problem`` instead of ``StoreError``."""
    with as_problems(), store.read() as connection:
        yield connection


@contextmanager
def write(store: Store) -> Iterator[Connection]:
    """A write transaction, as :meth:`Store.write`. Raises ``Problem`` instead of ``StoreError``."""
    with as_problems(), store.write() as connection:
        yield connection
