"""Feedback of citizens."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from db.migrations.run import statements

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the table; none of an earlier release changes."""
    for statement in statements(Path(__file__).with_suffix(".sql")):
        op.get_bind().exec_driver_sql(statement)
