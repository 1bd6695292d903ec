"""The originals that the office keeps of a dossier, to be ticked as they are given back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical

from counter.locale import N_, _
from counter.widgets.entry import Entry
from counter.widgets.ticks import Tick, TickField, TickList
from db.domain.records import Paper

_MOST_SHOWN = 8
"""Papers that are listed at once; the list moves on beyond them."""


class Originals(Vertical):
    """The list and its field; hidden where the office keeps no original. None is ticked: the officer says it."""

    DEFAULT_CSS = "Originals { height: auto; }"

    def __init__(self, *, most: int = _MOST_SHOWN) -> None:
        super().__init__(id="originals")
        self._kept: tuple[Paper, ...] = ()
        self._most = most
        self._list = TickList(id="paper_list", title=_("Space: tick · A: all · a digit: how many"))
        self.field = TickField(self._list, id="papers_back")

    def compose(self) -> ComposeResult:
        """The field, and the list below it."""
        yield Entry(N_("Originals back"), self.field)
        yield self._list

    def load(self, kept: Sequence[Paper], ticked: Mapping[str, int] | None = None) -> None:
        """Offer the papers that are ``kept``; ``ticked`` are those that were ticked before, with how many."""
        self._kept = tuple(kept)
        ticked = ticked or {}
        self.field.load(
            Tick(paper.name, False, paper.name in ticked, (ticked.get(paper.name, paper.originals), 0, 0))
            for paper in self._kept
        )
        self.display = bool(self._kept)
        self._list.styles.height = min(len(self._kept), self._most) + 1

    @property
    def given(self) -> tuple[Paper, ...]:
        """The originals that are ticked."""
        return tuple(
            Paper(name=tick.name, originals=tick.counts[0]) for tick in self.field.ticks if tick.ticked
        )

    @property
    def ticked(self) -> dict[str, int]:
        """As ``given``, for a draft: how many of each paper, by its name."""
        return {paper.name: paper.originals for paper in self.given}
