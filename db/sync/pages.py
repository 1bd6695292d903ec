"""Storing of pages as a pipeline: while one page is stored, the next is validated and the one after it is fetched."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from time import monotonic
from types import TracebackType
from typing import Any

from sqlalchemy import Connection

from db.domain.event import Event
from db.domain.validation import ReceivedEvent, ValidatedEvent, validate_all
from db.sync.connection import SyncError
from db.sync.session import SyncSession

Page = Sequence[ReceivedEvent]
Validator = Future[list[ValidatedEvent]]

FetchPage = Callable[[Page], Coroutine[Any, Any, Page]]
"""Fetches the page after the given one; an empty page is the end."""

StoreEvents = Callable[[Connection, Sequence[ValidatedEvent]], list[Event]]
"""Stores events and returns those that were new."""

_TURN_SECONDS = 0.1
"""Seconds after which a write transaction takes no further piece, though nobody waits for the file."""

_SEND_SECONDS = 0.001
"""Seconds for a request to be sent before storing blocks the event loop."""


async def store_pages(session: SyncSession, first: Page, fetch: FetchPage, store: StoreEvents) -> None:
    """Store the page ``first`` and the pages that ``fetch`` brings after it.

    ``store`` is called with a few events at a time, and several times in one write transaction until somebody else
    waits for the file. Raises what ``fetch`` and ``store`` raise; the pages before a ``SyncError`` are stored.
    """
    if not first:
        return
    page = first
    async with _Pages(first, fetch) as pages:
        with ThreadPoolExecutor(1) as executor:
            validation = executor.submit(validate_all, page)
            while page:
                # The event loop waits here: running beside the validation it would contend for the interpreter lock.
                events = validation.result()
                page = await pages.next()
                validation = await _store_page(
                    session, events, store, partial(executor.submit, validate_all, page)
                )
        if pages.error:
            raise pages.error


class _Pages:
    """Pages in order, with one request ahead; ``error`` is why no more came."""

    def __init__(self, first: Page, fetch: FetchPage) -> None:
        self.fetch, self.newest = fetch, first
        self.error: SyncError | None = None

    async def __aenter__(self) -> _Pages:
        await self._request()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Not cancelled: the driver would open another connection to cancel the query. The deadline ends it.
        await asyncio.gather(self._requested, return_exceptions=True)

    async def next(self) -> Page:
        """The page that was requested."""
        try:
            self.newest = await self._requested
        except SyncError as error:
            self.error, self.newest = error, ()
        await self._request()
        return self.newest

    async def _request(self) -> None:
        self._requested = asyncio.create_task(self._after(self.newest))
        await asyncio.wait({self._requested}, timeout=_SEND_SECONDS)

    async def _after(self, page: Page) -> Page:
        return await self.fetch(page) if page else ()


async def _store_page(
    session: SyncSession,
    events: Sequence[ValidatedEvent],
    store: StoreEvents,
    validate_next: Callable[[], Validator],
) -> Validator:
    """Store ``events``; the validation of the next page begins while the last transaction commits."""
    while True:
        with session.store.write() as connection:
            count, fresh = _store_some(session, connection, events, store)
            events = events[count:]
            # The commit waits for the disk and does not hold the interpreter lock.
            validation = None if events else validate_next()
        session.received += fresh
        await asyncio.sleep(0)
        if validation:
            return validation


def _store_some(
    session: SyncSession, connection: Connection, events: Sequence[ValidatedEvent], store: StoreEvents
) -> tuple[int, int]:
    """Store as many events as one turn at the file allows; returns how many these were, and how many were new."""
    began = monotonic()
    count = fresh = 0
    while count < len(events):
        piece = events[count : count + session.at_once]
        piece_began = monotonic()
        stored = len(store(connection, piece))
        now = monotonic()
        if stored:  # events that were here already say nothing about the speed of this machine
            session.learn_store_rate(stored, now - piece_began)
        fresh += stored
        count += len(piece)
        if now - began > _TURN_SECONDS or session.store.is_awaited():
            break
    return count, fresh
