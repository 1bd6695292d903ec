"""Hand-overs to agencies, and citizens who were sent away for papers."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from db.migrations.run import statements

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the tables; none of an earlier release changes."""
    for statement in statements(Path(__file__).with_suffix(".sql")):
        op.get_bind().exec_driver_sql(statement)
