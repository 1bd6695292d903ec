"""A date of birth: as people write it, as it is stored (ISO, or a bare year), as it is shown."""

import re
from datetime import date

from counter.locale import N_
from counter.problems import Problem
from counter.rules.text import clean

_DAY_FIRST = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})|(\d{2})(\d{2})(\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_YEAR = re.compile(r"(1[89]|20)\d\d", re.ASCII)


class BadBirth(Problem):
    """A date of birth that cannot be read."""


def parse_birth(text: str, field: str = "birth") -> str:
    """``text`` as ``yyyy-mm-dd`` or a bare year; empty stays empty.

    Understands ``08/03/1995``, ``8.3.1995``, ``08031995``, ``1995-03-08`` and ``1995``. Raises ``BadBirth``.
    """
    written = clean(text)
    if not written or _YEAR.fullmatch(written):
        return written
    if match := _DAY_FIRST.fullmatch(written):
        day, month, year = (int(part) for part in match.groups() if part is not None)
    elif match := _YEAR_FIRST.fullmatch(written):
        year, month, day = map(int, match.groups())
    else:
        raise BadBirth(N_("Write the date of birth as 08/03/1995, or the year alone."), field=field)
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        raise BadBirth(N_("There is no such day: {text}."), field=field, text=written[:40]) from None


def show_birth(birth: str) -> str:
    """A stored date of birth as people read it: ``08/03/1995``; a bare year as it is."""
    match = _YEAR_FIRST.fullmatch(birth)
    return f"{match[3]}/{match[2]}/{match[1]}" if match else birth
