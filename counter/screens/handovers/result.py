"""The result of a dossier that comes back on a list: typed before the list is saved."""

from __future__ import annotations

from collections.abc import Callable

from counter.locale import N_
from counter.screens.dossier.dialogs import ResultArrived
from db.domain.records import Dossier, Outcome


class ResultOnList(ResultArrived):
    """As ``ResultArrived``; ``take`` gets what was typed, and nothing is written yet."""

    HEADING = N_("Result on the list")

    def __init__(self, dossier: Dossier, take: Callable[[Outcome], None]) -> None:
        super().__init__(dossier)
        self._take = take

    async def save(self) -> None:
        """Give the result to the list."""
        self._take(self.outcome())
