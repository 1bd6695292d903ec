"""What others feel of it: how many offices one server meets, and how long the counters wait while their host does."""

from __future__ import annotations

import multiprocessing
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg

from counter.desk.desk import Desk
from counter.desk.dossiers.intake import receive
from counter.desk.office.opening import open_desk
from db.enrolment import Enrolment
from tests import offices
from tests.bench.centre import Centre, another_host, meet
from tests.bench.ordinary import count
from tests.bench.rows import Row, at_least, at_most

SESSIONS = 120
AT_ONCE = 2
WAIT_MS = 250.0


def rows(folder: Path, desk: Desk, centre: Centre, enrolment: Enrolment) -> list[Row]:
    """Sessions a second, and the counters' waits."""
    bare = _rate(lambda: psycopg.connect(**enrolment.conninfo()).close())
    ours = _rate(lambda: meet(desk.store, enrolment))
    return [
        at_least("meetings with nothing new / bare connections", "1/s", ours, 0.4, reference=bare),
        *_counters(folder, centre),
        *_turns(folder, desk, centre),
    ]


def _rate(once: Callable[[], object]) -> float:
    began = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for done in [pool.submit(once) for _ in range(SESSIONS)]:
            done.result()
    return SESSIONS / (time.perf_counter() - began)


def _counters(folder: Path, centre: Centre) -> list[Row]:
    """An officer who never pauses, first alone, then while another process meets the centre again and again."""
    desk = offices.seated(offices.new_office(folder / "counters"))
    enrolment = centre.enrol(0, desk.office.unit)
    alone = _receiving(desk, 3.0)
    context = multiprocessing.get_context("spawn")
    syncing = context.Process(target=_meeting_on_and_on, args=(folder / "counters", enrolment), daemon=True)
    syncing.start()
    together = _receiving(desk, 8.0)
    syncing.kill()
    syncing.join()
    desk.store.close()
    p99 = [statistics.quantiles(waits, n=100)[-1] for waits in (alone, together)]
    return [
        at_most("an intake while the host meets the centre, p99", "ms", p99[1], WAIT_MS, p99[0]),
        at_most(
            "an intake while the host meets the centre, longest", "ms", max(together), WAIT_MS, max(alone)
        ),
    ]


def _turns(folder: Path, desk: Desk, centre: Centre) -> list[Row]:
    """How long a write waits for its turn while another process takes in all that another host did."""
    host = another_host(folder / "turns", 9)
    taking = multiprocessing.get_context("spawn").Process(
        target=_meeting_once, args=(folder / "turns", centre.enrol(9)), daemon=True
    )
    taking.start()
    waits = []
    while taking.is_alive():
        began = time.perf_counter()
        with host.store.write():
            waits.append((time.perf_counter() - began) * 1000)
        taking.join(0.01)
    taken = count(host.store)
    host.store.close()
    if taking.exitcode or taken < count(desk.store):
        raise RuntimeError("the other process did not take in all")
    p99 = statistics.quantiles(waits, n=100)[-1]
    return [
        at_most("a turn at the file while 10,000 events come, p99", "ms", p99, WAIT_MS),
        at_most("a turn at the file while 10,000 events come, longest", "ms", max(waits), WAIT_MS),
    ]


def _receiving(desk: Desk, seconds: float) -> list[float]:
    waits = []
    until = time.perf_counter() + seconds
    while (began := time.perf_counter()) < until:
        receive(desk, offices.intake())
        waits.append((time.perf_counter() - began) * 1000)
    return waits


def _meeting_once(folder: Path, enrolment: Enrolment) -> None:
    meet(open_desk(folder).store, enrolment)


def _meeting_on_and_on(folder: Path, enrolment: Enrolment) -> None:
    desk = open_desk(folder)
    while True:
        meet(desk.store, enrolment)
