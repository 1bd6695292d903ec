"""Text as people compare and search it: without accents, in small letters. Pure; the only rule for that."""

from __future__ import annotations

import unicodedata

_STROKES = str.maketrans("đĐÐƉɖðƀɃ", "ddddddbb")
"""Letters whose stroke is no mark that Unicode can take off: of Vietnamese and of Ê Đê, and what looks like Đ."""


def fold_letters(text: str) -> str:
    """``text`` without accents, đ as d, ƀ as b, in small letters (``Văn Đức`` → ``van duc``)."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFD", text.translate(_STROKES).lower())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
