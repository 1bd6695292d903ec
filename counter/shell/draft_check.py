"""Nobody leaves without a word while a draft is not on the disk: quitting and signing out ask here first."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol

from textual.screen import Screen

from counter.locale import N_, _
from counter.problems import Problem
from counter.screens.base import CounterScreen
from counter.shell.centre import NotifyError

if TYPE_CHECKING:
    from counter.desk.desk import Desk

LEAVE_WITHIN = 20.0
"""Seconds in which a second press leaves without the draft."""
_UNSAVED = N_("The draft is not saved yet. Press again to leave without it, or stay. ({problem})")


class RunAtDesk(Protocol):
    """Runs a function in the desk thread."""

    def __call__(self, function: Callable[[Desk], None], desk: Desk, /) -> Awaitable[None]:
        """Call ``function`` with ``desk``."""


class DraftCheck:
    """Puts the drafts of all ``screens`` on the disk; where it takes them not, ``notify`` says so."""

    def __init__(
        self, screens: Callable[[], Iterable[Screen[Any]]], notify: NotifyError, at_desk: RunAtDesk
    ) -> None:
        self._screens, self._notify, self._at_desk = screens, notify, at_desk
        self._until = 0.0

    async def may_leave(self) -> bool:
        """Whether all that was typed is on the disk, or the person leaves without it, as they press again."""
        unsaved: Problem | None = None
        for screen in self._screens():
            if isinstance(screen, CounterScreen):
                try:
                    await screen.keep()
                except Problem as problem:
                    unsaved = problem
        if unsaved is None or monotonic() < self._until:
            return True
        self._until = monotonic() + LEAVE_WITHIN
        self._notify(_(_UNSAVED).format(problem=unsaved), timeout=LEAVE_WITHIN)
        return False

    async def close_all(self, desk: Desk) -> None:
        """Let other terminals open the drafts of who has left ``desk``."""
        from counter.desk.drafts import close_all

        await self._at_desk(close_all, desk)
