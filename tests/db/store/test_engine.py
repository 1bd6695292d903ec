"""An office file opens only whole, with its key, by a release that knows it; transactions keep to themselves."""

from __future__ import annotations

import hashlib
import secrets
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError
from sqlcipher3 import dbapi2

from db import errors
from db.numbering import last, take
from db.store.engine import Store
from db.store.lock import FairLock
from db.store.upgrade import create_store, open_store
from tests.db.people import (
    call_newer_and_hang,
    commit_and_hang,
    hang_in_a_transaction,
    killed_while,
    use_after_fork,
)

SERIES = "a"


def count(store: Store) -> int:
    with store.read() as connection:
        return last(connection, SERIES)


def take_one(store: Store) -> None:
    with store.write() as connection:
        take(connection, SERIES)


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_only_the_service_account_can_read_an_office(store: Store) -> None:
    take_one(store)
    modes = {path.name: mode(path) for path in store.data.iterdir()}
    assert mode(store.data) == 0o700
    assert modes.keys() == {"office.db", "office.db-wal", "office.db-shm", "office.key", "office.lock"}
    assert set(modes.values()) == {0o600}


def test_nothing_of_the_file_can_be_read_without_the_key(store: Store) -> None:
    with store.write() as connection:
        take(connection, "Nguyễn Văn Đức")
    store.close()
    assert not store.path.read_bytes().startswith(b"SQLite format 3")
    assert "Nguyễn Văn Đức".encode() not in store.path.read_bytes()


def test_what_was_committed_is_there_again(data: Path) -> None:
    store = create_store(data)
    take_one(store)
    store.close()
    again = open_store(data)
    assert count(again) == 1
    again.close()


def test_the_key_may_live_elsewhere_and_may_be_provided(tmp_path: Path, data: Path) -> None:
    key = tmp_path / "credential"
    key.write_text(secrets.token_hex(32).upper() + "\n")
    create_store(data, key).close()
    open_store(data, key).close()
    assert not (data / "office.key").exists()


@pytest.mark.parametrize("text", ["", "not hex", "ab" * 31, "5b" * 32])
def test_a_wrong_key_opens_nothing_and_changes_nothing(store: Store, text: str) -> None:
    store.close()
    before = digest(store.path)
    (store.data / "office.key").write_text(text)
    with pytest.raises(errors.WrongKey):
        open_store(store.data)
    assert digest(store.path) == before


def test_a_missing_key_is_said(store: Store) -> None:
    store.close()
    (store.data / "office.key").unlink()
    with pytest.raises(errors.WrongKey, match=r"office\.key"):
        open_store(store.data)


def test_the_key_shows_in_no_description(store: Store) -> None:
    key = (store.data / "office.key").read_text().strip()
    assert key not in repr(store._key)


def test_a_folder_without_an_office_is_said(data: Path) -> None:
    with pytest.raises(errors.NotAnOffice):
        open_store(data)
    assert not data.exists()


def test_an_office_is_not_made_over_another(store: Store) -> None:
    with pytest.raises(errors.AlreadyAnOffice):
        create_store(store.data)
    take_one(store)


def test_an_office_that_was_never_finished_can_be_made_again(data: Path) -> None:
    data.mkdir()
    (data / "office.db").touch()
    (data / "office.key").write_text(secrets.token_hex(32))
    with pytest.raises(errors.NotAnOffice):
        open_store(data)
    store = create_store(data)
    take_one(store)
    store.close()


def test_an_old_sqlite_is_refused(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dbapi2, "sqlite_version_info", (3, 51, 2))
    with pytest.raises(errors.OldSqlite):
        create_store(data)
    with pytest.raises(errors.OldSqlite):
        open_store(data)


