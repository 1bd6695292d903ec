"""Text at the border: whatever was typed, scanned or read from a file becomes one clean line."""

import re
import unicodedata

# C0 and C1 controls, bidirectional controls, zero-width characters, lone surrogates, non-characters.
_UNWANTED = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_SPACES = re.compile("[\t\n\x0b\x0c\r\x1c-\x1f\x85\u2028\u2029]")


def clean(text: str) -> str:
    """``text`` in NFC on one line: no control, direction or invisible character, single spaces, none at the ends."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    visible = _UNWANTED.sub("", _SPACES.sub(" ", text))
    return " ".join(unicodedata.normalize("NFC", visible).split())


def fold(text: str) -> str:
    """``text`` in small letters without Vietnamese accents and with single spaces, for comparing words."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    letters = "".join(" " if c == "_" else c for c in plain if not unicodedata.combining(c))
    return " ".join(letters.split())
