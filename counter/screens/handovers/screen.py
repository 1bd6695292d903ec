"""Hand-over: what is to go to each agency and what lies there, marked on a list that is saved, signed and printed."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.widgets import Static

from counter.commands import Command
from counter.desk.dossiers import queries
from counter.desk.dossiers.doubts import Doubtful
from counter.desk.handovers import history, lists, waiting
from counter.desk.handovers.lists import Listed, TakenBack
from counter.desk.handovers.refusals import refusal_back, refusal_over
from counter.desk.handovers.waiting import WaitingDossier
from counter.desk.labels import short_code
from counter.desk.printing import queue
from counter.desk.printing.labels import printed_text
from counter.locale import N_, _
from counter.problems import Problem
from counter.rules import scan
from counter.screens.doubt_prompt import DoubtPrompt
from counter.screens.draft_keeper import DraftKeeper
from counter.screens.handovers import rows
from counter.screens.handovers.field import MarkField
from counter.screens.handovers.keys import KEYS
from counter.screens.handovers.marks import ListToShow, Marks, ToBeListed, name_of_draft
from counter.screens.handovers.result import ResultOnList
from counter.screens.handovers.rows import View
from counter.screens.list_screen import FilterCycle, FilterLine, ListScreen, code_column
from counter.screens.slip_line import SlipLine
from counter.widgets.entry import Entry
from counter.widgets.field import Field, Scanned
from counter.widgets.listing import Column, Listing, Row
from db.domain.progress import Handover
from db.domain.records import Dossier


class Handovers(ListScreen):
    """One agency at a time, and the lists that were written; Ctrl+L turns the view, arrows turn the agency."""

    HEADING, MANUAL = N_("Hand-over of dossiers"), "dossier"
    NEEDS_SHIFT = True
    KEYS = KEYS
    DEFAULT_CSS: ClassVar[str] = """
    Handovers {
        #agency { height: 1; padding: 0 1; text-style: bold; }
        #detail { height: 3; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._views = FilterCycle(rows.VIEWS)
        self._view_line = FilterLine(id="views")
        self._rows: dict[View, dict[str, WaitingDossier]] = {View.OVER: {}, View.BACK: {}}
        self._lists: dict[str, Handover] = {}
        self._has_more = True
        self._agency = ""
        self._marks = Marks()
        self._person_of: tuple[View, str] | None = None
        self.doubts = DoubtPrompt(self)
        self.drafts = DraftKeeper(
            self,
            lists.DRAFT,
            collect=self._typed,
            clear=self._marks.clear,
            restore=self._restore,
            name_of=name_of_draft,
        )

    def body(self) -> ComposeResult:
        """The views, the agency, the field that marks, the rows, and who of the agency takes or brings them."""
        self.listing = Listing(*self.columns(self.app.size.width), driven=True, id="rows")
        self.code = MarkField(
            pick=self._pick,
            state=lambda: self._marks.text,
            restore=self._restore_marks,
            listing=self.listing,
            placeholder="",
            id="code",
        )
        self.person = Field(id="receiver", max_length=80)
        self.done = SlipLine()
        yield self._view_line
        yield Static(id="agency", markup=False)
        yield Entry(N_("Dossier"), self.code)
        yield self.listing
        self.person_entry = Entry(N_("Of the agency"), self.person)
        yield self.person_entry
        yield self.done
        yield self.detail_panel

    async def arrived(self) -> None:
        """Read again: others may have worked meanwhile."""
        await self.drafts.arrived()
        self.begin_at(self.code)
        await self.reload()

    @property
    def view(self) -> View:
        """What is shown."""
        return self._views.current

    def _show_view(self, view: View) -> None:
        while self.view is not view:
            self._views.turn()

    # -- reading ------------------------------------------------------------------------------------------------------

    async def load(self) -> None:
        """Read what is to go, what lies at the agencies, and the newest lists; marks of what is gone go too."""
        at_desk, desk = self.app.at_desk, self.app.desk
        for view, read in ((View.OVER, waiting.to_hand_over), (View.BACK, waiting.at_agencies)):
            fresh = {one.dossier.id: one for one in await at_desk(read, desk)}
            kept = {key: one for key, one in self._rows[view].items() if key in self._marks}
            self._rows[view] = fresh | {key: one for key, one in kept.items() if key not in fresh}
        known = {handover.id: handover for handover in await at_desk(history.newest, desk)} | self._lists
        self._lists = dict(sorted(known.items(), key=lambda item: item[1].at, reverse=True))
        if self._agency not in self._agencies():
            self._agency = next(iter(self._agencies()), "")
        await self._remember_person()
        await self.done.look()

    def _agencies(self) -> dict[str, int]:
        return rows.agencies_of(self._rows.get(self.view, {}).values())

    async def _remember_person(self) -> None:
        """Fill in who took or brought the last list of the agency, where nothing else is typed for it."""
        place = self.view, self._agency
        if self._person_of != place and self.view is not View.LISTS:
            self._person_of = place
            is_back = self.view is View.BACK
            person = await self.app.at_desk(history.last_person, self.app.desk, self._agency, is_back=is_back)
            if person or not self._marks:
                self.person.value = person

    # -- showing ------------------------------------------------------------------------------------------------------

    def columns(self, width: int) -> tuple[Column, ...]:
        """Those of the view."""
        if self.view is View.LISTS:
            return rows.list_columns()
        unit = self.app.desk.office.unit
        codes = [short_code(one.dossier.code, unit) for one in self._shown()]
        return rows.dossier_columns(self.view, code_column(_("Code"), codes))

    def rows(self) -> list[Row]:
        """The dossiers of the agency, or the lists."""
        self._show_head()
        if self.view is View.LISTS:
            return [rows.list_row(handover) for handover in self._lists.values()]
        unit, now = self.app.desk.office.unit, self.app.desk.clock.now()
        return [rows.dossier_row(self.view, one, self._marks, unit, now) for one in self._shown()]

    def _shown(self) -> list[WaitingDossier]:
        return [one for one in self._rows.get(self.view, {}).values() if one.agency == self._agency]

    def _show_head(self) -> None:
        counts = {view: len(rows) for view, rows in self._rows.items()}
        self._view_line.show_filters(self._views, counts)
        line = rows.agency_line(self._agencies(), self._agency, len(self._marks))
        self.query_one("#agency", Static).update(line)
        self.code.placeholder = rows.HINTS[self.view] and _(rows.HINTS[self.view])
        self.person_entry.display = self.view is not View.LISTS

    def empty(self) -> str:
        """That nothing waits, lies there, or was written."""
        return rows.NOTHING[self.view]

    def detail(self, key: str) -> str:
        """The warning of the 15:00 rule and the selected dossier; of a list who gave it to whom."""
        now = self.app.desk.clock.now()
        if (handover := self._lists.get(key)) is not None and self.view is View.LISTS:
            return rows.about_list(handover)
        warning = waiting.late_warning(self._shown(), now) if self.view is View.OVER else ""
        one = self._rows.get(self.view, {}).get(key)
        return "\n".join(filter(None, (warning, rows.about(one.dossier) if one else "")))

    # -- marks --------------------------------------------------------------------------------------------------------

    async def _pick(self, key: str) -> None:
        """A key that marks, turns the agency, or follows a code."""
        selected = self.listing.selected or ""
        if key == "enter":
            await self._enter(selected)
        elif self.view is View.LISTS:
            return
        elif key in ("left", "right"):
            await self._turn_agency(1 if key == "right" else -1)
        elif key == "space" and selected:
            self._marks.toggle(selected)
        elif key == "a":
            self._marks.toggle_all([one.dossier.id for one in self._shown() if not one.on_the_spot])
        elif self.view is View.BACK and selected:
            self._marks.toggle_result(list(self._marks) if key == "R" else [selected])
        self._marked()

    def _marked(self) -> None:
        self.drafts.changed()
        self.show_rows()

    async def _enter(self, selected: str) -> None:
        """After a code: mark its dossier. Else the result of what comes back, or the dossier itself."""
        if typed := self.code.value.strip():
            self.code.value = ""
            shown = [one.dossier for one in self._shown() if one.dossier.code.endswith(typed.upper())]
            there = (
                shown if len(shown) == 1 else await self.app.at_desk(queries.of_code, self.app.desk, typed)
            )
            await self._mark_dossiers(there)
        elif self.view is View.BACK and selected:
            one = self._rows[View.BACK][selected]
            await self.app.push_screen(
                ResultOnList(one.dossier, lambda outcome: self._marks.add(selected, outcome))
            )
        elif self.view is View.OVER and selected:
            await self.app.overlay("dossier", selected)

    async def _mark_dossiers(self, dossiers: list[Dossier]) -> None:
        """Mark what is about to go or come. Raises ``Problem`` where it is another agency's, or cannot."""
        if len(dossiers) > 1:
            raise Problem(N_("Several dossiers have this code: mark the one of the name on the slip."))
        one = await self.app.at_desk(waiting.waiting, self.app.desk, dossiers[0])
        refusal = refusal_back if self.view is View.BACK else refusal_over
        problem = refusal(one.dossier, self._agency if self._marks else "")
        if problem is not None:
            raise problem
        await self._mark([one])
        self.listing.select(one.dossier.id)

    async def _mark(self, there: list[WaitingDossier]) -> None:
        for one in there:
            self._agency = one.agency
            self._rows[self.view][one.dossier.id] = one
            self._marks.add(one.dossier.id)
        await self._remember_person()
        self._marked()

    @on(Scanned)
    async def scanned(self, message: Scanned) -> None:
        """A slip marks its dossier; a card says who of the agency is here."""
        match scan.read(message.text):
            case scan.DossierScan(code) if self.view is not View.LISTS:
                message.stop()
                await self._mark_dossiers(
                    await self.app.at_desk(queries.of_code, self.app.desk, code.written)
                )
            case scan.IdentityCard(name=name) if name:
                message.stop()
                self.person.value = name

    @on(ToBeListed)
    async def to_be_listed(self, message: ToBeListed) -> None:
        """Mark the dossiers that another screen names; those of another agency than the first stay unmarked."""
        view = View.BACK if message.is_back else View.OVER
        if self.view is not view:
            self._marks.clear()
            self._show_view(view)
        wanted, desk, agency = message.dossier_ids, self.app.desk, self._agency if self._marks else ""
        fit = await self.app.at_desk(waiting.for_one_list, desk, wanted, agency, is_back=message.is_back)
        await self._mark(fit)
        await self.reload()
        if left := len(wanted) - len(fit):
            text = _("Not marked: {count}, of another agency or in another state.").format(count=left)
            self.app.notify(text, severity="warning")

    @on(ListToShow)
    async def show_list(self, message: ListToShow) -> None:
        """Show a list that was written, as another screen asks."""
        self._show_view(View.LISTS)
        shown = await self.app.at_desk(history.handover_list, self.app.desk, message.handover_id)
        self._lists.setdefault(message.handover_id, shown.handover)
        await self.reload()
        self.listing.select(message.handover_id)

    async def _turn_agency(self, step: int) -> None:
        """Go to the next agency; marks are of one agency, and go."""
        agencies = list(self._agencies())
        if len(agencies) > 1:
            self._agency = agencies[(agencies.index(self._agency) + step) % len(agencies)]
            self._marks.clear()
            await self._remember_person()

    # -- keys ---------------------------------------------------------------------------------------------------------

    async def action_view(self) -> None:
        """Show the next view; marks go."""
        self._views.turn()
        self._marks.clear()
        self.drafts.changed()
        await self.reload()

    def action_clear(self) -> None:
        """Take all marks away."""
        self.code.value = ""
        self._marks.clear()
        self._marked()

    async def action_save(self) -> None:
        """Save the list; what is refused is named, and the marks stay."""
        if self.view is View.LISTS:
            raise Problem(N_("Mark the dossiers first."), field="code")
        try:
            with self.drafts.saving() as draft:
                listed = await self._save(draft)
        except Doubtful as doubtful:
            self.doubts.show(doubtful)
            return
        self.action_clear()
        self.doubts.clear()
        await self.drafts.saved()
        self.done.say(rows.saved_line(listed.handover), slip=_("the list"), job=listed.job)
        await self.reload()
        self.begin_at(self.code)

    async def _save(self, draft: str) -> Listed:
        at_desk, desk, person, ids = self.app.at_desk, self.app.desk, self.person.value, list(self._marks)
        if self.view is View.OVER:
            return await at_desk(lists.hand_over, desk, ids, person, draft=draft)
        taken = [TakenBack(dossier, self._marks.outcome(dossier)) for dossier in ids]
        return await at_desk(
            lists.hand_back, desk, taken, person, draft=draft, confirmed=self.doubts.confirmed
        )

    # -- lists that were written --------------------------------------------------------------------------------------

    def refusal(self, command: Command) -> str:
        """A list is printed again where one is selected."""
        return "" if self._selected_list else _("No list is selected.")

    @property
    def _selected_list(self) -> Handover | None:
        return self._lists.get(self.listing.selected or "") if self.view is View.LISTS else None

    async def action_reprint(self) -> None:
        """Print the selected list again."""
        if (handover := self._selected_list) is not None:
            await self.app.at_desk(queue.reprint, self.app.desk, handover.id, history.form_of(handover))
            self.app.notify(_("The slip is printed again, marked as a copy."))

    async def action_page(self) -> None:
        """Print the selected list as a page."""
        if (handover := self._selected_list) is not None:
            form = history.form_of(handover)
            printed = await self.app.at_desk(queue.print_page, self.app.desk, handover.id, form)
            self.app.notify(printed_text(printed))

    @on(Listing.Moved, "#rows")
    def _read_on(self, event: Listing.Moved) -> None:
        """Read older lists before the end comes into sight."""
        if self.view is View.LISTS and self._has_more and event.key in list(self._lists)[-5:]:
            self._read_older()

    @work(exclusive=True, group="rows", exit_on_error=True)
    async def _read_older(self) -> None:
        last = next(reversed(self._lists.values()), None)
        older = await self.app.at_desk(history.newest, self.app.desk, before=last)
        self._has_more = len(older) == history.PAGE
        self._lists |= {handover.id: handover for handover in older}
        self.show_rows()

    # -- drafts -------------------------------------------------------------------------------------------------------

    def _typed(self) -> dict[str, Any]:
        if not self._marks:
            return {}
        return {"view": self.view.value, "marks": self._marks.text, "person": self.person.value}

    async def _restore(self, values: dict[str, Any]) -> None:
        wanted = View(values.get("view", View.OVER))
        self._show_view(wanted)
        self._marks.restore(str(values.get("marks", "{}")))
        for dossier_id in self._marks:
            dossier = await self.app.at_desk(queries.dossier, self.app.desk, dossier_id)
            one = await self.app.at_desk(waiting.waiting, self.app.desk, dossier)
            self._rows[wanted][dossier_id], self._agency = one, one.agency
        self.person.value = str(values.get("person", ""))
        self._person_of = wanted, self._agency

    def _restore_marks(self, text: str) -> None:
        self._marks.restore(text)
        self.show_rows()

    @on(Field.Changed, "#receiver")
    def edited(self) -> None:
        """Keep who takes them."""
        if self._marks:
            self.drafts.changed()
