"""A test of the connection: can the centre be reached, is its certificate right, does it accept this host's login; and
the heads of this host's chains that it has.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from db.enrolment import Enrolment
from db.ledger.witness import Head
from db.sync import calls
from db.sync.connection import SyncError, Timing, connect
from db.sync.state import Failure

_SHORT = Timing(connect=6.0, call=4.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the centre answered: how far its clock is from ours, and the newest event of each of this host's chains that
    it has; or why it did not; ``detail`` is plain English.
    """

    offset: timedelta = timedelta()
    heads: tuple[Head, ...] = ()
    failure: Failure | None = None
    detail: str = ""


def probe(
    enrolment: Enrolment,
    clock: Callable[[], datetime],
    *,
    insecure_loopback: bool = False,
    timing: Timing = _SHORT,
) -> Answer:
    """Log in, ask for the time and the heads, and close. Raises ``Insecure``; not to be called where an event loop
    runs.
    """
    try:
        return asyncio.run(_ask(enrolment, clock, insecure_loopback, timing))
    except SyncError as error:
        return Answer(failure=error.failure, detail=error.detail)


async def _ask(
    enrolment: Enrolment, clock: Callable[[], datetime], insecure_loopback: bool, timing: Timing
) -> Answer:
    async with connect(enrolment, timing, lambda: False, insecure_loopback=insecure_loopback) as pg:
        asked = clock()
        async with pg.deadline():
            cursor = await pg.raw.execute("SELECT now()")
            row = await cursor.fetchone()
        assert row is not None
        there: datetime = row[0]
        offset = there - (asked + (clock() - asked) / 2)
        chains = [place for place in await calls.snapshot_chains(pg) if place.node == enrolment.writer]
    heads = (
        Head(node=place.node, incarnation=place.incarnation, seq=place.seq, hash=place.hash)
        for place in chains
        if place.seq and place.hash
    )
    return Answer(offset=offset, heads=tuple(heads))
