"""Serial lines, here and behind RFC 2217 servers, over pyserial; loaded only where one is configured."""

from __future__ import annotations

import errno
import os
import queue
import select
import socket
import termios
import threading
import time
from contextlib import suppress
from typing import Any, Final
from urllib.parse import SplitResult, parse_qsl, unquote

import serial
from serial import rfc2217

from devices.errors import AddressFault, WrongAddress
from devices.ports.base import STALL, Port

FLOWS: Final = ("none", "rtscts", "xonxoff", "dsrdtr")
_STEP: Final = 0.02
"""Seconds of one read. It never changes: pyserial would set up the whole line again for another timeout."""

NEGOTIATION: Final = 2.0
"""Seconds for the whole RFC 2217 negotiation; pyserial gives each step three."""

_FAILURES: Final = (serial.SerialException, OSError, termios.error)


class _Remote(rfc2217.Serial):
    """pyserial's RFC 2217 client with one deadline for the negotiation, and no traceback when the connection breaks."""

    _socket: socket.socket | None
    _thread: threading.Thread | None
    _read_buffer: queue.Queue[bytes | None]
    _until = 0.0

    @property
    def _network_timeout(self) -> float:
        return max(0.0, self._until - time.monotonic())

    @_network_timeout.setter
    def _network_timeout(self, seconds: float) -> None:
        self._until = time.monotonic() + NEGOTIATION

    def _telnet_read_loop(self) -> None:
        client: Any = super()
        with suppress(OSError):
            client._telnet_read_loop()
        self._read_buffer.put(None)

    def close(self) -> None:
        """End the reader thread before closing its socket, or pyserial would wait long for it."""
        remote, reader = self._socket, self._thread
        if remote is not None:
            with suppress(OSError):
                remote.shutdown(socket.SHUT_RDWR)
            if reader is not None:
                reader.join(1)
            remote.close()
        super().close()


class SerialPort(Port):
    """A serial line. Linux has no flow control by DSR/DTR, so that this class watches DSR itself."""

    def __init__(self, url: str, name: str, options: dict[str, Any], flow: str) -> None:
        super().__init__(url)
        self.sure = not name.startswith("rfc2217:")  # its write may fail after sending a part
        self._name, self._options, self._flow = name, options, flow
        self._line: serial.SerialBase | None = None

    @property
    def is_open(self) -> bool:
        """Whether the line was opened and did not fail since."""
        return self._line is not None

    def _open(self) -> None:
        options = {**self._options, "rtscts": self._flow == "rtscts", "xonxoff": self._flow == "xonxoff"}
        try:
            kind = serial.Serial if self.sure else _Remote
            self._line = kind(self._name, timeout=_STEP, **options)
        except termios.error as error:
            raise OSError(*error.args) from error
        except serial.SerialException as error:
            raise _os_error(error) from error
        if remote := getattr(self._line, "_socket", None):
            remote.settimeout(STALL)

    def close(self) -> None:
        """Close the line; harmless when the device is gone."""
        line, self._line = self._line, None
        if line is None:
            return
        try:
            line.close()
        except _FAILURES:
            return

    def _connected(self) -> Any:
        if self._line is None:
            raise OSError(errno.ENOTCONN, "closed")
        return self._line

    def _put(self, data: bytes) -> int:
        line = self._connected()
        try:
            if self._flow == "dsrdtr" and not line.dsr:
                return 0
            return _written(line, data)
        except (serial.SerialTimeoutException, BlockingIOError):
            return 0
        except _FAILURES as error:
            raise _os_error(error) from error

    def _get(self, timeout: float) -> bytes:
        line = self._connected()
        try:
            until = time.monotonic() + timeout
            while True:
                data: bytes = line.read(line.in_waiting or 1)
                if data or time.monotonic() >= until:
                    return data
        except _FAILURES as error:
            raise _os_error(error) from error

    def _pending(self) -> int:
        try:
            return int(getattr(self._connected(), "out_waiting", 0))
        except _FAILURES as error:
            raise _os_error(error) from error


def _written(line: Any, data: bytes) -> int:
    """Write what the line takes now, and return how much. pyserial's own ``write`` loops for ever on a blocked line."""
    descriptor = getattr(line, "fd", None)
    if descriptor is None:
        return int(line.write(data) or 0)
    if not select.select([], [descriptor], [], _STEP)[1]:
        return 0
    return os.write(descriptor, data)


def _os_error(error: Exception) -> OSError:
    """An OSError whose number tells a missing line from a forbidden or a busy one."""
    number = getattr(error, "errno", None)
    if number is None and "exclusively lock" in str(error):
        number = errno.EBUSY
    return OSError(number if isinstance(number, int) else errno.ENODEV, str(error))


def serial_port(url: str, parts: SplitResult) -> SerialPort:
    """The line that ``url`` names; ``baud``, ``bits``, ``parity`` (N, E, O), ``stop`` and ``flow`` are its options.

    Other options of an ``rfc2217`` URL go to pyserial (``ign_set_control``). Raises ``ValueError``.
    """
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    flow = options.pop("flow", "none")
    if flow not in FLOWS:
        raise WrongAddress(
            f"flow is one of {', '.join(FLOWS)}", AddressFault.ONE_OF, "flow", ", ".join(FLOWS)
        )
    settings: dict[str, Any] = {
        "baudrate": int(options.pop("baud", "9600")),
        "bytesize": int(options.pop("bits", "8")),
        "parity": options.pop("parity", "N"),
        "stopbits": int(options.pop("stop", "1")),
    }
    if parts.scheme == "serial":
        if options:
            raise WrongAddress(
                f"a serial line has no {', '.join(options)}", AddressFault.NO_OPTION, ", ".join(options)
            )
        return SerialPort(url, unquote(parts.path), {**settings, "write_timeout": 0, "exclusive": True}, flow)
    query = "&".join(f"{key}={value}" if value else key for key, value in options.items())
    name = f"rfc2217://{parts.netloc}" + (f"?{query}" if query else "")
    return SerialPort(url, name, settings, flow)
