"""Keystrokes of the main jobs, counted in the real program in a real terminal; the echo of a key beside Textual's."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path

from counter.desk.catalogue import procedures
from counter.desk.desk import Clock, Desk
from counter.desk.dossiers import transitions
from counter.desk.dossiers.intake import receive
from counter.desk.office import sign_in as office_sign_in
from counter.desk.printing import queue
from db.domain.records import Outcome, Person
from tests import offices
from tests.bench.rows import Row, against, at_most, p50, p95
from tests.bench.startup import QUIET, sign_in
from tests.terminal import Terminal

CARD = "072195000123||Trần Thị Bưởi|08031995|Nữ|Ấp 3, xã Tân Hòa, tỉnh Tây Ninh|01012021"
F3, F12, ENTER = "\x1bOR", "\x1b[24~", "\r"
MOST_INTAKE, MOST_RETURN, MOST_ECHO = 9, 1, 4.0
ECHOES = 60
PRINTED = ("sent", "confirmed", "done")


def run() -> list[Row]:
    """At most nine keys from an empty screen to the printed slip, and one from the scan to the returned result."""
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    data = folder / "office"
    try:
        desk = offices.new_office(data, Clock())
        ready = _a_result_that_waits(desk)
        desk = office_sign_in.sign_in(desk, "hoa", offices.PASSWORD)
        with Terminal.python(
            "-m", "counter.cli", "--data", str(data), env={"COUNTER_PRINTER": "virtual:"}
        ) as counter:
            sign_in(counter)
            with Terminal.python("-m", "tests.bench.stock_input") as stock:
                stock.until("type here")
                ours, reference = _echoes(counter, stock)
            received = _intake(counter, desk)
            returned = _return(counter, desk, ready)
        desk.store.close()
    finally:
        shutil.rmtree(folder)
    return [
        at_most("intake: scanned card to printed slip", "keys", received, MOST_INTAKE),
        at_most("return: scanned slip to printed receipt", "keys", returned, MOST_RETURN),
        against("key echo / stock Textual input, p50", "ms", p50(ours), p50(reference)),
        against("key echo / stock Textual input, p95", "ms", p95(ours), p95(reference), MOST_ECHO),
    ]


def _a_result_that_waits(desk: Desk) -> str:
    """The code of a dossier whose result is at the counter, received by another officer, who has left again."""
    other = offices.seated(desk, "minh", 1)
    nam = Person(name="Lê Văn Nam", identity="072090000456")
    dossier = receive(other, offices.intake(offices.BIRTH, nam)).dossier
    transitions.result_arrived(other, dossier.id, Outcome(kind="Giấy khai sinh", number="12/2026"))
    assert procedures.procedures(other)
    return dossier.code


def _echoes(counter: Terminal, stock: Terminal) -> tuple[list[float], list[float]]:
    """How long a typed digit takes to be seen, here and there, turn by turn."""
    ours, reference = [], []
    for count in range(ECHOES):
        ours.append(_echo(counter))
        reference.append(_echo(stock))
        if count % 4 == 3:
            for terminal in (counter, stock):
                terminal.type("\x7f" * 4)
                terminal.read(QUIET / 4)
    return ours, reference


def _echo(terminal: Terminal) -> float:
    before, start = terminal.sent, time.perf_counter()
    terminal.type("7")
    terminal.until(lambda terminal: terminal.sent > before)
    wait = (time.perf_counter() - start) * 1000
    terminal.read(QUIET / 4)
    return wait


def _keys(counter: Terminal, *keys: str) -> int:
    for key in keys:
        counter.type(key)
        counter.read(QUIET / 4)
    return len(keys)


def _intake(counter: Terminal, desk: Desk) -> int:
    counter.type(CARD + ENTER)
    counter.until("Bưởi")
    counter.read(QUIET)
    keys = _keys(counter, *"khai s", ENTER, "a", F12)
    _printed(counter, desk, "01")
    return keys


def _return(counter: Terminal, desk: Desk, code: str) -> int:
    counter.type(F3)
    counter.read(QUIET)
    counter.type(code + ENTER)
    counter.until(code[-4:])
    counter.read(QUIET)
    keys = _keys(counter, F12)
    _printed(counter, desk, "return")
    return keys


def _printed(counter: Terminal, desk: Desk, form: str) -> None:
    """Wait until the newest slip of ``form`` at counter 3 is on the (virtual) paper."""
    deadline = time.perf_counter() + 20
    while time.perf_counter() < deadline:
        counter.read(QUIET / 4)
        if any(job.form == form and job.counter == 3 and job.state in PRINTED for job in queue.jobs(desk)):
            return
    raise AssertionError(f"no {form} was printed\n{counter.text}")
