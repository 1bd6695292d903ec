"""Which procedures fit the words that an officer types: always in the same order, whatever was received before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from counter.rules.text import fold
from db.domain.procedure import Procedure


@dataclass(frozen=True, slots=True)
class _Entry:
    procedure: Procedure
    code: str
    name: str
    all_words: str

    def rank(self, words: str) -> tuple[int, int, str]:
        """The place of the procedure among those that have ``words`` (folded): the smaller, the nearer the top."""
        if not words:
            return 0, 0, self.code
        nearness = (
            words in (self.code, self.name),
            self.code.startswith(words) or self.name.startswith(words),
            f" {words}" in self.name,
            words in self.name,
            True,
        )
        return nearness.index(True), len(self.name), self.code


class Matches:
    """Looks among ``procedures``. Words are taken without accents or case; each may be part of a word.

    What is the code or the whole name stands first; then what begins with the words, has them together, or apart; the
    shorter name before the longer one, and codes in their order.
    """

    def __init__(self, procedures: Iterable[Procedure] = ()) -> None:
        self._entries = [
            _Entry(p, fold(p.code), fold(p.name), fold(f"{p.code} {p.name} {p.field}")) for p in procedures
        ]

    def find(self, text: str) -> list[Procedure]:
        """The procedures that have all words of ``text``, in order; all by their codes where there are no words."""
        words = fold(text).split()
        fits = [entry for entry in self._entries if all(word in entry.all_words for word in words)]
        together = " ".join(words)
        return [entry.procedure for entry in sorted(fits, key=lambda entry: entry.rank(together))]

    def meant(self, text: str) -> Procedure | None:
        """The one procedure that ``text`` can mean: its code, its whole name, or words that no other has."""
        words = " ".join(fold(text).split())
        exact = [entry.procedure for entry in self._entries if words in (entry.code, entry.name)]
        fits = exact if exact or not words else self.find(text)
        return fits[0] if len(fits) == 1 else None
