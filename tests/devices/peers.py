"""Peers on a TCP port that are no device: one resets every connection, one takes and never answers."""

from __future__ import annotations

import socket
import struct
import threading
from contextlib import suppress
from types import TracebackType
from typing import Final

_STEP: Final = 0.02
_RESET: Final = struct.pack("ii", 1, 0)


class SilentPeer:
    """Takes every connection, keeps it, and reads nothing; ``url`` is its address."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(_STEP)
        self.url = f"tcp://127.0.0.1:{self._listener.getsockname()[1]}"
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._held: list[socket.socket] = []

    def __enter__(self) -> str:
        self._thread.start()
        return self.url

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join(5)
        for line in (*self._held, self._listener):
            line.close()

    def _serve(self) -> None:
        while not self._stop.is_set():
            with suppress(TimeoutError):
                self._take(self._listener.accept()[0])

    def _take(self, line: socket.socket) -> None:
        self._held.append(line)


class ResettingPeer(SilentPeer):
    """Resets every connection at its first bytes."""

    def _take(self, line: socket.socket) -> None:
        with line, suppress(OSError):
            line.settimeout(5)
            line.recv(1)
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
