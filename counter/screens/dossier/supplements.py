"""The dialogs for papers that lack: what is asked for, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from counter.desk.dossiers import supplements
from counter.locale import N_, _
from counter.rules.clock import hour_and_date
from counter.screens.dossier.dialogs import Dialog, day, iso
from counter.screens.intake.papers import ticked_papers
from counter.widgets.entry import Entry
from counter.widgets.field import Field
from counter.widgets.ticks import Tick, TickField, TickList
from db.domain.procedure import Component
from db.domain.records import Dossier

_USUAL_REASON = "Thiếu giấy tờ trong thành phần hồ sơ"
"""What the form says unless the officer writes another reason: in the language of the form."""

_AROUND = 16
"""Lines of the terminal around the list of papers."""


class PaperTicks(Dialog):
    """A dialog with a list of papers to tick; the ticks are kept like what is typed."""

    DEFAULT_CSS = """
    PaperTicks TickList { padding: 0 0 0 1; }
    """

    def __init__(
        self, dossier: Dossier, ticks: Iterable[Tick], *, free: bool = False, counted: bool = True
    ) -> None:
        super().__init__(dossier)
        self._ticks_at_first, self._free = tuple(ticks), free
        self.list = TickList(id="paper_list", counted=counted)
        self.papers = TickField(self.list, id="papers", counted=counted)

    def on_mount(self) -> None:
        """Show the papers."""
        self.papers.load(self._ticks_at_first, free=self._free)
        self._fit()

    def on_resize(self) -> None:
        """As many papers as there is room for."""
        self._fit()

    @on(TickField.Ticked)
    def ticked(self) -> None:
        """Keep the ticks."""
        self._fit()
        self.edited()

    def _fit(self) -> None:
        self.list.styles.height = max(2, min(len(self.papers.ticks), self.size.height - _AROUND)) + 1

    def _typed(self) -> dict[str, Any]:
        ticks = self.papers.ticks
        kept = [[tick.name, tick.required, tick.ticked, list(tick.counts), tick.note] for tick in ticks]
        return {**super()._typed(), **({"papers": kept} if ticks != self._ticks_at_first else {})}

    def _fill(self, values: Mapping[str, Any]) -> None:
        kept = values.get("papers")
        super()._fill({name: value for name, value in values.items() if name != "papers"})
        ticks = [Tick(n, r, t, (c[0], c[1], c[2]), note) for n, r, t, c, note in kept or ()]
        self.papers.load(ticks or self._ticks_at_first, free=self._free)


class AskForPapers(PaperTicks):
    """All that lacks, asked for at once with form 02."""

    HEADING = N_("Ask for papers")

    def __init__(self, dossier: Dossier, components: Iterable[Component]) -> None:
        given = {paper.name for paper in dossier.papers}
        listed = [component.name for component in components]
        names = dict.fromkeys((*listed, *(paper.name for paper in dossier.papers)))
        ticks = (
            Tick(name, name not in given, note=_("handed in") if name in given else "") for name in names
        )
        super().__init__(dossier, ticks, free=not listed, counted=False)

    def body(self) -> ComposeResult:
        """The papers of the procedure, what else lacks, why, and until when."""
        yield self.about()
        yield Entry(N_("What lacks"), self.papers)
        yield self.list
        yield Entry(N_("Other"), Field(id="other", placeholder=_("what is not on the list")))
        yield Entry(N_("Reason"), Field(_USUAL_REASON, id="reason"))
        yield Entry(N_("Until"), Field(id="until", max_length=10, check=day))
        hint = (
            _("Papers were asked for before: this second request counts as late.")
            if self._dossier.requests
            else _("Ask for everything that lacks: it is asked for once.")
        )
        yield Static(hint, classes="hint", markup=False)

    async def save(self) -> None:
        """Ask for what is ticked and typed."""
        names = [tick.name for tick in self.papers.ticks if tick.ticked]
        asked = await self.app.at_desk(
            supplements.ask,
            self.app.desk,
            self._dossier.id,
            [*names, self.value("other")],
            self.value("reason"),
            supplements.end_of_day(self.app.desk, iso(self.value("until"))),
            confirmed=self.doubts.confirmed,
        )
        text = _("{code}: papers are asked for, form 02 is printed.")
        self.app.notify(text.format(code=asked.dossier.code))


class PapersCame(PaperTicks):
    """What came of the papers that were asked for."""

    HEADING = N_("Papers came")

    def __init__(self, dossier: Dossier, components: Iterable[Component]) -> None:
        counts = {c.name: (c.originals, c.certified, c.copies) for c in components}
        super().__init__(
            dossier, (Tick(name, counts=counts.get(name, (1, 0, 0))) for name in dossier.missing)
        )

    def body(self) -> ComposeResult:
        """What was asked for."""
        yield self.about()
        yield Entry(N_("What came"), self.papers)
        yield self.list
        request = self._dossier.requests[-1] if self._dossier.requests else None
        if request:
            asked = _("Asked for at {at}: {reason}").format(
                at=hour_and_date(request.at), reason=request.reason
            )
            yield Static(asked, classes="hint", markup=False)

    async def save(self) -> None:
        """Take in what is ticked."""
        came = await self.app.at_desk(
            supplements.receive,
            self.app.desk,
            self._dossier.id,
            ticked_papers(self.papers.ticks),
            confirmed=self.doubts.confirmed,
        )
        due = came.dossier.due_at
        text = _("{code}: the papers are here; due {due}.") if due else _("{code}: the papers are here.")
        self.app.notify(text.format(code=came.dossier.code, due=hour_and_date(due) if due else ""))
