"""The dialog by which what is typed at the intake is refused."""

from __future__ import annotations

from dataclasses import replace

from textual.app import ComposeResult
from textual.widgets import Static

from counter.desk.dossiers import endings
from counter.desk.dossiers.entries import Intake
from counter.desk.labels import shown_code
from counter.locale import N_, _
from counter.screens.dossier.dialogs import Dialog
from counter.widgets.entry import Entry
from counter.widgets.field import Field
from db.domain.records import Dossier


class RefuseIntake(Dialog):
    """Why ``typed`` is not accepted. ``about`` is what the dossier would be, ``draft`` the id of what is typed."""

    HEADING, MANUAL = N_("Refuse"), "intake"

    def __init__(self, typed: Intake, about: Dossier, draft: str) -> None:
        super().__init__(replace(about, id=draft))
        self._intake, self._draft = typed, draft
        self.ended: endings.Ended | None = None
        """What was refused, once it is."""

    def body(self) -> ComposeResult:
        """The reason."""
        yield self.about()
        yield Entry(N_("Reason"), Field(id="reason", placeholder=_("as the citizen is to read it")))
        hint = _(
            "Nothing is received: no dossier number, no line of the register. The refusal has its own number."
        )
        yield Static(hint, classes="hint", markup=False)

    async def save(self) -> None:
        """Refuse it."""
        self.ended = await self.app.at_desk(
            endings.refuse,
            self.app.desk,
            self._intake,
            self.value("reason"),
            draft=self._draft,
            confirmed=self.doubts.confirmed,
        )


def refusal_line(dossier: Dossier) -> str:
    """What was refused, for the line below the form."""
    return f"{_('Not accepted')}: {dossier.applicant.name} · {shown_code(dossier)}"
