"""Vietnamese of the time before Unicode, which spreadsheets still hold as Latin letters that mean others.

Tables: TCVN 5712:1993 (TCVN3, fonts ``.Vn…``) and VNI for Windows (fonts ``VNI-…``), read as Windows-1252.
"""

from __future__ import annotations

import re

from counter.rules.text import decoded_again

# Signs inside words (µ and ¸ are à and á, ® is đ, § is Đ), or a capital after a small letter (NguyÔn).
_TCVN3 = re.compile(r"[A-Za-zÀ-ÿ][¨©¬µ¶¸¹¼¾]|[¨©¬®§µ¶¸¹][A-Za-zÀ-ÿ]|[a-z][Æ-ÖØ-Þ]")
# The mark is a letter of its own, behind a vowel after which no word of today has it.
_VNI = re.compile(r"a[ùøûõáåãäú]|e[ùøûõáåã]|o[ùøûõåä]|ö[ùøûõï]|ô[ùøûõï]|[uy][ùøûõ]", re.IGNORECASE)
# So it is here, but names of the highlands have such letters side by side as well (Aê).
_PERHAPS_VNI = re.compile(r"a[âêà]|e[âà]|oâ", re.IGNORECASE)
VNI = "VNI"


def old_encoding(text: str) -> str:
    """The name of the old encoding that ``text`` surely is in; empty for Unicode."""
    if text.isascii():
        return ""
    if decoded_again(text) != text:
        return "UTF-8 × 2"
    if _VNI.search(text):
        return VNI
    return "TCVN3" if _TCVN3.search(text) else ""


def may_be_vni(text: str) -> bool:
    """Whether ``text`` reads as VNI or as Unicode: the rest of its file tells which."""
    return not text.isascii() and bool(_PERHAPS_VNI.search(text))
