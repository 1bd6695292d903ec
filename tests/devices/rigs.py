"""A virtual printer at the end of every kind of line, each of which can fail at a byte and be mended."""

import os
import socket
import subprocess
import tempfile
import threading
from pathlib import Path
from types import TracebackType
from typing import Final

import pytest

from devices.ports.base import Port
from devices.ports.opening import open_port
from devices.ports.usb import Address, UsbPort
from devices.virtual.machine import Machine
from devices.virtual.server import PrinterServer, PtyPrinterServer, TcpPrinterServer
from tests.devices.usb_printer import URL, UsbBus
from tests.programs import needs, program

KINDS: Final = ("tcp", "usb", "serial", "file", pytest.param("rfc2217", marks=needs("ser2net")))
FAULTS: Final = {"unplugged": "dies_at", "hangs": "hangs_at", "reset": "resets_at"}


def port_at(kind: str, address: str) -> Port:
    """The program's end."""
    return UsbPort(URL, Address(0x0416, 0x5011), UsbBus(address)) if kind == "usb" else open_port(address)


class Plugged(PtyPrinterServer):
    """A line under a name of its own, which goes before the line does: the kernel gives numbers out again at once."""

    def __init__(self, machine: Machine, name: Path) -> None:
        super().__init__(machine)
        self._link = name
        self._point(self.url.removeprefix("serial://"))

    def _serve_line(self, descriptor: int) -> None:
        super()._serve_line(descriptor)
        self._point("/dev/unplugged")

    def _point(self, target: str) -> None:
        fresh = self._link.with_suffix(".new")
        fresh.symlink_to(target)
        fresh.replace(self._link)


class Rig:
    """``address`` leads to ``server``; it stays the same when the printer is plugged in anew."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.machine = Machine()
        self._folder = tempfile.TemporaryDirectory()
        self._name = Path(self._folder.name) / "by-id"
        self._terminal: Ser2net | None = None
        self._fault = ""
        self.server = self._server()
        self.server.__enter__()
        self.address = self._address()

    def __enter__(self) -> "Rig":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.close()
        if self._terminal is not None:
            self._terminal.close()
        self._folder.cleanup()

    def port(self) -> Port:
        """A line to the printer, not open yet."""
        return port_at(self.kind, self.address)

    def will(self, fault: str, at: int) -> None:
        """Let ``fault`` happen when the printer has ``at`` bytes."""
        self._fault = fault
        setattr(self.server, FAULTS[fault], at)

    def mend(self) -> None:
        """Plug it in again, switch it on again, let it go on."""
        self.server.hangs_at = -1
        if isinstance(self.server, Plugged) and self._fault == "unplugged" and self.server.dies_at < 0:
            self.server.close()
            self.server = self._server()
            self.server.__enter__()

    def _server(self) -> PrinterServer:
        if self.kind in ("tcp", "usb"):
            return TcpPrinterServer(self.machine)
        return Plugged(self.machine, self._name)

    def _address(self) -> str:
        match self.kind:
            case "serial" | "file":
                return f"{self.kind}://{self._name}"
            case "rfc2217":
                self._terminal = Ser2net(str(self._name))
                return self._terminal.url
        return self.server.url


class Ser2net:
    """Debian's ser2net as an RFC 2217 server in front of the line ``device``."""

    def __init__(self, device: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self._folder = tempfile.TemporaryDirectory()
        configuration = Path(self._folder.name) / "ser2net.yaml"
        configuration.write_text(
            "connection: &printer\n"
            f"  accepter: telnet(rfc2217),tcp,127.0.0.1,{port}\n"
            f"  connector: serialdev,{device},9600n81,local\n"
            "  options:\n    kickolduser: true\n"
        )
        self.url = f"rfc2217://127.0.0.1:{port}?ign_set_control"
        command = [program("ser2net"), "-n", "-d", "-u", "-c", str(configuration)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        self._said = threading.Thread(target=self._listen, daemon=True)
        self._said.start()
        self._wait(port)

    def _listen(self) -> None:
        assert self._process.stderr
        while self._process.stderr.read(1024):
            continue

    def _wait(self, port: int) -> None:
        """Until it listens, as the kernel's own table says: a trial connection would open the line."""
        wanted = f"0100007F:{port:04X} 00000000:0000 0A"
        while wanted not in Path("/proc/net/tcp").read_text():
            if self._process.poll() is not None:
                raise OSError(f"ser2net ended with {self._process.returncode}")
            os.sched_yield()

    def close(self) -> None:
        """End it at once: asked politely, it waits for a line that hangs."""
        self._process.kill()
        self._process.wait(5)
        self._said.join(5)
        assert self._process.stderr
        self._process.stderr.close()
        self._folder.cleanup()
