"""Books of the register that are closed, and an index of the lines of books."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from db.migrations.run import statements

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the table, and index the dossiers by their lines."""
    for statement in statements(Path(__file__).with_suffix(".sql")):
        op.get_bind().exec_driver_sql(statement)
