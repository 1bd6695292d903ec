"""The schema of the first release."""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make all tables."""
    op.execute(
        "CREATE TABLE number_series (series TEXT NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (series)) STRICT"
    )
