"""Many results that go by post: their tracking numbers one after the other, and one list for the post office."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.widgets import Input

from counter.commands import Command, finish
from counter.desk.dossiers.doubts import Doubtful
from counter.desk.labels import short_code
from counter.desk.post import batch
from counter.desk.post.batch import Letter
from counter.desk.store_errors import StoreProblem
from counter.locale import N_, _
from counter.problems import Problem
from counter.rules import scan
from counter.rules.tracking import LONGEST, tracking_number
from counter.screens.base import CounterScreen
from counter.screens.choices import LABEL_OPTIONS
from counter.screens.doubt_prompt import DoubtPrompt
from counter.screens.draft_keeper import DraftKeeper
from counter.screens.list_screen import code_column
from counter.slips.post_label import label_address
from counter.widgets.choice import Choice
from counter.widgets.entry import Entry
from counter.widgets.field import Field, Scanned
from counter.widgets.listing import Column, Listing, Row
from db.domain.records import Dossier


class NumberField(Field):
    """Takes a number for the selected row at Enter, and stays for the next one; Tab goes on."""

    def __init__(self, *, take: Callable[[str], None], listing: Listing, id: str) -> None:
        placeholder = _("scan or type one after the other; Enter leaves a row without")
        super().__init__(
            id=id, listing=listing, check=tracking_number, max_length=LONGEST, placeholder=placeholder
        )
        self._take_number = take

    def advance(self, key: str = "enter") -> bool:
        """Give the number to the row at Enter; at Tab too where one is typed, and go on."""
        if key != "enter" and not self.value:
            return super().advance(key)
        self.problem = self._complaint()
        if self.problem:
            return False
        self._take_number(tracking_number(self.value))
        return True if key == "enter" else super().advance(key)


class PostLetters(CounterScreen[bool]):
    """The letters of one list. F12 posts them all; Esc leaves it, and what is typed comes back. Its result is whether
    they were posted.
    """

    GLOBALS = False
    HEADING, MANUAL = N_("Send by post"), "worklists"
    NEEDS_SHIFT = True
    KEYS = (
        finish(
            id="letters.save",
            action="save",
            label=N_("Post all"),
            help=N_("Note that all of them went by post, and print the list and the labels."),
        ),
        Command(
            id="letters.close",
            key="escape",
            action="close",
            label=N_("Leave it"),
            help=N_("Back to the worklist without posting; the numbers come back with the letters."),
            rank=1,
        ),
    )
    DEFAULT_CSS: ClassVar[str] = """
    PostLetters Listing { height: 1fr; margin: 1 0; }
    """

    def __init__(self, dossiers: Sequence[Dossier]) -> None:
        super().__init__()
        self._dossiers = {dossier.id: dossier for dossier in dossiers}
        self._numbers: dict[str, str] = {}
        self._is_filled = False
        self.doubts = DoubtPrompt(self)
        self.drafts = DraftKeeper(
            self,
            batch.DRAFT,
            collect=self._typed,
            clear=self._clear,
            restore=self._restore,
            name_of=lambda values: _("{count} letters").format(count=len(values.get("numbers", {}))),
        )

    def body(self) -> ComposeResult:
        """The number's field, the letters, the post office and who of it takes them, and whether labels are printed."""
        unit = self.app.desk.office.unit
        codes = [short_code(dossier.code, unit) for dossier in self._dossiers.values()]
        self.listing = Listing(
            code_column(_("Code"), codes),
            Column(_("Receiver")),
            Column(_("Address")),
            Column(_("Tracking no."), 15),
            driven=True,
            id="letters",
        )
        self.number = NumberField(take=self._take, listing=self.listing, id="tracking")
        yield Entry(N_("Tracking no."), self.number)
        yield self.listing
        yield Entry(N_("Post office"), Field(id="post_office", max_length=120))
        yield Entry(N_("Taken by"), Field(id="receiver", max_length=80, placeholder=_("if known")))
        yield Entry(N_("Labels"), Choice(LABEL_OPTIONS, id="labels"), note="←→")

    async def arrived(self) -> None:
        """Fill in the post office of the last list, and bring back what was typed here before."""
        if not self._is_filled:
            office, receiver = await self.app.at_desk(batch.last_post_office, self.app.desk)
            self._field("post_office").value, self._field("receiver").value = (
                office or _("Post office"),
                receiver,
            )
            await self.drafts.arrived()
            self._is_filled = True
        self.show_rows()
        self.begin_at(self.number)

    def show_rows(self) -> None:
        """Show each letter with its number."""
        unit = self.app.desk.office.unit
        self.listing.show(
            [
                Row(
                    key,
                    (
                        short_code(dossier.code, unit),
                        dossier.applicant.name,
                        label_address(dossier) or "–",
                        self._numbers.get(key, ""),
                    ),
                    "good" if key in self._numbers else "" if label_address(dossier) else "bad",
                )
                for key, dossier in self._dossiers.items()
            ]
        )

    def _field(self, name: str) -> Field:
        return self.query_one(f"#{name}", Field)

    # -- numbers ------------------------------------------------------------------------------------------------------

    def _take(self, number: str) -> None:
        """Give ``number`` to the selected letter, and go on to the next one; an empty one leaves it as it is."""
        selected = self.listing.selected
        if selected is None:
            return
        if number:
            holder = next((key for key, other in self._numbers.items() if other == number), selected)
            if holder != selected:
                self.number.problem = _("{code} has this number already.").format(
                    code=self._dossiers[holder].code
                )
                return
            self._numbers[selected] = number
        self.number.value = ""
        self.listing.take("down")
        self.show_rows()
        self.drafts.changed()

    @on(Scanned)
    def scanned(self, message: Scanned) -> None:
        """The code of a dossier selects its letter; anything else is a number."""
        message.stop()
        match scan.read(message.text):
            case scan.DossierScan(code):
                for key, dossier in self._dossiers.items():
                    if dossier.code == code.written:
                        self.listing.select(key)
                        return
                raise Problem(N_("{code} is not among these letters."), field="tracking", code=code.written)
            case _other:
                message.give_back()

    # -- keys ---------------------------------------------------------------------------------------------------------

    async def action_save(self) -> None:
        """Post them all; a Problem, or a doubt that was not confirmed yet, keeps everything as it was typed."""
        if self.number.value and not self.number.advance("enter"):
            return
        letters = [Letter(key, self._numbers.get(key, "")) for key in self._dossiers]
        try:
            with self.drafts.saving() as draft:
                posted = await self.app.at_desk(
                    batch.post_all,
                    self.app.desk,
                    letters,
                    self._field("post_office").value,
                    self._field("receiver").value,
                    has_labels=self.query_one("#labels", Choice).chosen == "yes",
                    draft=draft,
                    confirmed=self.doubts.confirmed,
                )
        except Doubtful as doubtful:
            self.doubts.show(doubtful)
            return
        self._clear()
        with suppress(StoreProblem):  # they are posted, and the screen closes all the same
            await self.drafts.saved()
        text = _("List {number}: {count} results went by post.")
        self.app.notify(text.format(number=posted.handover.number, count=len(posted.dossiers)))
        self.dismiss(True)

    async def action_close(self) -> None:
        """Go back without posting; what is typed is kept."""
        if self._typed():
            self.app.notify(_("What you typed is kept: it comes back when you open this again."))
            await self.drafts.keep()
        self.dismiss(False)

    # -- drafts -------------------------------------------------------------------------------------------------------

    @on(Input.Changed)
    def edited(self) -> None:
        """Keep what is typed."""
        if self._is_filled:
            self.drafts.changed()

    @on(events.ScreenSuspend)
    async def keep(self) -> None:
        """Put what was typed on the disk before the screen goes away."""
        await self.drafts.keep_pending()

    def _typed(self) -> dict[str, Any]:
        if not self._numbers:
            return {}
        offices = {name: self._field(name).value for name in ("post_office", "receiver")}
        return {"numbers": dict(self._numbers), **offices}

    def _clear(self) -> None:
        self._numbers.clear()

    async def _restore(self, values: dict[str, Any]) -> None:
        """Bring back the numbers of the letters that are here."""
        numbers = values.get("numbers", {})
        self._numbers = {key: str(number) for key, number in numbers.items() if key in self._dossiers}
        for name in ("post_office", "receiver"):
            if text := values.get(name):
                self._field(name).value = str(text)
