"""Device files of kernel drivers, and plain files."""

from __future__ import annotations

import errno
import os
import select
from pathlib import Path

from devices.ports.base import STEP, Port


class FilePort(Port):
    """A device file such as ``/dev/usb/lp0``, or a plain file that keeps the bytes."""

    def __init__(self, url: str, path: Path) -> None:
        super().__init__(url)
        self._path = path
        self._descriptor: int | None = None

    @property
    def two_way(self) -> bool:
        """Whether the path is, or would be, a device; a plain file never answers."""
        return self._path.is_char_device() or self._path.resolve().is_relative_to("/dev")

    @property
    def is_open(self) -> bool:
        """Whether the file is open."""
        return self._descriptor is not None

    def _open(self) -> None:
        flags = os.O_RDWR | os.O_APPEND | os.O_NONBLOCK | os.O_NOCTTY
        if not self.two_way:
            flags |= os.O_CREAT
        self._descriptor = os.open(self._path, flags, 0o600)

    def close(self) -> None:
        """Close the file."""
        if self._descriptor is not None:
            os.close(self._descriptor)
        self._descriptor = None

    def _opened(self) -> int:
        if self._descriptor is None:
            raise OSError(errno.ENOTCONN, "closed")
        return self._descriptor

    def _put(self, data: bytes) -> int:
        if not select.select([], [self._opened()], [], STEP)[1]:
            return 0
        try:
            return os.write(self._opened(), data)
        except BlockingIOError:
            return 0

    def _get(self, timeout: float) -> bytes:
        if not self.two_way or not select.select([self._opened()], [], [], timeout)[0]:
            return b""
        return os.read(self._opened(), 4096)

    def _pending(self) -> int:
        return 0
