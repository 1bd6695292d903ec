"""A backup is whole, private and sound, or there is none."""

from __future__ import annotations

import shutil
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db import errors
from db.numbering import last, take
from db.store.backup import backup, backup_now
from db.store.engine import Store
from db.store.upgrade import open_store

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
SERIES = 2000


@pytest.fixture
def busy(store: Store) -> Store:
    """An office with something in it, on many pages."""
    with store.write() as connection:
        for number in range(SERIES):
            take(connection, f"series {number}")
    return store


def flip_a_bit(file: Path) -> None:
    page, offset = 4096, 1234
    content = bytearray(file.read_bytes())
    content[-page + offset] ^= 0x10
    file.write_bytes(content)


def damaged(store: Store) -> Store:
    """The store reopened, after a bit of its file has flipped."""
    store.close()
    flip_a_bit(store.path)
    return open_store(store.data)


def test_a_backup_opens_as_the_office_that_it_copied(busy: Store, tmp_path: Path) -> None:
    restored = tmp_path / "restored"
    restored.mkdir()
    backup(busy, restored / "office.db")
    shutil.copy(busy.data / "office.key", restored)
    with busy.write() as connection:
        take(connection, "series 0")
    copy = open_store(restored)
    with copy.read() as connection:
        assert [last(connection, f"series {number}") for number in (0, SERIES - 1)] == [1, 1]
    with copy.write() as connection:
        assert take(connection, "series 1") == 2
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    copy.close()


def test_a_backup_is_one_private_encrypted_file(busy: Store) -> None:
    made = backup_now(busy, NOON)
    assert made == busy.data / "backups" / "office-20261123-120000.db"  # noon in Vietnam
    assert list(made.parent.iterdir()) == [made]
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.parent.stat().st_mode) == 0o700
    assert not made.read_bytes().startswith(b"SQLite format 3")


def test_a_backup_does_not_wait_for_a_writer_and_leaves_out_what_is_not_committed(store: Store) -> None:
    with store.write() as connection:
        take(connection, "a")
        made = backup(store, store.backups / "office-1.db")
    raw = store.dbapi_connection(writable=False, path=made)
    assert raw.execute("SELECT count(*) FROM number_series").fetchone() == (0,)
    raw.close()


def test_only_the_newest_backups_are_kept(store: Store) -> None:
    made = [backup_now(store, NOON + timedelta(minutes=minute), keep=2) for minute in range(4)]
    assert sorted(store.backups.iterdir()) == made[2:]


def test_a_flipped_bit_is_found(busy: Store) -> None:
    store = damaged(busy)
    with pytest.raises(errors.Damaged), store.read() as connection:
        connection.exec_driver_sql("SELECT * FROM number_series").fetchall()
    store.close()


def test_a_damaged_file_gives_no_backup_and_costs_no_older_one(busy: Store) -> None:
    good = backup_now(busy, NOON, keep=1)
    store = damaged(busy)
    with pytest.raises(errors.Damaged):
        backup_now(store, NOON + timedelta(minutes=1), keep=1)
    assert list(store.backups.iterdir()) == [good]
    store.close()
