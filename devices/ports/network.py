"""Printers and displays on a TCP port."""

from __future__ import annotations

import errno
import fcntl
import os
import select
import socket
import struct
import termios

from devices.ports.base import STALL, STEP, Port


class TcpPort(Port):
    """A TCP connection, as to port 9100. Notices before a write that the peer closed, so that no bytes are lost."""

    def __init__(self, url: str, host: str, port: int) -> None:
        super().__init__(url)
        self._address = (host, port)
        self._socket: socket.socket | None = None

    @property
    def is_open(self) -> bool:
        """Open, and the peer did not close."""
        if self._socket is not None and self._ended():
            self.close()
        return self._socket is not None

    def _ended(self) -> bool:
        assert self._socket is not None
        try:
            return self._socket.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
        except BlockingIOError:
            return False
        except OSError:
            return True

    def _open(self) -> None:
        self._socket = socket.create_connection(self._address, timeout=STALL)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.setblocking(False)

    def close(self) -> None:
        """Close the connection."""
        if self._socket is not None:
            self._socket.close()
        self._socket = None

    def _connected(self) -> socket.socket:
        if self._socket is None:
            raise OSError(errno.ENOTCONN, "closed")
        return self._socket

    def _put(self, data: bytes) -> int:
        line = self._connected()
        if not select.select([], [line], [], STEP)[1]:
            return 0
        try:
            return line.send(data)
        except BlockingIOError:
            return 0

    def _get(self, timeout: float) -> bytes:
        line = self._connected()
        if not select.select([line], [], [], timeout)[0]:
            return b""
        data = line.recv(4096)
        if not data:
            raise EOFError("the device closed the connection")
        return data

    def _pending(self) -> int:
        """A reset of the connection empties the queue too, but then the bytes were not taken: it raises OSError."""
        line = self._connected()
        left = _queued(line.fileno())
        if number := line.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
            raise OSError(number, os.strerror(number))
        return left


def _queued(descriptor: int) -> int:
    """``TIOCOUTQ``: bytes not taken yet, by the peer's kernel (TCP) or by the line (serial)."""
    answer = fcntl.ioctl(descriptor, termios.TIOCOUTQ, struct.pack("i", 0))
    return int(struct.unpack("i", answer)[0])
