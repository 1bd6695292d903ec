"""What a meeting costs on the wire: bytes an event, a thin line, and a meeting in which there is nothing to say."""

from __future__ import annotations

import time
from pathlib import Path

import psycopg

from counter.desk.desk import Desk
from db.enrolment import Enrolment
from tests.bench.centre import Centre, meet, other_office
from tests.bench.ordinary import count
from tests.bench.rows import Row, at_most
from tests.db.sync.proxy import Weather, proxied

THIN = Weather(latency=0.15, bandwidth=64_000)
"""300 ms there and back, 512 kbit/s each way."""

SOME = 2_000

OWN_TIME = 0.25
"""The share of a round trip, 75 ms, that both ends may take for themselves: trips are told from seconds."""


def rows(folder: Path, desk: Desk, centre: Centre, enrolment: Enrolment) -> list[Row]:
    """Bytes, the thin line, and nothing new."""
    return [*_thin(folder, centre), *_idle(desk, centre, enrolment)]


def _thin(folder: Path, centre: Centre) -> list[Row]:
    other, its_enrolment = other_office(folder / "thin", centre, SOME)
    with proxied(centre.server.port, THIN) as line:
        began = time.perf_counter()
        done = meet(other.store, its_enrolment, through=line.listens)
        seconds = time.perf_counter() - began
        carried = line.up + line.down
    events = count(other.store)
    other.store.close()
    if done.sent != events:
        raise RuntimeError(f"{done.sent} of {events} events went up")
    return [
        at_most("bytes an event, both ways, all overhead", "B", carried / events, 400),
        at_most("2,000 events, 300 ms, 512 kbit/s", "s", seconds * SOME / events, 15),
    ]


def _idle(desk: Desk, centre: Centre, enrolment: Enrolment) -> list[Row]:
    for _ in range(3):
        meet(desk.store, enrolment)  # what came meanwhile, and the comparison that is due now and then
    with proxied(centre.server.port, THIN) as line:
        bare, bare_bytes = _connected(enrolment, line.listens), line.up + line.down
        began = time.perf_counter()
        meet(desk.store, enrolment, through=line.listens)
        seconds, carried = time.perf_counter() - began, line.up + line.down - bare_bytes
    trips = (seconds - bare) / (2 * THIN.latency)
    return [
        at_most("nothing new: bytes beyond the connection", "B", carried - bare_bytes, 2_000),
        at_most("nothing new: round trips beyond the connection", "", trips, 1 + OWN_TIME),
    ]


def _connected(enrolment: Enrolment, port: int) -> float:
    """Seconds to come and go without a word."""
    began = time.perf_counter()
    psycopg.connect(**enrolment.conninfo() | {"port": port}).close()
    return time.perf_counter() - began
