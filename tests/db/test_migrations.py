"""Revisions make exactly the tables of the models; an older file is upgraded after a backup, wholly or not at all."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, MetaData
from sqlmodel import SQLModel

from db import drafts, errors, migrations
from db.migrations import revisions, run
from db.numbering import last, take
from db.store import upgrade
from db.store.engine import Store
from db.store.upgrade import create_store, open_store
from tests.db.freeze import statements
from tests.db.store.test_engine import digest

pytestmark = pytest.mark.filterwarnings("ignore:.*expression-based index")
"""SQLAlchemy cannot read such an index back; ``made`` compares its text."""

_FTS_SHADOWS = ("_data", "_idx", "_content", "_docsize", "_config")

NEXT = '''"""A later release adds a column."""
from alembic import op
import sqlalchemy as sa

revision = "{this}"
down_revision = "{before}"


def upgrade() -> None:
    op.add_column("number_series", sa.Column("{column}", sa.String(), server_default="", nullable=False))
    {more}
'''


@pytest.fixture
def next_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A later release's folder of revisions, with one more than ours; call nothing to stay in ours."""
    here = tmp_path / "release"
    shutil.copytree(
        migrations.HERE / "versions", here / "versions", ignore=shutil.ignore_patterns("__pycache__")
    )
    newest = revisions()[-1]
    add(here, f"{int(newest) + 1:04}", newest)
    return here


def add(here: Path, this: str, before: str, column: str = "note", more: str = "pass") -> None:
    text = NEXT.format(this=this, before=before, column=column, more=more)
    (here / "versions" / f"{this}_later.py").write_text(text, "utf-8")


def made(connection: Connection) -> set[str]:
    """Every table, index and trigger as SQLite noted it, but for alembic's own and the full-text shadows."""
    query = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'alembic%'"
    hidden = "CREATE TABLE '"  # only FTS5 quotes the names of its shadow tables so
    return {
        " ".join(sql.split()) for (sql,) in connection.exec_driver_sql(query) if not sql.startswith(hidden)
    }


def columns(store: Store) -> set[str]:
    with store.read() as connection:
        return {row[1] for row in connection.exec_driver_sql("PRAGMA table_info(number_series)")}


def _differences(connection: Connection, metadata: MetaData) -> list[Any]:
    """What autogenerate would change to make the tables equal to ``metadata``; full-text tables are left out."""
    hidden = _full_text_tables(connection)

    def ours(name: str | None, kind: str, parents: object) -> bool:
        return kind != "table" or name not in hidden

    context = MigrationContext.configure(connection, opts={"include_name": ours, "compare_type": True})
    return list(compare_metadata(context, metadata))


def _full_text_tables(connection: Connection) -> set[str]:
    query = "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'"
    names = [row[0] for row in connection.exec_driver_sql(query)]
    return {name + tail for name in names for tail in ("", *_FTS_SHADOWS)}


def test_the_revisions_make_the_tables_of_the_models(store: Store) -> None:
    with store.read() as connection:
        assert made(connection) == {" ".join(statement.split()) for statement in statements()}


def test_alembic_sees_no_difference_either_and_leaves_full_text_tables_alone(store: Store) -> None:
    with store.read() as connection:
        assert _differences(connection, SQLModel.metadata) == []


def test_alembic_does_see_a_missing_column(store: Store) -> None:
    with store.write() as connection:
        connection.exec_driver_sql("ALTER TABLE draft DROP COLUMN body")
    with store.read() as connection:
        assert [change[0] for change in _differences(connection, SQLModel.metadata)] == ["add_column"]


def test_all_tables_are_strict(store: Store) -> None:
    ours = set(SQLModel.metadata.tables)
    with store.read() as connection:
        strict = {row[1] for row in connection.exec_driver_sql("PRAGMA table_list") if row[5]}
    assert ours <= strict


def test_revisions_are_found_without_alembic_as_alembic_finds_them() -> None:
    walked = [script.revision for script in run.scripts().walk_revisions()]
    assert list(revisions()) == walked[::-1]


