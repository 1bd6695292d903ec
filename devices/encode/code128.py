"""CODE128 in few symbols: code set C holds two digits in each."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal

Part = tuple[Literal["B", "C"], str]

QUIET: Final = 10
"""White modules that a reader needs on either side of the bars (ISO/IEC 15417)."""

_SYMBOL: Final = 11
_STOP: Final = 13
_DIGITS: Final = re.compile("[0-9]{4,}")


@lru_cache(maxsize=64)
def plan(text: str) -> tuple[Part, ...]:
    """``text`` as runs of set B and of set C: digits go to C where that saves symbols (four at an end, six inside).

    Raises ``ValueError`` for anything but printable ASCII.
    """
    if not text or not all(" " <= letter <= "~" for letter in text):
        raise ValueError(f"CODE128 holds printable ASCII here: {text!r}")
    parts: list[Part] = []
    at = 0
    for run in _DIGITS.finditer(text):
        start, end = run.span()
        if (end - start) % 2:
            start, end = (start, end - 1) if start == 0 else (start + 1, end)
        if end - start < (4 if start == 0 or end == len(text) else 6):
            continue
        if start > at:
            parts.append(("B", text[at:start]))
        parts.append(("C", text[start:end]))
        at = end
    if at < len(text):
        parts.append(("B", text[at:]))
    return tuple(parts)


def modules(parts: tuple[Part, ...]) -> int:
    """How many modules wide the symbol is, without its quiet zones."""
    symbols = sum(len(text) if kind == "B" else len(text) // 2 for kind, text in parts)
    return _SYMBOL * (symbols + len(parts) + 1) + _STOP


def native_data(parts: tuple[Part, ...]) -> bytes:
    """The data of ``GS k 73``: ``{B`` with the letters, a brace doubled; ``{C`` with a byte for each two digits."""
    data = bytearray()
    for kind, text in parts:
        data += b"{" + kind.encode()
        if kind == "B":
            data += text.encode("ascii").replace(b"{", b"{{")
        else:
            data += bytes(int(text[at : at + 2]) for at in range(0, len(text), 2))
    return bytes(data)
