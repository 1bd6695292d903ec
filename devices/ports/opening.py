"""The port that a URL names."""

from __future__ import annotations

from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from devices.errors import AddressFault, DeviceError, Trouble, WrongAddress
from devices.ports.base import Port
from devices.ports.cups import CupsPort
from devices.ports.files import FilePort
from devices.ports.network import TcpPort

_KINDS: Final = ("tcp", "serial", "rfc2217", "usb", "file", "cups")


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
    raise DeviceError(Trouble.BAD_ADDRESS, f"{url}: no such kind of device") from WrongAddress(
        "no such kind of device", AddressFault.KIND, parts.scheme, ", ".join(_KINDS)
    )


def _serial(url: str, parts: SplitResult) -> Port:
    from devices.ports.serial import serial_port

    return serial_port(url, parts)


def _usb(url: str, parts: SplitResult) -> Port:
    from devices.ports.usb import usb_port

    return usb_port(url, parts)
