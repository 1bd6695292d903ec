"""Facts of printer manuals: code pages, laid out as in the manuals, and the lengths of commands.

Typed from the manuals and independent of the encoders, so that one mistake cannot be in both.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

_TCVN_3_1: Final = (
    "                "  # 80
    "                "  # 90
    "        ăâêôơưđ "  # A0
    "     àảãáạ ằẳẵắ "  # B0
    "      ặầẩẫấậè ẻẽ"  # C0
    "éẹềểễếệìỉ   ĩíịò"  # D0
    " ỏõóọồổỗốộờởỡớợù"  # E0
    " ủũúụừửữứựỳỷỹýỵ "  # F0
)
_TCVN_3_2: Final = (
    "                "
    "                "
    " ĂÂ    Đ  ÊÔƠƯ  "
    "     ÀẢÃÁẠ ẰẲẴẮ "
    "      ẶẦẨẪẤẬÈ ẺẼ"
    "ÉẸỀỂỄẾỆÌỈ   ĨÍỊÒ"
    " ỎÕÓỌỒỔỖỐỘỜỞỠỚỢÙ"
    " ỦŨÚỤỪỬỮỨỰỲỶỸÝỴ "
)
_VISCII: Final = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐ"
    "ỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ"
    "Õắằặấầẩậẽẹếềểễệố"
    "ồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳ"
    "ĐứÒÓÔạỷừửÙÚỹỵÝỡư"
    "àáâãảăữẫèéêẻìíĩỉ"
    "đựòóôõỏọụùúũủýợỮ"
)
_CP437: Final = bytes(range(0x80, 0x100)).decode("cp437")

PAGES: Final = MappingProxyType(
    {0: _CP437, 30: _TCVN_3_1, 31: _TCVN_3_2, 49: _TCVN_3_1, 50: _TCVN_3_2, 34: _VISCII}
)
"""``ESC t n``: letters of 0x80-0xFF on page ``n``; Epson's 30 and 31, Bixolon's 49 and 50, a Zywell's 34."""

ESC_ONE: Final = frozenset(b"!E-aMRt%?dJ{ =3GVSTrU")
"""``ESC x n``: one byte follows."""

GS_ONE: Final = frozenset(b"!hwHfBbaIr")
"""``GS x n``: one byte follows."""

GS_ONE_OF_NEEDLES: Final = frozenset(b"aIr")
"""Those of a printer of needles (Epson TM-U220), which has neither sizes by ``GS !`` nor barcodes."""
