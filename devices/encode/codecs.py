"""Text strategies: one line of Vietnamese as bytes of a printer's code pages, or without accents."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from typing import Final, Protocol

from devices.encode.commands import PAGE
from devices.encode.glyphs import glyphs
from devices.encode.layout import width
from devices.plain import likeness
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

    def lacks(self, text: str) -> bool:
        """Whether a letter of ``text`` would lose its mark: such a row is drawn instead."""
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


def is_drawn_letter(letter: str) -> bool:
    """Whether ``letter`` is one beyond ASCII that our font has."""
    return not letter.isascii() and letter.isalpha() and letter in glyphs()


class _Plain:
    def start(self) -> bytes:
        return b""

    def lacks(self, text: str) -> bool:
        return False

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

    def lacks(self, text: str) -> bool:
        """Whether a letter is on neither page, and in our font."""
        return not text.isascii() and any(
            is_drawn_letter(letter) and not any(letter in table for table, _ in self._pages)
            for letter in text
        )

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

    def lacks(self, text: str) -> bool:
        """Whether a letter is not on the page, or at a control code of it, and in our font."""
        return not text.isascii() and any(
            is_drawn_letter(letter) and letter not in _VISCII for letter in text
        )

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
