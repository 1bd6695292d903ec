"""Where a scan goes that the screen in front did not take."""

from __future__ import annotations

from counter.problems import Problem
from counter.screens import OVERLAYS
from counter.screens.host import Host
from counter.widgets.field import Field, Scanned


def deliver(app: Host, text: str) -> None:
    """Deliver what a scanner on a port read: to the field that has the focus, else to the screen in front."""
    field = app.screen.focused
    if isinstance(field, Field) and field.takes_scans:
        field.post_message(Scanned(text, field))
    else:
        app.screen.post_message(Scanned(text))


async def route(app: Host, message: Scanned) -> None:
    """Take a scan to its screen: a card begins an intake, a dossier's code opens the dossier.

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
    """The screen for what a scanner read (a key of PLACES or OVERLAYS); None for text that is no scan.

    Empty for a ticket, which has no screen yet.
    """
    from counter.rules import scan  # by then the office is open; before the first frame it would cost 20 ms

    match scan.read(text):
        case scan.IdentityCard() | scan.HealthCard() | scan.BareNumber():
            return "intake"
        case scan.DossierScan():
            return "dossier"
        case scan.TaxNumber():
            return "search"
        case scan.TicketScan():
            return ""
        case scan.Unknown():
            return None


async def _open(app: Host, place: str, code: str) -> None:
    """Lay the dossier of a scanned code over the mode's own screen, in place of one that lies there.

    Where several have the code, the search lists them.
    """
    from counter.desk.dossiers.queries import of_code

    try:
        dossiers = await app.at_desk(of_code, app.desk, code)
    except Problem as problem:
        app.show_problem(problem)
        return
    if len(dossiers) > 1:
        await app.action_go("search")
        app.screen.post_message(Scanned(code))
        return
    await app.action_go(app.current_mode)
    await app.overlay(place, dossiers[0].id)
