"""A counter set up for a picture: a fresh test office, the clock standing still, one theme, nothing that blinks."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from counter.desk.desk import Desk
from counter.locale import Language
from counter.screens.base import CounterScreen
from counter.shell.app import CounterApp
from counter.widgets.action_list import mark
from tests.offices import MORNING, new_office, seated

SIZES = ((80, 24), (120, 40))
"""The terminals that every screen is made for: columns and lines."""

THEME = "calm"


class Staged(CounterApp):
    """A counter that goes to the mode ``place`` by itself, as soon as its office is open."""

    def __init__(self, opener: Callable[[], Desk], *, place: str, language: Language) -> None:
        super().__init__(opener, language=language, theme=THEME, lock_after=0, now=lambda: MORNING)
        self._place = place

    def on_mount(self) -> None:
        """Besides what the counter does: go to the place."""
        self.run_worker(self._take_place())

    async def _take_place(self) -> None:
        await self.opened()
        if self._place != self.current_mode:
            await self.action_go(self._place)


def stage(
    folder: Path,
    *,
    login: str | None = "lan",
    counter: int = 3,
    language: Language = "vi",
    fill: Callable[[Desk], None] | None = None,
    place: str = "intake",
) -> Staged:
    """A counter on a copy of the test office in ``folder``.

    ``login`` is on shift at ``counter`` and stands at ``place``; None stops at the sign-in screen. ``fill`` puts
    into the office what the picture shows. Wait with ``settled`` before looking.
    """

    def open_it() -> Desk:
        desk = new_office(folder / "office")
        if login:
            desk = seated(desk, login, counter)
        if fill:
            fill(desk)
        return desk

    return Staged(open_it, place=place if login else "sign_in", language=language)


async def act(pilot: Pilot[Any], action: str) -> None:
    """Choose ``action`` (``dossier.reveal``) in the list of Ctrl+T, by the digit or letter that it has there now."""
    screen = pilot.app.screen
    assert isinstance(screen, CounterScreen)
    marks = {offered.id: mark(number) for number, offered in enumerate(screen.offered, start=1)}
    await pilot.press("ctrl+t", marks[action])
    await settled(pilot)


async def settled(pilot: Pilot[Any]) -> None:
    """Wait until the counter has done all it was asked for; fits ``snap_compare(run_before=...)``."""
    await pilot.pause()
    while workers := [worker for worker in pilot.app.workers if not worker.is_finished]:
        for worker in workers:
            with suppress(WorkerCancelled):  # a newer one took its place
                await worker.wait()
    await pilot.pause()
