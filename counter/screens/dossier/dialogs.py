"""The dialogs over a dossier: its result, the reason for settling it, which slip to print again."""

from __future__ import annotations

import re
from datetime import date

from textual.app import ComposeResult
from textual.widgets import Static

from counter.desk.dossiers import corrections, transitions
from counter.desk.imports.cell_values import yes_no
from counter.desk.labels import FORMS, shown_code
from counter.desk.printing import queue
from counter.desk.printing.documents import forms_of
from counter.desk.printing.labels import printed_text
from counter.locale import N_, _
from counter.problems import Problem
from counter.rules.clock import short_date
from counter.screens.fields_dialog import FieldsDialog
from counter.slips.parts import written_day
from counter.widgets.entry import Entry
from counter.widgets.field import Field
from counter.widgets.listing import Column, Listing, Row
from db.domain.codes import FormKind
from db.domain.records import Dossier, Outcome

_DAY = re.compile(r"(\d{1,2})[/. -]?(\d{1,2})[/. -]?(\d{4})")
_YEAR = re.compile(r"\d{4}")


def day(text: str) -> str:
    """A day as ``23/11/2026``, written with or without separators; a bare year or nothing is left as it is.

    Raises ``Problem`` for anything else.
    """
    written = written_day(text.strip())
    if not written or _YEAR.fullmatch(written):
        return written
    match = _DAY.fullmatch(written)
    try:
        return f"{date(*(int(part) for part in reversed(match.groups()))):%d/%m/%Y}" if match else _no_day()
    except ValueError:
        return _no_day()


def _no_day() -> str:
    raise Problem(N_("Write the day as 23/11/2026."))


def iso(text: str) -> str:
    """What ``day`` returned, as ISO."""
    return "-".join(reversed(day(text).split("/")))


def yes(text: str) -> str:
    """Yes or no as it is written out; raises ``Problem`` for anything else."""
    short = {"c": "có", "k": "không", "y": "yes", "n": "no"}.get(text.strip().lower(), text)
    return _("yes") if yes_no(short) else _("no")


class Dialog(FieldsDialog):
    """A few fields over a dossier."""

    MANUAL = "dossier"

    def __init__(self, dossier: Dossier) -> None:
        super().__init__(f"{type(self).__name__}/{dossier.id}", dossier.applicant.name)
        self._dossier = dossier

    def about(self) -> Static:
        """The code, the applicant and the procedure of the dossier."""
        what = " · ".join(filter(None, (shown_code(self._dossier), self._dossier.applicant.name)))
        return Static(f"{what}\n{self._dossier.procedure_name}", classes="about", markup=False)


class ResultArrived(Dialog):
    """The result that came to the counter: the clock of the term stops."""

    HEADING = N_("Result arrived")

    def body(self) -> ComposeResult:
        """Kind, number, signer, day, refused or not, note."""
        today = short_date(self.app.desk.clock.now())
        yield self.about()
        yield Entry(N_("Type"), Field(id="kind", placeholder=_("decision, certificate …")))
        yield Entry(N_("Number"), Field(id="number", max_length=60))
        yield Entry(N_("Signed by"), Field(id="signer", max_length=80))
        yield Entry(N_("Day"), Field(today, id="date", max_length=10, check=day))
        yield Entry(N_("Refused"), Field(_("no"), id="refused", max_length=8, check=yes))
        yield Entry(N_("Note"), Field(id="note"))
        hint = _("A decision of refusal is a result too: write yes at “Refused”.")
        yield Static(hint, classes="hint", markup=False)

    def outcome(self) -> Outcome:
        """What is typed."""
        return Outcome(
            kind=self.value("kind"),
            number=self.value("number"),
            signer=self.value("signer"),
            date=iso(self.value("date")),
            refused=yes_no(self.value("refused")),
            note=self.value("note"),
        )

    async def save(self) -> None:
        """Note that the result arrived."""
        await self.app.at_desk(
            transitions.result_arrived,
            self.app.desk,
            self._dossier.id,
            self.outcome(),
            confirmed=self.doubts.confirmed,
        )
        self.app.notify(_("The result of {code} is at the counter.").format(code=self._dossier.code))


class Settle(Dialog):
    """The reason for settling a dossier that needs attention."""

    HEADING = N_("Settle")

    def body(self) -> ComposeResult:
        """The reason."""
        yield self.about()
        yield Entry(N_("Reason"), Field(id="reason"))
        hint = _("Its state stands as it is; another move can follow.")
        yield Static(hint, classes="hint", markup=False)

    async def save(self) -> None:
        """Settle the dossier."""
        await self.app.at_desk(corrections.settle, self.app.desk, self._dossier.id, self.value("reason"))


class ChooseForm(Dialog):
    """Which slip is printed again."""

    HEADING = N_("Print again")
    HINT = N_("One more slip comes out, marked as a copy; the shift log keeps it.")

    def body(self) -> ComposeResult:
        """The slips that the dossier has, the newest kind first."""
        yield self.about()
        self.forms = Listing(Column(_("Slip")), header=False, id="forms")
        self.forms.show([Row(form, (_(FORMS[form]),)) for form in forms_of(self._dossier)])
        yield self.forms
        yield Static(_(self.HINT), classes="hint", markup=False)

    async def save(self) -> None:
        """Queue the chosen slip, marked as a copy."""
        form = self.forms.selected or FormKind.INTAKE
        await self.app.at_desk(queue.reprint, self.app.desk, self._dossier.id, form)
        self.app.notify(_("The slip is printed again, marked as a copy."))


class ChoosePage(ChooseForm):
    """Which form is printed on A5."""

    HEADING = N_("Print the form (A5)")
    HINT = N_("The first print has no mark; a later one is marked as a copy. The shift log keeps each.")

    async def save(self) -> None:
        """Print the chosen form as a page."""
        form = self.forms.selected or FormKind.INTAKE
        printed = await self.app.at_desk(queue.print_page, self.app.desk, self._dossier.id, form)
        self.app.notify(printed_text(printed))
