"""A process of the office whose printer takes a slip and never comes back, for tests that pull its plug."""

from __future__ import annotations

import threading
from multiprocessing.connection import Connection
from pathlib import Path

from counter.config.settings import Settings
from counter.desk.office import opening
from counter.services.print_service import PrintService
from devices.document import Document
from devices.virtual.printer import VirtualPrinter
from tests.offices import StillClock


class Stuck(VirtualPrinter):
    """Says that the first byte left, and hangs."""

    def __init__(self, talk: Connection) -> None:
        super().__init__("virtual:")
        self.talk = talk

    def send(self, document: Document) -> None:
        self.talk.send("first byte")
        threading.Event().wait()


def background(folder: Path, talk: Connection | None = None, printer: str = "virtual:") -> PrintService:
    desk = opening.open_desk(folder, clock=StillClock())
    made = PrintService(desk.store, desk.clock.now, Settings(printer=printer), lambda report: None)
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
