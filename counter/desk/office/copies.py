"""Copies of the office file: made while people work, and put back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from counter.desk import store_errors
from counter.desk.library_errors import of_system
from counter.desk.office.opening import CannotOpen, cannot_open
from counter.locale import N_
from counter.rules.clock import hour_and_date
from db import errors
from db.ledger import ledger, new_file, reading, witness
from db.store import integrity, restore
from db.store.backup import backup, backup_now
from db.store.engine import Store
from db.store.keys import read_key

if TYPE_CHECKING:
    from pathlib import Path

    from counter.desk.desk import Desk

_IN_USE = N_("Close the program at every counter first: somebody works in the office.")


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoredFile:
    """What was put back: the newest entry of its ledger (an hour and a date), and the folder that keeps what it
    replaced, None where there was nothing.
    """

    newest_at: str
    kept: Path | None


def make_backup(desk: Desk, target: Path | None = None) -> Path:
    """A checked copy at ``target``, or among the office's newest ones; only a good copy replaces an older one.

    Raises ``Problem``.
    """
    if target is not None and (target.is_dir() or target.absolute() == desk.store.path.absolute()):
        raise CannotOpen(N_("{file} cannot be the copy: name a file of its own."), file=str(target))
    try:
        with store_errors.as_problems():
            copy = backup(desk.store, target) if target else backup_now(desk.store, desk.clock.now())
    except OSError as error:
        raise of_system(error) from error
    witness.keep_head(desk.store)
    return copy


def restore_backup(data: Path, source: Path, key_file: Path | None = None) -> RestoredFile:
    """Put the copy ``source`` in the place of the office file of ``data``; a key beside it is used where the office's
    own does not open it.

    Raises ``CannotOpen`` for a file that does not verify, or while somebody has the office open; nothing is changed.
    """
    try:
        copy = restore.open_copy(data, source, key_file)
        try:
            newest = _newest(copy, source)
            kept = restore.put_back(copy)
        finally:
            copy.close()
    except errors.InUse as error:
        raise CannotOpen(_IN_USE) from error
    except errors.Damaged as error:
        raise CannotOpen(
            N_("{file} is damaged and was not put back: take an older copy."), file=str(source)
        ) from error
    except errors.NotAnOffice as error:
        raise CannotOpen(N_("{file} is no copy of an office."), file=str(source)) from error
    except errors.MissingKey as error:
        raise cannot_open(error, data) from error
    except errors.WrongKey as error:
        raise CannotOpen(
            N_(
                "No key here opens {file}: lay its own key beside it as office.key; else the file is damaged."
            ),
            file=str(source),
        ) from error
    except errors.StoreError as error:
        raise cannot_open(error, data) from error
    except OSError as error:
        raise of_system(error) from error
    return RestoredFile(newest_at=newest, kept=kept)


def file_damage(data: Path, key_file: Path | None = None) -> tuple[str, ...]:
    """What is wrong with the pages of the office file, which need not open otherwise. Raises ``CannotOpen``."""
    if not (data / "office.db").is_file():
        raise cannot_open(errors.NotAnOffice(), data)
    try:
        store = Store(data, read_key(key_file or data / "office.key"))
        try:
            return integrity.damage(store)
        finally:
            store.close()
    except errors.Damaged as error:
        return (str(error),)
    except errors.StoreError as error:
        raise cannot_open(error, data) from error


def write_new_file(data: Path, key_file: Path | None = None) -> tuple[Path | None, tuple[str, ...]]:
    """Write the office file anew from its events; returns the folder that keeps the old one, and the names of tables of
    which rows could not be read.

    Raises ``CannotOpen``; nothing is changed then.
    """
    try:
        return new_file.write_new_file(data, key_file)
    except errors.InUse as error:
        raise CannotOpen(_IN_USE) from error
    except (errors.Damaged, errors.LedgerBroken) as error:
        raise CannotOpen(
            N_(
                "The events themselves cannot all be read: 'counter restore FILE' brings back the newest backup of"
                " {folder}."
            ),
            folder=str(data / "backups"),
        ) from error
    except errors.StoreError as error:
        raise cannot_open(error, data) from error
    except OSError as error:
        raise of_system(error) from error


def _newest(copy: restore.Copy, source: Path) -> str:
    """The time of the newest entry; raises ``CannotOpen`` where the ledger of the copy does not hold."""
    with store_errors.read(copy.store) as connection:
        _events, bad = ledger.check(connection)
        last = reading.last_moment(connection)
    if bad:
        raise CannotOpen(
            N_("{file} was not put back: its ledger does not hold at event {seq} of {node}."),
            file=str(source),
            seq=bad.seq,
            node=bad.node,
        )
    return hour_and_date(last) if last else "-"
