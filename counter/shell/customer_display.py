"""What the citizen reads on the customer's display. Whoever acts says so: the intake, the return, the shift."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from counter.locale import _
from counter.rules.clock import short_date

if TYPE_CHECKING:
    from db.domain.records import Dossier


class CustomerDisplay:
    """The texts, each two lines of at most 20 letters. ``show`` puts two lines on the display; empty ones clear it."""

    def __init__(self, show: Callable[[str, str], None]) -> None:
        self._show = show

    def welcome(self, counter: int) -> None:
        """A shift at ``counter`` begins, or goes on."""
        self._show(_("Counter {number}").format(number=counter), _("Welcome"))

    def received(self, dossier: Dossier) -> None:
        """``dossier`` was received: its code and when its result is due."""
        due = dossier.due_at
        lower = _("Due {date}").format(date=short_date(due)) if due else _("No due date")
        self._show(_("Dossier {code}").format(code=_short(dossier)), lower)

    def returned(self, dossier: Dossier) -> None:
        """The result of ``dossier`` was handed over."""
        self._show(_("Thank you"), _short(dossier))

    def clear(self) -> None:
        """Nobody is served: show what the settings say for that."""
        self._show("", "")


def _short(dossier: Dossier) -> str:
    """The code without its unit, whichever that is: a line has 20 letters."""
    return dossier.code.partition("-")[2] or dossier.code
