"""Keeps what is typed on a screen and not yet saved: on the disk soon after a change, back after a crash or a lock."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from textual.content import Content

from counter.desk import drafts
from counter.desk.drafts import AlreadySaved, Draft
from counter.desk.store_errors import StoreProblem
from counter.locale import _
from counter.problems import Problem
from db.domain.event import new_id

if TYPE_CHECKING:
    from textual.timer import Timer

    from counter.screens.base import CounterScreen

KEEP_AFTER = 0.9
"""Seconds after a change until the draft is on the disk."""

Values = dict[str, Any]


_FRAME = 8
"""Columns of a screen's frame beside its heading that are not for names."""


def _is_in_front(draft: Draft) -> bool:
    return not draft.parked


def parked_line(names: Sequence[str], width: int) -> str:
    """How many are set aside, and whose as far as ``width`` cells have room; empty where there are none."""
    if not names:
        return ""
    count = _("Set aside: {count}").format(count=len(names))
    for shown in range(len(names), 0, -1):
        more = ", …" if shown < len(names) else ""
        line = f"{count} ({', '.join(names[:shown])}{more})"
        if cell_len(line) <= width:
            return line
    return count


class DraftKeeper:
    """The drafts of one screen, of the officer who is signed in: one in front, the others parked.

    ``collect`` returns what is typed in front (empty: nothing); ``clear`` empties the screen; ``restore`` puts the
    values of a draft into it; ``name_of`` is what a draft with these values is called. ``is_front`` says which of the
    drafts on the disk comes to the front by itself.

    The screen calls ``arrived`` whenever it comes to the front, ``changed`` after each change, ``keep_pending`` before
    it goes away; it is ``saving`` while the desk saves what is in front, and told ``saved`` once that is done.
    """

    def __init__(
        self,
        screen: CounterScreen[Any],
        name: str,
        *,
        collect: Callable[[], Values],
        clear: Callable[[], None],
        restore: Callable[[Values], Awaitable[None]],
        name_of: Callable[[Values], str],
        is_front: Callable[[Draft], bool] = _is_in_front,
    ) -> None:
        self._screen, self._name = screen, name
        self._collect, self._clear, self._restore = collect, clear, restore
        self._name_of, self._is_front = name_of, is_front
        self.parked: tuple[Draft, ...] = ()
        """Those that can be brought to the front, the one that was parked first first."""
        self.elsewhere: tuple[Draft, ...] = ()
        """Those that are open at another terminal."""
        self._front = ""
        self._unwritten: dict[str, Draft] = {}
        self._owner = ""
        self._timer: Timer | None = None
        self._paused = False
        self._failed = False

    async def arrived(self) -> bool:
        """Give an officer who has just sat down an empty screen and their own drafts; whether it is another officer."""
        staff = self._screen.app.desk.staff
        login = staff.login if staff else ""
        if login == self._owner:
            return False
        self._owner = login
        self._front, self.parked, self.elsewhere = "", (), ()
        self._unwritten.clear()
        self._clear()
        await self.refresh()
        front = next(filter(self._is_front, reversed(self.parked)), None)
        if front is not None:
            await self._bring_to_front(front)
        self._tell(front)
        return True

    async def refresh(self) -> None:
        """Read the drafts that are on the disk; another terminal may have closed some."""
        if not self._owner:
            self.show_parked()
            return
        app = self._screen.app
        typed = await app.at_desk(drafts.take, app.desk, self._name)
        known = {self._front, *self._unwritten, *(draft.id for draft in self.parked)}
        self.parked += tuple(
            draft for draft in reversed(typed) if not draft.elsewhere and draft.id not in known
        )
        self.elsewhere = tuple(draft for draft in typed if draft.elsewhere)
        self.show_parked()

    def _tell(self, front: Draft | None) -> None:
        """Say which draft came back, and where others are open."""
        if self.elsewhere:
            first = self.elsewhere[0]
            sentence = _(
                "The draft of {name} is open at another terminal ({place}); here begins another one."
            )
            text = sentence.format(name=self.name_of(first), place=first.elsewhere)
        elif front is not None:
            text = _("Your draft is back: {name}").format(name=self.name_of(front))
        else:
            return
        self._screen.app.notify(text)

    @property
    def front(self) -> str:
        """The id of what is in front, for a dialog that saves it."""
        self._front = self._front or new_id()
        return self._front

    def name_of(self, draft: Draft) -> str:
        """What ``draft`` is called."""
        return self._name_of(draft.values)

    # -- on the disk --------------------------------------------------------------------------------------------------

    def changed(self) -> None:
        """Keep the draft soon."""
        if self._timer is None:
            self._timer = self._screen.set_timer(KEEP_AFTER, self._keep_in_time)

    async def keep(self) -> None:
        """Put the drafts on the disk now, unless another officer has sat down; an empty one is dropped there.

        Raises ``Problem`` where the disk does not take them; the next change, or ``keep_pending``, tries again.
        """
        self._stop()
        if self._paused:
            self.changed()
            return
        app = self._screen.app
        if app.desk.staff is not None and app.desk.staff.login == self._owner:
            self._collect_front()
            unwritten = dict(self._unwritten)
            if unwritten:
                self._failed = True
                await app.at_desk(drafts.keep, app.desk, self._name, list(unwritten.values()))
            for draft_id, draft in unwritten.items():
                if self._unwritten.get(draft_id) is draft:
                    del self._unwritten[draft_id]
        self._failed = False

    def _collect_front(self) -> None:
        values = self._collect()
        if values:
            self._front = self._front or new_id()
        if self._front:
            self._unwritten[self._front] = Draft(id=self._front, values=values)
        if not values:
            self._front = ""

    async def _keep_in_time(self) -> None:
        """As ``keep``; while the disk takes nothing, people hear of it once, not each second."""
        is_known = self._failed
        try:
            await self.keep()
        except StoreProblem:
            if not is_known:
                raise

    async def keep_pending(self) -> None:
        """Put the drafts on the disk where a change still waits for it. Raises ``Problem`` as ``keep``."""
        if self._timer is not None or self._failed:
            with suppress(RuntimeError):  # the desk's thread has ended with the program
                await self.keep()

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._timer = None

    def show_parked(self) -> None:
        """Show in the frame of the screen how many are parked, and whose."""
        names = [self.name_of(draft) for draft in self.parked]
        heading = _(self._screen.HEADING)
        line = parked_line(names, self._screen.size.width - _FRAME - cell_len(heading))
        self._screen.query_one("#body").border_title = Content(f"{heading} · {line}" if line else heading)

    # -- parked -------------------------------------------------------------------------------------------------------

    def park(self) -> Draft | None:
        """Put what is in front aside, behind what was parked before; None where nothing is typed.

        It is on the disk after ``keep``.
        """
        self._collect_front()
        front = self._unwritten.get(self._front)
        if front is None:
            return None
        parked = Draft(id=front.id, values=front.values, parked=True)
        self._unwritten[parked.id] = parked
        self.parked += (parked,)
        self._front = ""
        self._clear()
        self.show_parked()
        return parked

    async def bring_back(self, draft: Draft) -> None:
        """Bring the parked ``draft`` to the front; what is typed there is parked. Raises ``Problem`` as ``keep``."""
        self.park()
        await self._bring_to_front(draft)
        await self.keep()

    async def discard(self) -> None:
        """Throw away what is in front. Raises ``Problem`` as ``keep``."""
        self._clear()
        await self.keep()

    def adopt(self, draft_id: str) -> None:
        """Go on in front with a draft that the desk has kept itself."""
        self._front = draft_id

    def forget(self, draft: Draft) -> None:
        """Throw away the parked ``draft``: what it was typed for is over. It is off the disk after ``keep``."""
        self._unwritten[draft.id] = Draft(id=draft.id, values={})
        self._take_out(draft)
        self.changed()

    async def _bring_to_front(self, draft: Draft) -> None:
        try:
            await self._restore(dict(draft.values))
        except Problem:
            self._clear()
            raise
        self._take_out(draft)
        self._front = draft.id

    def _take_out(self, draft: Draft) -> None:
        self.parked = tuple(parked for parked in self.parked if parked.id != draft.id)
        self.show_parked()

    # -- saved --------------------------------------------------------------------------------------------------------

    @contextmanager
    def saving(self) -> Iterator[str]:
        """Keep nothing while the desk saves: kept behind the save, what is saved would come back as a draft.

        Yields the id of the draft in front, for the desk to settle. What was saved at another terminal before is a
        draft of its own from then on.
        """
        self._stop()
        self._paused = True
        self._front = self._front or new_id()
        try:
            yield self._front
        except BaseException as error:
            if isinstance(error, AlreadySaved):
                self._unwritten.pop(self._front, None)
                self._front = ""
            self.changed()
            raise
        finally:
            self._paused = False

    async def saved(self) -> None:
        """What was in front is saved, and the desk has settled its draft: keep only what is still on the screen."""
        self._stop()
        self._unwritten.pop(self._front, None)
        self._front = ""
        if self._collect() or self._unwritten:
            await self.keep()
