"""The line that says what was just done at the counter, and how its slip is by now."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.widgets import Static

from counter.desk.printing import queue
from counter.desk.printing.labels import JobState, slip_state

if TYPE_CHECKING:
    from counter.screens.host import Host


class SlipLine(Static):
    """``say`` shows what was done; ``look`` asks the queue how the slip is, whenever the office changes."""

    DEFAULT_CSS: ClassVar[str] = """
    SlipLine { height: auto; min-height: 1; max-height: 2; padding: 0 1; color: $good; text-style: bold; }
    SlipLine.-bad { color: $bad; }
    """

    if TYPE_CHECKING:

        @property
        def app(self) -> Host:  # type: ignore[override]  # as a screen
            """The app that shows the line."""

    def __init__(self) -> None:
        super().__init__(id="done", markup=False)
        self._job, self._message, self._slip = 0, "", ""

    def say(self, text: str, *, slip: str = "", job: int = 0) -> None:
        """Show ``text``, and how the ``slip`` (its name in a sentence) is that the queue has as ``job``; 0 is none."""
        self._message, self._slip, self._job = text, slip, job
        self._show(JobState.QUEUED if job else None)
        if job:
            self.call_later(self.look)  # the printer may have been faster

    async def look(self) -> None:
        """Show how the slip is now, while anything may still happen to it."""
        if self._job:
            self._show(await self.app.at_desk(queue.state, self.app.desk, self._job))

    def _show(self, state: JobState | None) -> None:
        parts = (self._message, slip_state(self._slip, state) if state else "")
        self.set_class(state is not None and state.is_urgent, "-bad")
        self.update(" · ".join(filter(None, parts)))
