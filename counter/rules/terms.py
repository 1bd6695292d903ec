"""How long a procedure may take, when its result is due, and whether it came in time."""

import math
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Literal, get_args

from counter.locale import N_, _
from counter.problems import Problem
from counter.rules.clock import local
from counter.rules.holidays import NAMES

Unit = Literal["working-day", "day", "hour"]
UNITS: tuple[Unit, ...] = get_args(Unit)
HOURS_A_DAY = 8
"""Hours of a working day (BLLĐ Đ.105)."""
MOST_DAYS = 20_000


class BadTerm(Problem):
    """A term that no calendar can count."""


@dataclass(frozen=True, slots=True)
class Term:
    """``amount`` working days (ngày làm việc), calendar days (ngày) or hours of work; halves are allowed.

    Raises ``BadTerm`` unless it is between 0 and 20 000 days or as many hours of work.
    """

    amount: float
    unit: Unit = "working-day"

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise BadTerm(
                N_("'{unit}' is no unit of a term; known are {known}"),
                field="unit", unit=self.unit, known=", ".join(UNITS),
            )  # fmt: skip
        most = MOST_DAYS * (HOURS_A_DAY if self.unit == "hour" else 1)
        if not (math.isfinite(self.amount) and 0 <= self.amount <= most):
            raise BadTerm(
                N_("A term is between 0 and {most}, not {amount}"),
                field="term",
                most=most,
                amount=self.amount,
            )

    def __str__(self) -> str:
        return _(_TERMS[self.unit]).format(n=f"{self.amount:g}")


_TERMS: MappingProxyType[Unit, str] = MappingProxyType(
    {"working-day": N_("{n} working day(s)"), "day": N_("{n} day(s)"), "hour": N_("{n} hour(s) of work")}
)

NoteKind = Literal["holiday", "make-up", "unconfirmed", "unconfirmed-year", "missing-year"]

_NOTES: MappingProxyType[NoteKind, str] = MappingProxyType(
    {
        "holiday": N_("{days} off: {name}"),
        "make-up": N_("{days} is worked in exchange"),
        "unconfirmed": N_("{days}: this exchange of days is not confirmed"),
        "unconfirmed-year": N_("the holidays of {years} are not confirmed: the date may move"),
        "missing-year": N_("the holidays of {years} are not known: the date may move"),
    }
)


@dataclass(frozen=True, slots=True)
class Note:
    """Why a due date is where it is, or why it may move; ``str`` says it in the language spoken now."""

    kind: NoteKind
    first: date
    last: date
    name: str = ""

    @property
    def warning(self) -> bool:
        """Whether the due date may move because of it."""
        return self.kind not in ("holiday", "make-up")

    def __str__(self) -> str:
        one_year = self.first.year == self.last.year
        years = f"{self.first.year}" if one_year else f"{self.first.year}–{self.last.year}"
        return _(_NOTES[self.kind]).format(
            days=_span(self.first, self.last), years=years, name=_(NAMES.get(self.name, self.name))
        )


@dataclass(frozen=True, slots=True)
class Due:
    """When a result is due (UTC), from which moment the term was counted (UTC), and what to know about it."""

    at: datetime
    counted_from: datetime
    notes: tuple[Note, ...] = ()

    @property
    def may_move(self) -> bool:
        """Whether it crosses days off that are not known for certain."""
        return any(note.warning for note in self.notes)


class Standing(StrEnum):
    """Before the due date, on it, or after it."""

    EARLY = "early"
    ON_TIME = "on-time"
    LATE = "late"

    @property
    def label(self) -> str:
        """In words: trước hạn, đúng hạn, quá hạn."""
        return _(_STANDINGS[self])


_STANDINGS = {
    Standing.EARLY: N_("ahead of time"),
    Standing.ON_TIME: N_("on time"),
    Standing.LATE: N_("overdue"),
}


def standing(due: datetime | None, finished: datetime) -> Standing:
    """How a dossier finished, by Vietnam's dates; without a due date it is always on time.

    ``finished`` is when the result reached the counter, not when the citizen collected it. For a dossier that is
    still worked on give the present moment: LATE then means overdue.
    """
    if due is None:
        return Standing.ON_TIME
    done, promised = local(finished).date(), local(due).date()
    return Standing.EARLY if done < promised else Standing.LATE if done > promised else Standing.ON_TIME


def _span(first: date, last: date) -> str:
    end = f"{last.day}/{last.month}"
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{end}"
    return f"{first.day}/{first.month}–{end}"
