"""What a meeting costs on the wire: bytes an event, a thin line, and a meeting in which there is nothing to say."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psycopg

from counter.desk.desk import Desk
from db.enrolment import Enrolment
from db.sync.run import Run
from tests.bench.centre import Centre, meet, other_office
from tests.bench.ordinary import count
from tests.bench.rows import Row, against, at_most
from tests.db.sync.proxy import Proxy, Weather, proxied

THIN = Weather(latency=0.15, bandwidth=64_000)
"""300 ms there and back, 512 kbit/s each way."""

SOME = 2_000

MOST_BYTES, IDLE_BYTES, IDLE_TRIPS = 400, 2_000, 1
THIN_BOUND = 1.25
"""Times what the line alone takes: its bytes at its rate, and the round trips of one connection and one question."""


def rows(folder: Path, desk: Desk, centre: Centre, enrolment: Enrolment) -> list[Row]:
    """Bytes, the thin line, and nothing new."""
    return [*_thin(folder, centre), *_idle(desk, centre, enrolment)]


@dataclass(frozen=True, slots=True)
class Journey:
    """What one connection through the thin line took."""

    seconds: float
    up: int
    down: int
    turns: int


def _thin(folder: Path, centre: Centre) -> list[Row]:
    other, enrolment = other_office(folder / "thin", centre, SOME, "000.99.97.H53")
    runs: list[Run] = []
    with proxied(centre.server.port, THIN) as line:
        bare = _best(line, lambda: _connect(enrolment, line.listens))
        ours = _journey(line, lambda: runs.append(meet(other.store, enrolment, through=line.listens)))
    events = count(other.store)
    other.store.close()
    if runs[0].sent != events:
        raise RuntimeError(f"{runs[0].sent} of {events} events went up")
    limit = max(ours.up, ours.down) / THIN.bandwidth + (bare.turns + 1) * 2 * THIN.latency
    return [
        at_most("bytes an event, both ways, all overhead", "B", (ours.up + ours.down) / events, MOST_BYTES),
        against(
            f"{events:,} events, 300 ms, 512 kbit/s / the bare line", "s", ours.seconds, limit, THIN_BOUND
        ),
    ]


def _idle(desk: Desk, centre: Centre, enrolment: Enrolment) -> list[Row]:
    for _ in range(3):
        meet(desk.store, enrolment)  # what came meanwhile, and the comparison that is due now and then
    with proxied(centre.server.port, THIN) as line:
        bare = _best(line, lambda: _connect(enrolment, line.listens))
        ours = _best(line, lambda: meet(desk.store, enrolment, through=line.listens))
    more_bytes = ours.up + ours.down - bare.up - bare.down
    return [
        at_most("nothing new: bytes beyond the connection", "B", more_bytes, IDLE_BYTES),
        at_most("nothing new: round trips beyond the connection", "", ours.turns - bare.turns, IDLE_TRIPS),
        against("nothing new: a meeting / the connection alone", "s", ours.seconds, bare.seconds),
    ]


def _journey(line: Proxy, travel: Callable[[], object]) -> Journey:
    began, up, down, turns = time.perf_counter(), line.up, line.down, line.turns
    travel()
    seconds = time.perf_counter() - began
    time.sleep(3 * THIN.latency)  # what is still under way on the line belongs to this journey
    return Journey(seconds, line.up - up, line.down - down, line.turns - turns)


def _best(line: Proxy, travel: Callable[[], object]) -> Journey:
    """The journey of three with the fewest turns: a busy machine may send in two pieces what belongs together."""
    return min(
        (_journey(line, travel) for _ in range(3)), key=lambda journey: (journey.turns, journey.seconds)
    )


def _connect(enrolment: Enrolment, port: int) -> None:
    """Come and go without a word."""
    psycopg.connect(**enrolment.conninfo() | {"port": port}).close()
