"""Vietnamese without accents: for displays and for printers that know only ASCII."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

BLANK: Final = "_"
"""Stands for what has no likeness in ASCII: a place on the paper to be filled in by hand, never a question mark."""

_SPECIAL: Final = {
    "đ": "d",
    "Đ": "D",
    "Ð": "D",
    "ð": "d",
    "Ɖ": "D",
    "ɖ": "d",
    "ŋ": "n",
    "Ŋ": "N",
    "ə": "e",
    "Ə": "E",
    "ß": "s",
    "–": "-",
    "—": "-",
    "‘": "'",
    "’": "'",
    "“": '"',
    "”": '"',
    "«": '"',
    "»": '"',
    "´": "'",
    "¸": ",",
    "…": "...",
    "×": "x",
    "•": "*",
    "·": ".",
    "₫": "d",
    "№": "No",
    "€": "E",
    "£": "L",
    "¥": "Y",
    "¢": "c",
    "©": "C",
    "®": "R",
    "°": "o",
    "ª": "a",
    "º": "o",
    "¹": "1",
    "²": "2",
    "³": "3",
    "±": "+",
    "÷": "/",
    "µ": "u",
    "¦": "|",
    "¡": "!",
}
_NAMED: Final = re.compile(
    r"LATIN (CAPITAL|SMALL) (?:LETTER|LIGATURE) (?:OPEN |DOTLESS |LONG |TURNED |REVERSED )?([A-Z])"
)
"""Unicode's name of a letter, whose first letter is the likeness: ``LATIN SMALL LETTER B WITH STROKE``."""


@lru_cache(maxsize=512)
def _letter(letter: str) -> str:
    if letter.isascii():
        return letter if letter.isprintable() else " "
    if letter in _SPECIAL:
        return _SPECIAL[letter]
    base = unicodedata.normalize("NFD", letter)[0]
    if base.isascii() and base.isprintable():
        return base
    if named := _NAMED.match(unicodedata.name(letter, "")):
        return named[2] if named[1] == "CAPITAL" else named[2].lower()
    return "" if unicodedata.combining(letter) else BLANK


def unaccented(text: str) -> str:
    """``text`` in printable ASCII: ``Nguyễn Văn Đức`` is ``Nguyen Van Duc``; what has no likeness is ``_``."""
    return text if text.isascii() and text.isprintable() else "".join(map(_letter, text))


def fitted(text: str, columns: int) -> str:
    """``text`` without accents in exactly ``columns`` letters, cut or filled with spaces."""
    return unaccented(text)[:columns].ljust(columns)


def likeness(letter: str, columns: int) -> str:
    """One ``letter`` without accents in exactly ``columns`` columns of the paper, filled with ``_``."""
    return unaccented(letter)[:columns].ljust(columns, BLANK)
