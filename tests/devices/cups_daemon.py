"""Debian's CUPS with one raw queue, private to a test: its own folder, its own socket, nothing of the machine's."""

import os
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType

from tests.programs import program

QUEUE = "may-in"
BACKEND = """#!/bin/sh
[ $# -eq 0 ] && exit 0
exec {socat} -u "FILE:$6" "TCP:${{DEVICE_URI#port9100://}}"
"""
CONFIGURATION = """Listen {folder}/socket
Browsing Off
DefaultAuthType None
WebInterface No
<Location />
  Allow all
</Location>
"""
FILES = """ServerRoot {folder}
ServerBin {folder}/bin
CacheDir {folder}/cache
StateDir {folder}/state
RequestRoot {folder}/spool
TempDir {folder}/tmp
ErrorLog {folder}/error_log
AccessLog {folder}/access_log
PageLog {folder}/page_log
"""
PRINTER = """<Printer {queue}>
DeviceURI port9100://{address}
State Idle
Accepting Yes
</Printer>
"""


class CupsDaemon:
    """``address`` (host:port) is where the printer behind the queue listens. ``lp`` finds it by ``CUPS_SERVER``."""

    def __init__(self, address: str) -> None:
        self._program = program("cupsd")
        socat, lp = program("socat"), program("lp")
        self._folder = tempfile.TemporaryDirectory(prefix="cups", ignore_cleanup_errors=True)
        folder = Path(self._folder.name)
        for name in ("bin/backend", "cache", "state", "spool", "tmp"):
            (folder / name).mkdir(parents=True)
        (folder / "bin/daemon").symlink_to("/usr/lib/cups/daemon")  # how cupsd starts a backend
        backend = folder / "bin/backend/port9100"
        backend.write_text(BACKEND.format(socat=socat))
        backend.chmod(0o700)
        (folder / "cupsd.conf").write_text(CONFIGURATION.format(folder=folder))
        (folder / "cups-files.conf").write_text(FILES.format(folder=folder))
        (folder / "printers.conf").write_text(PRINTER.format(queue=QUEUE, address=address))
        self.socket = folder / "socket"
        self.environment = {
            "CUPS_SERVER": str(self.socket),
            "PATH": f"{Path(lp).parent}:/usr/bin:/bin",
        }

    def __enter__(self) -> "CupsDaemon":
        folder = self.socket.parent
        command = [
            self._program,
            "-f",
            "-c",
            str(folder / "cupsd.conf"),
            "-s",
            str(folder / "cups-files.conf"),
        ]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 60
        while not self.socket.exists():
            assert self._process.poll() is None, "cupsd ended"
            assert time.monotonic() < until
            os.sched_yield()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        self._folder.cleanup()

    def stop(self) -> None:
        """End it, as when its machine is switched off."""
        self._process.kill()
        self._process.wait(5)
