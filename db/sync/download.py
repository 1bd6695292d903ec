"""What comes down from the centre: stored and folded together with the cursor that says so, chain by chain."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from time import monotonic

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from db.domain.event import Event, EventContext, NewEvent
from db.domain.event_kind import EventKind
from db.domain.validation import ValidatedEvent
from db.errors import LedgerBroken
from db.ledger import chains, ingest, ledger
from db.ledger.chains import Place, Writer
from db.sync import calls
from db.sync.calls import cursor_name
from db.sync.connection import Lost
from db.sync.pages import Page, store_pages
from db.sync.session import SyncSession
from db.sync.state import Failure

_NO_MORE = 1 << 62
"""A cursor behind the end of any chain."""


class Diverged(Exception):
    """Here a chain goes on with other events than at the centre."""

    def __init__(self, place: Place) -> None:
        super().__init__(f"{place.node} goes on otherwise after {place.seq}")
        self.place = place


class Retired(Exception):
    """The centre no longer keeps what follows in a chain."""


Trouble = Diverged | Retired | Lost
"""What may be wrong with a chain."""


async def take_all(session: SyncSession, news: Page) -> Trouble | None:
    """Take ``news``, then ask for more until nothing comes; what is wrong with a chain keeps no other from coming.

    Returns what is wrong with another host's chain: that must not keep ours from going up.

    Raises:
        Diverged: our own chain or one that the centre writes goes on otherwise here.
        Retired: the centre no longer keeps what follows in a chain.
        Lost: the line is lost; what came before is stored.
    """
    if not news:
        return None
    taking = _Taking(session, news)
    await store_pages(session, news, taking.ask, taking.keep)
    for trouble in taking.trouble.values():
        if isinstance(trouble, Retired) or (
            isinstance(trouble, Diverged) and _is_ours_to_mend(session, trouble)
        ):
            raise trouble
    return next(iter(taking.trouble.values()), None)


def _is_ours_to_mend(session: SyncSession, diverged: Diverged) -> bool:
    return diverged.place.writer == session.is_mine or diverged.place.is_of_the_centre


class _Taking:
    """What comes in one meeting; ``trouble`` is what was wrong with chains, of which no more is taken then."""

    def __init__(self, session: SyncSession, news: Page) -> None:
        self.session = session
        self.trouble: dict[Writer, Trouble] = {}
        self._cursors = session.cursors()
        self._apart: set[Writer] = set()
        self._look_for_retired(news)

    async def ask(self, news: Page) -> Page:
        """What follows ``news`` and all that came before, but for chains in trouble."""
        self._cursors |= {cursor_name(received.writer): received.seq for received in news}
        while True:
            passed_over = len(self.trouble)
            page = await self._pull()
            wanted = [received for received in page if received.writer not in self.trouble]
            # Where a chain came into trouble while more of it was on its way, the others are asked for once more.
            if wanted or not page or passed_over == len(self.trouble):
                self._look_for_retired(wanted)
                return wanted

    async def _pull(self) -> Page:
        self._cursors |= {cursor_name(writer): _NO_MORE for writer in self.trouble}
        began = monotonic()
        page = await calls.pull(self.session.line, self._cursors, self.session.window)
        size = sum(len(received.body or "") + len(received.person) for received in page)
        self.session.carried(size, monotonic() - began)
        return page

    def keep(self, connection: Connection, proofs: Sequence[ValidatedEvent]) -> list[Event]:
        """Store and fold ``proofs`` of any chains."""
        self._set_apart(connection)
        fresh: list[Event] = []
        for writer, chain in itertools.groupby(proofs, key=lambda proof: proof.received.writer):
            if writer in self.trouble:
                continue
            try:
                with connection.begin_nested():
                    fresh += _take_chain(self.session, connection, list(chain))
            except (Diverged, Lost) as trouble:
                self.trouble[writer] = trouble
                self._set_apart(connection)
        return fresh

    def _look_for_retired(self, page: Page) -> None:
        self.trouble |= {received.writer: Retired() for received in page if received.body is None}

    def _set_apart(self, connection: Connection) -> None:
        """Note that others' chains in trouble are here in part: what other chains tell of them makes no rows then."""
        for writer in self.trouble.keys() - self._apart - {self.session.is_mine}:
            place = chains.place(connection, *writer)
            chains.put(connection, replace(place, base=max(place.base, 1)))
            self._apart.add(writer)


def _take_chain(
    session: SyncSession, connection: Connection, proofs: Sequence[ValidatedEvent]
) -> list[Event]:
    first = proofs[0].received
    writer = first.writer
    mine = writer == session.is_mine
    known = chains.place(connection, *writer)
    at = _before(connection, known, first.seq) if mine else known
    try:
        after, fresh = ingest.ingest(
            connection, at, proofs, lambda event: _put_aside(session, connection, event)
        )
    except ingest.Differs as error:
        raise Diverged(at) from error
    except (LedgerBroken, IntegrityError) as error:
        raise Lost(Failure.BROKEN, str(error)) from error
    if after.seq > known.seq:
        chains.put(connection, replace(after, base=max(after.base, known.base)))
    if writer[0] == session.node:
        for event in fresh:
            session.arrived(connection, event)
    return fresh


def _put_aside(session: SyncSession, connection: Connection, event: Event) -> None:
    """Tell people of an event that no row here takes, as the centre tells of what it refuses."""
    if (event.node, event.incarnation) == session.is_mine:
        return
    received = {
        "node": event.node,
        "incarnation": event.incarnation,
        "seq": event.seq,
        "kind": event.kind[:64],
    }
    received |= {"code": "values", "reason": "it holds values that no office could read"}
    place = f"{event.node}#{event.incarnation}#{event.seq}"
    context = EventContext(
        node=session.node, incarnation=session.incarnation, actor="centre", at=session.clock()
    )
    new = NewEvent(stream="quarantine", stream_id=place, kind=EventKind.REFUSED, data={"set": received})
    ledger.append(connection, context, new)


def _before(connection: Connection, acked: Place, first: int) -> Place:
    """The place before ``first`` in our own chain, which may be ahead of what the centre confirmed."""
    if first == acked.seq + 1:
        return acked
    known = chains.hashes(connection, acked.node, acked.incarnation, first - 1, first - 1)
    return replace(acked, seq=first - 1, hash=known.get(first - 1, ""))
