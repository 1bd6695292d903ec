"""The dialogs of a result that goes by post: given to it, its number, delivered, or come back."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from counter.desk.labels import shown_code
from counter.desk.post import results
from counter.locale import N_, _
from counter.rules import scan
from counter.rules.clock import local, parse_moment
from counter.rules.tracking import LONGEST, tracking_number
from counter.screens.choices import LABEL_OPTIONS
from counter.screens.dossier.dialogs import Dialog
from counter.screens.dossier.endings import OriginalsDialog, ReasonDialog
from counter.slips.post_label import label_address, tracking_of
from counter.widgets.choice import Choice
from counter.widgets.entry import Entry
from counter.widgets.field import Field, Scanned
from db.domain.records import Dossier


def number_field(number: str = "") -> Field:
    """The field of the number that the post gave."""
    placeholder = _("scan or type it; it may follow later")
    return Field(number, id="tracking", max_length=LONGEST, check=tracking_number, placeholder=placeholder)


class _NumberScans(Dialog):
    """A dialog whose scans are tracking numbers: what is no dossier's code goes into the field as typing."""

    @on(Scanned)
    def number_scanned(self, message: Scanned) -> None:
        """Type the number."""
        message.stop()
        if not isinstance(scan.read(message.text), scan.DossierScan):
            message.give_back()


class SendByPost(OriginalsDialog, _NumberScans):
    """The tracking number, where it goes, and the originals that go back with it."""

    HEADING = N_("Send by post")

    def __init__(self, dossier: Dossier) -> None:
        super().__init__(dossier)
        self._address = label_address(dossier)

    def body(self) -> ComposeResult:
        """Number, address, originals, label."""
        yield self.about()
        yield Entry(N_("Tracking no."), number_field())
        yield Entry(N_("Sent to"), Field(self._address, id="address", max_length=300))
        yield self.originals
        yield Entry(N_("Label"), Choice(LABEL_OPTIONS, id="labels"), note="←→")
        hint = _("It stays “result ready” until the post has delivered it.")
        yield Static(hint, classes="hint", markup=False)

    async def save(self) -> None:
        """Note that it went."""
        posted = await self.app.at_desk(
            results.post,
            self.app.desk,
            self._dossier.id,
            self.value("tracking"),
            address=self.value("address"),
            papers=self.originals.given,
            has_label=self.query_one("#labels", Choice).chosen == "yes",
            confirmed=self.doubts.confirmed,
        )
        number = tracking_of(posted.dossier) or _("number to follow")
        text = _("{code} went by post: {number}.")
        self.app.notify(text.format(code=shown_code(posted.dossier), number=number))


class TrackingNumber(_NumberScans):
    """The number that the post gave afterwards."""

    HEADING = N_("Tracking number")

    def body(self) -> ComposeResult:
        """The number."""
        yield self.about()
        yield Entry(N_("Tracking no."), number_field(tracking_of(self._dossier)))

    async def save(self) -> None:
        """Note it."""
        dossier = await self.app.at_desk(
            results.give_tracking, self.app.desk, self._dossier.id, self.value("tracking")
        )
        text = _("The number of {code} is noted: {number}.")
        self.app.notify(text.format(code=shown_code(dossier), number=tracking_of(dossier)))


class Delivered(Dialog):
    """When the post delivered it, and to whom."""

    HEADING = N_("Delivered")

    def body(self) -> ComposeResult:
        """The time and the receiver."""
        now = f"{local(self.app.desk.clock.now()):%d/%m/%Y %H:%M}"
        yield self.about()
        yield Entry(N_("Delivered at"), Field(now, id="at", max_length=20, check=_tidy))
        placeholder = _("as the post noted it")
        yield Entry(
            N_("Taken by"), Field(self._dossier.applicant.name, id="receiver", placeholder=placeholder)
        )

    async def save(self) -> None:
        """Note the delivery."""
        dossier = await self.app.at_desk(
            results.deliver,
            self.app.desk,
            self._dossier.id,
            parse_moment(self.value("at"), "at"),
            self.value("receiver"),
        )
        self.app.notify(_("{code} is delivered.").format(code=shown_code(dossier)))


def _tidy(text: str) -> str:
    return f"{local(parse_moment(text, 'at')):%d/%m/%Y %H:%M}"


class BackFromPost(ReasonDialog):
    """Why the post brought it back."""

    HEADING = N_("Back from the post")
    HINT = N_("It lies at the counter again: send it anew, with the right address, or let it be collected.")

    async def save(self) -> None:
        """Note that it is here again."""
        dossier = await self.app.at_desk(
            results.take_back, self.app.desk, self._dossier.id, self.value("reason")
        )
        self.app.notify(_("{code} is back at the counter.").format(code=shown_code(dossier)))
