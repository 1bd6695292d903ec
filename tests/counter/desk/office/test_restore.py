"""A copy is put back whole or not at all, and what it replaces is kept."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from counter.desk.desk import Desk
from counter.desk.dossiers.intake import receive
from counter.desk.office.copies import file_damage, make_backup, restore_backup, write_new_file
from counter.desk.office.opening import CannotOpen, make_office, open_desk
from counter.desk.office.verification import verify
from counter.problems import Problem
from db.domain.records import Staff
from db.store.keys import make_key
from tests import offices


def _dossiers(data: Path) -> int:
    desk = open_desk(data)
    with desk.read() as connection:
        count = connection.exec_driver_sql("SELECT count(*) FROM dossier").scalar()
    desk.store.close()
    return int(count or 0)


def _flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[-4096 + 1234] ^= 0x10
    file.write_bytes(content)


def test_a_copy_is_put_back_and_what_it_replaces_is_kept(desk: Desk) -> None:
    data = desk.store.data
    receive(desk, offices.intake())
    copy = make_backup(desk)
    receive(desk, offices.intake())
    with pytest.raises(CannotOpen, match="quầy"):
        restore_backup(data, copy)
    desk.store.close()
    done = restore_backup(data, copy)
    assert _dossiers(data) == 1
    assert done.kept is not None
    shutil.copy(data / "office.key", done.kept)
    assert _dossiers(done.kept) == 2
    assert not [file for file in data.iterdir() if file.name.startswith("restore.")]


def test_a_lost_machine_gets_its_key_from_beside_the_copy(desk: Desk, tmp_path: Path) -> None:
    receive(desk, offices.intake())
    away = tmp_path / "away"
    copy = make_backup(desk, away / "copy.db")
    shutil.copy(desk.store.data / "office.key", away)
    restore_backup(tmp_path / "new", copy)
    assert _dossiers(tmp_path / "new") == 1
    other = tmp_path / "other"
    other.mkdir()
    make_key(other / "office.key")
    done = restore_backup(other, copy)
    assert _dossiers(other) == 1
    assert done.kept is not None
    assert (done.kept / "office.key").is_file()


@pytest.mark.parametrize("kind", ["damaged", "empty", "text", "missing", "folder"])
def test_what_does_not_verify_is_refused(desk: Desk, tmp_path: Path, kind: str) -> None:
    data = desk.store.data
    copy = make_backup(desk, tmp_path / "copy.db")
    match kind:
        case "damaged":
            _flip(copy)
        case "empty":
            copy.write_bytes(b"")
        case "text":
            copy.write_text("không phải tệp dữ liệu")
        case "missing":
            copy.unlink()
        case _:
            copy.unlink()
            copy.mkdir()
    receive(desk, offices.intake())
    desk.store.close()
    with pytest.raises(Problem):
        restore_backup(data, copy)
    assert _dossiers(data) == 1
    assert not (data / "replaced").exists()


def test_why_a_key_does_not_open_is_told(desk: Desk, tmp_path: Path) -> None:
    data = desk.store.data
    copy = make_backup(desk)
    receive(desk, offices.intake())
    stray = tmp_path / "office.db-wal"
    shutil.copy(data / "office.db-wal", stray)
    desk.store.close()
    key = (data / "office.key").read_text()
    (data / "office.key").unlink()
    with pytest.raises(CannotOpen, match="không có ở đó"):
        open_desk(data)
    with pytest.raises(CannotOpen, match="không có ở đó"):
        make_office(data, desk.office, Staff(login="admin", name="Lê"), offices.PASSWORD)
    assert not (data / "office.key").exists()
    make_key(data / "office.key")
    with pytest.raises(CannotOpen, match="không mở được"):
        open_desk(data)
    (data / "office.key").write_text(key)
    shutil.copy(copy, data / "office.db")
    shutil.copy(stray, data / "office.db-wal")
    with pytest.raises(CannotOpen, match=r"office\.db-wal"):
        open_desk(data)
    restore_backup(data, copy)
    assert _dossiers(data) == 0


def test_a_bad_copy_never_replaces_a_good_one(desk: Desk, tmp_path: Path) -> None:
    data = desk.store.data
    for _ in range(40):
        receive(desk, offices.intake())
    good = make_backup(desk, tmp_path / "good.db")
    before = good.read_bytes()
    desk.store.close()
    _flip(data / "office.db")
    damaged = replace(desk, store=open_desk(data).store)
    with pytest.raises(Problem):
        make_backup(damaged, good)
    for target in (tmp_path, data / "office.db", Path("/dev/full/copy.db")):
        with pytest.raises(Problem):
            make_backup(damaged, target)
    assert good.read_bytes() == before
    damaged.store.close()


def test_a_damaged_file_is_found_and_written_anew_from_its_events(desk: Desk) -> None:
    data = desk.store.data
    for _ in range(60):
        receive(desk, offices.intake())
    desk.store.close()
    sound = (data / "office.db").read_bytes()
    pages, written = len(sound) // 4096, 0
    for page in range(3, pages, 6):
        content = bytearray(sound)
        content[page * 4096 + 777] ^= 0x04
        (data / "office.db").write_bytes(content)
        assert file_damage(data), page
        try:
            kept, lacking = write_new_file(data)
        except CannotOpen:
            assert (data / "office.db").read_bytes() == bytes(content)
            continue
        written += 1
        assert kept is not None
        assert (kept / "office.db").read_bytes() == bytes(content)
        again = replace(desk, store=open_desk(data).store)
        verify(again, rebuild=True)
        # Personal values whose page was bad are in the rows alone: those stay, and are reported.
        assert {kind for kind, _ in verify(again, rebuild=True).lost} <= {"dossier"}
        assert {"event_person", "print_job"} & set(lacking) or verify(again).holds
        assert receive(again, offices.intake()).dossier.code.endswith("-0061")
        again.store.close()
    assert written > pages // 24
