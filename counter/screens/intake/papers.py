"""The papers that are handed in: the procedure's list to tick, or names that are typed where it has none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from textual.app import ComposeResult

from counter.desk.dossiers.entries import Intake
from counter.locale import N_
from counter.rules.procedures import papers_of
from counter.screens.intake.section import Section, TypedValues
from counter.widgets.entry import Entry
from counter.widgets.ticks import Tick, TickField, TickList
from db.domain.procedure import Component, Procedure
from db.domain.records import Paper


class PapersSection(Section):
    """The tick list of the procedure."""

    def __init__(self) -> None:
        self._list = TickList(id="paper_list")
        self.field = TickField(self._list, id="papers")
        self._entry = Entry(N_("Papers"), self.field)
        self._procedure: Procedure | None = None
        self._case = ""
        super().__init__(self.field)

    def compose(self) -> ComposeResult:
        """The field and its list."""
        yield self._entry
        yield self._list

    @property
    def values(self) -> dict[str, str]:
        """Ticks are no text: see ``draft``."""
        return {}

    @property
    def draft(self) -> dict[str, Any]:
        """The ticks, as plain lists."""
        if self._procedure is None:
            return {}
        ticks = self.field.ticks
        return {"papers": [[t.name, t.required, t.ticked, list(t.counts), t.note] for t in ticks]}

    def fill(self, values: Mapping[str, Any]) -> None:
        """Put the ticks of a draft back."""
        if "papers" in values and self._procedure:
            ticks = [Tick(n, r, t, (c[0], c[1], c[2]), note) for n, r, t, c, note in values["papers"]]
            self.field.load(ticks, free=not self._procedure.components)

    def clear(self) -> None:
        """No papers: they come with the procedure."""
        self.field.problem = ""

    def load(self, procedure: Procedure | None, case: str = "") -> None:
        """The papers of ``procedure`` in ``case``, none of them ticked: the officer says what was handed in.

        What was ticked for another case stays so.
        """
        handed_in = {
            tick.name: tick for tick in self.field.ticks if tick.ticked and procedure is self._procedure
        }
        self._procedure, self._case = procedure, case
        components = self._components
        ticks = [
            Tick(c.name, c.required, False, (c.originals, c.certified, c.copies), c.note) for c in components
        ]
        ticks = [
            replace(there, required=tick.required) if (there := handed_in.get(tick.name)) else tick
            for tick in ticks
        ]
        self.field.load(ticks, free=procedure is not None and not procedure.components)

    @property
    def _components(self) -> tuple[Component, ...]:
        return papers_of(self._procedure, self._case) if self._procedure else ()

    def read_into(self, intake: Intake, typed: TypedValues) -> Intake:
        """The papers that are ticked."""
        return replace(intake, papers=ticked_papers(self.field.ticks))

    def texts_of(self, intake: Intake) -> dict[str, Any]:
        """The papers of the intake as ticks, beside those of the procedure that are not handed in."""
        papers = {paper.name: paper for paper in intake.papers}
        components = self._components
        listed = {component.name: component.required for component in components}
        missing = [[c.name, c.required, False, [0, 0, 0], c.note] for c in components if c.name not in papers]
        given = [
            [p.name, listed.get(p.name, False), True, [p.originals, p.certified, p.copies], p.note]
            for p in papers.values()
        ]
        return {"papers": given + missing}

    def arrange(self, *, choosing: bool, rows: int) -> None:
        """Show the list once the procedure is known and not looked for, ``rows`` papers of it."""
        known = self._procedure is not None
        count = len(self.field.ticks)
        self._entry.display = known
        self._list.display = known and bool(count) and not choosing
        self._list.styles.height = min(count, rows) + 1


def ticked_papers(ticks: Iterable[Tick]) -> tuple[Paper, ...]:
    """The papers that are ticked."""
    return tuple(
        Paper(name=t.name, originals=t.counts[0], certified=t.counts[1], copies=t.counts[2], note=t.note)
        for t in ticks
        if t.ticked
    )
