"""The keys of the screen of hand-overs."""

from __future__ import annotations

from counter.commands import Command, action, finish, list_filter
from counter.locale import N_

KEYS = (
    finish(
        id="handovers.save",
        action="save",
        label=N_("Save the list"),
        help=N_(
            "Hand the marked dossiers over, or take them back, and print the list in two copies. Space marks the"
            " selected dossier, A all of the agency, a scanned slip its own; of what comes back, R says that the result"
            " comes too (Shift+R: of all marked), and Enter types it."
        ),
    ),
    list_filter(
        id="handovers.view",
        action="view",
        help=N_("Show what is to be handed over, what lies at the agencies, or the lists that were written."),
    ),
    Command(
        id="handovers.clear",
        key="escape",
        action="clear",
        label=N_("Clear"),
        help=N_("Take all marks away."),
        rank=4,
    ),
    action(
        id="handovers.reprint",
        action="reprint",
        label=N_("Print again"),
        help=N_("Print the selected list again, marked as a copy."),
    ),
    action(
        id="handovers.page",
        action="page",
        label=N_("Print the list as a page"),
        help=N_("Print the selected list on A5, or A4 where it is long, in two counterparts."),
    ),
)
