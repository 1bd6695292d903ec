"""What a line must not end in the middle of: a date, an hour, a sum, a term, a count of copies."""

from __future__ import annotations

import re
from typing import Final

_PHRASES: Final = re.compile(
    r"""
    \b(?:ngày|lúc|on)\ \d{1,2}/\d{1,2}/\d{4}
    | \bngày\ \d{1,2}\ tháng\ \d{1,2}\ năm\ \d{4}
    | \b\d{1,2}\ giờ\ \d{1,2}(?:\ phút)?
    | \b\d{1,2}\ h\ \d{1,2}(?:\ min)?(?!\w)
    | \b\d[\d.]*\ (?:đ|đồng)(?!\w)
    | \b\d[\d,.]*\ (?:ngày|giờ|working|days?|hours?)(?!\w)(?!\ \d)
    | \bbản\ (?:chính|chứng\ thực|photo):\ \d+(?!\w)
    | \b(?:số|no\.)\ \d+(?!\w)
    """,
    re.VERBOSE | re.IGNORECASE,
)


def bound(text: str, joint: str) -> str:
    """``text`` with ``joint`` in the place of the spaces at which no line may end."""
    return _PHRASES.sub(lambda phrase: phrase[0].replace(" ", joint), text)
