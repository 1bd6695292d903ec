"""An index for each worklist."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from db.migrations.run import statements

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Index the dossiers; the tables stay as they are."""
    for statement in statements(Path(__file__).with_suffix(".sql")):
        op.get_bind().exec_driver_sql(statement)
