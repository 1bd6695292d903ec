"""Ways to a device, opened by URL, with deadlines: what is wrong is known within three seconds of no progress.

A write that returns proves little: the kernel takes whole slips at once. ``drain`` waits until it handed them on.
"""

from __future__ import annotations

import errno
import fcntl
import os
import select
import shutil
import socket
import struct
import subprocess
import termios
import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from devices.errors import CutOff, DeviceError, NothingSent, Trouble

STALL: Final = 2.5
"""Seconds without one byte of progress after which a device counts as stuck."""

_CHUNK: Final = 1024
_STEP: Final = 0.05


class Port(ABC):
    """A two-way line to a device. Not for two threads at once.

    ``sure`` says whether a ``_put`` that failed is known to have handed on nothing.
    """

    sure = True

    def __init__(self, url: str) -> None:
        self.url = url

    @property
    def two_way(self) -> bool:
        """Whether a device could answer at all."""
        return True

    def trouble(self) -> Trouble | None:
        """What the line itself knows of the device, beside what the device answers."""
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
        """Write what goes now and say how much; 0 when nothing did. Raises OSError."""

    @abstractmethod
    def _get(self, timeout: float) -> bytes:
        """What came, waiting at most ``timeout`` seconds for the first byte. Raises OSError, or EOFError at the end."""

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
                    time.sleep(_STEP / 10)
        except (OSError, EOFError) as error:
            self.close()
            nothing = not sent and (self.sure or isinstance(error, _Stuck))
            raise _failure(nothing, error, f"{self.url}: {error} after {sent} bytes") from error

    def drain(self) -> None:
        """Wait until the kernel handed every byte on. Raises ``CutOff``."""
        waiting = self._left()
        progress = time.monotonic()
        pause = _STEP / 200
        while waiting:
            time.sleep(pause)
            pause = min(pause * 2, _STEP)
            left = self._left()
            if left < waiting:
                waiting, progress = left, time.monotonic()
            elif time.monotonic() - progress > STALL:
                self.close()
                raise CutOff(Trouble.NO_ANSWER, f"{self.url}: {left} bytes were not taken")

    def read(self, timeout: float) -> bytes:
        """What the device said, waiting at most ``timeout`` seconds; empty for silence. Raises ``CutOff``."""
        try:
            return self._get(timeout)
        except (OSError, EOFError) as error:
            self.close()
            raise CutOff(trouble_of(error), f"{self.url}: {error}") from error

    def _left(self) -> int:
        try:
            return self._pending()
        except OSError as error:
            self.close()
            raise CutOff(trouble_of(error), f"{self.url}: {error}") from error


def trouble_of(error: Exception) -> Trouble:
    """What an operating system's error means to an officer."""
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
    """No byte went for too long."""


def _failure(nothing: bool, error: Exception, text: str) -> DeviceError:
    kind = NothingSent if nothing else CutOff
    return kind(trouble_of(error), text)


class TcpPort(Port):
    """Port 9100 and its like. Notices a peer that closed before bytes are lost on it."""

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

    def _the_socket(self) -> socket.socket:
        if self._socket is None:
            raise OSError(errno.ENOTCONN, "closed")
        return self._socket

    def _put(self, data: bytes) -> int:
        line = self._the_socket()
        if not select.select([], [line], [], _STEP)[1]:
            return 0
        try:
            return line.send(data)
        except BlockingIOError:
            return 0

    def _get(self, timeout: float) -> bytes:
        line = self._the_socket()
        if not select.select([line], [], [], timeout)[0]:
            return b""
        data = line.recv(4096)
        if not data:
            raise EOFError("the device closed the connection")
        return data

    def _pending(self) -> int:
        """A peer that reset the connection empties the queue too, but not by taking it."""
        line = self._the_socket()
        left = _queued(line.fileno())
        if number := line.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
            raise OSError(number, os.strerror(number))
        return left


