"""Serial lines through other people's programs, and the flow control that their URL asks for."""

import os
import socket
import struct
import subprocess
import threading
import time
from pathlib import Path

import pytest

from devices.errors import CutOff, DeviceError, Trouble
from devices.ports import base
from devices.ports import serial as serial_ports
from devices.ports.opening import open_port
from devices.printer import EscposPrinter
from devices.profile import Profile, Proof, Status
from devices.virtual.server import TcpPrinterServer
from tests.devices.line import Line
from tests.devices.samples import TWENTY_LINES
from tests.programs import needs, program


@pytest.mark.parametrize("scheme", ["serial", "file"])
@needs("socat")
def test_a_slip_through_socat(scheme: str, tmp_path: Path) -> None:
    name = tmp_path / "line"
    with TcpPrinterServer() as server:
        far = f"TCP:{server.url.removeprefix('tcp://')}"
        command = [program("socat"), f"PTY,link={name},raw,echo=0", far]
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as socat:
            while not name.exists():
                assert socat.poll() is None
                os.sched_yield()
            profile = Profile(proof=Proof.COMPLETION, status=Status.ALWAYS)
            printer = EscposPrinter("p", open_port(f"{scheme}://{name}"), profile)
            for _ in range(3):
                printer.check()
                printer.send(TWENTY_LINES)
                assert printer.confirm()
            socat.kill()
            socat.wait(5)
            with pytest.raises(DeviceError):
                printer.check()
        assert server.machine.text().count("<cut>") == 3


def test_a_printer_that_says_stop_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """XOFF holds the line, XON lets it go on; one that never does is told, not waited for."""
    monkeypatch.setattr(base, "STALL", 0.2)
    with Line() as line:
        port = open_port(f"{line.url}?flow=xonxoff")
        port.open()
        line.say(b"\x13")
        with pytest.raises(DeviceError) as caught:
            for _ in range(200):
                port.write(bytes(1_000))
        assert caught.value.trouble is Trouble.NO_ANSWER
        port.open()
        line.say(b"\x11")
        port.write(b"on")
        assert line.heard(2).endswith(b"on")
        port.close()


@pytest.mark.parametrize("flow", ["rtscts", "dsrdtr"])
def test_hardware_flow_control_is_asked_of_the_line(flow: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pseudo-terminal has no such wires: the kernel is asked for RTS/CTS, and DSR is watched by us."""
    monkeypatch.setattr(base, "STALL", 0.2)
    with Line() as line:
        port = open_port(f"{line.url}?flow={flow}")
        try:
            port.write(b"x")
        except (CutOff, DeviceError) as error:
            assert flow == "dsrdtr"
            assert error.trouble in (Trouble.NO_ANSWER, Trouble.NOT_CONNECTED)
        else:
            assert flow == "rtscts"
            assert line.heard(1) == b"x"
        port.close()


def test_a_device_file_that_is_gone_is_not_made_as_a_plain_one(tmp_path: Path) -> None:
    gone = tmp_path / "lp0"
    gone.symlink_to("/dev/no-such-printer")
    for path in (gone, Path("/dev/no-such-printer")):
        with pytest.raises(DeviceError) as caught:
            EscposPrinter("p", open_port(f"file://{path}"), Profile()).check()
        assert caught.value.trouble is Trouble.NOT_CONNECTED
    assert not Path("/dev/no-such-printer").exists()


@pytest.mark.filterwarnings("ignore:set(Daemon|Name):DeprecationWarning")  # pyserial's own thread
@pytest.mark.parametrize("words", [b"", b"\xff\xfb\x2c" * 400], ids=["silent", "resets while it is answered"])
def test_a_terminal_server_that_never_agrees(words: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """One deadline ends the whole negotiation before pyserial would give up its first step (3 s)."""
    at_once = struct.pack("ii", 1, 0)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            client, _ = server.accept()
            with client:
                client.settimeout(10)
                if words:
                    client.sendall(words)
                    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
                else:
                    while client.recv(1024):
                        continue

        thread = threading.Thread(target=serve)
        thread.start()
        monkeypatch.setattr(serial_ports, "NEGOTIATION", 0.1)
        started = time.monotonic()
        with pytest.raises(DeviceError):
            open_port(f"rfc2217://127.0.0.1:{server.getsockname()[1]}").open()
        assert time.monotonic() - started < 30 * serial_ports.NEGOTIATION, "one of pyserial's own steps"
        thread.join(60)
