"""The two lists of a correction: which papers were handed in, with their copies, and which lack."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from counter.widgets.ticks import Tick, TickField, TickList
from db.domain.procedure import Component
from db.domain.records import Dossier


class CorrectionPapers:
    """The lists ``given`` and ``lacking`` of a dossier; what lacks follows from what was given unless it is ticked."""

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._listed: tuple[Component, ...] = ()
        self._is_other = False
        self._at_first: tuple[Tick, ...] = ()
        self.given_list = TickList(id="papers_list")
        self.given_field = TickField(self.given_list, id="papers")
        self.lacking_list = TickList(id="missing_list", counted=False)
        self.lacking_field = TickField(self.lacking_list, id="missing", counted=False)

    def load(self, listed: Iterable[Component], *, is_other: bool) -> None:
        """The papers of the list and those handed in; of another procedure's list (``is_other``) only what it has."""
        self._listed, self._is_other = tuple(listed), is_other
        components = {component.name: component for component in self._listed}
        given = {paper.name: paper for paper in self._dossier.papers}
        if is_other and components:
            given = {name: paper for name, paper in given.items() if name in components}
        ticks = []
        for name in dict.fromkeys((*components, *given)):
            paper, component = given.get(name), components.get(name)
            source = paper or components[name]
            counts = (source.originals, source.certified, source.copies)
            required = component is not None and component.required
            ticks.append(Tick(name, required, paper is not None, counts, paper.note if paper else ""))
        self._at_first = tuple(ticks)
        self.given_field.load(ticks, free=not components)
        self.load_lacking(self._usually_lacking)

    def load_given(self, kept: Iterable[Iterable[Any]]) -> None:
        """Put the ticks of a draft back."""
        ticks = (Tick(n, r, t, (c[0], c[1], c[2]), note) for n, r, t, c, note in kept)
        self.given_field.load(ticks, free=not self._listed)
        self.load_lacking(self._usually_lacking)

    def load_lacking(self, lacking: Iterable[str] | None = None) -> None:
        """Tick ``lacking`` among all that was not handed in; None what is ticked there now."""
        lacking, given = tuple(self.lacking if lacking is None else lacking), self.given
        names = (*(c.name for c in self._listed), *self._dossier.missing, *self._taken_away, *lacking)
        ticks = (Tick(name, False, name in lacking) for name in dict.fromkeys(names) if name not in given)
        self.lacking_field.load(ticks, free=True)

    @property
    def kept(self) -> list[list[Any]]:
        """The ticks of the papers handed in, for a draft."""
        return [[t.name, t.required, t.ticked, list(t.counts), t.note] for t in self.given_field.ticks]

    @property
    def given(self) -> tuple[str, ...]:
        """The papers that are ticked as handed in."""
        return tuple(tick.name for tick in self.given_field.ticks if tick.ticked)

    @property
    def lacking(self) -> tuple[str, ...]:
        """What is ticked as lacking, and what papers that were unticked meanwhile add to it."""
        ticks = self.lacking_field.ticks
        known = {tick.name for tick in ticks}
        ticked = (tick.name for tick in ticks if tick.ticked and tick.name not in self.given)
        return (*ticked, *(name for name in self._usually_lacking if name not in known))

    @property
    def differ(self) -> bool:
        """Whether the papers handed in were changed."""
        return self.given_field.ticks != self._at_first

    @property
    def lacking_differ(self) -> bool:
        """Whether something else lacks than what follows from the papers handed in."""
        return {*self.lacking} != {*self._usually_lacking}

    @property
    def _taken_away(self) -> tuple[str, ...]:
        """Papers that were noted as handed in, and are not any more."""
        return tuple(paper.name for paper in self._dossier.papers if paper.name not in self.given)

    @property
    def _usually_lacking(self) -> tuple[str, ...]:
        """What lacks where nobody says otherwise, as the desk has it."""
        listed = [component.name for component in self._listed]
        if self._is_other:
            return tuple(name for name in listed if name not in self.given)
        gone = (name for name in self._taken_away if name in listed)
        return tuple(
            name for name in dict.fromkeys((*self._dossier.missing, *gone)) if name not in self.given
        )
