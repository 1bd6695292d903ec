"""The dialogs about where a dossier lies, who decides it, and where its result is returned."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from counter.desk.dossiers import places
from counter.desk.labels import shown_code
from counter.locale import N_, _
from counter.screens.dossier.dialogs import Dialog
from counter.widgets.entry import Entry
from counter.widgets.field import Field


class Shelve(Dialog):
    """The shelf on which the dossier lies."""

    HEADING = N_("Shelf")

    def body(self) -> ComposeResult:
        """The shelf."""
        yield self.about()
        yield Entry(N_("Shelf"), Field(self._dossier.shelf, id="shelf", max_length=80))

    async def save(self) -> None:
        """Note the shelf."""
        await self.app.at_desk(places.shelve, self.app.desk, self._dossier.id, self.value("shelf"))
        self.app.notify(_("The shelf of {code} is noted.").format(code=shown_code(self._dossier)))


class Transfer(Dialog):
    """The agency that decides, and the place of return."""

    HEADING = N_("Other agency or place")

    def body(self) -> ComposeResult:
        """Agency, place and reason; where it was received stays."""
        dossier = self._dossier
        yield self.about()
        yield Static(
            _("Received at: {office}").format(office=dossier.received_office or self.app.desk.office.name),
            classes="about",
            markup=False,
        )
        yield Entry(N_("Decided by"), Field(dossier.deciding_agency, id="deciding_agency", max_length=200))
        yield Entry(N_("Returned at"), Field(dossier.return_place, id="return_place", max_length=200))
        yield Entry(N_("Reason"), Field(id="reason"))

    async def save(self) -> None:
        """Note what differs."""
        await self.app.at_desk(
            places.transfer,
            self.app.desk,
            self._dossier.id,
            self.value("reason"),
            deciding_agency=self.value("deciding_agency"),
            return_place=self.value("return_place"),
        )
        self.app.notify(_("{code} is changed.").format(code=self._dossier.code))
