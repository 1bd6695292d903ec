"""When a dossier goes to the deciding agency: the same working day, or at the start of the next (NĐ 61/2018 Đ.18)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final, Protocol

from counter.rules.clock import local

LAST_HOUR: Final = time(15)
"""What is received from this hour on goes at the start of the next working day."""


class HandoverTiming(StrEnum):
    """Where a dossier stands against the day of its hand-over."""

    LATER = "later"
    DUE = "due"
    LATE = "late"


class Calendar(Protocol):
    """What the rule asks of a calendar."""

    def is_working_day(self, day: date) -> bool:
        """Whether a term of working days counts ``day``."""


@dataclass(frozen=True, slots=True)
class HandoverTime:
    """The working day (Vietnam's) of a hand-over; ``at_start`` says that it is due at the start of that day."""

    day: date
    at_start: bool

    def timing(self, now: datetime) -> HandoverTiming:
        """Where a dossier stands at ``now`` (aware) that was not handed over yet."""
        today = local(now).date()
        if today == self.day:
            return HandoverTiming.DUE
        return HandoverTiming.LATE if today > self.day else HandoverTiming.LATER


def handover_time(received_at: datetime, calendar: Calendar) -> HandoverTime:
    """When a dossier is to be handed over that was received at ``received_at`` (aware).

    Before 15:00 of a working day it is the same day; later, or on a day off, the start of the next working day. The law
    does not say how long that start is: only the day is compared.
    """
    received = local(received_at)
    day = received.date()
    if calendar.is_working_day(day) and received.time() < LAST_HOUR:
        return HandoverTime(day, at_start=False)
    day += timedelta(days=1)
    while not calendar.is_working_day(day):
        day += timedelta(days=1)
    return HandoverTime(day, at_start=True)
