"""The tables of the sync with the centre, and of what the centre publishes."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from db.migrations.run import statements

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the tables; none of the first release changes."""
    for statement in statements(Path(__file__).with_suffix(".sql")):
        op.get_bind().exec_driver_sql(statement)
