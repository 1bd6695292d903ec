"""Intake (tiếp nhận): who, what, papers, result, fee; and the slip that the citizen will get, live beside them."""

from __future__ import annotations

from typing import Any

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from counter.commands import Command
from counter.desk.catalogue import guides, procedures
from counter.desk.dossiers import endings, intake, queries, visit
from counter.desk.drafts import Draft
from counter.locale import N_, _
from counter.problems import Problem
from counter.rules import scan
from counter.rules.identity import CitizenNumber
from counter.screens.base import CounterScreen, OfficeChanged
from counter.screens.doubt_prompt import DoubtPrompt
from counter.screens.draft_keeper import DraftKeeper
from counter.screens.guidance.prompt import GuidancePrompt
from counter.screens.intake.applicant import card_holder, lost_text, person_texts
from counter.screens.intake.commands import KEYS
from counter.screens.intake.form import IntakeForm
from counter.screens.intake.live_slip import draw
from counter.screens.intake.other_card import CardUse, OtherCard
from counter.screens.intake.parked_list import ParkedDossier, ParkedList
from counter.screens.intake.refusal import RefuseIntake, refusal_line
from counter.screens.intake.saves import IntakeSaves
from counter.screens.intake.values import draft_name, is_other_person
from counter.screens.intake.visit import VisitLine
from counter.screens.slip_line import SlipLine
from counter.widgets.field import Field, Scanned
from counter.widgets.slip_panel import SlipPanel
from db.domain.codes import ApplicantKind
from db.domain.lifecycle import State
from db.domain.records import Person
from devices.encode.text import render_text
from devices.slip import Slip

_ABOUT_TYPED = ("intake.next", "intake.discard", "intake.refuse")
"""Actions on what is typed."""
_ABOUT_PROCEDURE = ("intake.procedure_slip", "intake.procedure_page")
_ENDS_WITHOUT = ("intake.guide", "intake.refuse", "intake.discard")
"""Actions that empty the form without a receipt for the visit."""
REDRAW_AFTER = 0.04
"""Seconds in which changes are gathered before the slip is drawn again."""


