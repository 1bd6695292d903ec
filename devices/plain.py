"""Vietnamese without accents: for displays and for printers that know only ASCII."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

_SPECIAL: Final = {
    "đ": "d",
    "Đ": "D",
    "–": "-",
    "—": "-",
    "‘": "'",
    "’": "'",
    "“": '"',
    "”": '"',
    "…": "...",
    "×": "x",
    "•": "*",
    "·": ".",
    "₫": "d",
    "№": "No",
}


@lru_cache(maxsize=512)
def _letter(letter: str) -> str:
    if letter.isascii():
        return letter if letter.isprintable() else " "
    if letter in _SPECIAL:
        return _SPECIAL[letter]
    base = unicodedata.normalize("NFD", letter)[0]
    if base.isascii() and base.isprintable():
        return base
    return "" if unicodedata.combining(letter) else "?"


def unaccented(text: str) -> str:
    """``text`` in printable ASCII: ``Nguyễn Văn Đức`` is ``Nguyen Van Duc``; what has no likeness is ``?``."""
    return text if text.isascii() and text.isprintable() else "".join(map(_letter, text))


def fitted(text: str, columns: int) -> str:
    """``text`` without accents in exactly ``columns`` letters, cut or filled with spaces."""
    return unaccented(text)[:columns].ljust(columns)


def likeness(letter: str, columns: int) -> str:
    """One ``letter`` without accents in exactly ``columns`` columns of the paper, filled with ``?``."""
    return unaccented(letter)[:columns].ljust(columns, "?")
