"""The dialogs over a dossier: its result, the reason for settling it, which slip to print again."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.widgets import Input, Static

from counter.commands import Command, finish
from counter.desk.dossiers import corrections, transitions
from counter.desk.dossiers.doubts import Doubtful
from counter.desk.imports.cell_values import yes_no
from counter.desk.labels import FORMS, shown_code
from counter.desk.printing import queue
from counter.desk.printing.documents import forms_of
from counter.desk.printing.labels import printed_text
from counter.desk.store_errors import StoreProblem
from counter.locale import N_, _
from counter.problems import Problem
from counter.rules.clock import short_date
from counter.screens.base import CounterScreen
from counter.screens.doubt_prompt import DoubtPrompt
from counter.screens.draft_keeper import DraftKeeper
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


class Dialog(CounterScreen[None]):
    """A few fields over a dossier. F12 saves; a Problem leaves everything as it was typed."""

    GLOBALS = False
    MANUAL = "dossier"
    KEYS = (
        finish(
            id="dialog.save",
            action="save",
            label=N_("Save"),
            help=N_("Do it."),
        ),
        Command(
            id="dialog.close",
            key="escape",
            action="close",
            label=N_("Leave it"),
            help=N_("Back to the dossier, without doing it; what is typed comes back with the dialog."),
            rank=1,
        ),
    )
    DEFAULT_CSS: ClassVar[str] = """
    Dialog .about { padding: 0 1; margin-bottom: 1; text-style: bold; }
    Dialog .hint { padding: 0 1; margin-top: 1; color: $quiet; text-style: $quiet-style; }
    Dialog .balance { padding: 0 1; margin-bottom: 1; }
    Dialog Listing { height: auto; min-height: 3; }
    """

    def __init__(self, dossier: Dossier) -> None:
        super().__init__()
        self._dossier = dossier
        self._at_first: dict[str, str] = {}
        self.doubts = DoubtPrompt(self)
        self.drafts = DraftKeeper(
            self,
            f"{type(self).__name__}/{dossier.id}",
            collect=self._typed,
            clear=lambda: self._fill(self._at_first),
            restore=self._restore,
            name_of=lambda _values: dossier.applicant.name,
            is_front=lambda _draft: True,
        )

    async def arrived(self) -> None:
        """Bring back what was typed here before."""
        if not self._at_first:
            self._at_first = {field.id or "": field.value for field in self.query(Field)}
        await self.drafts.arrived()

    @on(Input.Changed)
    def edited(self) -> None:
        """Keep what is typed."""
        if self._at_first:
            self.drafts.changed()

    @on(events.ScreenSuspend)
    async def keep(self) -> None:
        """Put what was typed on the disk before the screen goes away."""
        await self.drafts.keep_pending()

    def _typed(self) -> dict[str, str]:
        """What differs from what stood there at first."""
        return {
            field.id or "": field.value
            for field in self.query(Field)
            if field.value != self._at_first.get(field.id or "", field.value)
        }

    def _fill(self, values: Mapping[str, str]) -> None:
        for field in self.query(Field):
            if (name := field.id or "") in values:
                field.value = str(values[name])

    async def _restore(self, values: dict[str, str]) -> None:
        self._fill(values)

    def about(self) -> Static:
        """The code, the applicant and the procedure of the dossier."""
        what = " · ".join(filter(None, (shown_code(self._dossier), self._dossier.applicant.name)))
        return Static(f"{what}\n{self._dossier.procedure_name}", classes="about", markup=False)

    def value(self, name: str) -> str:
        """What is typed in the field ``name``."""
        return self.query_one(f"#{name}", Field).value.strip()

    def checked(self) -> None:
        """Check every field again, also those that nobody left; raises ``Problem`` at the first that is wrong."""
        for field in self.query(Field):
            if field.check:
                try:
                    tidy = field.check(field.value)
                except Problem as problem:
                    problem.field = field.id or ""
                    raise
                if tidy != field.value:
                    field.value = tidy
                    field.entered()  # whoever types on begins anew, not in the midst of what was written out

    def reveal(self, *names: str) -> None:
        """Bring the fields of these ids into sight, where something is wrong or doubted; they all are."""

    async def action_close(self) -> None:
        """Go back to the dossier without saving; what is typed is kept."""
        if self.drafts.park() is not None:
            self.app.notify(_("What you typed is kept: it comes back when you open this again."))
            await self.drafts.keep()
        self.dismiss()

    async def action_save(self) -> None:
        """Save and close; a Problem, or a doubt that was not confirmed yet, keeps the dialog open."""
        try:
            self.checked()
            with self.drafts.saving():
                await self.save()
        except Doubtful as doubtful:
            self.doubts.show(doubtful)
            self.reveal(*(doubt.field for doubt in doubtful.doubts))
            return
        except Problem as problem:
            self.reveal(problem.field)
            raise
        with suppress(StoreProblem):  # it is saved, and the dialog closes all the same
            await self.drafts.discard()
        self.dismiss()

    @abstractmethod
    async def save(self) -> None:
        """Save what is typed."""


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
