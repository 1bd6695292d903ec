"""What the two lines at the top show, and who is told when that changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from counter.locale import _
from counter.rules.zone import VIETNAM
from counter.widgets.status import Indicator, Status

if TYPE_CHECKING:
    from counter.desk.desk import Desk

ORDER = ("centre", "centre-trouble", "printer", "settings", "display", "scanner")
"""The indicators from left to right."""


class StatusLine:
    """Keeps what the lines show; ``show`` is called with each change."""

    def __init__(self, show: Callable[[Status], None]) -> None:
        self._show = show
        self._indicators: dict[str, Indicator | None] = dict.fromkeys(ORDER)
        self.status = Status()

    def change(self, **changes: Any) -> None:
        """Change fields of the status (see ``Status``)."""
        self.status = self.status._replace(**changes)
        self._show(self.status)

    def show_time(self, now: datetime) -> None:
        """Show ``now`` (aware) as Vietnam's time."""
        self.change(clock=f"{now.astimezone(VIETNAM):%H:%M %d/%m/%Y}")

    def run_clock(
        self, now: Callable[[], datetime], set_timer: Callable[[float, Callable[[], None]], object]
    ) -> None:
        """Show the time of ``now``, and again at each full minute."""
        local = now().astimezone(VIETNAM)
        self.show_time(now())
        set_timer(60.1 - local.second - local.microsecond / 1e6, partial(self.run_clock, now, set_timer))

    def indicator(self, name: str) -> Indicator | None:
        """The indicator ``name`` (one of ``ORDER``); None while there is none."""
        return self._indicators[name]

    def set_indicator(self, name: str, indicator: Indicator | None) -> None:
        """Show ``indicator`` as ``name`` (one of ``ORDER``); None takes it away."""
        self._indicators[name] = indicator
        self.change(indicators=tuple(filter(None, self._indicators.values())))


def place_line(desk: Desk) -> tuple[str, ...]:
    """Office, counter, officer and begin of the shift (Vietnam's time); empty where there is none."""
    shift, staff = desk.shift, desk.staff
    since = shift.opened_at.astimezone(VIETNAM) if shift else None
    return (
        desk.office.name,
        _("Counter {number}").format(number=shift.counter) if shift else "",
        staff.name if staff else "",
        _("Shift from {time}").format(time=f"{since:%H:%M}") if since else "",
    )