def test_opening_an_up_to_date_office_loads_no_alembic(store: Store) -> None:
    store.close()
    code = (
        "import sys; from pathlib import Path; from db.store.upgrade import open_store\n"
        "store = open_store(Path(sys.argv[1])); store.data_version()\n"
        "with store.write(): pass\n"
        "store.close(); print([name for name in ('alembic', 'sqlmodel') if name in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(store.data)], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"


def test_an_exception_undoes_the_whole_write(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.write() as connection:
        take(connection, SERIES)
        raise ZeroDivisionError
    assert count(store) == 0
    take_one(store)
    assert count(store) == 1


def test_a_snapshot_does_not_move_while_others_write(store: Store) -> None:
    with store.read() as connection:
        assert last(connection, SERIES) == 0
        other = threading.Thread(target=take_one, args=(store,))
        other.start()
        other.join()
        assert last(connection, SERIES) == 0
        with store.read() as inner:
            assert inner is connection
    assert count(store) == 1


def test_a_read_within_a_write_sees_what_was_written(store: Store) -> None:
    with store.write() as connection:
        take(connection, SERIES)
        assert count(store) == 1


def test_a_write_within_a_write_is_refused(store: Store) -> None:
    with store.write():
        with pytest.raises(errors.StoreError, match="already under way"), store.write():
            pass
        with pytest.raises(errors.StoreError, match="already under way"):
            store.writer()
        with pytest.raises(errors.StoreError, match="still under way"):
            store.close()
    take_one(store)


def test_a_reader_cannot_write(store: Store) -> None:
    with pytest.raises(errors.ReadOnly, match="readonly"), store.read() as connection:
        take(connection, SERIES)


def test_tables_refuse_values_of_the_wrong_kind(store: Store) -> None:
    with pytest.raises(IntegrityError), store.write() as connection:
        connection.exec_driver_sql("INSERT INTO number_series VALUES ('a', 'many')")


def test_the_ledger_refuses_change_deletion_and_replacement(store: Store) -> None:
    body = '\'{"node":"n","inc":1,"seq":1,"id":"i"}\''
    with store.write() as connection:
        connection.exec_driver_sql(f"INSERT INTO event (position, body, hash) VALUES (1, {body}, 'h')")
    for statement in (
        "UPDATE event SET hash = 'x'",
        "DELETE FROM event",
        f"INSERT OR REPLACE INTO event (position, body, hash) VALUES (1, {body}, 'x')",
        f"INSERT OR REPLACE INTO event (body, hash) VALUES ({body}, 'x')",
    ):
        with pytest.raises(IntegrityError, match="append-only"), store.write() as connection:
            connection.exec_driver_sql(statement)


def test_the_data_version_tells_of_everybodys_commits(store: Store) -> None:
    neighbour = open_store(store.data)
    seen = [neighbour.data_version(), store.data_version()]
    with pytest.raises(ZeroDivisionError), store.write() as connection:
        take(connection, SERIES)
        raise ZeroDivisionError
    assert [neighbour.data_version(), store.data_version()] == seen
    take_one(store)
    assert neighbour.data_version() != seen[0]
    assert store.data_version() != seen[1]
    neighbour.close()


def test_a_connection_keeps_two_megabytes_of_pages(store: Store) -> None:
    with store.read() as connection:
        assert connection.exec_driver_sql("PRAGMA cache_size").scalar() == -2000


def test_closing_waits_for_its_turn_like_every_write(store: Store) -> None:
    take_one(store)
    closed = threading.Event()

    def close() -> None:
        store.close()
        closed.set()

    lock = FairLock(store.data / "office.lock")
    with lock:
        closing = threading.Thread(target=close)
        closing.start()
        assert not closed.wait(0.1)
    closing.join()
    assert closed.is_set()
    assert not (store.data / "office.db-wal").exists()
    store.close()


def test_a_lock_that_is_refused_keeps_nobody_from_closing(
    store: Store, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_one(store)
    with monkeypatch.context() as patched:
        patched.setattr(store, "lock", FairLock(Path("/dev/full")))
        store.close()
    again = open_store(data)
    assert count(again) == 1
    again.close()


def test_a_full_disk_is_said_and_nothing_is_half_written(store: Store) -> None:
    with store.write() as connection:
        connection.exec_driver_sql("SELECT 1")
        raw = connection.connection.driver_connection
    assert raw is not None
    raw.execute("PRAGMA max_page_count=1")
    with pytest.raises(errors.DiskFull), store.write() as connection:
        for number in range(5000):
            take(connection, f"series {number}")
    with store.read() as connection:
        assert last(connection, "series 0") == 0


def test_a_forked_process_is_told_that_the_store_is_not_its_own(store: Store) -> None:
    store.close()
    assert use_after_fork(store.data) == "Forked"


def test_a_kill_in_the_middle_of_a_write_loses_that_write_only(store: Store) -> None:
    take_one(store)
    with killed_while(hang_in_a_transaction, store.data):
        pass
    assert count(store) == 1
    take_one(store)
    assert count(store) == 2


def test_a_kill_after_the_commit_loses_nothing(data: Path) -> None:
    create_store(data).close()
    with killed_while(commit_and_hang, data):
        assert (data / "office.db-wal").stat().st_size > 0
        # After a power cut nothing vouches for the shared index; the first reader has to make it anew.
        (data / "office.db-shm").unlink()
    again = open_store(data)
    assert count(again) == 1
    again.close()


def test_a_newer_schema_is_said_and_no_byte_is_changed(data: Path) -> None:
    create_store(data).close()
    # The killed process leaves a WAL behind: closing must not empty it into the file either.
    with killed_while(call_newer_and_hang, data):
        files = [data / "office.db", data / "office.db-wal"]
    before = [digest(file) for file in files]
    with pytest.raises(errors.NewerSchema) as caught:
        open_store(data)
    assert caught.value.revision == "9999"
    assert [digest(file) for file in files] == before
    assert not (data / "backups").exists()
