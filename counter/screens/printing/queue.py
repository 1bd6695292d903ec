"""The print queue (F7): every slip and how far it is, its paper beside it, and a person's word where one is asked."""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Static

from counter.commands import Command
from counter.desk.labels import FORMS
from counter.desk.printing import queue
from counter.desk.printing.labels import Job, JobState, job_note, job_state, short_code
from counter.locale import N_, _
from counter.problems import Problem
from counter.rules.clock import local, short_date, short_time
from counter.screens.base import CounterScreen, OfficeChanged
from counter.screens.printing.printer_choice import ChoosePrinter
from counter.widgets.listing import Column, Listing, Row

PAPER, NARROW_PAPER = 42, 30
"""Letters on the paper of the preview: as on 80 mm, or as there is room for."""

WIDE = 110
"""Columns of a terminal from which on the whole paper has room."""

FILTERS: dict[str, str] = {
    "all": N_("all slips"),
    "asking": N_("slips that need you"),
    "waiting": N_("waiting slips"),
    "printed": N_("printed slips"),
    "cancelled": N_("cancelled slips"),
}

SHORT_FORMS: dict[str, str] = {"01": N_("Form 01"), "return": N_("Receipt")}

_TONES = {
    JobState.UNSURE: "bad",
    JobState.FAILED: "bad",
    JobState.QUEUED: "warn",
    JobState.SENDING: "warn",
    JobState.CANCELLED: "dim",
}


