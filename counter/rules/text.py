"""Text that was typed, scanned or read from a file, on one line and without accents."""

import re
import unicodedata

from db.domain.plain_letters import fold_letters

# C0 and C1 controls, bidirectional controls, zero-width characters, lone surrogates, non-characters.
_UNWANTED = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
LOOK_ALIKES = str.maketrans("ÐƉ", "ĐĐ")
"""Letters that look like Đ and are other ones (Icelandic, Ewe): scanners and old programs write them for it."""

_SPACES = re.compile("[\t\n\x0b\x0c\r\x1c-\x1f\x85\u2028\u2029]")


def one_line(text: str) -> str:
    """``text`` in NFC on one line, without control, direction and invisible characters; its spaces stay.

    What only looks like Đ becomes Đ.
    """
    if not text.isprintable():
        text = _UNWANTED.sub("", _SPACES.sub(" ", text))
    text = text.translate(LOOK_ALIKES) if not text.isascii() else text
    return unicodedata.normalize("NFC", text)


def decoded_again(text: str) -> str:
    """``text`` decoded as UTF-8 where its bytes were read in a one-byte encoding; any other text unchanged."""
    if text.isascii():
        return text
    try:
        return b"".join(map(_byte, text)).decode("utf-8")
    except UnicodeError:
        return text


def _byte(letter: str) -> bytes:
    """The byte behind ``letter``: Windows-1252, whose five empty places pass through as in ISO 8859-1."""
    try:
        return letter.encode("cp1252")
    except UnicodeError:
        return letter.encode("latin-1")


def clean(text: str) -> str:
    """``text`` as ``one_line`` with single spaces and none at the ends: what is stored of what somebody typed."""
    return " ".join(one_line(text).split())


def fold(text: str) -> str:
    """``text`` in small letters without accents (Ƀ of Ê Đê names is b), with single spaces, for comparing words."""
    return " ".join(fold_letters(text).replace("_", " ").split())
