"""The outbox: this host's events that the centre lacks, read and encoded a batch at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from time import monotonic

from sqlalchemy import Connection, bindparam, func, select

from db.ledger.chains import Place
from db.models import EventPerson, EventRow, table
from db.sync.calls import Batch
from db.sync.encoding import Encoding, encode
from db.sync.session import SyncSession
from db.sync.wire import Packed

MOST_EVENTS = 400
"""Events in a batch: few, so that the centre stores the first batch while the next is read."""

_AT_LEAST = 3
"""Batches in a window of a slow line."""

_EVENT, _PERSON = table(EventRow), table(EventPerson)
_NEXT = (
    select(
        _EVENT.c.seq,
        _EVENT.c.hash,
        _EVENT.c.body,
        func.coalesce(_PERSON.c.salt, ""),
        func.coalesce(_PERSON.c["values"], ""),
    )
    .join_from(_EVENT, _PERSON, _PERSON.c.event == _EVENT.c.id, isouter=True)
    .where(_EVENT.c.node == bindparam("of_node"), _EVENT.c.incarnation == bindparam("of_incarnation"))
    .where(_EVENT.c.seq > bindparam("after"))
    .order_by(_EVENT.c.seq)
    .limit(bindparam("most"))
)


def batch_after(
    connection: Connection,
    after: Place,
    size: int,
    *,
    most: int = MOST_EVENTS,
    form: Encoding = Encoding.PACKED,
) -> Batch | None:
    """The next events of a chain after ``after``, at most ``most`` and about ``size`` bytes as they lie here.

    They are written in ``form``; None where there are no more.
    """
    of = {"of_node": after.node, "of_incarnation": after.incarnation, "after": after.seq, "most": most}
    events: list[Packed] = []
    held = 0
    for seq, digest, body, salt, person in connection.execute(_NEXT, of):
        events.append(Packed(body, salt, person))
        newest = seq, digest
        held += len(body) + len(person)
        if held >= size:
            break
    if not events:
        return None
    words, text = encode(events, form)
    last = replace(after, seq=newest[0], hash=newest[1])
    return Batch(first=after.seq + 1, previous=after.hash, last=last, form=form, words=words, text=text)


class Outbox:
    """The batches of a run after ``after``, in order; ``seconds`` is the time spent on reading and encoding them."""

    def __init__(self, session: SyncSession, after: Place) -> None:
        self.seconds = 0.0
        self._session = session
        self._after = after
        self._next: Batch | None = None

    def next(self) -> Batch | None:
        """The next batch, which stays the next until a window takes it; None where nothing waits."""
        if not self._next:
            began = monotonic()
            self._next = self._read()
            self.seconds += monotonic() - began
        return self._next

    def window(self) -> Iterator[Batch]:
        """The batches of one window; at its end the first batch of the next window is prepared."""
        left = self._session.window
        while left > 0 and (batch := self.next()):
            self._next, self._after = None, batch.last
            left -= batch.size
            yield batch
        self.next()

    def _read(self) -> Batch | None:
        session = self._session
        session.read_at = session.clock()
        form = session.encoding.form
        with session.store.read() as connection:
            return batch_after(connection, self._after, session.window * form.value // _AT_LEAST, form=form)
