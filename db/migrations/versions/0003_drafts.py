"""Drafts with an id of their own, the process that has them open, and the code of what became of them."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from db.migrations.run import statements

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table of drafts anew, and take over what was typed."""
    connection = op.get_bind()
    connection.exec_driver_sql("ALTER TABLE draft RENAME TO draft_before")
    for statement in statements(Path(__file__).with_suffix(".sql")):
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql(
        "INSERT INTO draft (id, owner, screen, parked, presence, counter, terminal, body, kept_at, code) "
        "SELECT lower(hex(randomblob(16))), owner, screen, 0, 0, 0, '', body, kept_at, '' FROM draft_before"
    )
    connection.exec_driver_sql("DROP TABLE draft_before")
