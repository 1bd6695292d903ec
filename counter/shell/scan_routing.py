"""Scan anything, anywhere: where a scan goes that the screen in front did not want."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter.problems import Problem
from counter.screens import OVERLAYS
from counter.widgets.field import Scanned

if TYPE_CHECKING:
    from counter.shell.app import CounterApp

_PLACES: dict[str, str] = {
    "IdentityCard": "intake",
    "HealthCard": "intake",
    "BareNumber": "intake",
    "DossierScan": "dossier",
    "TaxNumber": "search",
    "TicketScan": "",
}
"""The place for each kind of scan (classes of ``counter.rules.scan``); a ticket has none yet and is let fall."""


async def route(app: CounterApp, message: Scanned) -> None:
    """Take a scan to its place: a card begins an intake, a dossier's code opens the dossier.

    What is no scan after all goes back into its field as typing.
    """
    place = place_of(message.text)
    if place is None or not app.check_action("go", (place,)):
        message.give_back()
    elif place in OVERLAYS:
        await _open(app, place, message.text)
    elif place and (place != app.current_mode or len(app.screen_stack) > 1):
        await app.action_go(place)
        app.screen.post_message(Scanned(message.text))
    elif place:
        message.give_back()


def place_of(text: str) -> str | None:
    """The place for what a scanner read; None for what is text after all, empty for what is let fall."""
    from counter.rules import scan

    return _PLACES.get(type(scan.read(text)).__name__)


async def _open(app: CounterApp, place: str, code: str) -> None:
    """Lay the dossier of a scanned code over the mode's own screen, in place of one that lies there."""
    from counter.desk.dossiers.queries import by_code

    try:
        found = await app.at_desk(by_code, app.desk, code)
    except Problem as problem:
        app.tell(problem)
        return
    await app.action_go(app.current_mode)
    await app.overlay(place, found.id)
