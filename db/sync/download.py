"""Events from the centre: stored and folded chain by chain, in one transaction with the chain's cursor."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from time import monotonic

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from db.domain.event import Event, EventContext, NewEvent
from db.domain.event_kind import EventKind, Stream
from db.domain.validation import ValidatedEvent
from db.errors import LedgerBroken
from db.ledger import chains, ingest, ledger
from db.ledger.chains import Place, Writer
from db.sync import calls
from db.sync.calls import cursor_name
from db.sync.connection import SyncError
from db.sync.pages import Page, store_pages
from db.sync.session import SyncSession
from db.sync.state import Failure

_CLOCK = "clock"
_REASONS = {
    _CLOCK: "it is more than a day ahead of the clock",
    "values": "it holds values that no office could read",
}
"""Why an event is not taken: the centre's words for programs, and its sentences."""


class Diverged(Exception):
    """A chain has other events here than at the centre."""

    def __init__(self, place: Place) -> None:
        super().__init__(f"{place.node} has other events at the centre after {place.seq}")
        self.place = place


class Retired(Exception):
    """The centre no longer keeps what follows in a chain."""


ChainError = Diverged | Retired | SyncError
"""Why no more of a chain is stored in this run."""


async def download_all(session: SyncSession, news: Page) -> ChainError | None:
    """Store the page ``news``, then pull until nothing comes. An error in one chain does not stop the others.

    Returns the error of another host's chain, which must not stop the upload.

    Raises:
        Diverged: our own chain, or one that the centre writes, has other events here.
        Retired: the centre no longer keeps the next events of a chain.
        SyncError: the connection failed; what came before is stored.
    """
    if not news:
        return None
    download = _Download(session, news)
    await store_pages(session, news, download.fetch, download.store)
    for error in download.errors.values():
        if isinstance(error, Retired) or (isinstance(error, Diverged) and _must_resolve(session, error)):
            raise error
    return next(iter(download.errors.values()), None)


def _must_resolve(session: SyncSession, diverged: Diverged) -> bool:
    return diverged.place.writer == session.writer or diverged.place.is_of_the_centre


class _Download:
    """The download of one run; ``errors`` are those of chains, of which no more is stored then."""

    def __init__(self, session: SyncSession, news: Page) -> None:
        self.session = session
        self.errors: dict[Writer, ChainError] = {}
        self._cursors = session.cursors()
        self._sparse: set[Writer] = set()
        self._note_retired(news)

    async def fetch(self, news: Page) -> Page:
        """The page after ``news``, without chains that have an error."""
        self._cursors |= {cursor_name(received.writer): received.seq for received in news}
        while True:
            failed = len(self.errors)
            page = await self._pull()
            wanted = [received for received in page if received.writer not in self.errors]
            # A page that was asked for before a chain failed may hold nothing else: the others are asked for again.
            if wanted or not page or failed == len(self.errors):
                self._note_retired(wanted)
                return wanted

    async def _pull(self) -> Page:
        self._cursors |= {cursor_name(writer): calls.BEYOND_END for writer in self.errors}
        began = monotonic()
        page = await calls.pull(self.session.pg, self._cursors, self.session.window)
        size = sum(len(received.body or "") + len(received.person) for received in page)
        self.session.learn_speed(size, monotonic() - began)
        return page

    def store(self, connection: Connection, events: Sequence[ValidatedEvent]) -> list[Event]:
        """Store and fold ``events`` of any chains; returns those that were new."""
        self._mark_sparse(connection)
        fresh: list[Event] = []
        for writer, chain in itertools.groupby(events, key=lambda event: event.received.writer):
            if writer in self.errors:
                continue
            try:
                with connection.begin_nested():
                    fresh += _store_chain(self.session, connection, list(chain))
            except (Diverged, SyncError) as error:
                self.errors[writer] = error
                self._mark_sparse(connection)
        return fresh

    def _note_retired(self, page: Page) -> None:
        self.errors |= {received.writer: Retired() for received in page if received.body is None}

    def _mark_sparse(self, connection: Connection) -> None:
        """Mark others' chains with an error as sparse, so that their dossiers get no rows from other chains alone."""
        for writer in self.errors.keys() - self._sparse - {self.session.writer}:
            place = chains.place(connection, *writer)
            chains.put(connection, replace(place, base=max(place.base, 1)))
            self._sparse.add(writer)


def _store_chain(
    session: SyncSession, connection: Connection, events: Sequence[ValidatedEvent]
) -> list[Event]:
    first = events[0].received
    writer = first.writer
    is_own = writer == session.writer
    known = chains.place(connection, *writer)
    at = _before(connection, known, first.seq) if is_own else known
    events = [_judged(session, event) for event in events]
    codes = {event.received.seq: event.invalid for event in events}
    try:
        after, fresh = ingest.ingest(
            connection, at, events, lambda event: _quarantine(session, connection, event, codes[event.seq])
        )
    except ingest.Differs as error:
        raise Diverged(at) from error
    except (LedgerBroken, IntegrityError) as error:
        raise SyncError(Failure.BROKEN, str(error)) from error
    if after.seq > known.seq:
        chains.put(connection, replace(after, base=max(after.base, known.base)))
    if writer[0] == session.node:
        for event in fresh:
            session.arrived(connection, event)
    return fresh


def _judged(session: SyncSession, event: ValidatedEvent) -> ValidatedEvent:
    return replace(event, invalid=_CLOCK) if not event.invalid and session.is_ahead(event) else event


def _quarantine(session: SyncSession, connection: Connection, event: Event, invalid: str) -> None:
    """Report an event that is not taken, in the form in which the centre reports what it refuses."""
    if (event.node, event.incarnation) == session.writer:
        return
    received = {
        "node": event.node,
        "incarnation": event.incarnation,
        "seq": event.seq,
        "kind": event.kind[:64],
    }
    code = _CLOCK if invalid == _CLOCK else "values"
    received |= {"code": code, "reason": _REASONS[code]}
    place = f"{event.node}#{event.incarnation}#{event.seq}"
    context = EventContext(
        node=session.node, incarnation=session.incarnation, actor="centre", at=session.clock()
    )
    new = NewEvent(stream=Stream.QUARANTINE, stream_id=place, kind=EventKind.REFUSED, data={"set": received})
    ledger.append(connection, context, new)


def _before(connection: Connection, acked: Place, first: int) -> Place:
    """The place before number ``first`` in our own chain, which may be after what the centre confirmed."""
    if first == acked.seq + 1:
        return acked
    known = chains.hashes(connection, acked.node, acked.incarnation, first - 1, first - 1)
    return replace(acked, seq=first - 1, hash=known.get(first - 1, ""))
