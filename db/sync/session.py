"""What one meeting with the centre works on: the office file, the line, who this host is, and what was done so far."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from db import host
from db.domain.event import Event
from db.ledger import chains
from db.ledger.chains import Place
from db.store.engine import Store
from db.sync.calls import Cursors, Number, cursor_name
from db.sync.connection import Line
from db.sync.encoding import Choice

_ONE_GO = 0.05
"""Seconds for what is stored in one go: after it a counter that waits for the file has its turn."""
_LEAST_AT_ONCE, _MOST_AT_ONCE = 50, 1_000
LEAST_BYTES, MOST_BYTES = 32 * 1024, 2 * 1024 * 1024
NEAR_BYTES = 512 * 1024
"""What is sent first to a centre that answers at once, over a line of which nothing else is known."""

_SECONDS = 4.0


@dataclass(slots=True, kw_only=True)
class SyncSession:
    """See the module; ``node`` and ``incarnation`` are this host's, ``newest`` the newest incarnation of it that
    the centre knows. ``sent`` and ``received`` count events, the last went up at ``sent_at``; at ``complete_at`` the
    centre had all that was here.

    ``window`` is how many bytes are asked for or sent at once; it follows what the line carries in a few seconds, as
    ``choice`` follows how events are best written for it. ``at_once`` is how many events are stored in one go; it
    follows what this machine stores without keeping the counters waiting.
    """

    store: Store
    line: Line
    node: str
    incarnation: int
    app: str
    arrived: Callable[[Connection, Event], None]
    numbers: Callable[[Connection, Sequence[Number]], None]
    clock: Callable[[], datetime]
    newest: int = 1
    kept: int = 0
    read_at: datetime | None = None
    sent_at: datetime | None = None
    complete_at: datetime | None = None
    sent: int = 0
    received: int = 0
    forked: bool = False
    window: int = 4 * LEAST_BYTES
    speed: float = 0.0
    choice: Choice = field(default_factory=Choice)
    at_once: int = 4 * _LEAST_AT_ONCE

    @property
    def is_mine(self) -> tuple[str, int]:
        """The chain that this host appends to."""
        return self.node, self.incarnation

    def acked(self, connection: Connection) -> Place:
        """How far the centre has this host's events."""
        return chains.place(connection, *self.is_mine)

    def cursors(self) -> Cursors:
        """Where each chain goes on here; our own goes on after what is in the ledger."""
        with self.store.read() as connection:
            known = {cursor_name(place.writer): place.seq for place in chains.places(connection).values()}
            mine = cursor_name(self.is_mine)
            newest = chains.head(connection, *self.is_mine).seq
            return known | {mine: max(known.get(mine, 0), newest)}

    def note(self, **facts: str) -> None:
        """Keep facts of the journey, each under ``centre_…``."""
        with self.store.write() as connection:
            host.put_all(connection, {f"centre_{name}": value for name, value in facts.items()})

    def carried(self, size: int, seconds: float) -> None:
        """Learn from ``size`` bytes that took ``seconds`` how much to carry at once from now on."""
        if size > LEAST_BYTES // 4:
            self.speed = size / max(seconds, 1e-3)
            self.window = window_for(self.speed)

    def stored(self, events: int, seconds: float) -> None:
        """Learn from ``events`` that were stored in ``seconds`` how many to store at once from now on."""
        fitting = round(events * _ONE_GO / max(seconds, 1e-3))
        self.at_once = min(max(fitting, _LEAST_AT_ONCE), _MOST_AT_ONCE)


def window_for(speed: float) -> int:
    """What a line that carries ``speed`` bytes a second carries in a few seconds; a guess where it is not known."""
    if not speed:
        return 4 * LEAST_BYTES
    return int(min(max(speed * _SECONDS, LEAST_BYTES), MOST_BYTES))
