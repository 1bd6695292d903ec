"""How much work is urgent, at the right end of the status line: counted anew after a commit, and each minute."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from counter.commands import GLOBAL, keys_of, spell
from counter.locale import _
from counter.problems import Problem
from counter.shell.status import StatusLine

if TYPE_CHECKING:
    from counter.desk.desk import Desk

EVERY = 60.0
"""Seconds between two counts although nobody wrote anything: what is due becomes overdue."""

AtDesk = Callable[[Callable[["Desk"], int], "Desk"], Awaitable[int]]
"""Runs a function in the desk thread."""


class WorkCount:
    """Shows how many dossiers are due today, are overdue or need attention, to whoever is at the ``desk``.

    ``at_desk`` counts in the desk thread, ``run`` runs a coroutine function beside the screens. While a count is
    under way no other begins; one that was asked for meanwhile follows.
    """

    def __init__(
        self,
        status: StatusLine,
        desk: Callable[[], Desk | None],
        at_desk: AtDesk,
        run: Callable[..., object],
    ) -> None:
        self._status, self._desk, self._at_desk, self._run = status, desk, at_desk, run
        self._has_begun = self._is_counting = self._is_stale = False

    def begin(self, set_interval: Callable[[float, Callable[[], None]], object]) -> None:
        """Count from now on: the office is open."""
        if not self._has_begun:
            self._has_begun = True
            set_interval(EVERY, self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Count anew, beside the screens."""
        self._is_stale = True
        if self._has_begun and not self._is_counting:
            self._is_counting = True
            self._run(self._count)

    async def _count(self) -> None:
        try:
            while self._is_stale:
                self._is_stale = False
                self._show(await self._urgent())
        finally:
            self._is_counting = False

    async def _urgent(self) -> int:
        desk = self._desk()
        if desk is None or desk.staff is None:
            return 0
        try:
            return await self._at_desk(_count_urgent, desk)
        except Problem:  # the indicators say what is wrong with the office file
            return 0

    def _show(self, count: int) -> None:
        command = next(known for known in GLOBAL if known.id == "app.worklists")
        key = spell(keys_of(command, {})[0])
        aside = _("{key} Work: {count}").format(key=key, count=count) if count else ""
        if aside != self._status.status.aside:
            self._status.change(aside=aside)


def _count_urgent(desk: Desk) -> int:
    from counter.desk.worklists.lists import counts, urgent

    return urgent(counts(desk))
