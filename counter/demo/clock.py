"""The clock of a scripted day."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from counter.desk.desk import Clock
from counter.rules.calendar import default_calendar
from counter.rules.clock import VIETNAM, local


class ScriptedClock(Clock):
    """A clock that stands still until the script moves it."""

    def __init__(self, at: datetime) -> None:
        super().__init__()
        # The clock it replaces is a frozen value; this one is moved from outside.
        object.__setattr__(self, "_at", at)

    def now(self) -> datetime:
        """The scripted time, aware, UTC."""
        at: datetime = self.__dict__["_at"]
        return at

    def wait(self, minutes: float) -> None:
        """Let ``minutes`` pass; over noon the office is closed, and the script goes on at half past one."""
        at = local(self.now()) + timedelta(minutes=minutes)
        if time(11, 30) < at.time() < time(13, 30):
            at = at.replace(hour=13, minute=30, second=0, microsecond=0)
        object.__setattr__(self, "_at", at.astimezone(UTC))

    def move_to(self, at: datetime) -> None:
        """Set the clock to ``at``."""
        object.__setattr__(self, "_at", at)


def opening_of(days_ago: int) -> datetime:
    """The opening (07:00 in Vietnam, as UTC) of the working day that is ``days_ago`` working days before today."""
    calendar = default_calendar()
    day = local(datetime.now(UTC)).date()
    while days_ago:
        day -= timedelta(days=1)
        days_ago -= calendar.is_working_day(day)
    return datetime.combine(day, time(7), VIETNAM).astimezone(UTC)
