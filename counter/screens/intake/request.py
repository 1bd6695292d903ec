"""Which procedure is asked for: a field that narrows the list of the catalogue while one types."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from textual.app import ComposeResult
from textual.widgets import Static

from counter.desk.catalogue.matches import Matches
from counter.desk.dossiers.entries import Intake
from counter.locale import N_, _
from counter.problems import Problem
from counter.screens.intake.section import Section, TypedValues
from counter.widgets.entry import Entry
from counter.widgets.list_field import ListField
from counter.widgets.listing import Column, Listing, Row
from db.domain.codes import Unit
from db.domain.procedure import Procedure

WIDE = 70
"""Columns of a form that has room for the codes of all procedures."""
LIMIT = 200
"""Procedures that the list shows at most."""


class RequestSection(Section):
    """The procedure. ``chosen`` is called with another one, or none.

    Only what was pointed at is chosen: a row by the arrow keys, a code, a whole name, or words that one procedure has.
    Words typed over the one that is chosen look for another; it stays until that is chosen too.
    """

    def __init__(self, chosen: Callable[[Procedure | None], None]) -> None:
        self.procedure: Procedure | None = None
        self.catalogue: Mapping[str, Procedure] = {}
        self._matches = Matches()
        self._words: str | None = None
        """What the list was narrowed by."""
        self._is_wide = False
        self._chosen = chosen
        self.chooser = Listing(*self._columns, driven=True, waits=True, id="procedures")
        self.field = ListField(
            id="procedure",
            listing=self.chooser,
            check=self._fitting,
            choose=self._choose,
            placeholder=_("code or words, no accents needed"),
        )
        self._title = Static(id="whole", markup=False)
        self.term = Static(id="about", markup=False)
        self.before = Static(id="before", markup=False)
        self.before.display = False
        super().__init__(self.field)

    def compose(self) -> ComposeResult:
        """The field, its list, and below it the whole name or the term."""
        yield Entry(N_("Procedure"), self.field)
        yield self.chooser
        yield self._title
        yield self.term
        yield self.before

    # -- what is chosen -----------------------------------------------------------------------------------------------

    @property
    def values(self) -> dict[str, str]:
        """The code of the procedure."""
        return {"procedure": self.procedure.code} if self.procedure else {}

    @property
    def draft(self) -> dict[str, Any]:
        """The procedure, or what was typed to find one."""
        text = self.field.value.strip()
        return self.values or ({"procedure_text": text} if text else {})

    def fill(self, values: Mapping[str, Any]) -> None:
        """Choose the procedure, or type the words."""
        if code := values.get("procedure"):
            self.take(self.catalogue.get(code))
        if "procedure_text" in values:
            self.field.value = values["procedure_text"]

    def clear(self) -> None:
        """No procedure."""
        self._words = None
        self.take(None)
        self.narrow()
        self.field.problem = self.field.doubt = ""

    def read_into(self, intake: Intake, typed: TypedValues) -> Intake:
        """The code of the procedure; raises Problem while another is looked for."""
        typed.require(not self._is_typed_over, _HINT, "procedure")
        return replace(intake, procedure=typed.text("procedure"))

    def texts_of(self, intake: Intake) -> dict[str, str]:
        """The code of the procedure."""
        return {"procedure": intake.procedure}

    def take(self, procedure: Procedure | None) -> None:
        """Choose ``procedure``."""
        self.procedure = procedure
        self.field.value = _title(procedure) if procedure else ""
        self.term.update(term_of(procedure) if procedure else "")
        self._chosen(procedure)

    def tell_before(self, sentence: str) -> None:
        """Say what the person was sent away for before; empty where it is not so."""
        self.before.update(sentence)
        self.before.display = bool(sentence)

    def tell_open(self, sentence: str) -> None:
        """Say at the field that the person has an open dossier of this procedure; empty where it is not so."""
        self.field.doubt = sentence

    # -- looking for it -----------------------------------------------------------------------------------------------

    def offer(self, procedures: Sequence[Procedure]) -> None:
        """Offer ``procedures``."""
        self.catalogue = {procedure.code: procedure for procedure in procedures}
        self._matches = Matches(procedures)
        self.narrow()

    @property
    def _columns(self) -> tuple[Column, ...]:
        """Names need the room: a narrow form shows the code of the selected one only, below."""
        code, term = Column(_("Code"), 12), Column(_("Term"), 9, right=True)
        return ((code,) if self._is_wide else ()) + (Column(_("Procedure")), term)

    def narrow(self) -> None:
        """List the procedures that have the typed words."""
        words = self._looked_for
        if words != self._words:
            self.chooser.release()
        self._words = words
        self.chooser.columns = self._columns
        self.chooser.show(
            [
                Row(p.code, ((p.code,) if self._is_wide else ()) + (p.name, term_of(p)))
                for p in self._matches.find(words)[:LIMIT]
            ],
            empty=_("No such procedure.") if self.catalogue else _("The catalogue is still empty."),
        )
        meant = self._matches.meant(words)
        if meant and self.chooser.selected is None:
            self.chooser.select(meant.code)
        self.show_title()

    @property
    def _looked_for(self) -> str:
        """The words that a procedure is looked for by; none where the field shows the one that is chosen."""
        return "" if self._shows_chosen else self.field.value.strip()

    @property
    def _shows_chosen(self) -> bool:
        return self.procedure is not None and self.field.value == _title(self.procedure)

    @property
    def _is_typed_over(self) -> bool:
        return self.procedure is not None and not self._shows_chosen

    def typed(self) -> None:
        """Narrow the list by what is typed."""
        self.narrow()

    def left(self) -> None:
        """Another field has the focus: what was typed over the chosen procedure, and led to no other, goes."""
        if self.procedure and self._is_typed_over:
            self.field.value = _title(self.procedure)
            self.field.problem = ""

    def pointed(self) -> None:
        """Somebody points at another procedure: show its whole name, which the list may have cut."""
        if self.chooser.selected:
            self.field.problem = ""
        self.show_title()

    def show_title(self) -> None:
        """Show the whole name of the procedure that Enter takes, or how to point at one, unless the field says it."""
        selected = self.catalogue.get(self.chooser.selected or "")
        is_told = not self.chooser.rows or self.field.problem
        hint = "" if is_told else _(_POINT) if self._looked_for else _(_HINT)
        self._title.update(_title(selected) if selected else hint)

    def _fitting(self, text: str) -> str:
        """Narrow the list by all that was typed, however fast; raises Problem where no one procedure is meant."""
        self.narrow()
        if self._looked_for and self.chooser.selected is None:
            words = N_("No procedure has these words: type fewer of them.")
            self._title.update("")  # the field says it now
            raise Problem(_POINT if self.chooser.rows else words, field="procedure")
        return text

    def _choose(self) -> None:
        """Take the selected procedure; where none is, the one that was chosen before stays."""
        if selected := self.catalogue.get(self.chooser.selected or ""):
            self.take(selected)

    def resize(self, width: int) -> None:
        """Choose the columns that fit into a form of ``width`` columns."""
        self._is_wide = width >= WIDE
        self.narrow()

    def arrange(self, rows: int) -> None:
        """Show the list, ``rows`` procedures of it, while one is looked for."""
        choosing, known = self.field.has_focus, self.procedure is not None
        self.chooser.display = self._title.display = choosing or not known
        self.chooser.awake = choosing
        self.chooser.refresh()
        self.chooser.styles.height = rows + 2
        self.term.display = known and not choosing


_HINT = N_("Type a code or words, or point with ↑ ↓; Enter takes the procedure.")
_POINT = N_("Several procedures fit: point at one with ↑ ↓, or type more words; Enter takes it.")


def _title(procedure: Procedure) -> str:
    return f"{procedure.code} {procedure.name}"


def term_of(procedure: Procedure) -> str:
    """How long ``procedure`` takes, in a word or two; empty where the law sets no term."""
    if procedure.term is None or procedure.unit not in list(Unit):
        return ""
    if not procedure.term:
        return _("within the day")
    return _(_TERMS[Unit(procedure.unit)]).format(term=f"{procedure.term:g}".replace(".", ","))


_TERMS = {
    Unit.WORKING_DAY: N_("{term} work days"),
    Unit.DAY: N_("{term} days"),
    Unit.HOUR: N_("{term} hours"),
}
"""Short, for a column of the list; ``counter.rules.labels`` has the words for everywhere else."""
