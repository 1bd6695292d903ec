"""Printing: bytes and time of a slip by each strategy, beside a whole-slip picture and python-escpos's text path."""

from __future__ import annotations

import contextlib
import io
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace

from devices.encode.escpos import encode
from devices.encode.layout import Row as Printed
from devices.encode.layout import lay_out
from devices.encode.raster import page
from devices.ports.opening import open_port
from devices.printer import EscposPrinter
from devices.profile import Profile, Proof, Status, Strategy
from devices.slip import Slip
from devices.virtual.server import TcpPrinterServer
from tests.bench.rows import Row, against, at_most, p50, p95
from tests.devices.samples import TICKET, TWENTY_LINES

RUNS = 200
BAUDS = (9_600, 19_200, 115_200)
MOST_BYTES = {"tcvn3": 1_100, "viscii": 1_100, "downloaded": 3_300, "raster": 28_168, "ascii": 1_100}


def run() -> list[Row]:
    """All figures of the twenty-line slip and of a queue ticket."""
    whole = 8 + len(page(TWENTY_LINES, Profile()).data)
    theirs = _escpos_text(TWENTY_LINES)
    text_bytes, text_time = len(theirs()), _median(theirs)
    rows = []
    for strategy in Strategy:
        profile = Profile(strategy=strategy)
        size = len(encode(TWENTY_LINES, profile))
        taken = _median(lambda profile=profile: encode(TWENTY_LINES, profile))  # type: ignore[misc]
        rows += [
            at_most(f"slip, {strategy}: bytes", "B", size, MOST_BYTES[strategy], reference=text_bytes),
            at_most(
                f"slip, {strategy}: time to encode, p50", "ms", taken, 4.0, reference=round(text_time, 3)
            ),
        ]
        if strategy is Strategy.DOWNLOADED:
            rows.append(
                against("slip, downloaded: bytes against a whole-slip picture", "B", size, whole, 1 / 20)
            )
            for baud in BAUDS:
                bound = MOST_BYTES["downloaded"] * 10 / baud
                rows.append(
                    at_most(f"slip, downloaded: seconds at {baud} baud", "s", size * 10 / baud, bound)
                )
    ticket = replace(Profile(), proof=Proof.NONE)
    rows.append(at_most("ticket, downloaded: bytes", "B", len(encode(TICKET, ticket)), 800))
    rows.append(at_most("ticket: from key to last byte over TCP, p95", "ms", p95(_tickets()), 10.0))
    return rows


def _median(work: Callable[[], object]) -> float:
    work()
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1e3)
    return p50(times)


def _tickets() -> list[float]:
    times = []
    with TcpPrinterServer() as server:
        printer = EscposPrinter(
            "bench", open_port(server.url), Profile(proof=Proof.NONE, status=Status.NEVER)
        )
        size = len(encode(TICKET, printer.profile))
        printer.check()
        for _ in range(RUNS):
            expected = server.received + size
            start = time.perf_counter()
            printer.send(TICKET)
            server.wait_for(expected)
            times.append((time.perf_counter() - start) * 1e3)
        printer.close()
    return times


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
