"""Deletion of what is kept for a limited time only: old slips on the spool, and old drafts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, String, delete, literal_column, select, update

from db.domain.event import instant
from db.models import Draft, PrintJob, table

_JOB, _DRAFT = table(PrintJob), table(Draft)
_MOST = 2_000
_DONE = ("confirmed", "done", "sent", "cancelled")
# Spelt as in the partial index, so that SQLite uses it; the plus keeps it from using the index of states.
_OLD_SLIPS = (
    select(_JOB.c.id)
    .where(_JOB.c.slip != literal_column("''"), literal_column("+print_job.state", String).in_(_DONE))
    .limit(_MOST)
)


def forget_old(connection: Connection, before: datetime) -> int:
    """Empty the slips that were done with before ``before`` and drop older drafts: both name people.

    The jobs themselves stay, so that copies are still counted. Returns how many slips were emptied; at most 2,000 at
    once, so that no other writer waits long.
    """
    then = instant(before)
    connection.execute(delete(_DRAFT).where(_DRAFT.c.kept_at < then))
    old = _OLD_SLIPS.where(_JOB.c.changed_at < then)
    return int(connection.execute(update(_JOB).where(_JOB.c.id.in_(old)).values(slip="")).rowcount)
