"""Processes that work in one office file at once; what each saw is reported back through a queue."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event
from pathlib import Path

from db.numbering import take
from db.store.upgrade import open_store

PROCESSES = get_context("forkserver")
"""Fresh processes from a clean server that has the imports done: sixteen start as fast as one."""
PROCESSES.set_forkserver_preload(["__main__", __name__])


@dataclass(slots=True)
class Report:
    """What one writer got: its numbers, the longest wait for its turn (seconds), and errors in words."""

    numbers: list[int] = field(default_factory=list)
    longest_wait: float = 0.0
    errors: list[str] = field(default_factory=list)


def write_without_pause(
    data: Path, seconds: float, start: Event, ready: Queue[int], out: Queue[Report]
) -> None:
    report = Report()
    store = open_store(data)
    with store.write():
        pass
    ready.put(os.getpid())
    start.wait()
    end = time.monotonic() + seconds
    while (asked := time.monotonic()) < end:
        try:
            with store.write() as connection:
                report.longest_wait = max(report.longest_wait, time.monotonic() - asked)
                number = take(connection, "H56-261123")
            report.numbers.append(number)
        except Exception as error:  # noqa: BLE001  (whatever it is, somebody at a counter would have seen it)
            report.errors.append(repr(error))
    store.close()
    out.put(report)


def crowd(data: Path, writers: int, seconds: float) -> list[Report]:
    """Let ``writers`` processes write for ``seconds`` without pause; their reports."""
    start, ready, out = PROCESSES.Event(), PROCESSES.Queue(), PROCESSES.Queue()
    people: list[BaseProcess] = [
        PROCESSES.Process(target=write_without_pause, args=(data, seconds, start, ready, out))
        for _ in range(writers)
    ]
    for one in people:
        one.start()
    for _ in people:
        ready.get(timeout=60)
    start.set()
    reports = [out.get(timeout=seconds + 60) for _ in people]
    for one in people:
        one.join(timeout=60)
    return reports
