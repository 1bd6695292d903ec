"""QR codes: their modules, and the size in which paper has room for them and for the white around them."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

QR_QUIET: Final = 4
"""White modules that a reader needs on every side (ISO/IEC 18004)."""

QR_SIZES: Final = (5, 4, 3, 2)
"""Dots a side of a module at 203 dpi, the best first; one dot is too small for a reader."""

_CAPACITY: Final = (
    14,
    26,
    42,
    62,
    84,
    106,
    122,
    152,
    180,
    213,
    251,
    287,
    331,
    362,
    412,
    450,
    504,
    560,
    624,
    666,
)
"""Bytes that a QR code of version 1, 2, … holds at correction M (ISO/IEC 18004, table 7)."""


@lru_cache(maxsize=64)
def qr_rows(data: str) -> tuple[str, ...]:
    """The QR code's modules, correction M, ``1`` for black."""
    import qrcode

    code = qrcode.QRCode(border=0, error_correction=qrcode.ERROR_CORRECT_M)
    code.add_data(data)
    code.make(fit=True)
    return tuple("".join("1" if dot else "0" for dot in line) for line in code.get_matrix())


def has_room(modules: int, size: int, dots: int) -> bool:
    """Whether ``dots`` hold a row of ``modules`` of ``size`` dots each, with the white on both sides."""
    return (modules + 2 * QR_QUIET) * size <= dots


def native_size(data: str, dots: int) -> int:
    """The dots a side of a module of a native code of ``data``, whose version the printer chooses; 0 for no room."""
    version = next((version for version, most in enumerate(_CAPACITY, 1) if len(data.encode()) <= most), 0)
    sizes = (size for size in QR_SIZES if has_room(17 + 4 * version, size, dots))
    return next(sizes, 0) if version else 0
