"""Whether a dossier is in time: the one rule, which every screen, list and slip asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from counter.rules.clock import local
from db.domain.lifecycle import FINAL
from db.domain.records import Dossier, DossierLine


class Timing(StrEnum):
    """Where a dossier stands against its due date."""

    NONE = "none"
    """There is nothing to keep: no due date, or it was closed without a result."""
    RUNNING = "running"
    LATE = "late"
    EARLY = "early"
    ON_TIME = "on_time"
    DONE_LATE = "done_late"


@dataclass(frozen=True, slots=True)
class Deadline:
    """``days`` are those of the calendar in Vietnam up to the due day, from the end or from now; below 0 past it."""

    timing: Timing
    due: datetime | None = None
    days: int = 0

    @property
    def is_late(self) -> bool:
        """Whether the due moment passed before the end."""
        return self.timing in (Timing.LATE, Timing.DONE_LATE)


def deadline(dossier: Dossier | DossierLine, now: datetime) -> Deadline:
    """The deadline of ``dossier`` at ``now`` (aware).

    Late or not is decided by moments: the end, or now, is after the due moment (QĐ 766/QĐ-TTg, index 2.1). Early or on
    the due date, of what is not late, is told apart by the day (Biểu II.06a/VPCP/KSTT, columns 8 and 9). The clock
    stops when the result reaches the counter, not when the citizen collects it.
    """
    due, end = dossier.due_at, dossier.finished_at
    if due is None:
        return Deadline(Timing.NONE)
    if end is None and dossier.state in FINAL:
        return Deadline(Timing.NONE, due)
    days = (local(due).date() - local(end or now).date()).days
    if end is None:
        return Deadline(Timing.LATE if now > due else Timing.RUNNING, due, days)
    if end > due:
        return Deadline(Timing.DONE_LATE, due, days)
    return Deadline(Timing.EARLY if days else Timing.ON_TIME, due, days)
