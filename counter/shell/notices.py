"""How long a notice stays: a piece of news for some seconds, trouble until the next key that can follow it."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Protocol

from counter.widgets.notice_line import Notice, Tone

if TYPE_CHECKING:
    from textual.timer import Timer

NEWS_SECONDS = 8.0
"""Seconds that news stays, unless its sender says otherwise."""

READ_SECONDS = 2.0
"""Seconds that trouble stays at least, however fast somebody types."""


class SetTimer(Protocol):
    """Textual's ``set_timer``."""

    def __call__(self, delay: float, callback: Callable[[], None]) -> Timer:
        """Call ``callback`` after ``delay`` seconds."""


class Notices:
    """The one notice that is shown; ``show`` is called with each change. A newer one takes the place of an older."""

    def __init__(self, show: Callable[[Notice], None], set_timer: SetTimer) -> None:
        self._show, self._set_timer = show, set_timer
        self.current = Notice()
        self._since = 0.0
        self._timer: Timer | None = None

    def put(self, text: str, tone: Tone, seconds: float | None = None) -> None:
        """Show ``text``: news for ``seconds``, trouble until a key."""
        self._stop()
        self.current, self._since = Notice(text, tone), monotonic()
        self._show(self.current)
        if tone is Tone.INFORMATION:
            self._timer = self._set_timer(seconds or NEWS_SECONDS, self.clear)

    def key_pressed(self, at: float) -> None:
        """A key that was pressed at ``at`` (monotonic seconds) ends trouble that was there to be read before it."""
        is_trouble = self.current.text and self.current.tone is not Tone.INFORMATION
        if is_trouble and at - self._since >= READ_SECONDS:
            self.clear()

    def clear(self) -> None:
        """Nothing to say."""
        self._stop()
        if self.current.text:
            self.current = Notice()
            self._show(self.current)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._timer = None
