"""A process of the office whose printer takes a slip and never comes back, for tests that pull its plug."""

from __future__ import annotations

import threading
from multiprocessing.connection import Connection
from pathlib import Path

from counter.background import Background
from counter.desk import opening
from counter.settings import Settings
from devices.slip import Slip
from devices.virtual.printer import VirtualPrinter
from tests.offices import StillClock


class Stuck(VirtualPrinter):
    """Says that the first byte left, and hangs."""

    def __init__(self, talk: Connection) -> None:
        super().__init__("virtual:")
        self.talk = talk

    def send(self, slip: Slip) -> None:
        self.talk.send("first byte")
        threading.Event().wait()


def background(folder: Path, talk: Connection | None = None, printer: str = "virtual:") -> Background:
    desk = opening.open_desk(folder, clock=StillClock())
    made = Background(desk.store, desk.clock.now, Settings(printer=printer), lambda report: None)
    if talk is not None:
        made._printers["virtual:"] = Stuck(talk)
    return made


def print_and_hang(folder: Path, talk: Connection) -> None:
    background(folder, talk).run()


def own_and_wait(folder: Path, talk: Connection) -> None:
    working = background(folder)
    working.once()
    talk.send("mine")
    talk.recv()