class PrintQueue(CounterScreen[None]):
    """The queue on the left, the selected slip on the right. Printing and settling are function keys."""

    HEADING, MANUAL = N_("Print queue"), "prints"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012
    KEYS = (
        Command(
            id="prints.again",
            key="f12",
            second_key="ctrl+s",
            action="again",
            label=N_("Print again"),
            help=N_("Print the slip again, marked as a copy."),
            rank=1,
        ),
        Command(
            id="prints.confirm",
            key="f9",
            action="confirm",
            label=N_("It is printed"),
            help=N_("Say that an unsure slip came out of the printer."),
            rank=1,
        ),
        Command(
            id="prints.cancel",
            key="f6",
            action="cancel",
            label=N_("Cancel"),
            help=N_("Take a waiting slip off the queue."),
            rank=1,
        ),
        Command(
            id="prints.retry",
            key="f5",
            second_key="ctrl+y",
            action="retry",
            label=N_("Try again"),
            help=N_("Let a slip that failed wait for the printer again."),
            rank=2,
        ),
        Command(
            id="prints.filter",
            key="space",
            action="filter",
            label=N_("Filter"),
            help=N_("Show only the slips that need you, wait, are printed or cancelled."),
            rank=2,
        ),
        Command(
            id="prints.move",
            key="f11",
            second_key="ctrl+b",
            action="move",
            label=N_("Other printer"),
            help=N_("Let a slip that waits or failed be printed on another printer."),
            rank=3,
        ),
        Command(
            id="prints.calibrate",
            key="ctrl+z",
            action="calibrate",
            label=N_("Test the printer"),
            help=N_("Print a test slip, and find out how the printer prints Vietnamese."),
            rank=4,
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
        #note { height: 5; padding: 0 1; border-top: solid $rule; }
        #paper { width: 34; border-left: solid $rule; padding: 0 1; scrollbar-size-vertical: 1; }
        #paper > #slip { width: auto; height: auto; }
        &.-wide #paper { width: 47; padding: 0 1; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._jobs: dict[str, Job] = {}
        self._unrolled = 0
        self._only = "all"

    def body(self) -> ComposeResult:
        """Queue and note on the left, paper on the right."""
        self.list = Listing(
            Column(_("Time"), 5),
            Column(_("Code"), 12),
            Column(_("Slip"), 9),
            Column("×", 1, right=True),
            Column(_("State")),
            empty=_("Nothing was printed yet."),
            id="jobs",
        )
        with Horizontal():
            with Vertical(id="queue"):
                yield Static(id="filter", markup=False)
                yield self.list
                yield Static(id="note", markup=False)
            with VerticalScroll(id="paper", can_focus=False):
                yield Static(id="slip", markup=False)

    async def arrived(self) -> None:
        """Show the queue as it stands."""
        self.list.focus()
        await self._load()
        await self._unroll()

    def on_resize(self) -> None:
        """The paper may have become wider."""
        if self._columns != self._unrolled:
            self.unroll()

    @property
    def _columns(self) -> int:
        return PAPER if self.app.size.width >= WIDE else NARROW_PAPER

    @on(OfficeChanged)
    async def _load(self) -> None:
        found = await self.app.at_desk(queue.jobs, self.app.desk, self._only)
        self._jobs = {str(job.id): job for job in found}
        nothing = N_("Nothing was printed yet.") if self._only == "all" else N_("No such slip.")
        self.list.show([self._row(job) for job in found], empty=_(nothing))
        shown = _("Shown: {filter} ({count})").format(filter=_(FILTERS[self._only]), count=len(found))
        self.query_one("#filter", Static).update(shown)
        self._tell_note()

    def _row(self, job: Job) -> Row:
        today = local(job.created_at).date() == local(self.app.desk.clock.now()).date()
        when = short_time(job.created_at) if today else short_date(job.created_at)[:5]
        form = _(SHORT_FORMS[job.form]) if job.form in SHORT_FORMS else job.form
        copy = str(job.copy_number or "")
        cells = (when, short_code(job.code), form, copy, job_state(job.state))
        return Row(str(job.id), cells, _TONES.get(JobState(job.state), ""))

    # -- the selected one ---------------------------------------------------------------------------------------------

    @property
    def job(self) -> Job | None:
        """The selected job."""
        return self._jobs.get(self.list.selected or "")

    @on(Listing.Moved)
    def moved(self) -> None:
        """Another slip."""
        self._tell_note()
        self.unroll()

    @work(exclusive=True, exit_on_error=True)
    async def unroll(self) -> None:
        """Show the paper in a worker: whoever holds the arrow key down waits for none of them."""
        await self._unroll()

    async def _unroll(self) -> None:
        job, columns = self.job, self._columns
        self._unrolled = columns
        lines: list[str] = []
        if job is not None:
            try:
                lines = await self.app.at_desk(queue.preview, self.app.desk, job.id, columns)
            except Problem as problem:  # another agency's: said on the paper, where it would have stood
                lines = [str(problem)]
        self.query_one("#slip", Static).update("\n".join(lines))
        self.query_one("#paper").scroll_home(animate=False)

    def _tell_note(self) -> None:
        job = self.job
        self.query_one("#note", Static).update("\n".join(_about(job)) if job else "")

    # -- keys ---------------------------------------------------------------------------------------------------------

    def action_read(self, by: int) -> None:
        """Scroll the slip."""
        paper = self.query_one("#paper")
        paper.scroll_relative(y=by * max(1, paper.size.height - 2), animate=False)

    async def action_open(self) -> None:
        """Open the dossier."""
        if self.job and self.job.dossier:
            await self.app.overlay("dossier", self.job.dossier)

    @on(Listing.Chosen)
    async def chosen(self) -> None:
        """Enter opens the dossier: it changes nothing."""
        await self.action_open()

    async def action_again(self) -> None:
        """Print it again, marked as a copy."""
        if self.job:
            number = await self.app.at_desk(queue.print_again, self.app.desk, self.job.id)
            await self._load()
            self.list.select(str(number))

    async def action_confirm(self) -> None:
        """It was printed."""
        if self.job:
            await self.app.at_desk(queue.confirm, self.app.desk, self.job.id)
            await self._load()

    async def action_retry(self) -> None:
        """Let it wait for the printer again."""
        if self.job:
            await self.app.at_desk(queue.retry, self.app.desk, self.job.id)
            await self._load()

    async def action_filter(self) -> None:
        """The next filter."""
        names = list(FILTERS)
        self._only = names[(names.index(self._only) + 1) % len(names)]
        await self._load()
        await self._unroll()

    async def action_calibrate(self) -> None:
        """Find out how a printer prints Vietnamese."""
        await self.app.overlay("calibration")

    @work(exit_on_error=True)
    async def action_move(self) -> None:
        """Let it be printed elsewhere: on the only other printer, or on the one that is chosen."""
        job = self.job
        if job is None:
            return
        names = await self.app.at_desk(queue.other_printers, self.app.desk, job.id)
        to = names[0] if len(names) == 1 else await self.app.push_screen_wait(ChoosePrinter(names))
        if to:
            await self.app.at_desk(queue.move_to, self.app.desk, job.id, to)
            self.app.notify(_("The slip goes to {printer}.").format(printer=to))
            await self._load()

    async def action_cancel(self) -> None:
        """It is not wanted any more."""
        if self.job:
            await self.app.at_desk(queue.cancel, self.app.desk, self.job.id)
            await self._load()


def _about(job: Job) -> list[str]:
    """What it is and how far; why; where."""
    copy = _("copy {number}").format(number=job.copy_number) if job.copy_number else ""
    form = _(FORMS[job.form]) if job.form in FORMS else job.form
    changed = f"{job_state(job.state)} {short_time(job.changed_at)}"
    printer = _("Printer {name}").format(name=job.printer) if job.printer else ""
    return [
        " · ".join(filter(None, (form, copy, changed))),
        job_note(job.note) or printer,
        printer if job.note else "",
    ]
