"""One dossier (laid over any screen): all that is known of it, its history in words, and what can be done now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from counter.commands import Command
from counter.desk.centre import status
from counter.desk.centre.labels import NOT_THERE, who
from counter.desk.dossiers import queries, supplements, transitions
from counter.desk.dossiers.actions import fitting, refusals
from counter.desk.dossiers.deadlines import deadline_status
from counter.desk.dossiers.summary import chapters
from counter.desk.handovers.refusals import has_paper
from counter.desk.labels import attention_text, sentence, shown_code, state_name
from counter.desk.printing import documents, queue
from counter.desk.printing.labels import printed_text
from counter.locale import N_, _
from counter.rules import scan
from counter.rules.clock import short_date, short_time
from counter.screens.base import CounterScreen, OfficeChanged
from counter.screens.dossier.apology import Apologise
from counter.screens.dossier.commands import KEYS
from counter.screens.dossier.correction import Correct
from counter.screens.dossier.dialogs import ChooseForm, ChoosePage, Dialog, ResultArrived, Settle
from counter.screens.dossier.endings import GivePapersBack, RefuseRegistered, Stop, StrikeThrough, Withdraw
from counter.screens.dossier.payments import AskPayment, Refund, TakePayment
from counter.screens.dossier.places import Shelve, Transfer
from counter.screens.dossier.post import BackFromPost, Delivered, SendByPost, TrackingNumber
from counter.screens.dossier.supplements import AskForPapers, PapersCame
from counter.screens.handovers.marks import ToBeListed
from counter.screens.returns.screen import ToBeReturned
from counter.widgets.action_list import Action
from counter.widgets.facts import Fact, Facts, Section
from counter.widgets.field import Scanned
from db.domain.event_kind import EventKind
from db.domain.records import Dossier, EventView

if TYPE_CHECKING:
    from counter.desk.desk import Desk


DIALOGS: Mapping[str, Callable[[Dossier], Dialog]] = {
    "result": ResultArrived,
    "apology": Apologise,
    "pay": TakePayment,
    "duty": AskPayment,
    "refund": Refund,
    "refuse": RefuseRegistered,
    "withdraw": Withdraw,
    "stop": Stop,
    "papers": GivePapersBack,
    "shelve": Shelve,
    "transfer": Transfer,
    "void": StrikeThrough,
    "post": SendByPost,
    "tracking": TrackingNumber,
    "deliver": Delivered,
    "post_back": BackFromPost,
    "reprint": ChooseForm,
}
"""The dialogs of the actions that open one."""


class DossierScreen(CounterScreen[None]):
    """A dossier to read and to move on. Numbers are masked until somebody asks for them, which is noted."""

    HEADING, MANUAL = N_("Dossier"), "dossier"
    NEEDS_SHIFT = True
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012
    KEYS = KEYS
    DEFAULT_CSS: ClassVar[str] = """
    DossierScreen {
        #head { height: auto; padding: 0 1; text-style: bold; }
        #head.-good { color: $good; }
        #head.-warn { color: $warn; }
        #head.-bad { color: $bad; }
        #head.-struck { color: $quiet; text-style: strike; }
        #pages { height: 1fr; margin-top: 1; scrollbar-size-vertical: 1; layout: vertical; }
        #history { margin-top: 1; }
        &.-wide #pages { layout: horizontal; }
        &.-wide #facts { width: 1fr; }
        &.-wide #history { width: 1fr; margin-top: 0; }
    }
    """

    def __init__(self, dossier_id: str) -> None:
        super().__init__()
        self._dossier_id = dossier_id
        self._dossier: Dossier | None = None
        self._revealed: Dossier | None = None
        self._refusals: dict[str, str] = {}
        self._fitting: frozenset[str] = frozenset()

    def refusal(self, command: Command) -> str:
        """What the desk would say to the action in the dossier's state."""
        return self._refusals.get(command.id.partition(".")[2], "") if self._dossier else _("Wait a moment.")

    @property
    def offered(self) -> tuple[Action, ...]:
        """What the dossier's state allows: a short list; what only the shift or the role forbids is listed with why."""
        unfit = {command.id for command in self.KEYS if command.id.partition(".")[2] not in self._fitting}
        return tuple(action for action in self.actions if action.id not in unfit)

    def body(self) -> ComposeResult:
        """The code and state; under them everything else."""
        yield Static(id="head", markup=False)
        with VerticalScroll(id="pages"):
            yield Facts(id="facts")
            yield Facts(id="history")

    async def arrived(self) -> None:
        """Read and show the dossier."""
        await self._load()
        self.query_one("#pages").focus()

    @on(OfficeChanged)
    async def _load(self) -> None:
        desk, shown = self.app.desk, self._revealed
        dossier, is_lacking = await self.app.at_desk(_read, desk, self._dossier_id)
        self._refusals = await self.app.at_desk(refusals, desk, dossier)
        self._fitting = await self.app.at_desk(fitting, desk, dossier)
        if shown and queries.masked(shown).applicant == dossier.applicant:
            # Reading the numbers in full again would be noted as another look.
            dossier = replace(dossier, applicant=shown.applicant, proxy=shown.proxy)
        else:
            self._revealed = shown = None
        events = await self.app.at_desk(queries.history, desk, self._dossier_id, in_full=shown is not None)
        self._show(dossier, events, _(NOT_THERE) if is_lacking else "")

    # -- showing ------------------------------------------------------------------------------------------------------

    def _show(self, dossier: Dossier, events: list[EventView], remark: str) -> None:
        self._dossier = dossier
        deadline = deadline_status(dossier, self.app.desk.clock.now())
        head = self.query_one("#head", Static)
        lines = [" · ".join(filter(None, (shown_code(dossier), state_name(dossier.state), deadline.words)))]
        if dossier.attention:
            lines.append(attention_text(dossier.attention))
        if remark:
            lines.append(remark)
        head.update("\n".join(lines))
        head.set_classes(f"-{deadline.tone}" if deadline.tone else "")
        names = {event.actor: _name(event, dossier) for event in events}
        sections = [
            Section(chapter.title, tuple(Fact(*row) for row in chapter.rows))
            for chapter in chapters(dossier, names, self.app.desk.calendar, self.app.desk.clock.now())
        ]
        self.query_one("#facts", Facts).show(sections)
        history = Section(_("History"), tuple(_line(event, names) for event in events))
        self.query_one("#history", Facts).show([history])

    # -- actions ------------------------------------------------------------------------------------------------------

    def action_close(self) -> None:
        """Back to what was underneath."""
        self.dismiss()

    async def action_processing(self) -> None:
        """Put it on a list for its agency; one without papers has no list."""
        if self._dossier and has_paper(self._dossier):
            await self.app.action_go("handovers")
            self.app.screen.post_message(ToBeListed([self._dossier_id]))
            return
        moved = await self.app.at_desk(transitions.mark_processing, self.app.desk, self._dossier_id)
        self.app.notify(_("{code} is now “{state}”.").format(code=moved.code, state=state_name(moved.state)))
        await self._load()

    async def action_ask(self) -> None:
        """Ask which papers lack."""
        if self._dossier:
            components = await self.app.at_desk(supplements.may_be_asked, self.app.desk, self._dossier_id)
            await self.app.push_screen(AskForPapers(self._dossier, components))

    async def action_supplement(self) -> None:
        """Ask which of the papers came."""
        if self._dossier:
            components = await self.app.at_desk(supplements.may_be_asked, self.app.desk, self._dossier_id)
            await self.app.push_screen(PapersCame(self._dossier, components))

    async def action_dialog(self, name: str) -> None:
        """Open the dialog of that name."""
        if self._dossier:
            await self.app.push_screen(DIALOGS[name](self._dossier))

    async def action_return(self) -> None:
        """Go to the return screen with this dossier."""
        if self._dossier:
            await self.app.action_go("returning")
            self.app.screen.post_message(ToBeReturned(self._dossier_id))

    async def action_correct(self) -> None:
        """Ask what is to be corrected."""
        if self._dossier:
            await self.app.push_screen(Correct(self._dossier, in_full=self._revealed is not None))

    async def action_page(self) -> None:
        """Print the form on A5; ask which one where the dossier has several."""
        if self._dossier:
            forms = documents.forms_of(self._dossier)
            if len(forms) > 1:
                await self.app.push_screen(ChoosePage(self._dossier))
            else:
                printed = await self.app.at_desk(queue.print_page, self.app.desk, self._dossier_id, forms[0])
                self.app.notify(printed_text(printed))

    async def action_reveal(self) -> None:
        """Show the numbers in full; the desk notes who looked."""
        if self._revealed is None:
            self._revealed = await self.app.at_desk(queries.reveal, self.app.desk, self._dossier_id)
        await self._load()

    async def action_settle(self) -> None:
        """Ask for the reason."""
        if self._dossier and self._dossier.attention:
            await self.app.push_screen(Settle(self._dossier))

    @on(Scanned)
    async def scanned(self, message: Scanned) -> None:
        """Another slip: show its dossier instead; where several have its code, the app lists them."""
        scanned = scan.read(message.text)
        if isinstance(scanned, scan.DossierScan):
            others = await self.app.at_desk(queries.of_code, self.app.desk, scanned.code.written)
            if len(others) > 1:
                return
            message.stop()
            self._dossier_id, self._revealed = others[0].id, None
            await self._load()
            self.query_one("#pages").scroll_home(animate=False)


def _read(desk: Desk, dossier_id: str) -> tuple[Dossier, bool]:
    """The dossier, and whether the centre lacks any of it."""
    return queries.dossier(desk, dossier_id), bool(status.lacking(desk, [dossier_id]))


def _name(event: EventView, dossier: Dossier) -> str:
    """Who did it; an actor without an account here is named after its agency."""
    if event.actor_name != event.actor:
        return event.actor_name
    return who(event.actor, (dossier.deciding_agency, dossier.agency))


def _line(event: EventView, names: Mapping[str, str]) -> Fact:
    when = f"{short_time(event.at)} {short_date(event.at)}"
    counter = _("Counter {number}").format(number=event.counter) if event.counter else ""
    by = ", ".join(filter(None, (names[event.actor], counter)))
    return Fact(when, sentence(event), by, "bad" if event.kind == EventKind.SETTLED else "")
