"""What comes down page by page: while one page is stored, the next is proved and the one after it is on its way."""

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
from db.sync.connection import Lost
from db.sync.session import SyncSession

Page = Sequence[ReceivedEvent]
Validator = Future[list[ValidatedEvent]]

Ask = Callable[[Page], Coroutine[Any, Any, Page]]
"""Brings the page after this one; an empty page is the end."""

Keep = Callable[[Connection, Sequence[ValidatedEvent]], list[Event]]
"""Stores what was proved and returns what of it was new."""

_TURN = 0.1
"""Seconds after which a write transaction takes nothing more, though nobody waits for the file."""

_LEAVING = 0.001
"""Seconds for a question to leave before the file has this thread to itself."""


async def store_pages(session: SyncSession, first: Page, ask: Ask, keep: Keep) -> None:
    """Have ``keep`` store the page ``first`` and all that ``ask`` brings after it.

    ``keep`` is called for a few events at a time, and several times in one write transaction until somebody else waits
    for the file. Raises what ``ask`` and ``keep`` raise; what came before the line was lost is stored all the same.
    """
    if not first:
        return
    page = first
    async with _Pages(first, ask) as pages:
        with ThreadPoolExecutor(1) as aside:
            proving = aside.submit(validate_all, page)
            while page:
                # Nothing else runs until that is done: reading would have to ask for the interpreter bit by bit.
                proofs = proving.result()
                page = await pages.next()
                proving = await _keep_page(session, proofs, keep, partial(aside.submit, validate_all, page))
        if pages.lost:
            raise pages.lost


class _Pages:
    """Pages one after another, of which the next is always asked for already; ``lost`` is why no more came."""

    def __init__(self, first: Page, ask: Ask) -> None:
        self.ask, self.newest = ask, first
        self.lost: Lost | None = None

    async def __aenter__(self) -> _Pages:
        await self._go_on()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Not cancelled: the driver would open another line for that. Its deadline ends it.
        await asyncio.gather(self._asked, return_exceptions=True)

    async def next(self) -> Page:
        """The page that was asked for."""
        try:
            self.newest = await self._asked
        except Lost as lost:
            self.lost, self.newest = lost, ()
        await self._go_on()
        return self.newest

    async def _go_on(self) -> None:
        self._asked = asyncio.create_task(self._after(self.newest))
        await asyncio.wait({self._asked}, timeout=_LEAVING)

    async def _after(self, page: Page) -> Page:
        return await self.ask(page) if page else ()


async def _keep_page(
    session: SyncSession, proofs: Sequence[ValidatedEvent], keep: Keep, prove_next: Callable[[], Validator]
) -> Validator:
    """Have ``keep`` store ``proofs``, and begin with the next beside the end of the last transaction."""
    while True:
        with session.store.write() as connection:
            kept, fresh = _keep_some(session, connection, proofs, keep)
            proofs = proofs[kept:]
            # The file takes its time for the end of a transaction, and does not need the interpreter for it.
            proving = None if proofs else prove_next()
        session.received += fresh
        await asyncio.sleep(0)
        if proving:
            return proving


def _keep_some(
    session: SyncSession, connection: Connection, proofs: Sequence[ValidatedEvent], keep: Keep
) -> tuple[int, int]:
    """Have ``keep`` store as many as the turn at the file allows; how many these were, and how many of them new."""
    began = monotonic()
    kept = fresh = 0
    while kept < len(proofs):
        piece = proofs[kept : kept + session.at_once]
        since = monotonic()
        stored = len(keep(connection, piece))
        now = monotonic()
        if stored:  # what was here already, or was passed over, tells nothing of this machine
            session.stored(stored, now - since)
        fresh += stored
        kept += len(piece)
        if now - began > _TURN or session.store.is_awaited():
            break
    return kept, fresh
