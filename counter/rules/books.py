"""The books of the register (sổ theo dõi hồ sơ): one for a year, a field and a host, since two hosts that are apart
cannot share one count.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

NO_FIELD: Final = "-"
"""What stands for the field of a procedure that has none."""


@dataclass(frozen=True, slots=True)
class BookName:
    """The name of a book, as form 01 prints it (Quyển số): ``2026/Hộ tịch``, of host 2 ``2026-2/Hộ tịch``.

    What the hosts of one office wrote before the name had the host in it stands in the same book without one.
    """

    year: int
    field: str
    host: int = 0

    def __str__(self) -> str:
        host = f"-{self.host}" if self.host else ""
        return f"{self.year}{host}/{self.field or NO_FIELD}"

    @property
    def last_day(self) -> date:
        """The day from which on it may be closed."""
        return date(self.year, 12, 31)


def parse_book(text: str) -> BookName | None:
    """The name that ``text`` is; None where it is none."""
    first, slash, field = text.partition("/")
    year, dash, host = first.partition("-")
    digits = (year, *((host,) if dash else ()))
    if not slash or not field or not all(part.isascii() and part.isdigit() for part in digits):
        return None
    return BookName(int(year), field, int(host or 0)) if len(year) == 4 and len(host) <= 4 else None


def number_of_line(number: int) -> str:
    """The number of a line as the register shows it: 01, 02 … 100."""
    return f"{number:02}"
