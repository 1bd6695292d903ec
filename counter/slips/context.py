"""What every slip says beside its subject."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from db.domain.records import Dossier, Office


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipContext:
    """Who prints a slip, where and when.

    ``printed_at`` is aware UTC; ``copy`` above 0 is the number of a reprint. ``counterparts`` is how many of a page are
    printed at once. ``visit`` are the dossiers that came in before this one at the same visit.
    """

    office: Office
    officer_name: str
    printed_at: datetime
    copy: int = 0
    counterparts: int = 1
    visit: tuple[Dossier, ...] = ()
