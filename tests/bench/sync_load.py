"""What others feel of it: how many offices one server meets, and how long the counters wait while their host does."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg

from counter.demo.clock import ScriptedClock, opening_of
from counter.demo.day import Plan, officers, work_through
from counter.desk.desk import Desk
from counter.desk.dossiers.intake import receive
from counter.desk.office.opening import open_desk
from db.enrolment import Enrolment
from tests import offices
from tests.bench.centre import Centre, another_host, meet, other_office
from tests.bench.ordinary import count
from tests.bench.rows import Row, against, at_least, p50, p99

SESSIONS = 120
RECEIVING = 8.0
DAYS = 390
AT_ONCE = 2
WAIT, TURN = 3.0, 2.0


def rows(folder: Path, desk: Desk, centre: Centre, enrolment: Enrolment, transaction: float) -> list[Row]:
    """Sessions a second, and the counters' waits; ``transaction``: seconds that a bare one of 1,000 events takes."""
    bare = _rate(lambda: psycopg.connect(**enrolment.conninfo()).close())
    ours = _rate(lambda: meet(desk.store, enrolment))
    return [
        at_least("meetings with nothing new / bare connections", "1/s", ours, bare, 0.4),
        *_counters(folder, centre),
        *_turns(folder, desk, centre, transaction * 1000),
    ]


def _rate(once: Callable[[], object]) -> float:
    began = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for done in [pool.submit(once) for _ in range(SESSIONS)]:
            done.result()
    return SESSIONS / (time.perf_counter() - began)


def _counters(folder: Path, centre: Centre) -> list[Row]:
    """An officer who never pauses, while another process meets the centre again and again.

    The reference is the same beside a process that does so with a file of its own: as busy, but never in the way.
    """
    desk = offices.seated(offices.new_office(folder / "counters"))
    away, away_enrolment = other_office(folder / "away", centre, 1, "000.99.96.H53")
    away.store.close()
    apart = _beside(desk, _work_and_meet, folder / "away", away_enrolment)
    together = _beside(desk, _meet_on_and_on, folder / "counters", centre.enrol(0, desk.office.unit))
    desk.store.close()
    return [
        against("an intake while its host meets the centre, p50", "ms", p50(together), p50(apart)),
        against("an intake while its host meets the centre, p99", "ms", p99(together), p99(apart), WAIT),
        against("an intake while its host meets the centre, longest", "ms", max(together), max(apart)),
    ]


def _beside(
    desk: Desk, work: Callable[[Path, Enrolment], None], folder: Path, enrolment: Enrolment
) -> list[float]:
    """The waits of an officer who never pauses beside a process that does ``work``."""
    process = multiprocessing.get_context("spawn").Process(target=work, args=(folder, enrolment), daemon=True)
    process.start()
    waits = _receiving(desk, RECEIVING)
    if not process.is_alive():
        raise RuntimeError("the other process ended")
    process.kill()
    process.join()
    return waits


def _turns(folder: Path, desk: Desk, centre: Centre, transaction_ms: float) -> list[Row]:
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
    name = "a turn while 10,000 events come / bare transaction of 1,000"
    return [
        against(f"{name}, p99", "ms", p99(waits), transaction_ms, TURN),
        against(f"{name}, longest", "ms", max(waits), transaction_ms),
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


def _meet_on_and_on(folder: Path, enrolment: Enrolment) -> None:
    desk = open_desk(folder)
    while True:
        meet(desk.store, enrolment)


def _work_and_meet(folder: Path, enrolment: Enrolment) -> None:
    """Meet the centre again and again, with what was done here between: short days, one after another."""
    clock = ScriptedClock(opening_of(DAYS))
    desk = open_desk(folder, clock=clock)
    desks = officers(desk)
    for day in range(DAYS - 1, 0, -1):
        clock.move_to(opening_of(day))
        work_through(desks, clock, Plan(intakes=6, returns=2, seed=day))
        meet(desk.store, enrolment)
