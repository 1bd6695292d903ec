"""The only changes to events after they were appended: by the sync, each in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text, update

from db.domain.event import Event
from db.ledger import projections
from db.models import APPEND_ONLY, EventRow, table

_EVENT = table(EventRow)


@contextmanager
def unlocked(connection: Connection) -> Iterator[None]:
    """Drop the append-only triggers within the block; no other transaction sees that."""
    for trigger in APPEND_ONLY:
        connection.execute(text(f"DROP TRIGGER {trigger.split()[2]}"))
    yield
    for trigger in APPEND_ONLY:
        connection.execute(text(trigger))


def put_back(connection: Connection, whole: Event) -> bool:
    """Write the text of an event over one in its place that does not match its own hash; False where none does."""
    damaged = (
        _EVENT.c.node == whole.node,
        _EVENT.c.incarnation == whole.incarnation,
        _EVENT.c.seq == whole.seq,
        _EVENT.c.hash == whole.hash,
        _EVENT.c.body != whole.body,
    )
    with unlocked(connection):
        done = connection.execute(update(_EVENT).where(*damaged).values(body=whole.body)).rowcount
    if done:
        projections.rebuild_stream(connection, whole.stream, whole.stream_id)
    return bool(done)
