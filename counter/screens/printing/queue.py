"""The print queue (F7): every slip with its state, the paper beside it, and what can be done with the slip."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Static

from counter.commands import Command, action, list_filter
from counter.desk.dossiers.queries import applicants
from counter.desk.labels import form_name, short_code
from counter.desk.printing import queue
from counter.desk.printing.labels import Job, JobAction, JobState, job_note, job_state, printed_text
from counter.locale import N_, _
from counter.problems import Problem
from counter.rules.clock import local, short_date, short_time
from counter.screens.handovers.marks import ListToShow
from counter.screens.list_screen import WIDE, FilterCycle, ListScreen, code_column
from counter.screens.printing.form_names import SHORT_FORMS, SHORTEST_FORMS
from counter.screens.printing.printer_choice import ChoosePrinter
from counter.slips.registry import stream_of
from counter.widgets.listing import Column, Listing, Row
from db.domain.event_kind import Stream

PAPER, NARROW_PAPER = 42, 30
"""Letters on the paper of the preview: as on 80 mm, or as there is room for."""

FILTERS: dict[str, str] = {
    "all": N_("all slips"),
    "asking": N_("slips that need you"),
    "waiting": N_("waiting slips"),
    "printed": N_("printed slips"),
    "cancelled": N_("cancelled slips"),
}

_ACTIONS: dict[str, JobAction] = {
    "prints.confirm": JobAction.CONFIRM,
    "prints.again": JobAction.REPRINT,
    "prints.retry": JobAction.RETRY,
    "prints.cancel": JobAction.CANCEL,
    "prints.move": JobAction.MOVE,
}

_TONES = {
    JobState.UNSURE: "bad",
    JobState.FAILED: "bad",
    JobState.QUEUED: "warn",
    JobState.SENDING: "warn",
    JobState.CANCELLED: "dim",
}


class PrintQueue(ListScreen):
    """The queue on the left, the selected slip on the right; Ctrl+T lists what can be done with it."""

    HEADING, MANUAL = N_("Prints"), "prints"
    NEEDS_SHIFT = True
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012
    KEYS = (
        action(
            id="prints.confirm",
            action="confirm",
            label=N_("It is printed"),
            help=N_("Say that an unsure slip came out of the printer."),
        ),
        action(
            id="prints.again",
            action="again",
            label=N_("Print again"),
            help=N_("Print the slip again, marked as a copy."),
            question=N_("One more slip comes out, marked as a copy; the shift log keeps it."),
        ),
        action(
            id="prints.cancel",
            action="cancel",
            label=N_("Cancel"),
            help=N_("Take a waiting slip off the queue."),
            question=N_("The slip is taken off the queue and is not printed."),
        ),
        action(
            id="prints.retry",
            action="retry",
            label=N_("Try again"),
            help=N_("Let a slip that failed wait for the printer again."),
        ),
        list_filter(
            id="prints.filter",
            action="filter",
            help=N_("Show only the slips that need you, wait, are printed or cancelled."),
        ),
        action(
            id="prints.move",
            action="move",
            label=N_("Other printer"),
            help=N_("Let a slip that waits or failed be printed on another printer."),
        ),
        action(
            id="prints.calibrate",
            action="calibrate",
            label=N_("Test the printer"),
            help=N_("Print a test slip, and find out how the printer prints Vietnamese."),
        ),
        action(
            id="prints.page",
            action="page",
            label=N_("Print the form (A5)"),
            help=N_("Print the form of the slip on A5 as the law has it, with every number in full."),
        ),
        Command(
            id="prints.read",
            key="right",
            action="read(1)",
            label=N_("Read on"),
            help=N_("Scroll the slip; ← goes back."),
            rank=2,
        ),
        Command(
            id="prints.back",
            key="left",
            action="read(-1)",
            label=N_("Read back"),
            help=N_("Scroll back."),
            rank=0,
        ),
        Command(
            id="prints.open",
            key="enter",
            action="open",
            label=N_("Dossier"),
            help=N_("Open the dossier of the slip."),
            rank=2,
        ),
    )
    DEFAULT_CSS: ClassVar[str] = """
    PrintQueue {
        #queue { width: 1fr; }
        #filter { height: 1; padding: 0 1; color: $label; }
        #jobs { height: 1fr; }
        #detail { height: 5; }
        #paper { width: 34; border-left: solid $rule; padding: 0 1; scrollbar-size-vertical: 1; }
        #paper > #slip { width: auto; height: auto; }
        &.-wide #paper { width: 47; padding: 0 1; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._jobs: dict[str, Job] = {}
        self._applicants: dict[str, str] = {}
        self._paper_columns = 0
        """The columns for which the slip on the paper was drawn."""
        self._filters = FilterCycle(FILTERS)

    def body(self) -> ComposeResult:
        """Queue and note on the left, paper on the right."""
        self.listing = Listing(*self.columns(self.app.size.width), empty=_(self.empty()), id="jobs")
        with Horizontal():
            with Vertical(id="queue"):
                yield Static(id="filter", markup=False)
                yield self.listing
                yield self.detail_panel
            with VerticalScroll(id="paper", can_focus=False):
                yield Static(id="slip", markup=False)

    async def arrived(self) -> None:
        """Show the queue and the selected slip."""
        self.listing.focus()
        await self.reload()
        await self._show_paper()

    def on_resize(self, event: events.Resize) -> None:
        """Draw the slip again where the paper has become wider or narrower."""
        if self._columns_of_paper != self._paper_columns:
            self.show_paper()

    @property
    def _columns_of_paper(self) -> int:
        return PAPER if self.is_wide else NARROW_PAPER

    # -- the queue ----------------------------------------------------------------------------------------------------

    async def load(self) -> None:
        """Read the slips that the filter leaves, and the trouble of the printers."""
        jobs = await self.app.at_desk(queue.jobs, self.app.desk, self._filters.current)
        about = {job.dossier for job in jobs if job.dossier}
        self._applicants = await self.app.at_desk(applicants, self.app.desk, about)
        self._jobs = {str(job.id): job for job in jobs}
        shown = _("Shown: {filter} ({count})").format(filter=self._filters.name, count=len(jobs))
        troubles = await self.app.at_desk(queue.troubles, self.app.desk)
        self.query_one("#filter", Static).update(" · ".join((shown, *troubles)))

    def columns(self, width: int) -> tuple[Column, ...]:
        """A narrow list, which has the paper beside it, leaves the time and the copy to the lines below it."""
        code = code_column(_("Code"), map(self._code, self._jobs.values()), least=11)
        who, slip, state = Column(_("Applicant")), _("Slip"), Column(_("State"), 10)
        if width < WIDE:
            return (code, who, Column(slip, 5), state)
        return (Column(_("Time"), 5), code, who, Column(slip, 10), Column("×", 1, right=True), state)

    def rows(self) -> list[Row]:
        """A row a slip."""
        return [self._row(job) for job in self._jobs.values()]

    def empty(self) -> str:
        """That there are no slips, or none that the filter leaves."""
        is_all = self._filters.current == "all"
        return N_("Nothing was printed yet.") if is_all else N_("No such slip.")

    def _row(self, job: Job) -> Row:
        code, who, state = self._code(job), self._applicants.get(job.dossier, ""), job_state(job.state)
        cells: tuple[str, ...] = (code, who, _short_form(SHORTEST_FORMS, job), state)
        if self.is_wide:
            today = local(job.created_at).date() == local(self.app.desk.clock.now()).date()
            when = short_time(job.created_at) if today else short_date(job.created_at)[:5]
            copy = str(job.copy_number or "")
            cells = (when, code, who, _short_form(SHORT_FORMS, job), copy, state)
        return Row(str(job.id), cells, _TONES.get(JobState(job.state), ""))

    def _code(self, job: Job) -> str:
        return short_code(job.code, self.app.desk.office.unit)

    # -- the selected one ---------------------------------------------------------------------------------------------

    @property
    def job(self) -> Job | None:
        """The selected job."""
        return self._jobs.get(self.listing.selected or "")

    def detail(self, key: str) -> str:
        """What the selected slip is, its state, and why."""
        job = self._jobs.get(key)
        return "\n".join(_about(job)) if job else ""

    @on(Listing.Moved)
    def moved(self) -> None:
        """Show the newly selected slip on the paper."""
        self.show_paper()

    @work(exclusive=True, group="paper", exit_on_error=True)
    async def show_paper(self) -> None:
        """Draw the slip in a worker, so that a held arrow key does not wait for every slip on its way."""
        await self._show_paper()

    async def _show_paper(self) -> None:
        job, columns = self.job, self._columns_of_paper
        self._paper_columns = columns
        lines: list[str] = []
        if job is not None:
            try:
                lines = await self.app.at_desk(queue.preview, self.app.desk, job.id, columns)
            except Problem as problem:  # another agency's slip: the reason is shown in its place
                lines = [str(problem)]
        self.query_one("#slip", Static).update("\n".join(lines))
        self.query_one("#paper").scroll_home(animate=False)

    def refusal(self, command: Command) -> str:
        """What the desk would say to the action on the selected slip."""
        if command.id == "prints.calibrate":
            return ""
        if command.id == "prints.page":
            return queue.page_refusal(self.app.desk, self.job) if self.job else _("No slip is selected.")
        return (
            queue.refusal(self.app.desk, self.job, _ACTIONS[command.id])
            if self.job
            else _("No slip is selected.")
        )

    # -- keys ---------------------------------------------------------------------------------------------------------

    def action_read(self, by: int) -> None:
        """Scroll the slip."""
        paper = self.query_one("#paper")
        paper.scroll_relative(y=by * max(1, paper.size.height - 2), animate=False)

    async def action_open(self) -> None:
        """Open the dossier; a slip without one has only its actions."""
        if self.job and self.job.dossier and stream_of(self.job.form) is Stream.DOSSIER:
            await self.app.overlay("dossier", self.job.dossier)
        elif self.job and self.job.dossier:
            await self.app.action_go("handovers")
            self.app.screen.post_message(ListToShow(self.job.dossier))
        else:
            self.action_open_actions()

    @on(Listing.Chosen)
    async def chosen(self) -> None:
        """Enter opens the dossier: it changes nothing."""
        await self.action_open()

    async def action_again(self) -> None:
        """Print the slip again, marked as a copy."""
        if self.job:
            number = await self.app.at_desk(queue.print_again, self.app.desk, self.job.id)
            await self.reload()
            self.listing.select(str(number))

    async def action_page(self) -> None:
        """Print the form of the slip on A5."""
        if self.job:
            printed = await self.app.at_desk(queue.print_page, self.app.desk, self.job.dossier, self.job.form)
            self.app.notify(printed_text(printed))
            await self.reload()
            self.listing.select(str(printed.job))

    async def action_confirm(self) -> None:
        """Note that the slip came out of the printer."""
        if self.job:
            await self.app.at_desk(queue.confirm, self.app.desk, self.job.id)
            await self.reload()

    async def action_retry(self) -> None:
        """Let the slip wait for the printer again."""
        if self.job:
            await self.app.at_desk(queue.retry, self.app.desk, self.job.id)
            await self.reload()

    async def action_filter(self) -> None:
        """Show the slips of the next filter."""
        self._filters.turn()
        await self.reload()
        await self._show_paper()

    async def action_calibrate(self) -> None:
        """Find out how a printer prints Vietnamese."""
        await self.app.overlay("calibration")

    @work(exit_on_error=True)
    async def action_move(self) -> None:
        """Move the slip to the only other printer, or to the one that is chosen."""
        job = self.job
        if job is None:
            return
        names = await self.app.at_desk(queue.other_printers, self.app.desk, job.id)
        printer = names[0] if len(names) == 1 else await self.app.push_screen_wait(ChoosePrinter(names))
        if printer:
            await self.app.at_desk(queue.move_to, self.app.desk, job.id, printer)
            self.app.notify(_("The slip goes to {printer}.").format(printer=printer))
            await self.reload()

    async def action_cancel(self) -> None:
        """Take the slip off the queue."""
        if self.job:
            await self.app.at_desk(queue.cancel, self.app.desk, self.job.id)
            await self.reload()


def _short_form(names: Mapping[str, str], job: Job) -> str:
    return _(names[job.form]) if job.form in names else job.form


def _about(job: Job) -> list[str]:
    """The form and state of a slip, why it is in that state, and its printer."""
    copy = _("copy {number}").format(number=job.copy_number) if job.copy_number else ""
    form = form_name(job.form)
    changed = f"{job_state(job.state)} {short_time(job.changed_at)}"
    printer = _("Printer {name}").format(name=job.printer) if job.printer else ""
    return [
        " · ".join(filter(None, (form, copy, changed))),
        job_note(job.note) or printer,
        printer if job.note else "",
    ]
