"""The state of one run: the office file, the connection, the identity of this host, and what was done so far."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection

from db import host
from db.domain.event import Event
from db.domain.schema import is_ahead
from db.domain.validation import ValidatedEvent
from db.ledger import chains
from db.ledger.chains import Place
from db.store.engine import Store
from db.sync.calls import Cursors, Number, cursor_name
from db.sync.connection import PgConnection
from db.sync.encoding import EncodingChoice

_PIECE_SECONDS = 0.05
"""Seconds that one piece of events may take to store: then a counter that waits for the file has its turn."""
_LEAST_AT_ONCE, _MOST_AT_ONCE = 50, 1_000
LEAST_BYTES, MOST_BYTES = 32 * 1024, 2 * 1024 * 1024
NEAR_BYTES = 512 * 1024
"""The first window for a centre that answers at once, while the speed of the line is not known."""

_SECONDS = 4.0


@dataclass(slots=True, kw_only=True)
class SyncSession:
    """The state of one run.

    ``node`` and ``incarnation`` are this host's, ``newest`` is its newest incarnation at the centre. ``sent`` and
    ``received`` count events; the last was sent at ``sent_at``; at ``complete_at`` the centre had everything.

    ``offset`` is what to add to this host's clock to have the centre's.

    ``window`` is how many bytes are asked for or sent at once: what the line carries in a few seconds. ``encoding``
    chooses how batches are written. ``at_once`` is how many events are stored in one piece, by the speed of this
    machine.
    """

    store: Store
    pg: PgConnection
    node: str
    incarnation: int
    app: str
    arrived: Callable[[Connection, Event], None]
    numbers: Callable[[Connection, Sequence[Number]], None]
    clock: Callable[[], datetime]
    newest: int = 1
    kept: int = 0
    offset: timedelta = timedelta()
    read_at: datetime | None = None
    sent_at: datetime | None = None
    complete_at: datetime | None = None
    sent: int = 0
    received: int = 0
    forked: bool = False
    window: int = 4 * LEAST_BYTES
    speed: float = 0.0
    encoding: EncodingChoice = field(default_factory=EncodingChoice)
    at_once: int = 4 * _LEAST_AT_ONCE

    @property
    def writer(self) -> tuple[str, int]:
        """The node and incarnation under which this host appends."""
        return self.node, self.incarnation

    def acked(self, connection: Connection) -> Place:
        """How far the centre has this host's events."""
        return chains.place(connection, *self.writer)

    def is_ahead(self, event: ValidatedEvent) -> bool:
        """Whether another host's event is further ahead than a clock may be, both of the centre's time and of ours.

        What the centre wrote was not ahead when it was judged.
        """
        parsed = event.parsed
        if (
            parsed is None
            or parsed.node == self.node
            or parsed.node.endswith("/c")
            or parsed.node.startswith("@")
        ):
            return False
        return is_ahead(parsed, self.clock() + max(self.offset, timedelta()))

    def cursors(self) -> Cursors:
        """The last number of each chain that is here; of our own chain that of the ledger."""
        with self.store.read() as connection:
            known = {cursor_name(place.writer): place.seq for place in chains.places(connection).values()}
            mine = cursor_name(self.writer)
            newest = chains.head(connection, *self.writer).seq
            return known | {mine: max(known.get(mine, 0), newest)}

    def put_facts(self, **facts: str) -> None:
        """Store facts of the sync, each under ``centre_…``."""
        with self.store.write() as connection:
            host.put_all(connection, {f"centre_{name}": value for name, value in facts.items()})

    def learn_speed(self, size: int, seconds: float) -> None:
        """Set the window from ``size`` bytes that took ``seconds``."""
        if size > LEAST_BYTES // 4:
            self.speed = size / max(seconds, 1e-3)
            self.window = window_for(self.speed)

    def learn_store_rate(self, events: int, seconds: float) -> None:
        """Set the size of a piece from ``events`` that were stored in ``seconds``."""
        piece = round(events * _PIECE_SECONDS / max(seconds, 1e-3))
        self.at_once = min(max(piece, _LEAST_AT_ONCE), _MOST_AT_ONCE)


def window_for(speed: float) -> int:
    """The window in bytes for a line of ``speed`` bytes a second; a default where the speed is 0 (not known)."""
    if not speed:
        return 4 * LEAST_BYTES
    return int(min(max(speed * _SECONDS, LEAST_BYTES), MOST_BYTES))
