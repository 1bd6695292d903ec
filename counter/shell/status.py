"""An app with the two lines at the top: what they say, the lamps among it, and the time that they are told by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from textual.app import App

from counter.screens.base import CounterScreen
from counter.widgets.status import Indicator, Status


class Lit(App[None], inherit_bindings=False):
    """Keeps what the lines say, and tells every screen that shows them."""

    status = Status()
    _lamps: Mapping[str, Indicator | None] = {"centre": None, "centre-trouble": None}
    _told_by: Callable[[], datetime] = staticmethod(lambda: datetime.now(UTC))

    def now(self) -> datetime:
        """The time (UTC): the desk's, as soon as there is one."""
        return self._told_by()

    def show_status(self, **changes: Any) -> None:
        """Change what the status lines say (see Status); only what differs is painted."""
        self.status = self.status._replace(**changes)
        for screen in self.screen_stack:
            if isinstance(screen, CounterScreen):
                screen.tell_status()

    def set_lamp(self, name: str, lamp: Indicator | None) -> None:
        """Show the state of ``name`` ("centre", "printer", "display") as ``lamp``; None takes it away."""
        self._lamps = {**self._lamps, name: lamp}
        self.show_status(lamps=tuple(lit for lit in self._lamps.values() if lit))
