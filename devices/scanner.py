"""A scanner on a serial line (USB-CDC) that sends lines of UTF-8, and a thread that reads it."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from typing import Final

from devices.errors import AddressFault, CutOff, DeviceError, NothingSent, Trouble, WrongAddress
from devices.ports.base import Port
from devices.ports.opening import open_port
from devices.slip import clean

LONGEST: Final = 4_096
"""Bytes of the longest scan; a longer line is dropped as noise."""

PAUSE: Final = 0.15
"""Seconds of silence that end a scan of a scanner which sends no line end."""

LISTEN: Final = 0.25
"""Seconds of one read; between two the listener may be stopped."""

RETRY: Final = 1.0
"""Seconds until a missing scanner is opened again."""

KINDS: Final = ("serial:", "tcp:", "rfc2217:")


_LABELLED: Final = re.compile(r"[^\W\d_][^:|]{0,60}:\s*[^/\s]")
"""The beginning of a line such as ``Số CCCD: 072195000123``, of which some codes hold several."""


class Scanner:
    """Reads scans. Labelled lines that come one after another are one scan, with line feeds in it.

    ``prefix`` and ``suffix``, which the scanner is configured to add, are removed.
    """

    def __init__(self, port: Port, prefix: str = "", suffix: str = "") -> None:
        self._port = port
        self._prefix, self._suffix = clean(prefix).strip(), clean(suffix).strip()
        self._bytes = bytearray()
        self._received_at = 0.0
        self._labelled: list[str] = []
        self._skipping = False
        self.trouble: Trouble | None = None

    def scans(self, timeout: float) -> Iterator[str]:
        """The complete scans that came within ``timeout`` seconds, cleaned; none while it is unplugged.

        Never raises for a missing scanner: ``trouble`` has the reason, and the next call opens it again.
        """
        try:
            self._port.open()
            data = self._port.read(timeout)
            self.trouble = None
        except (NothingSent, CutOff) as error:
            self.trouble = error.trouble
            self._bytes.clear()
            self._labelled.clear()
            return
        now = time.monotonic()
        if data:
            self._bytes += data
            self._received_at = now
        is_silent = now - self._received_at >= PAUSE
        for text in self._lines(ended=bool(self._bytes) and is_silent):
            if _LABELLED.match(text):
                self._labelled.append(text)
            else:
                yield from self._labelled_scan()
                yield text
        if is_silent:
            yield from self._labelled_scan()

    def close(self) -> None:
        """Close the port."""
        self._port.close()

    def _labelled_scan(self) -> Iterator[str]:
        if self._labelled:
            yield "\n".join(self._labelled)
            self._labelled.clear()

    def _lines(self, *, ended: bool) -> Iterator[str]:
        *whole, rest = bytes(self._bytes).replace(b"\r", b"\n").split(b"\n")
        if ended:
            whole, rest = [*whole, rest], b""
        if whole and self._skipping:
            whole, self._skipping = whole[1:], False
        if len(rest) > LONGEST:
            rest, self._skipping = b"", True
        self._bytes = bytearray(rest)
        for line in whole:
            if len(line) <= LONGEST and (text := self._text(line)):
                yield text

    def _text(self, line: bytes) -> str:
        text = clean(_decoded(line)).strip()
        return text.removeprefix(self._prefix).removesuffix(self._suffix).strip()


def _decoded(line: bytes) -> str:
    """``line`` as UTF-8, also where a scanner sends UTF-8 whose bytes it took for Latin-1 letters."""
    text = line.decode("utf-8", "replace")
    if text.isascii():
        return text
    try:
        return b"".join(map(_byte, text)).decode("utf-8")
    except UnicodeError:
        return text


def _byte(letter: str) -> bytes:
    try:
        return letter.encode("cp1252")
    except UnicodeError:
        return letter.encode("latin-1")


class ScannerListener:
    """Reads in a thread, and there calls ``scanned`` with each scan and ``changed`` when ``trouble`` differs."""

    def __init__(
        self, scanner: Scanner, scanned: Callable[[str], None], changed: Callable[[], None] = lambda: None
    ) -> None:
        self._scanner, self._scanned, self._changed = scanner, scanned, changed
        self._stop = threading.Event()
        self.trouble: Trouble | None = None

    def run(self) -> None:
        """Read until ``stop``; call it in a thread."""
        try:
            while not self._stop.is_set():
                self._listen()
        finally:
            self._scanner.close()

    def stop(self) -> None:
        """End ``run`` within ``LISTEN`` seconds."""
        self._stop.set()

    def _listen(self) -> None:
        for text in self._scanner.scans(LISTEN):
            self._scanned(text)
        if self._scanner.trouble is not self.trouble:
            self.trouble = self._scanner.trouble
            self._changed()
        if self.trouble is not None:
            self._stop.wait(RETRY)


def open_scanner(url: str, prefix: str = "", suffix: str = "") -> Scanner:
    """The scanner at ``url`` (``serial:///dev/ttyACM0``), not opened yet. Raises ``DeviceError``."""
    if not url.startswith(KINDS):
        text = "a scanner is on a serial line"
        raise DeviceError(Trouble.BAD_ADDRESS, f"{url}: {text}") from WrongAddress(
            text, AddressFault.KIND, url.partition(":")[0], ", ".join(kind.rstrip(":/") for kind in KINDS)
        )
    return Scanner(open_port(url), prefix, suffix)
