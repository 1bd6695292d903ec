"""What every slip says beside its subject."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from db.domain.records import Dossier, Office


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlStep:
    """One hand-over of a dossier on its control sheet: between which units, when (aware UTC), by whom and to whom.

    ``timing`` is a code of ``counter.rules.deadlines.Timing``: whether whoever gave it was in time. ``number``
    is that of the list on which it was.
    """

    giving: str
    receiving: str
    at: datetime
    giver: str = ""
    receiver: str = ""
    timing: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipContext:
    """Who prints a slip, where and when.

    ``printed_at`` is aware UTC; ``copy`` above 0 is the number of a reprint. ``counterparts`` is how many of a page are
    printed at once. ``visit`` are the dossiers that came in before this one at the same visit, ``steps`` the hand-overs
    of the dossier, for its control sheet.
    """

    office: Office
    officer_name: str
    printed_at: datetime
    copy: int = 0
    counterparts: int = 1
    visit: tuple[Dossier, ...] = ()
    steps: tuple[ControlStep, ...] = ()
