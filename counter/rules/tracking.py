"""The numbers that the post gives to its letters. Pure."""

from __future__ import annotations

import re
from typing import Final

from counter.locale import N_
from counter.problems import Problem

LONGEST: Final = 40
"""Letters and digits of a number."""

_NUMBER: Final = re.compile(f"[0-9A-Z][0-9A-Z/-]{{0,{LONGEST - 1}}}")


def tracking_number(text: str, field: str = "tracking") -> str:
    """``text`` as it stands on the letter: capital letters and digits without spaces; empty stays empty.

    Raises ``Problem`` at ``field`` for what is no such number.
    """
    number = "".join(text.split()).upper()
    if number and not _NUMBER.fullmatch(number):
        raise Problem(
            N_("A tracking number has letters and digits only, {most} at the most."),
            field=field,
            most=LONGEST,
        )
    return number
