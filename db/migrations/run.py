"""Runs the packaged revisions on an open connection, and tells whether tables and models agree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

import db.store.types  # noqa: F401  (how types are rendered in STRICT tables)
from db import migrations

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection, MetaData

_FTS_SHADOWS = ("_data", "_idx", "_content", "_docsize", "_config")


def scripts() -> ScriptDirectory:
    """The packaged revisions as alembic sees them."""
    return ScriptDirectory(str(migrations.HERE), version_locations=[str(migrations.HERE / "versions")])


def statements(file: Path) -> list[str]:
    """The statements of a revision's SQL file; an empty line ends each."""
    return file.read_text("utf-8").strip().split("\n\n")


def upgrade(connection: Connection, target: str = "head") -> None:
    """Bring the schema to ``target`` inside the caller's transaction, so that it happens wholly or not at all."""
    directory = scripts()

    def steps(revision: Any, context: MigrationContext) -> Any:
        return directory._upgrade_revs(target, revision)

    with EnvironmentContext(Config(), directory, fn=steps, destination_rev=target) as environment:
        environment.configure(connection=connection, transactional_ddl=True, render_as_batch=True)
        environment.run_migrations()


def differences(connection: Connection, metadata: MetaData) -> list[Any]:
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
