"""What comes down from the centre: stored and folded together with the cursor that says so, chain by chain."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from time import monotonic

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from db import arrival, chains, ledger
from db.chains import Place, Writer
from db.errors import LedgerBroken
from db.event import Act, Deed, Event
from db.proving import Proof
from db.sync import calls
from db.sync.calls import cursor_name
from db.sync.line import Lost
from db.sync.meeting import Meeting
from db.sync.state import Failure
from db.sync.storing import Page, store_pages

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


async def take_all(meeting: Meeting, news: Page) -> Trouble | None:
    """Take ``news``, then ask for more until nothing comes; what is wrong with a chain keeps no other from coming.

    Returns what is wrong with another host's chain: that must not keep ours from going up.

    Raises:
        Diverged: our own chain or one that the centre writes goes on otherwise here.
        Retired: the centre no longer keeps what follows in a chain.
        Lost: the line is lost; what came before is stored.
    """
    taking = _Taking(meeting)
    await store_pages(meeting, news, taking.ask, taking.keep)
    for trouble in taking.trouble.values():
        if isinstance(trouble, Retired) or (
            isinstance(trouble, Diverged) and _is_ours_to_mend(meeting, trouble)
        ):
            raise trouble
    return next(iter(taking.trouble.values()), None)


def _is_ours_to_mend(meeting: Meeting, diverged: Diverged) -> bool:
    return diverged.place.writer == meeting.is_mine or diverged.place.is_of_the_centre


class _Taking:
    """What comes in one meeting; ``trouble`` is what was wrong with chains, of which no more is taken then."""

    def __init__(self, meeting: Meeting) -> None:
        self.meeting = meeting
        self.trouble: dict[Writer, Trouble] = {}
        self._cursors = meeting.cursors()

    async def ask(self, news: Page) -> Page:
        """What follows ``news``, and all that came before."""
        self._cursors |= {cursor_name(told.writer): told.seq for told in news}
        self._cursors |= {cursor_name(writer): _NO_MORE for writer in self.trouble}
        began = monotonic()
        page = await calls.pull(self.meeting.line, self._cursors, self.meeting.window)
        size = sum(len(told.body or "") + len(told.person) for told in page)
        self.meeting.carried(size, monotonic() - began)
        return page

    def keep(self, connection: Connection, proofs: Sequence[Proof]) -> list[Event]:
        """Store and fold ``proofs`` of any chains."""
        fresh: list[Event] = []
        for writer, chain in itertools.groupby(proofs, key=lambda proof: proof.told.writer):
            if writer in self.trouble:
                continue
            try:
                with connection.begin_nested():
                    fresh += _take_chain(self.meeting, connection, list(chain))
            except (Diverged, Retired, Lost) as trouble:
                self.trouble[writer] = trouble
        return fresh


def _take_chain(meeting: Meeting, connection: Connection, proofs: Sequence[Proof]) -> list[Event]:
    if any(proof.told.body is None for proof in proofs):
        raise Retired
    first = proofs[0].told
    writer = first.writer
    mine = writer == meeting.is_mine
    known = chains.place(connection, *writer)
    at = _before(connection, known, first.seq) if mine else known
    try:
        after, fresh = arrival.receive(
            connection, at, proofs, lambda event: _put_aside(meeting, connection, event)
        )
    except arrival.Differs as error:
        raise Diverged(at) from error
    except (LedgerBroken, IntegrityError) as error:
        raise Lost(Failure.BROKEN, str(error)) from error
    if after.seq > known.seq:
        chains.put(connection, replace(after, base=max(after.base, known.base)))
    if writer[0] == meeting.node:
        for event in fresh:
            meeting.arrived(connection, event)
    return fresh


def _put_aside(meeting: Meeting, connection: Connection, event: Event) -> None:
    """Tell people of an event that no row here takes, as the centre tells of what it refuses."""
    if (event.node, event.incarnation) == meeting.is_mine:
        return
    told = {"node": event.node, "incarnation": event.incarnation, "seq": event.seq, "kind": event.kind[:64]}
    told |= {"code": "values", "reason": "it holds values that no office could read"}
    place = f"{event.node}#{event.incarnation}#{event.seq}"
    act = Act(node=meeting.node, incarnation=meeting.incarnation, actor="centre", at=meeting.clock())
    deed = Deed(stream="quarantine", stream_id=place, kind="refused", data={"set": told})
    ledger.append(connection, act, deed)


def _before(connection: Connection, acked: Place, first: int) -> Place:
    """The place before ``first`` in our own chain, which may be ahead of what the centre confirmed."""
    if first == acked.seq + 1:
        return acked
    known = chains.hashes(connection, acked.node, acked.incarnation, first - 1, first - 1)
    return replace(acked, seq=first - 1, hash=known.get(first - 1, ""))