class FilePort(Port):
    """A device file such as ``/dev/usb/lp0``, or a plain file that keeps the bytes."""

    def __init__(self, url: str, path: Path) -> None:
        super().__init__(url)
        self._path = path
        self._descriptor: int | None = None

    @property
    def two_way(self) -> bool:
        """A device may answer, one that is not plugged in too; a plain file does not."""
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

    def _file(self) -> int:
        if self._descriptor is None:
            raise OSError(errno.ENOTCONN, "closed")
        return self._descriptor

    def _put(self, data: bytes) -> int:
        if not select.select([], [self._file()], [], _STEP)[1]:
            return 0
        try:
            return os.write(self._file(), data)
        except BlockingIOError:
            return 0

    def _get(self, timeout: float) -> bytes:
        if not self.two_way or not select.select([self._file()], [], [], timeout)[0]:
            return b""
        return os.read(self._file(), 4096)

    def _pending(self) -> int:
        return 0


class CupsPort(Port):
    """A raw queue of CUPS, through ``lp``. It never answers, and a job that it took is only handed over."""

    def __init__(self, url: str, queue: str) -> None:
        super().__init__(url)
        self._queue = queue
        self._job: bytearray | None = None

    @property
    def two_way(self) -> bool:
        """CUPS passes nothing back."""
        return False

    @property
    def is_open(self) -> bool:
        """Whether a job is being put together."""
        return self._job is not None

    def _open(self) -> None:
        if shutil.which("lp") is None:
            raise OSError(errno.ENOENT, "lp is not installed (Debian: cups-client)")
        self._job = bytearray()

    def close(self) -> None:
        """Forget what was not handed over."""
        self._job = None

    def _put(self, data: bytes) -> int:
        if self._job is None:
            raise OSError(errno.ENOTCONN, "closed")
        self._job += data
        return len(data)

    def _get(self, timeout: float) -> bytes:
        return b""

    def _pending(self) -> int:
        return 0

    def drain(self) -> None:
        """Give the job to CUPS. Raises ``NothingSent`` where it refuses, ``CutOff`` where it does not answer."""
        job, self._job = bytes(self._job or b""), bytearray()
        command = ["lp", "-s", "-d", self._queue, "-o", "raw", "--", "-"]
        try:
            done = subprocess.run(command, input=job, capture_output=True, timeout=STALL, check=False)
        except subprocess.TimeoutExpired as error:
            raise CutOff(Trouble.NO_ANSWER, f"{self.url}: lp does not end") from error
        except OSError as error:
            raise NothingSent(Trouble.NOT_CONNECTED, f"{self.url}: {error}") from error
        if done.returncode < 0:
            raise CutOff(Trouble.NOT_CONNECTED, f"{self.url}: lp was killed by signal {-done.returncode}")
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip()
            raise NothingSent(Trouble.NOT_CONNECTED, f"{self.url}: {said}")


def _queued(descriptor: int) -> int:
    """``TIOCOUTQ``: bytes not taken yet, by the peer's kernel (TCP) or by the line (serial)."""
    answer = fcntl.ioctl(descriptor, termios.TIOCOUTQ, struct.pack("i", 0))
    return int(struct.unpack("i", answer)[0])


def open_port(url: str) -> Port:
    """The port for ``url``, not opened yet: ``tcp://host:9100``, ``serial:///dev/ttyUSB0?baud=9600&flow=rtscts``,
    ``rfc2217://host:4000``, ``usb://0416:5011``, ``file:///dev/usb/lp0``, ``cups://queue``. Raises ``DeviceError``.
    """
    parts = urlsplit(url)
    try:
        if parts.scheme == "tcp" and parts.hostname:
            return TcpPort(url, parts.hostname, parts.port or 9100)
        if parts.scheme == "file" and parts.path:
            return FilePort(url, Path(unquote(parts.path)))
        if parts.scheme == "cups" and parts.netloc:
            return CupsPort(url, unquote(parts.netloc))
        if parts.scheme in ("serial", "rfc2217"):
            return _serial(url, parts)
        if parts.scheme == "usb":
            return _usb(url, parts)
    except ValueError as error:
        raise DeviceError(Trouble.BAD_ADDRESS, f"{url}: {error}") from error
    raise DeviceError(Trouble.BAD_ADDRESS, f"{url}: no such kind of device")


def _serial(url: str, parts: SplitResult) -> Port:
    from devices.ports.serial import serial_port

    return serial_port(url, parts)


def _usb(url: str, parts: SplitResult) -> Port:
    from devices.ports.usb import usb_port

    return usb_port(url, parts)
