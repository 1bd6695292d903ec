"""The schema of the first release."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from db.migrations.run import statements

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make all tables, indexes, triggers and full-text tables."""
    for statement in statements(Path(__file__).with_suffix(".sql")):
        op.get_bind().exec_driver_sql(statement)
