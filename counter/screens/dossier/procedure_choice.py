"""Another procedure for a dossier: a field that narrows the catalogue, and the list below it."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.widgets import Static

from counter.desk.catalogue.matches import Matches
from counter.locale import N_, _
from counter.problems import Problem
from counter.rules.labels import term_text
from counter.widgets.entry import Entry
from counter.widgets.list_field import ListField
from counter.widgets.listing import Column, Listing, Row
from db.domain.procedure import Procedure
from db.domain.records import Dossier

_LIMIT = 100
_SEVERAL = N_("Several procedures fit: point at one with ↑ ↓, or type more words; Enter takes it.")


class ProcedureChoice:
    """The procedure that stands in the dossier, until somebody takes another of the catalogue."""

    def __init__(self, dossier: Dossier, refusal: str = "") -> None:
        self._standing = f"{dossier.procedure_code} {dossier.procedure_name}".strip()
        self._refusal = refusal
        self._matches = Matches()
        self._catalogue: dict[str, Procedure] = {}
        self.code = dossier.procedure_code
        """The code of the one that is taken."""
        self.listing = Listing(
            Column(_("Code"), 12), Column(_("Procedure")), driven=True, waits=True, id="procedures"
        )
        self.field = ListField(
            id="procedure", listing=self.listing, check=self._checked, choose=self.take_meant
        )
        self.field.value, self.field.disabled = self._standing, bool(refusal)
        self.about = Static(_(refusal) if refusal else "", id="about_procedure", classes="hint", markup=False)

    def compose(self) -> ComposeResult:
        """The field, and its list where another can be taken."""
        yield Entry(N_("Procedure"), self.field)
        self.listing.display = False
        yield self.listing
        yield self.about

    @property
    def chosen(self) -> Procedure | None:
        """The procedure that is taken, as the catalogue has it."""
        return self._catalogue.get(self.code)

    def offer(self, catalogue: Sequence[Procedure]) -> None:
        """Offer the procedures of ``catalogue``."""
        self._catalogue = {procedure.code: procedure for procedure in catalogue}
        self._matches = Matches(catalogue)
        self.narrow()

    def take(self, code: str) -> None:
        """Take the procedure of that code, or the one that stands there."""
        self.code = code
        self.field.value = self._title
        self.narrow()

    def narrow(self) -> None:
        """List what has the typed words."""
        self.listing.display = not self._is_settled
        rows = [] if self._is_settled else self._matches.find(self.field.value)[:_LIMIT]
        self.listing.show(
            [Row(one.code, (one.code, one.name)) for one in rows],
            empty="" if self._is_settled else _("No such procedure."),
        )

    @property
    def _title(self) -> str:
        taken = self.chosen
        return (
            f"{taken.code} {taken.name}"
            if taken and not self._standing.startswith(taken.code)
            else self._standing
        )

    @property
    def _is_settled(self) -> bool:
        return self.field.value.strip() == self._title

    def _checked(self, text: str) -> str:
        """Raise ``Problem`` where the words mean no one procedure."""
        self.narrow()
        if not self._is_settled and self._meant() is None:
            message = (
                _SEVERAL if self.listing.rows else N_("No procedure has these words: type fewer of them.")
            )
            raise Problem(message, field="procedure")
        return text

    def _meant(self) -> Procedure | None:
        return self._catalogue.get(self.listing.selected or "") or self._matches.meant(self.field.value)

    def take_meant(self) -> None:
        """Take what the words mean, or the row that is pointed at."""
        if not self._is_settled and (meant := self._meant()):
            self.take(meant.code)

    def tell(self, due: str) -> None:
        """Say what follows from the procedure that is taken: its term, and when it is ``due``."""
        taken = self.chosen
        term = term_text(taken.term, taken.unit) if taken and taken.term is not None else ""
        self.about.update(_(self._refusal) if self._refusal else " · ".join(filter(None, (term, due))))
