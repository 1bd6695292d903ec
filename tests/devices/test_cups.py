"""A raw CUPS queue: whole jobs go through ``lp``, and a refusal is known to have printed nothing."""

from pathlib import Path

import pytest

from devices import ports
from devices.encode.escpos import encode
from devices.errors import CutOff, NothingSent, Trouble
from devices.ports import open_port
from devices.printer import EscposPrinter
from devices.profile import Profile
from tests.devices.samples import TICKET

TAKES = 'printf "%s\\n" "$*" >> {folder}/asked; cat > {folder}/job'
REFUSES = "echo 'lp: The printer or class does not exist.' >&2; exit 1"
HANGS = "exec sleep 5"


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
    monkeypatch.setattr(ports, "STALL", 0.2)
    printer = install(tmp_path, HANGS, monkeypatch)
    with pytest.raises(CutOff):
        printer.send(TICKET)


def test_without_cups_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NothingSent) as caught:
        EscposPrinter("p", open_port("cups://may-in"), Profile()).check()
    assert caught.value.trouble is Trouble.NOT_CONNECTED
