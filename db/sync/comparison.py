"""Comparison of the ledgers of this host and the centre, range by range, and repair of what differs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from db.domain.validation import validate
from db.ledger import chains, repair
from db.ledger.chains import Place, Writer
from db.models import EventRow, table
from db.sync import calls
from db.sync.calls import cursor_name
from db.sync.download import Diverged
from db.sync.outbox import batch_after
from db.sync.session import SyncSession

STEP = 500
AT_ONCE = 40 * STEP
"""Events compared in one run; the next run goes on from there."""

_EVENT = table(EventRow)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonResult:
    """How many events were ``compared`` up to the number ``reached``, the numbers of those that differed, how many of
    these were repaired at the centre (``mended``), and how many here (``put_back``).
    """

    compared: int = 0
    reached: int = 0
    differing: tuple[int, ...] = ()
    mended: int = 0
    put_back: int = 0


def digest(bodies: list[str]) -> str:
    """The hash of a range: SHA-256 of the SHA-256 of each text, one after another."""
    hashes = "".join(hashlib.sha256(body.encode()).hexdigest() for body in bodies)
    return hashlib.sha256(hashes.encode()).hexdigest()


async def last_common(session: SyncSession, place: Place) -> int:
    """The number of the last event of a chain that is the same on both sides, by binary search."""
    with session.store.read() as connection:
        known = chains.place(connection, *place.writer)
        highest = chains.head(connection, *place.writer).seq
    there = {hashes.writer: hashes.seq for hashes in await calls.snapshot_chains(session.pg)}.get(
        place.writer, 0
    )
    low, high = 0, min(highest, there)
    if known.seq <= high and await _is_same(session, place.writer, known.seq, when_retired=True):
        low = known.seq
    while low < high:
        middle = (low + high + 1) // 2
        if await _is_same(session, place.writer, middle):
            low = middle
        else:
            high = middle - 1
    return low


async def _is_same(session: SyncSession, writer: Writer, seq: int, *, when_retired: bool = False) -> bool:
    if seq == 0:
        return True
    there = await calls.ranges(session.pg, writer, seq, seq, 1)
    if not there:
        return when_retired
    return there[seq][1] == digest([body for _, body in _bodies(session, writer, seq, seq)])


def _bodies(session: SyncSession, writer: Writer, first: int, last: int) -> Iterator[tuple[int, str]]:
    wanted = select(_EVENT.c.seq, _EVENT.c.body).where(
        _EVENT.c.node == writer[0], _EVENT.c.incarnation == writer[1], _EVENT.c.seq.between(first, last)
    )
    with session.store.read() as connection:
        rows = connection.execute(wanted.order_by(_EVENT.c.seq)).all()
    return ((row.seq, row.body) for row in rows)


async def verify(session: SyncSession, after: int) -> ComparisonResult:
    """Compare this host's own events after the number ``after``, and repair those that differ.

    Raises ``Diverged`` where the centre lost events, which are here, of a chain that it writes.
    """
    await _look_for_losses(session)
    with session.store.read() as connection:
        acked = session.acked(connection).seq
    after = max(after, session.kept)
    last = min(acked, after + AT_ONCE)
    if last <= after:
        return ComparisonResult(reached=acked)
    there = await calls.ranges(session.pg, session.writer, after + 1, last, STEP)
    differing: list[int] = []
    for first in range(after + 1, last + 1, STEP):
        end = min(first + STEP - 1, last)
        here = [body for _, body in _bodies(session, session.writer, first, end)]
        if there.get(first) != (len(here), digest(here)):
            differing += await _differing(session, first, end)
    put_back = sum([await _put_back(session, seq) for seq in _damaged_here(session, differing)])
    mended = await _mend(session, differing)
    return ComparisonResult(
        compared=last - after,
        reached=last,
        differing=tuple(differing),
        mended=mended,
        put_back=put_back,
    )


def _damaged_here(session: SyncSession, numbers: list[int]) -> list[int]:
    """Those of ``numbers`` whose text here does not match its own hash."""
    damaged: list[int] = []
    with session.store.read() as connection:
        for seq in numbers:
            hashes = chains.hashes(connection, *session.writer, seq, seq)
            bodies = [body for _, body in _bodies(session, session.writer, seq, seq)]
            if bodies and hashlib.sha256(bodies[0].encode()).hexdigest() != hashes[seq]:
                damaged.append(seq)
    return damaged


async def _put_back(session: SyncSession, seq: int) -> bool:
    """Pull one event of ours, and write it over the damaged one if it matches the hash that is here."""
    cursors = {cursor_name(place.writer): place.seq for place in await calls.snapshot_chains(session.pg)}
    cursors[cursor_name(session.writer)] = seq - 1
    for received in await calls.pull(session.pg, cursors, 1):
        if (received.node, received.incarnation, received.seq) == (*session.writer, seq) and received.body:
            validated = validate(received)
            if validated.fault or validated.parsed is None:
                return False
            with session.store.write() as connection:
                return repair.put_back(connection, validated.parsed)
    return False


async def _look_for_losses(session: SyncSession) -> None:
    with session.store.read() as connection:
        known = chains.places(connection)
    for there in await calls.snapshot_chains(session.pg):
        here = known.get(there.writer)
        if here is None or not here.is_of_the_centre:
            continue
        if here.seq > there.seq or (here.seq == there.seq and here.hash not in ("", there.hash)):
            raise Diverged(here)


async def _differing(session: SyncSession, first: int, last: int) -> list[int]:
    there = await calls.ranges(session.pg, session.writer, first, last, 1)
    return [
        seq
        for seq, body in _bodies(session, session.writer, first, last)
        if there.get(seq) != (1, digest([body]))
    ]


async def _mend(session: SyncSession, differing: list[int]) -> int:
    """Send the events again, with the one after them: what leads to a known hash proves itself."""
    mended = 0
    for first, last in _stretches(differing):
        with session.store.read() as connection:
            before = chains.hashes(connection, *session.writer, first - 1, first - 1).get(first - 1, "")
            at = Place(node=session.node, incarnation=session.incarnation, seq=first - 1, hash=before)
            batch = batch_after(connection, at, 1 << 30, most=last - first + 2)
        mended += await calls.mend(session.pg, session.incarnation, batch) if batch else 0
    return mended


def _stretches(numbers: list[int]) -> Iterator[tuple[int, int]]:
    """Runs of consecutive numbers, each short enough for one batch."""
    first = last = 0
    for number in numbers:
        if first and number == last + 1 and number - first < STEP - 2:
            last = number
            continue
        if first:
            yield first, last
        first = last = number
    if first:
        yield first, last
