"""How long a procedure may take, when its result is due, and what to know about that date."""

import math
from dataclasses import dataclass
from datetime import date, datetime

from counter.locale import N_, _
from counter.problems import Problem
from counter.rules.holidays import NAMES
from counter.rules.labels import DUE_NOTES, term_text
from db.domain.codes import DueNoteKind, Unit
from db.domain.records import Dossier, DueNote

HOURS_A_DAY = 8
"""Hours of a working day (BLLĐ Đ.105)."""
MOST_DAYS = 20_000


class BadTerm(Problem):
    """A term that no calendar can count."""


@dataclass(frozen=True, slots=True)
class Term:
    """``amount`` of ``unit``, a code of ``Unit``; halves are allowed, and 0 is "within the day".

    Raises ``BadTerm`` unless it is between 0 and 20 000 days or as many hours of work.
    """

    amount: float
    unit: str = Unit.WORKING_DAY

    def __post_init__(self) -> None:
        if self.unit not in tuple(Unit):
            raise BadTerm(
                N_("'{unit}' is no unit of a term; known are {known}"),
                field="unit", unit=self.unit, known=", ".join(Unit),
            )  # fmt: skip
        most = MOST_DAYS * (HOURS_A_DAY if self.unit == Unit.HOUR else 1)
        if not (math.isfinite(self.amount) and 0 <= self.amount <= most):
            raise BadTerm(
                N_("A term is between 0 and {most}, not {amount}"),
                field="term",
                most=most,
                amount=self.amount,
            )

    def __str__(self) -> str:
        return term_text(self.amount, self.unit)


@dataclass(frozen=True, slots=True)
class Note:
    """Why a due date is where it is, or why it may move; ``str`` says it in the language spoken now."""

    kind: DueNoteKind
    first: date
    last: date
    name: str = ""

    @classmethod
    def of(cls, record: DueNote) -> "Note":
        """The note that ``record`` stores; raises ``ValueError`` for a kind or a date that cannot be read."""
        first, last = date.fromisoformat(record.first), date.fromisoformat(record.last)
        return cls(DueNoteKind(record.kind), first, last, record.name)

    @property
    def record(self) -> DueNote:
        """The note as the ledger stores it, in no language."""
        return DueNote(
            kind=self.kind, first=self.first.isoformat(), last=self.last.isoformat(), name=self.name
        )

    @property
    def warning(self) -> bool:
        """Whether the due date may move because of it."""
        return self.kind not in (DueNoteKind.HOLIDAY, DueNoteKind.MAKE_UP)

    def __str__(self) -> str:
        one_year = self.first.year == self.last.year
        years = f"{self.first.year}" if one_year else f"{self.first.year}–{self.last.year}"
        return _(DUE_NOTES[self.kind]).format(
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


def due_notes(dossier: Dossier) -> tuple[str, ...]:
    """What to know about the due date of ``dossier``, in the language spoken now.

    Sentences of a back office or of an older release come as they were stored. The notes of the calendar are about the
    first due date, and are left out once the dossier has another.
    """
    if dossier.due_notes:
        return dossier.due_notes
    if dossier.due_at != dossier.first_due_at:
        return ()
    return tuple(_stored_note(record) for record in dossier.calendar_notes)


def _stored_note(record: DueNote) -> str:
    try:
        return str(Note.of(record))
    except ValueError:  # of a later release
        return " ".join(dict.fromkeys(filter(None, (record.kind, record.first, record.last, record.name))))


def _span(first: date, last: date) -> str:
    end = f"{last.day}/{last.month}"
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{end}"
    return f"{first.day}/{first.month}–{end}"
