"""The base class of every line to a device, with deadlines: a fault is known within three seconds without progress.

A write that returns proves little: the kernel takes whole slips at once. ``drain`` waits until it handed them on.
"""

from __future__ import annotations

import errno
import time
from abc import ABC, abstractmethod
from typing import Final

from devices.errors import CutOff, DeviceError, NothingSent, Trouble

STALL: Final = 2.5
"""Seconds without one byte of progress after which a device counts as stuck."""

_CHUNK: Final = 1024
STEP: Final = 0.05
"""Seconds that one wait for the kernel takes at most."""


class Port(ABC):
    """A two-way line to a device. Not for two threads at once.

    ``sure`` tells whether a ``_put`` that failed has certainly sent nothing.
    """

    sure = True

    def __init__(self, url: str) -> None:
        self.url = url

    @property
    def two_way(self) -> bool:
        """Whether a device could answer at all."""
        return True

    def trouble(self) -> Trouble | None:
        """What the line itself reports of the device, beside the device's own answers."""
        return None

    @property
    @abstractmethod
    def is_open(self) -> bool:
        """Whether it was opened and did not fail since."""

    @abstractmethod
    def _open(self) -> None:
        """Open; raises OSError."""

    @abstractmethod
    def close(self) -> None:
        """Close; harmless when closed."""

    @abstractmethod
    def _put(self, data: bytes) -> int:
        """Write what the kernel takes now; returns the number of bytes, maybe 0. Raises OSError."""

    @abstractmethod
    def _get(self, timeout: float) -> bytes:
        """The bytes that came, waiting up to ``timeout`` seconds for the first. Raises OSError; EOFError at the end."""

    @abstractmethod
    def _pending(self) -> int:
        """Bytes that the kernel has not handed on yet."""

    def open(self) -> None:
        """Open unless open; raises ``NothingSent``."""
        if self.is_open:
            return
        try:
            self._open()
        except OSError as error:
            self.close()
            raise NothingSent(trouble_of(error), f"{self.url}: {error}") from error

    def write(self, data: bytes) -> None:
        """Hand every byte to the kernel. Raises ``NothingSent`` where not one left, else ``CutOff``."""
        self.open()
        sent = 0
        progress = time.monotonic()
        try:
            while sent < len(data):
                count = self._put(data[sent : sent + _CHUNK])
                sent += count
                if count:
                    progress = time.monotonic()
                elif time.monotonic() - progress > STALL:
                    raise _Stuck(errno.ETIMEDOUT, "the device takes no more bytes")
                else:
                    time.sleep(STEP / 10)
        except (OSError, EOFError) as error:
            self.close()
            nothing = not sent and (self.sure or isinstance(error, _Stuck))
            raise _failure(nothing, error, f"{self.url}: {error} after {sent} bytes") from error

    def drain(self) -> None:
        """Wait until the kernel handed every byte on. Raises ``CutOff``."""
        waiting = self._bytes_left()
        progress = time.monotonic()
        pause = STEP / 200
        while waiting:
            time.sleep(pause)
            pause = min(pause * 2, STEP)
            left = self._bytes_left()
            if left < waiting:
                waiting, progress = left, time.monotonic()
            elif time.monotonic() - progress > STALL:
                self.close()
                raise CutOff(Trouble.NO_ANSWER, f"{self.url}: {left} bytes were not taken")

    def read(self, timeout: float) -> bytes:
        """What the device sent, waiting at most ``timeout`` seconds; empty for silence. Raises ``CutOff``."""
        try:
            return self._get(timeout)
        except (OSError, EOFError) as error:
            self.close()
            raise CutOff(trouble_of(error), f"{self.url}: {error}") from error

    def _bytes_left(self) -> int:
        try:
            return self._pending()
        except OSError as error:
            self.close()
            raise CutOff(trouble_of(error), f"{self.url}: {error}") from error


def trouble_of(error: Exception) -> Trouble:
    """The trouble that an operating system's error stands for."""
    match getattr(error, "errno", None):
        case errno.EACCES | errno.EPERM:
            return Trouble.NO_PERMISSION
        case errno.EBUSY | errno.EAGAIN:
            return Trouble.IN_USE
        case errno.ETIMEDOUT | errno.EHOSTUNREACH | errno.ENETUNREACH:
            return Trouble.NO_ANSWER
        case _:
            return Trouble.NO_ANSWER if isinstance(error, TimeoutError) else Trouble.NOT_CONNECTED


class _Stuck(TimeoutError):
    """No byte could be written for too long."""


def _failure(nothing: bool, error: Exception, text: str) -> DeviceError:
    kind = NothingSent if nothing else CutOff
    return kind(trouble_of(error), text)
