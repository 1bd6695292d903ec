"""Trying the way to the centre without carrying anything: is it there, is it the centre, does it let this host in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from db.enrolment import Enrolment
from db.sync.connection import Lost, Timing, opened
from db.sync.state import Failure

_IMPATIENT = Timing(connect=6.0, call=4.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the centre answered: how far its clock is from ours, or why it did not; ``detail`` is plain English."""

    offset: timedelta = timedelta()
    failure: Failure | None = None
    detail: str = ""


def probe(
    enrolment: Enrolment,
    clock: Callable[[], datetime],
    *,
    insecure_loopback: bool = False,
    timing: Timing = _IMPATIENT,
) -> Answer:
    """Sign in, ask for the time, and hang up. Raises ``Insecure``; not to be called where an event loop runs."""
    try:
        return Answer(offset=asyncio.run(_ask(enrolment, clock, insecure_loopback, timing)))
    except Lost as lost:
        return Answer(failure=lost.failure, detail=lost.detail)


async def _ask(
    enrolment: Enrolment, clock: Callable[[], datetime], insecure_loopback: bool, timing: Timing
) -> timedelta:
    async with opened(enrolment, timing, lambda: False, insecure_loopback=insecure_loopback) as line:
        asked = clock()
        async with line.within():
            cursor = await line.connection.execute("SELECT now()")
            row = await cursor.fetchone()
        assert row is not None
        there: datetime = row[0]
        return there - (asked + (clock() - asked) / 2)
