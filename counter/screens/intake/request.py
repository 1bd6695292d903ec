"""Which procedure is asked for: a field that narrows the list of the catalogue while one types."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from textual.app import ComposeResult
from textual.widgets import Static

from counter.desk.dossiers.entries import Intake
from counter.locale import N_, _
from counter.problems import Problem
from counter.rules.text import fold
from counter.screens.intake.section import Section, TypedValues
from counter.widgets.entry import Entry
from counter.widgets.list_field import ListField
from counter.widgets.listing import Column, Listing, Row
from db.domain.records import Procedure, Unit

WIDE = 70
"""Columns of a form that has room for the codes of all procedures."""
LIMIT = 200
"""Procedures that the list shows at most."""


class RequestSection(Section):
    """The procedure. ``chosen`` is called with another one, or none; ``dropped`` when words are typed over it."""

    def __init__(self, chosen: Callable[[Procedure | None], None], dropped: Callable[[], None]) -> None:
        self.procedure: Procedure | None = None
        self.catalogue: Mapping[str, Procedure] = {}
        self._folded: Mapping[str, str] = {}
        self._is_wide = False
        self._open = ""
        self._chosen, self._dropped = chosen, dropped
        self.chooser = Listing(*self._columns, driven=True, id="procedures")
        self.field = ListField(
            id="procedure",
            listing=self.chooser,
            check=self._fitting,
            choose=self._choose,
            placeholder=_("code or words, no accents needed"),
        )
        self._title = Static(id="whole", markup=False)
        self.term = Static(id="about", markup=False)
        super().__init__(self.field)

    def compose(self) -> ComposeResult:
        """The field, its list, and below it the whole name or the term."""
        yield Entry(N_("Procedure"), self.field)
        yield self.chooser
        yield self._title
        yield self.term

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
        self.take(None)
        self.field.problem = ""

    def read_into(self, intake: Intake, typed: TypedValues) -> Intake:
        """The code of the procedure."""
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

    def tell_open(self, sentence: str) -> None:
        """Say at the field that the person has an open dossier of this procedure; empty where it is not so."""
        if sentence or self.field.problem == self._open:
            self.field.problem = sentence
        self._open = sentence

    # -- looking for it -----------------------------------------------------------------------------------------------

    def offer(self, procedures: Sequence[Procedure]) -> None:
        """Offer ``procedures``, the usual ones first."""
        self.catalogue = {procedure.code: procedure for procedure in procedures}
        self._folded = {p.code: fold(f"{p.code} {p.name} {p.field}") for p in procedures}
        self.narrow()

    @property
    def _columns(self) -> tuple[Column, ...]:
        """Names need the room: a narrow form shows the code of the selected one only, below."""
        code, term = Column(_("Code"), 12), Column(_("Term"), 9, right=True)
        return ((code,) if self._is_wide else ()) + (Column(_("Procedure")), term)

    def narrow(self) -> None:
        """List the procedures that have the typed words."""
        words = fold(self.field.value).split()
        self.chooser.columns = self._columns
        self.chooser.show(
            [
                Row(code, ((code,) if self._is_wide else ()) + (procedure.name, term_of(procedure)))
                for code, procedure in self.catalogue.items()
                if all(word in self._folded[code] for word in words)
            ][:LIMIT],
            empty=_("No such procedure.") if self.catalogue else _("The catalogue is still empty."),
        )

    def typed(self) -> None:
        """Narrow the list by what is typed; a procedure that was typed over is chosen no longer."""
        if self.procedure and self.field.value != _title(self.procedure):
            self.procedure = None
            self._dropped()
        self.narrow()

    def show_title(self) -> None:
        """Show the whole name of the selected procedure, which the list may have cut."""
        selected = self.catalogue.get(self.chooser.selected or "")
        self._title.update(_title(selected) if selected else "")

    def _fitting(self, text: str) -> str:
        """Narrow the list by all that was typed, however fast; raises Problem where the words fit no procedure."""
        self.typed()
        if self.procedure is None and self.chooser.selected is None:
            raise Problem(N_("No procedure has these words: type fewer of them."), field="procedure")
        return text

    def _choose(self) -> None:
        """Take the selected procedure, unless one was chosen before."""
        selected = self.catalogue.get(self.chooser.selected or "")
        if self.procedure is None and selected:
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
