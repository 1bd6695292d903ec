"""Return (trả kết quả): scan the slip, look, hand over; the receipt is printed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Static

from counter.commands import Command
from counter.desk.desk import Desk
from counter.desk.dossiers import joint_returns, queries, returns
from counter.desk.dossiers.doubts import Doubtful
from counter.desk.dossiers.entries import Returned
from counter.desk.labels import CHOOSE_BY_NAME
from counter.desk.printing.losses import loss_sentence
from counter.locale import N_, _
from counter.problems import Problem
from counter.rules import scan
from counter.rules.money import owed
from counter.rules.papers import originals_kept
from counter.screens.base import CounterScreen, OfficeChanged
from counter.screens.doubt_prompt import DoubtPrompt
from counter.screens.draft_keeper import DraftKeeper
from counter.screens.returns.commands import KEYS
from counter.screens.returns.form import ReturnForm
from counter.screens.returns.together import Together
from counter.screens.returns.values import facts_of, not_now, return_of, returned_line, rows_of
from counter.screens.slip_line import SlipLine
from counter.widgets.entry import Entry
from counter.widgets.field import Field, Scanned
from counter.widgets.listing import Column, Listing
from db.domain.lifecycle import FINAL, State
from db.domain.records import Dossier, DossierLine


class ToBeReturned(Message):
    """The dossier whose result is to be handed over: the screen opens it."""

    def __init__(self, dossier_id: str) -> None:
        super().__init__()
        self.dossier_id = dossier_id


class Returns(CounterScreen[None]):
    """Hand a result back. The code is scanned, typed or picked; F12 hands over and prints the receipt."""

    HEADING, MANUAL = N_("Return a result"), "returning"
    NEEDS_SHIFT = True
    KEYS = KEYS
    CSS = """
    Returns Entry {
        grid-columns: 17 1fr auto;
        & > .entry--label { width: 17; }
        & > .entry--problem { padding: 0 1 0 17; }
    }
    """
    DEFAULT_CSS = """
    Returns #facts { height: auto; padding: 1 1 0 1; }
    Returns #not_now { height: auto; padding: 1 1 0 1; color: $warn; text-style: bold; }
    Returns #one { overflow-y: auto; scrollbar-size-vertical: 1; }
    Returns #done { dock: bottom; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.done = SlipLine()
        self.dossier: Dossier | None = None
        self.doubts = DoubtPrompt(self)
        self._may = False
        self._others: tuple[Dossier, ...] = ()
        """Other dossiers of the person whose results wait."""
        self._loss = ""
        """What the printer cannot print of the dossier in front."""
        self._searched: str | None = None
        """The words that the list shows the dossiers of."""
        self.drafts = DraftKeeper(
            self,
            returns.DRAFT,
            collect=self._draft,
            clear=self._clear,
            restore=self._restore,
            name_of=lambda values: str(values.get("name") or "…"),
        )

    def body(self) -> ComposeResult:
        """The code; the dossiers that fit it, or the one dossier and the form of its return."""
        self.results = Listing(
            Column(_("Code"), 25),
            Column(_("Applicant"), 20),
            Column(_("Procedure")),
            Column(_("State"), 14),
            empty=_("No dossier fits."),
            driven=True,
            waits=True,
            id="results",
        )
        self.form = ReturnForm()
        placeholder = _("scan the slip; or type a code, a name, a number")
        code = Field(
            id="code", listing=self.results, check=self._pointed, placeholder=placeholder, max_length=100
        )
        code.catch_up = self._catch_up
        yield Entry(N_("Dossier"), code)
        yield self.results
        with Vertical(id="one"):
            yield Static(id="facts", markup=False)
            yield Static(id="not_now", markup=False)
            yield self.form
        yield self.done

    @property
    def code(self) -> Field:
        """The field at the top."""
        return self.query_one("#code", Field)

    async def arrived(self) -> None:
        """Restore the draft of an officer who has just sat down; else read the dossier again: it may have moved."""
        if not await self.drafts.arrived() and self.dossier is not None:
            dossier, self._may = await self.app.at_desk(read, self.app.desk, self.dossier.id)
            self._show(dossier)
        if self.focused is None:
            self.set_focus(self.code)
        if self.dossier is None:
            self.search(self.code.value)
        await self.look_at_slip()

    @on(OfficeChanged)
    async def look_at_slip(self) -> None:
        """The receipt of what was last handed over may have come out."""
        await self.done.look()

    # -- finding the dossier ----------------------------------------------------------------------------------------

    @on(Field.Changed, "#code")
    def typed(self, event: Field.Changed) -> None:
        """Look while the person types."""
        event.stop()
        if self.dossier is None or event.value != self.dossier.code:
            self._leave()
            self.search(event.value)

    @work(exclusive=True, group="results")
    async def search(self, text: str) -> None:
        """Dossiers for ``text``, those first that wait to be collected."""
        await self._search(text)

    async def _catch_up(self) -> None:
        if self.dossier is not None and self.code.value != self.dossier.code:
            self._leave()
        if self.dossier is None and self._searched != self.code.value:
            await self._search(self.code.value)

    async def _search(self, text: str) -> None:
        lines = await self.app.at_desk(queries.find, self.app.desk, text, 50)
        if text != self._searched:
            self.results.release()
        self._searched = text
        self._list(lines, is_meant=bool(text.strip()), empty=_("No dossier fits."))

    def _list(self, lines: list[DossierLine], *, is_meant: bool, empty: str) -> None:
        """List ``lines``; one alone is selected where somebody ``is_meant``, any other where it is pointed at."""
        self.results.show(rows_of(lines), empty=empty)
        if is_meant and len(lines) == 1 and self.results.selected is None:
            self.results.select(lines[0].id)

    def _pointed(self, text: str) -> str:
        if self.dossier is None and text.strip() and self.results.rows and self.results.selected is None:
            raise Problem(N_("Several dossiers fit: point at one with ↑ ↓; Enter takes it."), field="code")
        return text

    @on(Listing.Moved, "#results")
    def moved(self) -> None:
        """Somebody points at a dossier."""
        if self.results.selected is not None:
            self.code.problem = ""

    @on(Listing.Chosen, "#results")
    async def chosen(self, event: Listing.Chosen) -> None:
        """Enter on a row of the list."""
        if self.dossier is None:
            await self._open(event.key)

    @on(ToBeReturned)
    async def opened(self, message: ToBeReturned) -> None:
        """Open the dossier that was chosen on another screen."""
        await self._open(message.dossier_id)

    async def _open(self, dossier_id: str) -> None:
        """Show the dossier, with what was typed of its return before."""
        dossier, may = await self.app.at_desk(read, self.app.desk, dossier_id)
        if self.dossier is None or self.dossier.id != dossier_id:
            self._leave()
            self.done.say("")
            self.form.clear()
        self._may = may
        self._others = (
            await self.app.at_desk(joint_returns.others_ready, self.app.desk, dossier_id) if may else ()
        )
        texts = (dossier.applicant.name, dossier.applicant.address)
        self._loss = await self.app.at_desk(loss_sentence, self.app.desk, texts)
        self._show(dossier)
        for draft in self.drafts.parked:
            if draft.values.get("dossier") == dossier_id:
                if dossier.state in FINAL:
                    self.drafts.forget(draft)
                elif may:
                    await self.drafts.bring_back(draft)

    def _leave(self) -> None:
        """Leave the dossier in front; what is typed of its return comes back with it."""
        parked = self.drafts.park()
        self._show(None)
        if parked is not None:
            sentence = _("What you typed for {name} is kept: it comes back when the slip is scanned again.")
            self.app.notify(sentence.format(name=self.drafts.name_of(parked)))
            self.drafts.changed()

    def _show(self, dossier: Dossier | None) -> None:
        is_same = dossier is not None and self.dossier is not None and dossier.id == self.dossier.id
        if not is_same:
            self.doubts.clear()
        self.dossier = dossier
        may = dossier is not None and self._may
        self.results.display = dossier is None
        self.query_one("#one").display = dossier is not None
        self.form.display = may
        self.query_one("#not_now").display = dossier is not None and not may
        if dossier is None:
            return
        with self.prevent(Input.Changed):
            self.code.value = dossier.code
        facts = facts_of(dossier, self.app.desk.clock.now(), self._others)
        self.query_one("#facts", Static).update(facts.append(f"\n{self._loss}") if self._loss else facts)
        self.query_one("#not_now", Static).update("" if may else not_now(dossier))
        if not is_same:
            self.form.originals.load(originals_kept(dossier))
        self.form.owed = owed(dossier)
        self.form.settles = may and dossier.state is State.RECEIVED
        self.set_focus(self.form.first if may else self.code)

    def on_resize(self) -> None:
        """The names below the form are as wide as the screen."""
        self.drafts.show_parked()

    # -- scans ------------------------------------------------------------------------------------------------------

    @on(Scanned)
    async def scanned(self, message: Scanned) -> None:
        """A code opens its dossier here; a card is the applicant's or a proxy's."""
        match scan.read(message.text):
            case scan.DossierScan():
                message.stop()
                dossiers = await self.app.at_desk(queries.of_code, self.app.desk, message.text)
                if len(dossiers) == 1:
                    await self._open(dossiers[0].id)
                else:
                    await self._list_shared(dossiers[0].code)
            case scan.IdentityCard(number=number, name=name):
                message.stop()
                await self._card(number, name)
            case scan.BareNumber(citizen_number):
                message.stop()
                await self._card(citizen_number.number, "")

    async def _list_shared(self, code: str) -> None:
        """List the dossiers that share ``code``: the officer says which one is meant."""
        self._show(None)
        with self.prevent(Input.Changed):
            self.code.value = code
        await self._search(code)
        self.set_focus(self.code)
        self.app.notify(_(CHOOSE_BY_NAME), severity="warning")

    async def _card(self, number: str, name: str) -> None:
        """List the person's dossiers; or, with a dossier open, show whether the card is the applicant's."""
        if self.dossier is None:
            lines = await self.app.at_desk(queries.dossiers_of, self.app.desk, number)
            self.results.release()
            self._list(lines, is_meant=True, empty=_("No dossier of this person."))
        elif await self.app.at_desk(queries.same_person, self.app.desk, self.dossier.id, number):
            self.form.applicant_card_read(self.dossier.applicant.name)
        else:
            self.form.other_card_read(name, number)

    def refusal(self, command: Command) -> str:
        """That no dossier is in front, or no other result of the person waits."""
        if command.id == "returning.together" and not self._others:
            return _("No other result of this person waits here.")
        return not_now(None) if self.dossier is None else ""

    # -- keys -------------------------------------------------------------------------------------------------------

    async def action_save(self) -> None:
        """Hand the result over and queue the receipt."""
        if self.dossier is None or not self._may:
            self.app.notify(not_now(self.dossier), severity="warning")
            return
        entry = return_of(self.form.values, owed(self.dossier), self.form.originals.given)
        confirmed = self.doubts.confirmed
        try:
            with self.drafts.saving() as draft:
                hand_over, dossier = returns.return_result, self.dossier.id
                returned = await self.app.at_desk(
                    hand_over, self.app.desk, dossier, entry, draft=draft, confirmed=confirmed
                )
        except Doubtful as doubtful:
            self.doubts.show(doubtful)
            return
        await self._returned([returned])

    async def action_together(self) -> None:
        """Ask which other results go with this one."""
        if self.dossier is not None and self._may:
            entry = return_of(self.form.values, 0, ())
            dialog = Together(self.dossier, self._others, entry, self.drafts.front)
            await self.app.push_screen(dialog, lambda _none: self._returned(dialog.returned))

    async def _returned(self, returned: Sequence[Returned]) -> None:
        """Say what was handed over, and make room for the next citizen."""
        if not returned:
            return
        self.app.customer.returned(returned[-1].dossier)
        self.form.clear()
        await self.drafts.saved()
        self._next()
        text = " · ".join(returned_line(one.dossier) for one in returned)
        self.done.say(text, slip=_("its receipt"), job=returned[-1].job)

    async def action_open(self) -> None:
        """Read all about the dossier."""
        if self.dossier is not None:
            await self.app.overlay("dossier", self.dossier.id)

    async def action_clear(self) -> None:
        """Look for another."""
        self._next()
        await self.drafts.keep()

    def _next(self) -> None:
        self._leave()
        self.form.clear()
        self._may = False
        self.code.value = ""
        self.results.release()
        self.set_focus(self.code)
        self.search("")

    # -- the draft --------------------------------------------------------------------------------------------------

    @on(ReturnForm.Edited)
    def edited(self) -> None:
        """Keep what was typed."""
        if self.dossier is not None:
            self.drafts.changed()

    def _draft(self) -> dict[str, Any]:
        dossier, ticked = self.dossier, self.form.originals.ticked
        values = {**self.form.values, **({"ticked": ticked} if ticked else {})}
        return {**values, "dossier": dossier.id, "name": dossier.applicant.name} if values and dossier else {}

    def _clear(self) -> None:
        self.form.clear()
        self._show(None)

    async def _restore(self, values: dict[str, Any]) -> None:
        if self.dossier is None or self.dossier.id != values["dossier"]:
            dossier, self._may = await self.app.at_desk(read, self.app.desk, str(values["dossier"]))
            self._show(dossier)
        if self.dossier is not None:
            self.form.originals.load(originals_kept(self.dossier), values.get("ticked"))
        self.form.fill(values)

    @on(events.ScreenSuspend)
    async def keep(self) -> None:
        """Put what was typed on the disk before the screen goes away."""
        await self.drafts.keep_pending()


def read(desk: Desk, dossier_id: str) -> tuple[Dossier, bool]:
    """A dossier, its numbers masked, and whether its result can be handed over now."""
    return queries.dossier(desk, dossier_id), returns.may_return(desk, dossier_id)