def test_an_older_schema_is_upgraded_after_a_backup(
    data: Path, next_release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = create_store(data)
    with old.write() as connection:
        take(connection, "a")
    old.close()
    ours = revisions()[-1]
    monkeypatch.setattr(migrations, "HERE", next_release)
    new = open_store(data)
    assert "note" in columns(new)
    with new.write() as connection:
        assert take(connection, "a") == 2
    (kept,) = new.backups.iterdir()
    new.close()
    monkeypatch.undo()
    restored = data.parent / "restored"
    restored.mkdir()
    shutil.copy(kept, restored / "office.db")
    shutil.copy(data / "office.key", restored)
    before = open_store(restored)
    with before.read() as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == ours
        assert last(connection, "a") == 1
    before.close()
    with pytest.raises(errors.NewerSchema):
        open_store(data)


def test_an_office_of_the_first_release_is_upgraded_and_goes_on(data: Path, tmp_path: Path) -> None:
    first = tmp_path / "first"
    (first / "versions").mkdir(parents=True)
    for file in (migrations.HERE / "versions").glob("0001_*"):
        shutil.copy(file, first / "versions")
    with pytest.MonkeyPatch.context() as then:
        then.setattr(migrations, "HERE", first)
        old = create_store(data)
        with old.write() as connection:
            take(connection, "a")
            assert not any("sync_chain" in sql for sql in made(connection))
        old.close()
    upgraded = open_store(data)
    with upgraded.write() as connection:
        assert made(connection) == {" ".join(statement.split()) for statement in statements()}
        assert _differences(connection, SQLModel.metadata) == []
        assert take(connection, "a") == 2
    upgraded.close()


def test_drafts_of_the_second_release_get_an_id_and_keep_what_was_typed(data: Path, tmp_path: Path) -> None:
    second = tmp_path / "second"
    (second / "versions").mkdir(parents=True)
    for file in (migrations.HERE / "versions").glob("000[12]_*"):
        shutil.copy(file, second / "versions")
    with pytest.MonkeyPatch.context() as then:
        then.setattr(migrations, "HERE", second)
        old = create_store(data)
        with old.write() as connection:
            for owner in ("lan", "minh"):
                connection.exec_driver_sql(
                    "INSERT INTO draft VALUES (?, 'intake', '{\"name\":\"Tý\"}', '2026-11-23T01:41:00.000Z')",
                    (owner,),
                )
        old.close()
    upgraded = open_store(data)
    with upgraded.write() as connection:
        kept = [
            *drafts.drafts_of(connection, "lan", "intake"),
            *drafts.drafts_of(connection, "minh", "intake"),
        ]
        assert [(draft.owner, draft.body, draft.parked) for draft in kept] == [
            ("lan", '{"name":"Tý"}', False),
            ("minh", '{"name":"Tý"}', False),
        ]
        assert len({draft.id for draft in kept}) == 2
        assert made(connection) == {" ".join(statement.split()) for statement in statements()}
    upgraded.close()


def test_no_upgrade_under_the_hands_of_others(
    store: Store, next_release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "HERE", next_release)
    monkeypatch.setattr(upgrade, "_ALONE_SECONDS", 0.1)
    with pytest.raises(errors.InUse):
        open_store(store.data)
    assert "note" not in columns(store)
    store.close()
    open_store(store.data).close()


def test_counters_that_start_together_upgrade_once(
    store: Store, next_release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.close()
    monkeypatch.setattr(migrations, "HERE", next_release)
    with ThreadPoolExecutor(8) as counters:
        opened = list(counters.map(open_store, [store.data] * 8))
    assert len(list(store.backups.iterdir())) == 1
    for one in opened:
        assert "note" in columns(one)
        one.close()


def test_an_upgrade_that_fails_leaves_the_file_as_it_was(
    store: Store, next_release: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.close()
    before = digest(store.path)
    newest = int(revisions()[-1])
    add(next_release, f"{newest + 2:04}", f"{newest + 1:04}", "more", "raise RuntimeError('power cut')")
    monkeypatch.setattr(migrations, "HERE", next_release)
    with pytest.raises(RuntimeError, match="power cut"):
        open_store(store.data)
    monkeypatch.undo()
    assert digest(store.path) == before
    again = open_store(store.data)
    assert "note" not in columns(again)
    again.close()
