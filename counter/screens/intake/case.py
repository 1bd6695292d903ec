"""The case (trường hợp) of the procedure in which a dossier comes in: papers, term and fee follow it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.widgets.input import Selection

from counter.desk.dossiers.entries import Intake
from counter.locale import N_, _
from counter.rules.procedures import cases_of
from counter.screens.intake.section import Section, TypedValues
from counter.widgets.entry import Entry
from counter.widgets.field import Field
from counter.widgets.listing import Column, Listing, Row
from db.domain.procedure import Procedure

_MOST_ROWS = 6
_HINT = N_("Type its number, or point with ↑ ↓; Enter takes it.")
_EDITING = frozenset(
    {"left", "right", "backspace", "delete", "ctrl+u", "ctrl+k", "ctrl+w", "ctrl+x", "ctrl+v"}
)


class CaseField(Field):
    """A digit takes the case of that number, Enter the one that is pointed at; the text itself is never edited.

    ``chosen`` is called with another case.
    """

    def __init__(self, cases: Listing, chosen: Callable[[], None]) -> None:
        self.cases: Sequence[str] = ()
        self._chosen = chosen
        super().__init__(id="case", listing=cases, max_length=2_000)

    @property
    def case(self) -> str:
        """The case that is chosen; empty where none is."""
        return self.value if self.value in self.cases else ""

    def load(self, cases: Sequence[str]) -> None:
        """Offer ``cases``, none of them chosen."""
        self.cases = cases
        self.placeholder = _(_HINT)
        if self.listing:
            self.listing.release()
            self.listing.show([Row(str(at), (f"{at + 1}", case)) for at, case in enumerate(cases)])
        self.take("")

    def take(self, case: str) -> None:
        """Choose ``case``, or none."""
        self.problem = ""
        if case != self.case or case != self.value:
            self.value = case
            # The cursor goes to the beginning: at the end, a narrow field would scroll the words out of sight.
            self.selection = Selection.cursor(0)
            self._chosen()

    async def take_key(self, event: events.Key) -> bool:
        """Words are chosen, not edited."""
        return True if event.key in _EDITING else await super().take_key(event)

    def type_in(self, text: str) -> None:
        """A digit chooses."""
        if len(text) == 1 and text in "123456789" and int(text) <= len(self.cases):
            at = int(text) - 1
            if self.listing:
                self.listing.select(str(at))
            self.take(self.cases[at])

    def advance(self, key: str = "enter") -> bool:
        """Take what is pointed at, and go on; without a case nobody goes on."""
        if self.listing and (row := self.listing.selected) is not None:
            self.take(self.cases[int(row)])
        if self.cases and not self.case:
            self.problem = _("Choose the case: papers, term and fee follow it.")
            return False
        return super().advance("tab" if key == "enter" else key)

    def _restore(self) -> None:
        """A scan that falls into the field leaves the case as it was."""
        super()._restore()
        self._chosen()


class CaseSection(Section):
    """The case. ``chosen`` is called with another one."""

    def __init__(self, chosen: Callable[[], None]) -> None:
        self._list = Listing(
            Column("", 2, right=True), Column(""), driven=True, waits=True, header=False, id="cases"
        )
        self.field = CaseField(self._list, chosen)
        self._entry = Entry(N_("Case"), self.field)
        super().__init__(self.field)

    def compose(self) -> ComposeResult:
        """The field, and the cases below it while one is chosen."""
        yield self._entry
        yield self._list

    @property
    def case(self) -> str:
        """The case that is chosen."""
        return self.field.case

    @property
    def values(self) -> dict[str, str]:
        """The case."""
        return {"case": self.case} if self.case else {}

    def fill(self, values: Mapping[str, Any]) -> None:
        """Choose the case, where the procedure has it."""
        if values.get("case") in self.field.cases:
            self.field.take(str(values["case"]))

    def clear(self) -> None:
        """No case: they come with the procedure."""
        self.field.problem = ""

    def load(self, procedure: Procedure | None) -> None:
        """Offer the cases of ``procedure``."""
        self.field.load(cases_of(procedure) if procedure else ())

    def read_into(self, intake: Intake, typed: TypedValues) -> Intake:
        """The case that is chosen."""
        return replace(intake, case=typed.text("case"))

    def texts_of(self, intake: Intake) -> dict[str, str]:
        """The case."""
        return {"case": intake.case}

    def arrange(self) -> None:
        """Show the field where there are several cases, and these while one is chosen."""
        self._entry.display = bool(self.field.cases)
        self._list.display = bool(self.field.cases) and self.field.has_focus
        self._list.awake = self.field.has_focus
        self._list.styles.height = min(len(self.field.cases), _MOST_ROWS)
