"""A doubt: something that does not fit, and that may be right all the same."""

from __future__ import annotations

from typing import NamedTuple

from counter.problems import Problem
from db.domain.doubt import DoubtCode


class DoubtKey(NamedTuple):
    """What makes two doubts the same: the code, the field, and what is said."""

    code: DoubtCode
    field: str
    values: tuple[str, ...]


class Doubt(Problem):
    """Something that does not fit: shown at its field, and confirmed by saving once more."""

    def __init__(self, code: DoubtCode, message: str, /, *, field: str = "", **values: object) -> None:
        super().__init__(message, field=field, **values)
        self.code = code

    @property
    def key(self) -> DoubtKey:
        """Tells it from others, and from the same doubt about other values."""
        return DoubtKey(self.code, self.field, tuple(str(value) for value in self.values.values()))

    def at(self, field: str) -> Doubt:
        """The same doubt about another field."""
        return Doubt(self.code, self.message, field=field, **self.values)
