"""Printing: a slip by each strategy, beside a picture of it, python-escpos's text path and a bare socket."""

from __future__ import annotations

import contextlib
import io
import os
import socket
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from devices.encode.escpos import encode
from devices.encode.layout import Row as Printed
from devices.encode.layout import lay_out
from devices.encode.raster import page
from devices.ports.opening import open_port
from devices.printer import EscposPrinter
from devices.profile import Profile, Proof, Status, Strategy
from devices.slip import Slip
from devices.virtual.server import PrinterServer, TcpPrinterServer
from tests.bench.rows import Row, against, at_most, p50, p95, shown
from tests.devices.samples import TICKET, TWENTY_LINES

RUNS = 200
BAUDS = (9_600, 19_200, 115_200)
MOST_BYTES = {"tcvn3": 1_100, "viscii": 1_100, "downloaded": 3_300, "raster": 28_168, "ascii": 1_100}
ENCODE, SEND = 5.0, 4.0
Work = Callable[[], object]


def run() -> list[Row]:
    """All figures of the twenty-line slip and of a queue ticket."""
    whole = 8 + len(page(TWENTY_LINES, Profile()).data)
    theirs = _escpos_text(TWENTY_LINES)
    text_bytes = len(theirs())
    rows = []
    for strategy in Strategy:
        profile = Profile(strategy=strategy)
        size = len(encode(TWENTY_LINES, profile))
        ours, reference = _turn_by_turn(partial(encode, TWENTY_LINES, profile), theirs, time.process_time)
        rows += [
            at_most(f"slip, {strategy}: bytes", "B", size, MOST_BYTES[strategy]),
            against(f"slip, {strategy}: bytes / python-escpos, text", "B", size, text_bytes),
            against(
                f"slip, {strategy}: CPU to encode / python-escpos, p50",
                "ms",
                p50(ours),
                p50(reference),
                ENCODE,
            ),
        ]
        if strategy is Strategy.DOWNLOADED:
            rows.append(
                against("slip, downloaded: bytes against a whole-slip picture", "B", size, whole, 1 / 20)
            )
            rows += [shown(f"slip, downloaded: at {baud} baud", "s", size * 10 / baud) for baud in BAUDS]
    ticket = replace(Profile(), proof=Proof.NONE)
    rows.append(at_most("ticket, downloaded: bytes", "B", len(encode(TICKET, ticket)), 800))
    ours, reference = _tickets()
    return [
        *rows,
        against("ticket to its last byte / bare TCP send, p50", "ms", p50(ours), p50(reference), SEND),
        against("ticket to its last byte / bare TCP send, p95", "ms", p95(ours), p95(reference)),
    ]


def _turn_by_turn(
    ours: Callable[[], object],
    reference: Callable[[], object],
    clock: Callable[[], float] = time.perf_counter,
) -> tuple[list[float], list[float]]:
    """Milliseconds of each by ``clock``, in turn."""
    ours(), reference()
    turns = [(_timed(ours, clock), _timed(reference, clock)) for _ in range(RUNS)]
    return [turn[0] for turn in turns], [turn[1] for turn in turns]


def _timed(work: Work, clock: Callable[[], float]) -> float:
    start = clock()
    work()
    return (clock() - start) * 1e3


def _tickets() -> tuple[list[float], list[float]]:
    """Milliseconds until a virtual printer has a whole ticket: printed, and sent by a bare socket, turn by turn."""
    with TcpPrinterServer() as server, TcpPrinterServer() as other:
        printer = EscposPrinter(
            "bench", open_port(server.url), Profile(proof=Proof.NONE, status=Status.NEVER)
        )
        job = encode(TICKET, printer.profile)
        printer.check()
        with socket.create_connection(_address(other)) as bare:
            times = _turn_by_turn(
                lambda: _arrives(server, len(job), partial(printer.send, TICKET)),
                lambda: _arrives(other, len(job), partial(bare.sendall, job)),
            )
        printer.close()
    return times


def _address(server: PrinterServer) -> tuple[str, int]:
    host, _, port = server.url.removeprefix("tcp://").partition(":")
    return host, int(port)


def _arrives(server: PrinterServer, size: int, send: Callable[[], object]) -> None:
    expected = server.received + size
    send()
    if not server.wait_for(expected):
        raise RuntimeError("the ticket did not arrive")


def _escpos_text(slip: Slip) -> Callable[[], bytes]:
    """python-escpos printing the same lines as text: what it loses is not counted against it here."""
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
        os.environ["ESCPOS_CAPABILITIES_PICKLE_DIR"] = folder
        from escpos.printer import Dummy

        device = Dummy(profile="default")
    lines = [piece.text for piece in lay_out(slip, 48) if isinstance(piece, Printed)]

    def work() -> bytes:
        device.clear()
        for line in lines:
            device.textln(line)
        return bytes(device.output)

    return work