class Intake(CounterScreen[None]):
    """Receive a dossier. What is typed is kept as a draft once a second; F12 saves and prints."""

    HEADING, MANUAL = N_("Intake"), "intake"
    NEEDS_SHIFT = True
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012
    KEYS = KEYS

    DEFAULT_CSS = """
    Intake #sheet { height: 1fr; }
    Intake #loss { display: none; height: auto; max-height: 2; padding: 0 1; color: $warn; }
    Intake.-wide SlipPanel { width: 45; }
    """
    CSS = IntakeForm.ENTRIES

    def __init__(self) -> None:
        super().__init__()
        self.form, self.slip, self.done = IntakeForm(), SlipPanel(), SlipLine()
        self.visit = VisitLine()
        self.drafts = DraftKeeper(
            self,
            intake.DRAFT,
            collect=lambda: {**self.form.draft, **self.visit.draft},
            clear=self._clear,
            restore=self._restore,
            name_of=draft_name,
        )
        self.doubts = DoubtPrompt(self)
        self.guidance = GuidancePrompt(self, self.form, self.drafts, self._make_room)
        self.saves = IntakeSaves(self, self.form, self.visit, self.drafts, self.doubts, self._make_room)
        self._redrawing: Timer | None = None

    def body(self) -> ComposeResult:
        """The visit, the form, the slip, and what was last received."""
        yield self.visit
        with Horizontal(id="sheet"):
            yield self.form
            yield self.slip
        yield Static(id="loss", markup=False)
        yield self.done

    async def arrived(self) -> None:
        """Offer the procedures, and restore the draft of an officer who has just sat down."""
        self.form.request.offer(await self.app.at_desk(procedures.procedures, self.app.desk))
        await self.drafts.arrived()
        if self.focused is None:
            self.set_focus(self.form.applicant.identity)
        self._redraw_soon()
        await self.look_at_slip()

    @on(OfficeChanged)
    async def look_at_slip(self) -> None:
        """The slip of what was last received may have come out."""
        await self.done.look()

    # -- keys -------------------------------------------------------------------------------------------------------

    async def action_save(self) -> None:
        """Receive the dossier, queue its slip or that of the whole visit, and make room for the next citizen."""
        await self.saves.save()

    async def action_next(self) -> None:
        """Receive the dossier and go on with the next one of the same person; one receipt is printed at the end."""
        await self.saves.save_and_go_on()

    async def _make_room(self, text: str, name: str, job: int, slip: Slip | None = None) -> None:
        """Say what was done and show the slip (its ``name`` in a sentence), and an empty form for the next citizen."""
        self.done.say(text, slip=name, job=job)
        if slip:
            self.slip.show_slip(render_text(slip, self.slip.columns), self.slip.columns)
        if self._redrawing is not None:
            self._redrawing.stop()
        self._redrawing = None
        self._empty()
        await self.drafts.saved()

    async def action_guide(self) -> None:
        """Ask what lacks, and why."""
        await self.guidance.open()

    async def action_refuse(self) -> None:
        """Ask why what is typed is not accepted; the dialog refuses it."""
        typed = self.form.intake()
        try:
            about = await self.app.at_desk(endings.not_received, self.app.desk, typed)
        except Problem as problem:
            self.form.reveal_field(problem.field)
            raise
        dialog = RefuseIntake(typed, about, self.drafts.front)
        await self.app.push_screen(dialog, lambda _none: self._refused(dialog.ended))

    async def _refused(self, ended: endings.Ended | None) -> None:
        if ended is not None:
            await self._make_room(refusal_line(ended.dossier), _("form 03"), ended.job)

    async def action_procedure_guide(self, as_page: bool) -> None:
        """Print the guide to the procedure that is chosen, in its case where one is; what is typed stays."""
        if (procedure := self.form.procedure) is None:
            return
        printed = await self.app.at_desk(
            guides.print_guide, self.app.desk, procedure.code, self.form.case.case, as_page=as_page
        )
        text = f"{_('Guide to the procedure')}: {procedure.code}"
        if printed.file:
            text = f"{text} · {printed.file}"
        self.done.say(text, slip=_("the guide"), job=0 if printed.file else printed.job)

    def action_proxy(self) -> None:
        """Show the proxy's fields and go there, or hide them."""
        self._toggle(self.form.proxy.box, self.form.proxy.name)

    def action_more(self) -> None:
        """Show the rare fields and go there, or hide them."""
        self._toggle(self.form.rare.box, self.form.rare.content)

    def _toggle(self, box: Widget, first: Field) -> None:
        box.display = not box.has_focus_within
        self.set_focus(first if box.display else self.form.request.field)

    async def action_aside(self) -> None:
        """Leave the list of procedures; else put aside what is typed; else list what was put aside."""
        if self.form.request.field.has_focus:
            self.set_focus(self.form.applicant.last)
        elif parked := self.drafts.park():
            name = self.drafts.name_of(parked)
            self.app.notify(_("{name} is set aside; Esc on the empty form brings it back.").format(name=name))
            await self.drafts.keep()
        else:
            await self._offer_parked()

    async def _offer_parked(self) -> None:
        await self.drafts.refresh()
        parked = (*self.drafts.parked, *self.drafts.elsewhere)
        if not parked:
            self.app.notify(_("Nothing is typed, and nothing is set aside."))
            return
        await self.app.push_screen(ParkedList(list(map(self._parked, parked))), self._go_on_with)

    def _parked(self, draft: Draft) -> ParkedDossier:
        procedure = self.form.request.catalogue.get(draft.values.get("procedure", ""))
        asked_for = procedure.name if procedure else str(draft.values.get("procedure_text", ""))
        return ParkedDossier(draft.id, self.drafts.name_of(draft), asked_for, draft.elsewhere)

    async def _go_on_with(self, draft_id: str | None) -> None:
        draft = next((parked for parked in self.drafts.parked if parked.id == draft_id), None)
        if draft is None:
            return
        await self.drafts.bring_back(draft)
        applicant, request = self.form.applicant, self.form.request
        self.set_focus(request.field if draft.values.get("name") else applicant.identity)

    async def action_discard(self) -> None:
        """Throw away what is typed."""
        await self.drafts.discard()
        self._redraw_soon()

    def refusal(self, command: Command) -> str:
        """Nothing that is typed cannot be thrown away, and who has handed in all that is required is not sent away."""
        if command.id in _ABOUT_PROCEDURE and self.form.procedure is None:
            return _("Choose a procedure.")
        if command.id in _ENDS_WITHOUT and self.visit.ids:
            return _("Dossiers of this visit were received: F12 prints their receipt.")
        if command.id == "intake.guide":
            return self.guidance.refusal()
        return _("Nothing is typed here yet.") if command.id in _ABOUT_TYPED and not self.form.draft else ""

    def action_turn(self, by: int) -> None:
        """Turn the slip."""
        self.slip.turn(by)

    # -- the applicant ----------------------------------------------------------------------------------------------

    @on(Field.Advanced, "#identity")
    async def typed_number(self, event: Field.Advanced) -> None:
        """Fill the fields of a person who has been here, by the number."""
        number = CitizenNumber.parse(event.value)
        if number is not None:
            self.fill_from_past(number.number)

    @work(exclusive=True, group="past")
    async def fill_from_past(self, number: str) -> None:
        """Fill empty fields from the person's last dossier, and show how many of their results wait."""
        desk = self.app.desk
        past = await self.app.at_desk(queries.past_person, desk, number)
        lines = await self.app.at_desk(queries.dossiers_of, desk, number) if past else []
        if self.form.values.get("identity", "").replace(" ", "") != number:
            return
        if past:
            known = self.form.values
            texts = {name: text for name, text in person_texts(past).items() if text and name not in known}
            self.form.fill(texts)
            if isinstance(self.focused, Field) and self.focused.id in texts:
                self.focused.entered()
            waiting = sum(line.state is State.FINISHED for line in lines)
            note = N_("{count} ready (F3)") if waiting else N_("been here")
            self.form.note_number(_(note).format(count=waiting))

    @on(Scanned)
    async def scanned(self, message: Scanned) -> None:
        """A card fills the applicant, or the proxy while their fields have the focus."""
        match scan.read(message.text):
            case scan.IdentityCard() | scan.HealthCard() as card:
                message.stop()
                await self._card(card_holder(card), damaged=card.damaged)
                if card.lost:
                    self.app.notify(lost_text(card.lost), severity="warning")
            case scan.BareNumber(number):
                message.stop()
                await self._card(Person(name="", identity=number.number))
            case scan.TaxNumber(number):
                message.stop()
                await self._card(Person(name="", identity=number, kind=ApplicantKind.BUSINESS))
            case scan.Unknown(text=text) if "|" in text:
                message.stop()
                self.app.notify(_("The card cannot be read: type its number."), severity="warning")

    async def _card(self, holder: Person, *, damaged: bool = False) -> None:
        """Take the holder of a card as the applicant or the proxy; ask where another applicant is typed."""
        typed = self.form.values
        if self.form.proxy.box.has_focus_within:
            self._as_proxy(holder)
        elif is_other_person(typed, holder):
            await self.app.push_screen(
                OtherCard(draft_name(typed), holder.name or holder.identity),
                lambda use: self._card_used(use, holder, damaged=damaged),
            )
        else:
            self._as_applicant(holder, damaged=damaged)

    async def _card_used(self, use: str | None, holder: Person, *, damaged: bool) -> None:
        match use:
            case CardUse.PROXY:
                self._as_proxy(holder)
            case CardUse.NEW:
                self.drafts.park()
                self._as_applicant(holder, damaged=damaged)
                await self.drafts.keep()

    def _as_applicant(self, holder: Person, *, damaged: bool) -> None:
        self.form.fill({name: text for name, text in person_texts(holder).items() if text})
        name = self.form.applicant.name
        if damaged:
            name.value = ""
            name.problem = _("The name on the card came broken: type it.")
        self.form.note_number(_("card read"))
        if not name.value:
            self.set_focus(name)
        elif self.form.procedure is None:
            self.set_focus(self.form.request.field)
        if holder.identity:
            self.fill_from_past(holder.identity)

    def _as_proxy(self, holder: Person) -> None:
        proxy = self.form.proxy
        proxy.box.display = True
        self.form.fill(proxy.person_texts(holder))
        self.set_focus(proxy.paper)

    # -- the live slip ----------------------------------------------------------------------------------------------

    @on(IntakeForm.Edited)
    def edited(self) -> None:
        """Draw the slip again soon, and keep the draft."""
        if self.form.values:
            self._redraw_soon()
        self.drafts.changed()

    def on_resize(self, event: events.Resize) -> None:
        """The paper is as wide as its panel, and the names below the form as the screen."""
        self._redraw_soon()
        self.drafts.show_parked()

    def _redraw_soon(self) -> None:
        if self._redrawing is None:
            self._redrawing = self.set_timer(REDRAW_AFTER, self._redraw)

    async def _redraw(self) -> None:
        self._redrawing = None
        typed, procedure, columns = self.form.intake(lenient=True), self.form.procedure, self.slip.columns
        live = await self.app.at_desk(draw, self.app.desk, typed, procedure, columns)
        self.slip.show_slip(live.lines, columns, live.begin)
        self._tell_loss(live.loss)
        if procedure:
            self.form.request.term.update(live.due)
        if procedure is self.form.procedure:
            self.form.request.tell_open(live.same_open)
            self.form.request.tell_before(live.asked_before)

    def _tell_loss(self, sentence: str) -> None:
        line = self.query_one("#loss", Static)
        line.update(sentence)
        line.display = bool(sentence)

    # -- the draft --------------------------------------------------------------------------------------------------

    def _empty(self) -> None:
        self.form.clear()
        self.visit.show_visit(())
        self.doubts.clear()
        self.set_focus(self.form.applicant.identity)

    def _clear(self) -> None:
        self._empty()
        self.done.say("")
        self._redraw_soon()

    async def _restore(self, values: dict[str, Any]) -> None:
        self.visit.show_visit(values.get(visit.VISIT, ()))
        self.form.fill(values)

    @on(events.ScreenSuspend)
    async def keep(self) -> None:
        """Put what was typed on the disk before the screen goes away."""
        await self.drafts.keep_pending()
