"""A serial line behind RFC 2217 on a local TCP port, as a terminal server in the next room gives it."""

import os
import select
import socket
import threading
from types import TracebackType
from typing import Any

import serial
from serial.rfc2217 import PortManager


class _Pty(serial.Serial):
    """A line without modem signals, which a pseudo-terminal has none of."""

    cts = dsr = ri = cd = True

    def _update_rts_state(self) -> None:
        return

    def _update_dtr_state(self) -> None:
        return

    def _update_break_state(self) -> None:
        return


class Rfc2217Server:
    """Serves the line at ``device`` to one client after another."""

    def __init__(self, device: str) -> None:
        self._line: Any = _Pty(device, timeout=0)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.05)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self.url = f"rfc2217://127.0.0.1:{self._listener.getsockname()[1]}?ign_set_control"

    def __enter__(self) -> "Rfc2217Server":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join(5)
        self._listener.close()
        self._line.close()

    def _serve(self) -> None:
        while not self._stop.is_set():
            try:
                client, _ = self._listener.accept()
            except TimeoutError:
                continue
            with client:
                client.setblocking(True)
                self._talk(client)

    def _talk(self, client: socket.socket) -> None:
        class Answer:
            def write(self, data: bytes) -> None:
                client.sendall(data)

        answer: Any = Answer()
        manager = PortManager(self._line, answer)
        while not self._stop.is_set():
            ready, _, _ = select.select([client, self._line], [], [], 0.05)
            if client in ready:
                data = client.recv(1024)
                if not data:
                    return
                os.write(self._line.fd, b"".join(manager.filter(data)))
            if self._line in ready:
                client.sendall(b"".join(manager.escape(self._line.read(1024))))
