"""Intake (tiếp nhận): who, what, papers, result, fee; and the slip that the citizen will get, live beside them."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.timer import Timer
from textual.widgets import Static

from counter.commands import Command
from counter.desk import drafts
from counter.desk.catalogue import procedures
from counter.desk.centre import status
from counter.desk.desk import Desk
from counter.desk.dossiers import intake, queries
from counter.desk.dossiers.entries import Intake as Entered
from counter.locale import N_, _
from counter.problems import Problem
from counter.rules import scan
from counter.rules.identity import CitizenNumber
from counter.screens.base import CounterScreen
from counter.screens.intake.form import IntakeForm
from counter.screens.intake.other_card import ANOTHER, AnotherCard
from counter.screens.intake.values import due_line, of_card, of_person, received_line
from counter.slips.context import SlipContext
from counter.slips.intake_receipt import intake_slip
from counter.widgets.field import Field, Scanned
from counter.widgets.slip_panel import SlipPanel
from db.domain.lifecycle import State
from db.domain.records import Procedure
from devices.encode.text import render_text

REDRAW_AFTER = 0.04
"""Seconds in which changes are gathered before the slip is drawn again."""
KEEP_AFTER = 0.9
"""Seconds after a change until the draft is on the disk."""

Card = scan.IdentityCard | scan.HealthCard


class Intake(CounterScreen[None]):
    """Receive a dossier. What is typed is kept as a draft once a second; F12 saves and prints."""

    HEADING, MANUAL = N_("Intake"), "intake"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012
    KEYS = (
        Command(
            id="intake.save",
            key="f12",
            second_key="ctrl+s",
            action="save",
            label=N_("Save and print"),
            help=N_("Receive the dossier and print its slip."),
            rank=1,
        ),
        Command(
            id="intake.proxy",
            key="f9",
            second_key="ctrl+y",
            action="section('proxy', 'proxy_name')",
            label=N_("Proxy fields"),
            help=N_("Show the fields of the person who submits for the applicant, or hide them."),
            rank=2,
        ),
        Command(
            id="intake.more",
            key="f11",
            second_key="ctrl+b",
            action="section('rare', 'content')",
            label=N_("More fields"),
            help=N_("Show the rare fields: content, sets, channel, shelf, note, received on paper earlier."),
            rank=2,
        ),
        Command(
            id="intake.aside",
            key="escape",
            action="aside",
            label=N_("Set aside"),
            help=N_("Put what is typed aside and begin an empty intake; the same key brings it back."),
            rank=3,
        ),
        Command(
            id="intake.slip_up",
            key="pageup",
            action="turn(-1)",
            label=N_("Slip up"),
            help=N_("Turn the slip back."),
            rank=0,
        ),
        Command(
            id="intake.slip_down",
            key="pagedown",
            action="turn(1)",
            label=N_("Slip down"),
            help=N_("Turn the slip on."),
            rank=0,
        ),
    )

    DEFAULT_CSS = """
    Intake #sheet { height: 1fr; }
    Intake #done { height: 1; padding: 0 1; color: $good; text-style: bold; }
    Intake.-wide SlipPanel { width: 45; }
    """
    CSS = IntakeForm.ENTRIES

    def __init__(self) -> None:
        super().__init__()
        self.form, self.slip = IntakeForm(), SlipPanel()
        self._owner = ""
        self._aside: dict[str, Any] = {}
        self._redrawing: Timer | None = None
        self._keeping: Timer | None = None

    def body(self) -> ComposeResult:
        """The form, the slip, and what was last received."""
        with Horizontal(id="sheet"):
            yield self.form
            yield self.slip
        yield Static(id="done", markup=False)

    async def arrived(self) -> None:
        """Offer the procedures; to whoever has just sat down, also their draft."""
        self.form.offer(await self.app.at_desk(procedures.usual, self.app.desk))
        await self._settle_owner()
        if self.focused is None:
            self.set_focus(self.form.field("identity"))
        self._redraw_soon()

    async def _settle_owner(self) -> None:
        """A draft belongs to the person who typed it: another one finds their own, or an empty screen."""
        staff = self.app.desk.staff
        login = staff.login if staff else ""
        if login == self._owner:
            return
        self._owner = login
        self.form.clear()
        self._tell_done("")
        self.set_focus(self.form.field("identity"))
        draft = await self.app.at_desk(drafts.recall, self.app.desk, intake.DRAFT) if login else {}
        self._aside = draft.pop("aside", {})
        if draft:
            self.form.fill(draft)
            self.app.notify(_("Your draft is back: {name}").format(name=_whose(draft)))
        self._tell_aside()

    # -- keys -------------------------------------------------------------------------------------------------------

    async def action_save(self) -> None:
        """Receive the dossier, queue its slip, and make room for the next citizen."""
        try:
            received = await self.app.at_desk(intake.receive, self.app.desk, self.form.intake())
        except Problem as problem:
            self.form.reveal_field(problem.field)
            raise
        self.app.customer.received(received.dossier)
        self._tell_done(received_line(received.dossier, received.job))
        self.slip.show_slip(render_text(received.slip, self.slip.columns))
        self._stop(self._redrawing)
        self._redrawing = None
        self.form.clear()
        self.set_focus(self.form.field("identity"))
        if self._aside:
            await self._keep()

    def action_section(self, name: str, first: str) -> None:
        """Show a section and go there; hide it again if nothing was typed there."""
        inside = self.form.query_one(f"#{name}").has_focus_within
        if self.form.reveal(name, not inside):
            self.set_focus(self.form.field(first))
        else:
            self.set_focus(self.form.field("procedure"))

    async def action_aside(self) -> None:
        """Swap what stands here with what was set aside."""
        draft = self.form.draft
        if not draft and not self._aside:
            return
        back, self._aside = self._aside, draft
        self.form.clear()
        self.form.fill(back)
        self.set_focus(self.form.field("procedure" if back.get("name") else "identity"))
        self._tell_done("")
        self._tell_aside()
        await self._keep()

    def action_turn(self, by: int) -> None:
        """Turn the slip."""
        self.slip.turn(by)

    def _tell_done(self, text: str) -> None:
        self.query_one("#done", Static).update(text)

    def _tell_aside(self) -> None:
        text = _("Set aside: {name} (Esc)").format(name=_whose(self._aside)) if self._aside else ""
        self.query_one("#body").border_subtitle = text

    # -- the applicant ----------------------------------------------------------------------------------------------

    @on(Field.Advanced, "#identity")
    async def typed_number(self, event: Field.Advanced) -> None:
        """Let the past fill what a number says."""
        number = CitizenNumber.parse(event.value)
        if number is not None:
            self.look_back(number.number)

    @work(exclusive=True, group="past")
    async def look_back(self, number: str) -> None:
        """Fill what is still empty from the person's last dossier, and tell of results that wait for them."""
        desk = self.app.desk
        past = await self.app.at_desk(queries.past_person, desk, number)
        lines = await self.app.at_desk(queries.dossiers_of, desk, number) if past else []
        if self.form.values.get("identity", "").replace(" ", "") != number:
            return
        if past:
            known = self.form.values
            found = {k: v for k, v in of_person(past).items() if v and k not in known}
            self.form.fill(found)
            if isinstance(self.focused, Field) and self.focused.id in found:
                self.focused.entered()
            waiting = sum(line.state is State.FINISHED for line in lines)
            told = N_("{count} ready (F3)") if waiting else N_("been here")
            self.form.note("identity", _(told).format(count=waiting))

    @on(Scanned)
    async def scanned(self, message: Scanned) -> None:
        """A card fills the applicant, or the proxy while their fields have the focus."""
        found = scan.read(message.text)
        if isinstance(found, Card):
            message.stop()
            await self._card(of_card(found), damaged=found.damaged)
        elif isinstance(found, scan.BareNumber):
            message.stop()
            await self._card({"identity": found.number.number})
        elif isinstance(found, scan.TaxNumber):
            message.stop()
            await self._card({"identity": found.number, "kind": "1"})
        elif isinstance(found, scan.Unknown) and "|" in found.text:
            message.stop()
            self.app.notify(_("The card cannot be read: type its number."), severity="warning")

    async def _card(self, card: dict[str, str], *, damaged: bool = False) -> None:
        there = self.form.values
        if self.form.query_one("#proxy").has_focus_within:
            self._as_proxy(card)
        elif _is_another(there, card):
            name = card.get("name") or card.get("identity", "")
            await self.app.push_screen(
                AnotherCard(_whose(there), name), lambda choice: self._decided(choice, card, damaged=damaged)
            )
        else:
            self._as_applicant(card, damaged=damaged)

    def _decided(self, choice: str | None, card: dict[str, str], *, damaged: bool) -> None:
        if choice == ANOTHER.PROXY:
            self._as_proxy(card)
        elif choice == ANOTHER.NEW:
            self._aside = self.form.draft
            self.form.clear()
            self._tell_aside()
            self._as_applicant(card, damaged=damaged)

    def _as_applicant(self, card: dict[str, str], *, damaged: bool) -> None:
        self.form.fill({name: value for name, value in card.items() if value})
        name = self.form.field("name")
        if damaged:
            name.value = ""
            name.problem = _("The name on the card came broken: type it.")
        self.form.note("identity", _("card read"))
        if not name.value:
            self.set_focus(name)
        elif self.form.procedure is None:
            self.set_focus(self.form.field("procedure"))
        if number := card.get("identity"):
            self.look_back(number)

    def _as_proxy(self, card: dict[str, str]) -> None:
        self.form.reveal("proxy")
        self.form.fill({f"proxy_{name}": card[name] for name in ("name", "identity") if card.get(name)})
        self.set_focus(self.form.field("proxy_paper"))

    # -- the live slip ----------------------------------------------------------------------------------------------

    @on(IntakeForm.Edited)
    def edited(self) -> None:
        """Draw the slip again soon, and keep the draft."""
        if self.form.values:
            self._redraw_soon()
        if self._keeping is None:
            self._keeping = self.set_timer(KEEP_AFTER, self._keep)

    def on_resize(self, event: events.Resize) -> None:
        """The paper is as wide as its panel."""
        self._redraw_soon()

    def _redraw_soon(self) -> None:
        if self._redrawing is None:
            self._redrawing = self.set_timer(REDRAW_AFTER, self._redraw)

    async def _redraw(self) -> None:
        self._redrawing = None
        entered, procedure = self.form.intake(lenient=True), self.form.procedure
        drawn = await self.app.at_desk(draw, self.app.desk, entered, procedure, self.slip.columns)
        self.slip.show_slip(drawn[0])
        if procedure:
            self.query_one("#about", Static).update(drawn[1])

    # -- the draft --------------------------------------------------------------------------------------------------

    async def _keep(self) -> None:
        """Put what stands here on the disk, for the person who typed it."""
        self._stop(self._keeping)
        self._keeping = None
        staff = self.app.desk.staff
        if staff is None or staff.login != self._owner:
            return
        draft = self.form.draft
        if self._aside:
            draft["aside"] = self._aside
        await self.app.at_desk(drafts.keep, self.app.desk, intake.DRAFT, draft)

    @on(events.ScreenSuspend)
    async def keep(self) -> None:
        """Whoever goes elsewhere finds it again, also after a crash."""
        if self._keeping is not None:
            with suppress(RuntimeError):
                await self._keep()

    @staticmethod
    def _stop(timer: Timer | None) -> None:
        if timer is not None:
            timer.stop()


def draw(desk: Desk, entered: Entered, procedure: Procedure | None, columns: int) -> tuple[list[str], str]:
    """The lines of the slip as it would be printed now, and when the result would be due."""
    dossier = intake.preview(desk, entered, procedure)
    officer = desk.staff.name if desk.staff else ""
    now, offline = desk.clock.now(), status.is_cut_off_now(desk)
    context = SlipContext(office=desk.office, officer_name=officer, printed_at=now, offline=offline)
    slip = intake_slip(dossier, context)
    return render_text(slip, columns), due_line(dossier)


def _is_another(there: dict[str, str], card: dict[str, str]) -> bool:
    """Whether ``card`` is of somebody else than the one that stands there."""
    if there.get("identity") and card.get("identity"):
        return there["identity"].replace(" ", "") != card["identity"]
    return bool(there.get("name") and card.get("name") and there["name"] != card["name"])


def _whose(draft: dict[str, Any]) -> str:
    return str(draft.get("name") or draft.get("identity") or draft.get("procedure") or "…")
