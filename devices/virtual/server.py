"""The simulated printer behind a TCP port or a pseudo-terminal, with the speed and the faults of a real one."""

from __future__ import annotations

import os
import pty
import select
import socket
import struct
import threading
import time
import tty
from contextlib import suppress
from types import TracebackType
from typing import Final

from devices.virtual.machine import Machine

_STEP: Final = 0.02
BOOT: Final = 0.2
"""Seconds that a printer ignores its input after it was switched on; real ones take a few."""


class PrinterServer:
    """Runs a ``Machine`` behind ``url`` until closed; a context manager.

    ``pace`` is bytes a second (0: as fast as they come). ``dies_at`` closes the line after that many bytes, once, as
    an unplugged cable would; ``hangs_at`` stops reading there; ``resets_at`` is the byte where it is switched off and
    on, once; it ignores its input while it starts. ``mute`` prints but never answers.
    """

    def __init__(
        self,
        machine: Machine | None = None,
        *,
        pace: int = 0,
        dies_at: int = -1,
        hangs_at: int = -1,
        resets_at: int = -1,
        mute: bool = False,
    ) -> None:
        self.machine = machine or Machine()
        self.pace, self.mute = pace, mute
        self.dies_at, self.hangs_at, self.resets_at = dies_at, hangs_at, resets_at
        self._ready_at = 0.0
        self.received = 0
        self.changed = threading.Condition()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="virtual printer", daemon=True)

    @property
    def url(self) -> str:
        """The address for ``open_port``."""
        raise NotImplementedError

    def __enter__(self) -> PrinterServer:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Switch it off."""
        self._stop.set()
        self._thread.join(5)

    def wait_for(self, count: int, timeout: float = 60) -> bool:
        """Wait until ``count`` bytes were taken; False when they did not come in time."""
        with self.changed:
            return self.changed.wait_for(lambda: self.received >= count, timeout)

    def _serve(self) -> None:
        raise NotImplementedError

    def _serve_line(self, descriptor: int) -> None:
        """Serve one line until it ends, dies or the printer is switched off."""
        while not self._stop.is_set():
            if self.received == self.hangs_at:
                self._stop.wait(_STEP)
                continue
            if not select.select([descriptor], [], [], _STEP)[0]:
                continue
            try:
                data = os.read(descriptor, self._chunk_size())
            except OSError:
                return
            if not data:
                return
            self._take(descriptor, data)
            if self.received == self.dies_at:
                self.dies_at = -1
                return
            if self.received == self.resets_at:
                self.resets_at = -1
                self.machine.power_cycle()
                self._ready_at = time.monotonic() + BOOT
                if self._drops_when_reset(descriptor):
                    return

    def _drops_when_reset(self, descriptor: int) -> bool:
        """Whether the line ends when the printer is switched off; a serial cable's does not."""
        return False

    def _chunk_size(self) -> int:
        """How many bytes to take at once, never beyond the byte where a fault waits."""
        size = max(1, int(self.pace * _STEP)) if self.pace else 4096
        for stop in (self.dies_at, self.hangs_at, self.resets_at):
            if stop > self.received:
                size = min(size, stop - self.received)
        return size

    def _take(self, descriptor: int, data: bytes) -> None:
        answer = self.machine.feed(data) if time.monotonic() >= self._ready_at else b""
        if answer and not self.mute:
            with suppress(OSError):
                os.write(descriptor, answer)
        with self.changed:
            self.received += len(data)
            self.changed.notify_all()
        if self.pace:
            time.sleep(len(data) / self.pace)


class TcpPrinterServer(PrinterServer):
    """On a free local TCP port; takes one connection after another, as port 9100 does."""

    def __init__(
        self,
        machine: Machine | None = None,
        *,
        port: int = 0,
        pace: int = 0,
        dies_at: int = -1,
        hangs_at: int = -1,
        resets_at: int = -1,
        mute: bool = False,
    ) -> None:
        super().__init__(
            machine, pace=pace, dies_at=dies_at, hangs_at=hangs_at, resets_at=resets_at, mute=mute
        )
        self._listener = socket.create_server(("127.0.0.1", port))
        if pace or hangs_at >= 0:
            self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self._listener.settimeout(_STEP)

    @property
    def url(self) -> str:
        """``tcp://127.0.0.1:port``."""
        return f"tcp://127.0.0.1:{self._listener.getsockname()[1]}"

    def _drops_when_reset(self, descriptor: int) -> bool:
        """The connection is reset: what was under way is lost."""
        with socket.socket(fileno=os.dup(descriptor)) as line:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return True

    def _serve(self) -> None:
        with self._listener:
            while not self._stop.is_set():
                with suppress(TimeoutError):
                    connection, _ = self._listener.accept()
                    with connection:
                        self._serve_line(connection.fileno())


class PtyPrinterServer(PrinterServer):
    """On a pseudo-terminal, which a serial port opens as if it were a cable; it has no speed of its own."""

    def __init__(
        self,
        machine: Machine | None = None,
        *,
        pace: int = 0,
        dies_at: int = -1,
        hangs_at: int = -1,
        resets_at: int = -1,
        mute: bool = False,
    ) -> None:
        super().__init__(
            machine, pace=pace, dies_at=dies_at, hangs_at=hangs_at, resets_at=resets_at, mute=mute
        )
        self._master, slave = pty.openpty()
        tty.setraw(slave)
        self._name = os.ttyname(slave)
        self._slave = slave

    @property
    def url(self) -> str:
        """``serial:///dev/pts/N``."""
        return f"serial://{self._name}"

    def _serve(self) -> None:
        self._serve_line(self._master)
        os.close(self._slave)
        os.close(self._master)
