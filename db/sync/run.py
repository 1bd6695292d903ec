"""One meeting with the centre: what waits here goes up, what came there comes down, and both are noted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection

from db.engine import Store
from db.enrolment import Enrolment
from db.event import Event
from db.sync.state import Failure

__all__ = ["Failure", "Number", "Run", "Timing", "sync_once"]


class Number(NamedTuple):
    """A dossier code, and the line of a register book, that this host once gave out."""

    code: str | None
    book: str | None
    book_number: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """How long each call may take: own deadlines, since a line may swallow everything and say nothing. Seconds."""

    connect: float = 15.0
    call: float = 20.0
    slowest: float = 1_000.0
    """Bytes a second: what is sent and asked for adds its time at this speed to the deadline of its call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What came of a meeting: how many events went up and came down, and where it failed, why.

    ``detail`` says it in plain English for logs. ``forked`` is whether events were re-numbered because the centre has
    others in their places. Bytes are those on the wire.
    """

    began_at: datetime
    ended_at: datetime
    sent: int = 0
    received: int = 0
    bytes_out: int = 0
    bytes_in: int = 0
    rtt: timedelta = timedelta()
    failure: Failure | None = None
    detail: str = ""
    forked: bool = False


def sync_once(
    store: Store,
    enrolment: Enrolment,
    *,
    app: str,
    arrived: Callable[[Connection, Event], None],
    numbers: Callable[[Connection, Sequence[Number]], None],
    insecure_loopback: bool = False,
    should_stop: Callable[[], bool] = lambda: False,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    timing: Timing = Timing(),
) -> Run:
    """Meet the centre once, and note what came of it.

    ``arrived`` is called inside the write transaction of each event that came down; ``numbers`` with what this host
    gave out before it lost its file. Never raises for the network or the centre: see ``Run.failure``.

    Raises:
        StoreError: the office file itself does not allow it.
        Insecure: TLS was to be left out to another machine.
    """
    began = clock()
    return Run(began_at=began, ended_at=clock(), failure=Failure.NO_NETWORK, detail="not built yet")
