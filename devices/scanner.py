"""A scanner on a serial line (USB-CDC): UTF-8 lines, whatever pieces they come in."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Final

from devices.errors import CutOff, DeviceError, NothingSent, Trouble
from devices.ports import Port, open_port
from devices.slip import clean

LONGEST: Final = 4_096
"""Bytes that one scan may have; a longer line is noise."""

PAUSE: Final = 0.15
"""Seconds of silence that end a scan whose scanner sends no line end."""


class Scanner:
    """Reads scans. ``prefix`` and ``suffix`` are what the scanner was set to add, and are taken off."""

    def __init__(self, port: Port, prefix: str = "", suffix: str = "") -> None:
        self._port, self._prefix, self._suffix = port, prefix, suffix
        self._bytes = bytearray()
        self._heard = 0.0
        self.trouble: Trouble | None = None

    def scans(self, timeout: float) -> Iterator[str]:
        """The scans that came within ``timeout`` seconds, clean and whole; none while it is unplugged.

        Never raises for a scanner that is away: ``trouble`` says so, and the next call opens it again.
        """
        try:
            self._port.open()
            data = self._port.read(timeout)
            self.trouble = None
        except (NothingSent, CutOff) as error:
            self.trouble = error.trouble
            self._bytes.clear()
            return
        now = time.monotonic()
        if data:
            self._bytes += data
            self._heard = now
        yield from self._lines(ended=bool(self._bytes) and now - self._heard >= PAUSE)

    def close(self) -> None:
        """Let go of the port."""
        self._port.close()

    def _lines(self, *, ended: bool) -> Iterator[str]:
        *whole, rest = bytes(self._bytes).replace(b"\r", b"\n").split(b"\n")
        if ended or len(rest) > LONGEST:
            whole, rest = [*whole, rest], b""
        self._bytes = bytearray(rest)
        for line in whole:
            text = clean(line[:LONGEST].decode("utf-8", "replace")).strip()
            text = text.removeprefix(self._prefix).removesuffix(self._suffix)
            if text:
                yield text


def open_scanner(url: str, prefix: str = "", suffix: str = "") -> Scanner:
    """The scanner at ``url`` (``serial:///dev/ttyACM0``), not opened yet. Raises ``DeviceError``."""
    if not url.startswith(("serial:", "tcp:", "rfc2217:")):
        raise DeviceError(Trouble.BAD_ADDRESS, f"{url}: a scanner hangs on a serial line")
    return Scanner(open_port(url), prefix, suffix)
