"""Text that was typed, scanned or read from a file, on one line and without accents."""

import re
import unicodedata

# C0 and C1 controls, bidirectional controls, zero-width characters, lone surrogates, non-characters.
_UNWANTED = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_SPACES = re.compile("[\t\n\x0b\x0c\r\x1c-\x1f\x85\u2028\u2029]")


def one_line(text: str) -> str:
    """``text`` in NFC on one line, without control, direction and invisible characters; its spaces stay."""
    if not text.isprintable():
        text = _UNWANTED.sub("", _SPACES.sub(" ", text))
    return unicodedata.normalize("NFC", text)


def clean(text: str) -> str:
    """``text`` as ``one_line`` with single spaces and none at the ends: what is stored of what somebody typed."""
    return " ".join(one_line(text).split())


def fold(text: str) -> str:
    """``text`` in small letters without Vietnamese accents and with single spaces, for comparing words."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    letters = "".join(
        " " if letter == "_" else letter for letter in plain if not unicodedata.combining(letter)
    )
    return " ".join(letters.split())
