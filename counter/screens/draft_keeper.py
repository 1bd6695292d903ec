"""Keeps what is typed on a screen and not yet saved: on the disk soon after a change, back after a crash or a lock."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from counter.desk import drafts
from counter.desk.store_errors import StoreProblem

if TYPE_CHECKING:
    from textual.timer import Timer

    from counter.screens.base import CounterScreen

KEEP_AFTER = 0.9
"""Seconds after a change until the draft is on the disk."""

Draft = dict[str, Any]


class DraftKeeper:
    """The draft of one screen, of the officer who is signed in.

    ``collect`` returns what is to be kept (empty: nothing); ``clear`` empties the screen for another officer;
    ``restore`` puts a draft back, or nothing. The screen calls ``arrived`` whenever it comes to the front,
    ``changed`` after each change, ``keep_pending`` before it goes away; it is ``paused`` while the desk saves, and told
    ``saved`` once the desk has what was typed.
    """

    def __init__(
        self,
        screen: CounterScreen[Any],
        name: str,
        *,
        collect: Callable[[], Draft],
        clear: Callable[[], None],
        restore: Callable[[Draft], Awaitable[None]],
    ) -> None:
        self._screen, self._name = screen, name
        self._collect, self._clear, self._restore = collect, clear, restore
        self._owner = ""
        self._timer: Timer | None = None
        self._paused = False
        self._failed = False

    async def arrived(self) -> bool:
        """Give an officer who has just sat down an empty screen and their own draft; whether it is another officer."""
        staff = self._screen.app.desk.staff
        login = staff.login if staff else ""
        if login == self._owner:
            return False
        self._owner = login
        self._clear()
        desk = self._screen.app.desk
        await self._restore(await self._screen.app.at_desk(drafts.load, desk, self._name) if login else {})
        return True

    def changed(self) -> None:
        """Keep the draft soon."""
        if self._timer is None:
            self._timer = self._screen.set_timer(KEEP_AFTER, self._keep_in_time)

    async def keep(self) -> None:
        """Put the draft on the disk now, unless another officer has sat down; an empty one is dropped there.

        Raises ``Problem`` where the disk does not take it; the next change, or ``keep_pending``, tries again.
        """
        self._stop()
        if self._paused:
            self.changed()
            return
        app = self._screen.app
        if app.desk.staff is not None and app.desk.staff.login == self._owner:
            self._failed = True
            await app.at_desk(drafts.save, app.desk, self._name, self._collect())
        self._failed = False

    async def _keep_in_time(self) -> None:
        """As ``keep``; while the disk takes nothing, people hear of it once, not each second."""
        is_known = self._failed
        try:
            await self.keep()
        except StoreProblem:
            if not is_known:
                raise

    async def keep_pending(self) -> None:
        """Put the draft on the disk where a change still waits for it. Raises ``Problem`` as ``keep``."""
        if self._timer is not None or self._failed:
            with suppress(RuntimeError):  # the desk's thread has ended with the program
                await self.keep()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Keep nothing while the desk saves: kept behind the save, what is saved would come back as a draft."""
        self._stop()
        self._paused = True
        try:
            yield
        except BaseException:
            self.changed()
            raise
        finally:
            self._paused = False

    async def saved(self) -> None:
        """What was typed is saved, and the desk has dropped the draft: keep only what is still on the screen."""
        self._stop()
        if self._collect():
            await self.keep()

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._timer = None
