"""Text strategies: one line of Vietnamese as bytes of a printer's code pages, or without accents."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from types import MappingProxyType
from typing import Final, Protocol
from unicodedata import combining

from devices.encode.commands import PAGE
from devices.encode.glyphs import glyphs
from devices.encode.layout import width
from devices.plain import BLANK, likeness
from devices.profile import Profile

_TCVN_LOWER: Final = MappingProxyType(
    {
        letter: start + at
        for start, run in (
            (0xA8, "ăâêôơưđ"), (0xB5, "àảãáạ"), (0xBB, "ằẳẵắ"), (0xC6, "ặầẩẫấậè"), (0xCE, "ẻẽéẹềểễếệìỉ"),
            (0xDC, "ĩíịò"), (0xE1, "ỏõóọồổỗốộờởỡớợù"), (0xF1, "ủũúụừửữứựỳỷỹýỵ"),
        )
        for at, letter in enumerate(run)
    }
)  # fmt: skip
_TCVN_BASE: Final = dict(zip("ĂÂĐÊÔƠƯ", b"\xa1\xa2\xa7\xaa\xab\xac\xad", strict=True))
_TCVN_UPPER: Final = MappingProxyType(
    _TCVN_BASE | {letter.upper(): byte for letter, byte in _TCVN_LOWER.items() if byte >= 0xB5}
)

_VISCII_RUNS: Final = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóô"
    "õỏọụùúũủýợỮ"
)
_VISCII: Final = MappingProxyType({letter: 0x80 + at for at, letter in enumerate(_VISCII_RUNS)})
_VISCII_IN_CONTROLS: Final = MappingProxyType({"Ẳ": "Ă", "Ẵ": "Ă", "Ẫ": "Â", "Ỷ": "Y", "Ỹ": "Y", "Ỵ": "Y"})
"""Six capitals have control codes in VISCII, which a printer would obey: they lose their tone."""


class Codec(Protocol):
    """Turns the rows of one slip into bytes, in order, and keeps track of the printer's settings."""

    def start(self) -> bytes:
        """Bytes after ``ESC @`` and before the first row."""
        ...

    def encode(self, text: str) -> bytes:
        """One row."""
        ...

    def missing(self, text: str) -> tuple[str, ...]:
        """The letters of a row that would lose their mark or their shape, each once; such a row is better drawn."""
        ...

    def rest(self) -> bytes:
        """Bytes that select the printer's own letters again, for the text below a barcode."""
        ...

    def dots(self) -> Sequence[tuple[int, int]]:
        """Spans of picture data within the bytes that the last ``start`` or ``encode`` returned."""
        ...


def ascii_letter(letter: str) -> bytes:
    """``letter`` in ASCII, in as many bytes as it takes columns."""
    return likeness(letter, width(letter)).encode("ascii")


def letters_outside(text: str, *tables: Container[str]) -> tuple[str, ...]:
    """The letters beyond ASCII that are in none of ``tables``, each once; a mark that combines with the letter before.

    Signs such as dashes and quotation marks do not count where ASCII has their likeness.
    """
    if text.isascii():
        return ()
    outside: dict[str, None] = {}
    for at, letter in enumerate(text):
        if letter.isascii() or any(letter in table for table in tables):
            continue
        if combining(letter):
            outside[text[max(0, at - 1) : at + 1]] = None
        elif letter.isalpha() or BLANK in likeness(letter, width(letter)):
            outside[letter] = None
    return tuple(outside)


def is_drawn(letters: Iterable[str]) -> bool:
    """Whether our font has one of ``letters`` at least, so that a picture of them shows more than text."""
    return any(letter in glyphs() for letter in letters)


class _Plain:
    def start(self) -> bytes:
        return b""

    def missing(self, text: str) -> tuple[str, ...]:
        return letters_outside(text)

    def rest(self) -> bytes:
        return b""

    def dots(self) -> Sequence[tuple[int, int]]:
        return ()


class Ascii(_Plain):
    """No accents: the last resort, and what every printer can do."""

    def encode(self, text: str) -> bytes:
        """The row without accents."""
        return text.encode("ascii") if text.isascii() else b"".join(map(ascii_letter, text))


class Tcvn3(_Plain):
    """TCVN-3: lower case on one page, capitals at the same bytes on the next."""

    def __init__(self, profile: Profile) -> None:
        lower, upper = profile.pages
        self._pages = ((_TCVN_LOWER, PAGE + bytes([lower])), (_TCVN_UPPER, PAGE + bytes([upper])))
        self._page = 0

    def start(self) -> bytes:
        """Select the page of the lower case."""
        self._page = 0
        return self._pages[0][1]

    def missing(self, text: str) -> tuple[str, ...]:
        """The letters on neither page."""
        return letters_outside(text, _TCVN_LOWER, _TCVN_UPPER)

    def encode(self, text: str) -> bytes:
        """The row, with a page switch wherever the case of an accented letter changes."""
        if text.isascii():
            return text.encode("ascii")
        row = bytearray()
        for letter in text:
            page = next((at for at, (table, _) in enumerate(self._pages) if letter in table), None)
            if page is None:
                row += letter.encode("ascii") if letter.isascii() else ascii_letter(letter)
                continue
            if page != self._page:
                row += self._pages[page][1]
                self._page = page
            row.append(self._pages[page][0][letter])
        return bytes(row)


class Viscii(_Plain):
    """VISCII: one page for all but six rare capitals."""

    def __init__(self, profile: Profile) -> None:
        self._page = PAGE + bytes([profile.viscii_page])

    def start(self) -> bytes:
        """Select the page."""
        return self._page

    def missing(self, text: str) -> tuple[str, ...]:
        """The letters that are not on the page, or at a control code of it."""
        return letters_outside(text, _VISCII)

    def encode(self, text: str) -> bytes:
        """The row."""
        if text.isascii():
            return text.encode("ascii")
        row = bytearray()
        for letter in text:
            letter = _VISCII_IN_CONTROLS.get(letter, letter)
            byte = _VISCII.get(letter)
            row += bytes([byte]) if byte else ascii_letter(letter)
        return bytes(row)
