"""What is asked of a citizen, and what the digits of a keypad mean at each step. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from counter.desk.ratings.ratings import Answers, Returned
from counter.rules.labels import INDICES
from db.domain.codes import Rating

ORDER: Final = (Rating.VERY_SATISFIED, Rating.SATISFIED, Rating.NOT_SATISFIED)
"""What the digits 1, 2 and 3 stand for."""

LONGEST: Final = 60
"""Characters of a code."""


class Stage(StrEnum):
    """Which dossier; its code, typed; how satisfied on the whole, and with each thing; thanks, or why not."""

    CHOICE = "choice"
    CODE = "code"
    OVERALL = "overall"
    INDEX = "index"
    END = "end"


@dataclass
class Dialogue:
    """One citizen's answers so far. ``message`` is what the last step shows, translated."""

    stage: Stage = Stage.CHOICE
    offered: tuple[Returned, ...] = ()
    chosen: Returned | None = None
    typed: str = ""
    answers: dict[str, int] = field(default_factory=dict)
    step: int = 0
    message: str = ""
    is_good: bool = True

    @property
    def index(self) -> str:
        """The value of ``Opinion`` that is asked about now."""
        return tuple(INDICES)[self.step]

    def offer(self, returned: Sequence[Returned]) -> None:
        """These dossiers can be chosen, unless something is under way."""
        if self.stage is Stage.CHOICE:
            self.offered = tuple(returned)

    def press(self, key: str) -> bool:
        """Take a digit, or another character of a code; whether all is answered and can be stored."""
        match self.stage:
            case Stage.CHOICE:
                self._choose(key)
            case Stage.CODE:
                self.typed = (self.typed + key)[:LONGEST]
            case Stage.OVERALL:
                if key in "123":
                    self.answers["overall"] = ORDER[int(key) - 1]
                    self.stage, self.step = Stage.INDEX, 0
            case Stage.INDEX:
                return self._answer(key)
            case Stage.END:
                self.begin()
        return False

    def _choose(self, key: str) -> None:
        place = int(key) - 1 if key in "123456" else -1
        if 0 <= place < len(self.offered):
            self.take(self.offered[place])
        elif key == "0" and self.offered:
            self.stage, self.typed = Stage.CODE, ""
        elif not self.offered or not key.isdigit():
            self.stage, self.typed = Stage.CODE, key

    def _answer(self, key: str) -> bool:
        if key not in "0123":
            return False
        if key != "0":
            self.answers[self.index] = ORDER[int(key) - 1]
        self.step += 1
        return self.step == len(INDICES)

    def take(self, returned: Returned) -> None:
        """Ask about this dossier."""
        self.begin()
        self.chosen, self.stage = returned, Stage.OVERALL

    def type_code(self, text: str) -> None:
        """A code came all at once."""
        self.begin()
        self.stage, self.typed = Stage.CODE, text[:LONGEST]

    def erase(self) -> None:
        """Take the last character of the code away."""
        self.typed = self.typed[:-1]

    def end(self, message: str, *, is_good: bool) -> None:
        """Say ``message`` and be done."""
        self.stage, self.message, self.is_good = Stage.END, message, is_good

    def begin(self) -> None:
        """Back to the start, for the next citizen."""
        self.stage, self.chosen, self.typed, self.step, self.message = Stage.CHOICE, None, "", 0, ""
        self.answers = {}

    @property
    def pressed(self) -> Answers | None:
        """What can be stored; None before the citizen has said how satisfied they are on the whole."""
        return Answers(**self.answers) if "overall" in self.answers else None
