"""Downloaded characters: the accented letters of a slip replace characters that the slip does not use.

Works on any printer that takes ``ESC &``, whatever its code pages; every byte of text stays in 0x20-0x7E, so a printer
that starts in Kanji mode cannot break it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from devices.encode.codecs import ascii_letter, is_drawn, letters_outside
from devices.encode.commands import DEFINE, USER_SET
from devices.encode.glyphs import glyphs

CODES: Final = tuple(range(0x21, 0x7F))
"""Codes that may be redefined; the space stays a space."""


class Downloaded:
    """Assigns codes for the rows of one slip; where there are more letters than codes, again in the middle of it.

    A single row with more letters than the printer lets us define loses the marks of the others; with ``leaves_out``
    such rows are drawn instead, and never encoded.
    """

    def __init__(self, rows: Sequence[str], limit: int, *, leaves_out: bool = False) -> None:
        self._limit = max(0, min(limit, len(CODES)))
        self._rows = [row for row in rows if not (leaves_out and is_drawn(self.missing(row)))]
        self._at = 0
        self._until = 0
        self._codes: dict[str, int] = {}
        self._redefined: set[str] = set()
        self._user_set = False
        self._dots: list[tuple[int, int]] = []

    def start(self) -> bytes:
        """Define the characters of the first rows, as many rows as the codes allow."""
        return self._plan()

    def dots(self) -> Sequence[tuple[int, int]]:
        """The spans of the bitmaps in the bytes last returned."""
        return self._dots

    def missing(self, text: str) -> tuple[str, ...]:
        """The letters that the font lacks, and those of a row that has more than the printer lets us define."""
        return (*letters_outside(text, glyphs()), *_definable(text)[self._limit :])

    def rest(self) -> bytes:
        """Go back to the printer's own letters."""
        return self._switch(False)

    def encode(self, text: str) -> bytes:
        """The next row; define characters before it where it needs others."""
        out = bytearray()
        self._dots = []
        if self._at >= self._until:
            out += self._plan()
        self._at += 1
        for letter in text:
            code = self._codes.get(letter)
            if code is not None:
                out += self._switch(True)
                out.append(code)
            elif letter.isascii():
                if letter in self._redefined:
                    out += self._switch(False)
                out += letter.encode("ascii")
            else:
                for plain in ascii_letter(letter).decode("ascii"):
                    out += self._switch(False) if plain in self._redefined else b""
                    out += plain.encode("ascii")
        return bytes(out)

    def _switch(self, on: bool) -> bytes:
        if on == self._user_set:
            return b""
        self._user_set = on
        command: bytes = USER_SET[on]
        return command

    def _plan(self) -> bytes:
        needed: dict[str, None] = {}
        end = self._at
        for row in self._rows[self._at :]:
            more = dict.fromkeys(_definable(row))
            if end > self._at and len(needed | more) > self._limit:
                break
            needed |= more
            end += 1
        self._until = max(end, self._at + 1)
        wanted = list(needed)[: self._limit]
        return self._define(wanted, Counter("".join(self._rows[self._at : end])))

    def _define(self, wanted: list[str], used: Counter[str]) -> bytes:
        kept = {letter: code for letter, code in self._codes.items() if letter in wanted}
        free = sorted(
            (code for code in CODES if code not in kept.values()),
            key=lambda code: (used[chr(code)], chr(code) not in self._redefined),
        )
        new = [letter for letter in wanted if letter not in kept]
        added = dict(zip(new, sorted(free[: len(new)]), strict=True))
        self._codes = kept | added
        self._redefined |= {chr(code) for code in self._codes.values()}
        return self._bitmaps({code: letter for letter, code in added.items()})

    def _bitmaps(self, letters: dict[int, str]) -> bytes:
        out = bytearray()
        self._dots = []
        codes = sorted(letters)
        for at, code in enumerate(codes):
            if at == 0 or codes[at - 1] != code - 1:
                last = code
                while last + 1 in letters:
                    last += 1
                out += DEFINE + bytes([code, last])
            dots = glyphs()[letters[code]].rstrip(b"\x00")
            columns = -(-len(dots) // 3)
            out.append(columns)
            self._dots.append((len(out), len(out) + columns * 3))
            out += dots.ljust(columns * 3, b"\x00")
        return bytes(out)


def _definable(row: str) -> list[str]:
    """The letters of a row that our font has and ASCII has not, each once."""
    if row.isascii():
        return []
    return [letter for letter in dict.fromkeys(row) if not letter.isascii() and letter in glyphs()]
