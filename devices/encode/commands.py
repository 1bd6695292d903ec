"""ESC/POS commands: python-escpos's constants where they are right, our own beside them.

Imported only where bytes are made: python-escpos's constants take 30 ms to load (its printer classes ten times that,
and they write to stdout and to the logging set-up, so they are not used at all).
"""

from __future__ import annotations

import re
from typing import Final

from escpos import constants

from devices.encode.code128 import QUIET, modules, native_data, plan
from devices.encode.qr import QR_SIZES
from devices.slip import Size

INIT: Final[bytes] = constants.HW_INIT
BOLD: Final[dict[bool, bytes]] = constants.TXT_STYLE["bold"]
ALIGN: Final[dict[str, bytes]] = constants.TXT_STYLE["align"]
PAGE: Final[bytes] = constants.CODEPAGE_CHANGE
CUT: Final[bytes] = constants.PAPER_PART_CUT
RASTER: Final[bytes] = constants.S_RASTER_N
LINE_FEED: Final[bytes] = constants.CTL_LF

SIZES: Final = {
    Size.NORMAL: constants.TXT_SIZE + b"\x00",
    Size.TALL: constants.TXT_SIZE + b"\x01",
    Size.BIG: constants.TXT_SIZE + b"\x11",
}
KANJI_OFF: Final = constants.FS + b"."
DEFINE: Final = constants.ESC + b"&\x03"
USER_SET: Final = {False: constants.ESC + b"%\x00", True: constants.ESC + b"%\x01"}
FEED_LINES: Final = constants.ESC + b"d"
FEED_DOTS: Final[bytes] = constants.ESC + b"J"
QR: Final = constants.GS + b"(k"
COLUMNS: Final[bytes] = constants.ESC + b"*"
NEEDLE_SIZES: Final = {Size.NORMAL: 0x00, Size.TALL: 0x10, Size.BIG: 0x30}
NEEDLE_STYLE: Final[bytes] = constants.ESC + b"!"

BAR_HEIGHT: Final = 64
LINES_TO_KNIFE: Final = 5
_REAL_TIME: Final = re.compile(rb"\x10[\x04\x05\x14]")


class UnsafeJob(ValueError):
    """The job has a real-time command that a printer would obey, outside dots, where it cannot be changed."""


def barcode(code: str, dots: int) -> bytes | None:
    """Native CODE128 centred with its text below; None where ``dots`` do not hold it and its white in bars of two dots.

    Falls back to code set B where digits in pairs would spell a real-time command.
    """
    for parts in (plan(code), (("B", code),)):
        data = native_data(parts)
        if (modules(parts) + 2 * QUIET) * 2 <= dots and not _REAL_TIME.search(data):
            return b"".join(
                (
                    ALIGN["center"],
                    constants.BARCODE_HEIGHT + bytes([BAR_HEIGHT]),
                    constants.BARCODE_WIDTH + b"\x02",
                    constants.BARCODE_TXT_BLW,
                    constants.BARCODE_TYPE_B["CODE128"] + bytes([len(data)]) + data,
                    ALIGN["left"],
                )
            )
    return None


def qr(data: str, size: int = QR_SIZES[0]) -> bytes:
    """Native QR, model 2, correction M, ``size`` dots a module, centred."""
    payload = data.encode("ascii")
    length = (len(payload) + 3).to_bytes(2, "little")
    return b"".join(
        (
            ALIGN["center"],
            QR + b"\x04\x001A2\x00",
            QR + b"\x03\x001C" + bytes([size]),
            QR + b"\x03\x001E1",
            QR + length + b"1P0" + payload,
            QR + b"\x03\x001Q0",
            ALIGN["left"],
        )
    )


def needle_style(size: Size, *, bold: bool) -> bytes:
    """``ESC !`` for a printer of needles, which has no ``GS !``: size and weight in one byte."""
    return NEEDLE_STYLE + bytes([NEEDLE_SIZES[size] | (0x08 if bold else 0)])


def defuse(job: bytes, dots: list[tuple[int, int]]) -> bytes:
    """``job`` without ``DLE EOT``, ``DLE ENQ`` and ``DLE DC4``, which printers obey even inside a picture.

    ``dots`` are the spans of picture data; there one dot is flipped. Raises ``UnsafeJob`` where none can be.
    """
    match = _REAL_TIME.search(job)
    if not match:
        return job
    safe = bytearray(job)
    while match:
        at = next((at for at in (match.start() + 1, match.start()) if _within(at, dots)), None)
        if at is None:
            raise UnsafeJob(f"a real-time command at byte {match.start()}")
        safe[at] ^= 0x20 if at > match.start() else 0x01
        match = _REAL_TIME.search(safe)
    return bytes(safe)


def _within(at: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)
