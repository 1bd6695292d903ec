"""A raw CUPS queue: whole jobs go through ``lp``, and a refusal is known to have printed nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.encode.escpos import encode
from devices.errors import CutOff, NothingSent, Trouble
from devices.ports import cups as cups_ports
from devices.ports.opening import open_port
from devices.printer import EscposPrinter
from devices.profile import Profile
from devices.spool import JobState, Spool
from devices.virtual.server import TcpPrinterServer
from tests.devices.cups_daemon import QUEUE, CupsDaemon
from tests.devices.samples import TICKET, TWENTY_LINES
from tests.devices.test_spool import MemoryStore, job
from tests.programs import needs

TAKES = 'printf "%s\\n" "$*" >> {folder}/asked; cat > {folder}/job'
REFUSES = "echo 'lp: The printer or class does not exist.' >&2; exit 1"
HANGS = "exec sleep 60"
JOB = encode(TWENTY_LINES, Profile())
PLACES = {"first byte": 1, "characters": 400, "text": len(JOB) - 700, "last byte": len(JOB)}
FAULTS = {
    "unplugged": ("head -c {at} >/dev/null; exit 1", JobState.QUEUED),
    "hangs": ("head -c {at} >/dev/null; exec sleep 60", JobState.UNSURE),
    "reset": ("head -c {at} >/dev/null; kill -9 $$", JobState.UNSURE),
}
"""What ``lp`` may do at a byte, and what is known then: it takes a job whole, or says that it did not."""


def install(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> EscposPrinter:
    """Put an ``lp`` of ours first on the path."""
    program = folder / "lp"
    program.write_text(f"#!/bin/sh\n{script.format(folder=folder)}\n")
    program.chmod(0o700)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return EscposPrinter("p", open_port("cups://may-in"), Profile())


def test_a_job_is_handed_over_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    printer = install(tmp_path, TAKES, monkeypatch)
    printer.check()
    printer.send(TICKET)
    assert not printer.confirm()
    assert (tmp_path / "job").read_bytes() == encode(TICKET, Profile())
    assert (tmp_path / "asked").read_text() == "-s -d may-in -o raw -- -\n"


def test_a_refusal_printed_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    printer = install(tmp_path, REFUSES, monkeypatch)
    printer.check()
    with pytest.raises(NothingSent, match="does not exist"):
        printer.send(TICKET)


def test_silence_is_unsure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cups_ports, "STALL", 0.2)
    printer = install(tmp_path, HANGS, monkeypatch)
    with pytest.raises(CutOff):
        printer.send(TICKET)


def test_without_cups_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NothingSent) as caught:
        EscposPrinter("p", open_port("cups://may-in"), Profile()).check()
    assert caught.value.trouble is Trouble.NOT_CONNECTED


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("fault", FAULTS)
def test_wherever_the_queue_fails_it_is_told(
    fault: str, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if fault == "hangs":
        monkeypatch.setattr(cups_ports, "STALL", 0.2)
    script, state = FAULTS[fault]
    printer = install(tmp_path, script.replace("{at}", str(PLACES[place])), monkeypatch)
    printer.name = "p1"
    store = MemoryStore(job(slip=TWENTY_LINES.to_json()))
    assert Spool(store).run_once(printer) is state


@pytest.fixture
def daemon(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[CupsDaemon, TcpPrinterServer]]:
    with TcpPrinterServer() as server, CupsDaemon(server.url.removeprefix("tcp://")) as cups:
        for name, value in cups.environment.items():
            monkeypatch.setenv(name, value)
        assert isinstance(server, TcpPrinterServer)
        yield cups, server


@needs("cupsd", "lp", "socat")
def test_the_real_daemon_passes_every_byte_on(daemon: tuple[CupsDaemon, TcpPrinterServer]) -> None:
    cups, server = daemon
    printer = EscposPrinter("p1", open_port(f"cups://{QUEUE}"), Profile())
    store = MemoryStore(job(slip=TWENTY_LINES.to_json()))
    assert Spool(store).run_once(printer) is JobState.SENT
    assert server.wait_for(len(JOB), 60)
    assert server.received == len(JOB)
    assert server.machine.text()[-1] == "<cut>"
    cups.stop()
    store = MemoryStore(job(slip=TWENTY_LINES.to_json()))
    assert Spool(store).run_once(printer) is JobState.QUEUED


@needs("cupsd", "lp", "socat")
def test_the_real_daemon_knows_no_other_queue(daemon: tuple[CupsDaemon, TcpPrinterServer]) -> None:
    with pytest.raises(NothingSent, match="does not exist"):
        EscposPrinter("p1", open_port("cups://other"), Profile()).send(TICKET)
