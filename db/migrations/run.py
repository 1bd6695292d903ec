"""Runs the packaged revisions on an open connection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

import db.store.types  # noqa: F401  (how types are rendered in STRICT tables)
from db import migrations

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection


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
