"""What lacks before a dossier can be received: asked for at once, with form 02."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Iterable

from textual.app import ComposeResult
from textual.widgets import Static

from counter.commands import Command, finish
from counter.desk.dossiers.doubts import Doubtful
from counter.locale import N_, _
from counter.rules.doubt import DoubtKey
from counter.screens.base import CounterScreen
from counter.screens.doubt_prompt import DoubtPrompt
from counter.widgets.entry import Entry
from counter.widgets.field import Field
from counter.widgets.ticks import Tick, TickField, TickList

_USUAL_REASON = "Thiếu giấy tờ trong thành phần hồ sơ"
"""What the form says unless the officer writes another reason: in the language of the form."""
_AROUND = 14
"""Lines of the terminal around the list of papers."""

Save = Callable[[list[str], str, Collection[DoubtKey]], Awaitable[None]]
"""Asks for papers, for a reason, where these doubts are confirmed. Raises ``Problem``."""


class GuidanceDialog(CounterScreen[None]):
    """The papers that lack, those that are required ticked; F12 sends the citizen away with form 02."""

    HEADING, MANUAL = N_("Guide (form 02)"), "intake"
    GLOBALS = False
    KEYS = (
        finish(
            id="guidance.save",
            action="save",
            label=N_("Save and print"),
            help=N_("Print form 02 with what lacks; there is no dossier yet, and no number is taken."),
        ),
        Command(
            id="guidance.close",
            key="escape",
            action="close",
            label=N_("Leave it"),
            help=N_("Back to the intake as it was."),
            rank=1,
        ),
    )
    DEFAULT_CSS = """
    GuidanceDialog .about { padding: 0 1; margin-bottom: 1; text-style: bold; }
    GuidanceDialog .hint { padding: 0 1; margin-top: 1; color: $quiet; text-style: $quiet-style; }
    GuidanceDialog TickList { padding: 0 0 0 1; }
    """

    def __init__(self, about: str, ticks: Iterable[Tick], *, free: bool, hint: str, save: Save) -> None:
        super().__init__()
        self._about, self._ticks, self._free, self._hint, self._save = about, tuple(ticks), free, hint, save
        self.list = TickList(id="paper_list", counted=False)
        self.papers = TickField(self.list, id="papers", counted=False)
        self.doubts = DoubtPrompt(self)

    def body(self) -> ComposeResult:
        """The papers, what else lacks, why, and what was asked for before."""
        yield Static(self._about, classes="about", markup=False)
        yield Entry(N_("What lacks"), self.papers)
        yield self.list
        yield Entry(N_("Other"), Field(id="other", placeholder=_("what is not on the list")))
        yield Entry(N_("Reason"), Field(_USUAL_REASON, id="reason"))
        hint = self._hint or _("Ask for everything that lacks: it is asked for once.")
        yield Static(hint, classes="hint", markup=False)

    def on_mount(self) -> None:
        """Show the papers."""
        self.papers.load(self._ticks, free=self._free)
        self._fit()

    def on_resize(self) -> None:
        """As many papers as there is room for."""
        self._fit()

    def _fit(self) -> None:
        self.list.styles.height = max(2, min(len(self.papers.ticks), self.size.height - _AROUND)) + 1

    def action_close(self) -> None:
        """Leave it."""
        self.dismiss()

    async def action_save(self) -> None:
        """Send the citizen away; a Problem, or a doubt that was not confirmed yet, keeps the dialog open."""
        names = [tick.name for tick in self.papers.ticks if tick.ticked]
        other, reason = (self.query_one(f"#{name}", Field).value for name in ("other", "reason"))
        try:
            await self._save([*names, other], reason, self.doubts.confirmed)
        except Doubtful as doubtful:
            self.doubts.show(doubtful)
            return
        self.dismiss()
