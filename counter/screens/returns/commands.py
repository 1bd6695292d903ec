"""What can be done on the return screen."""

from __future__ import annotations

from counter.commands import Command, action, finish
from counter.locale import N_

KEYS = (
    finish(
        id="returning.save",
        action="save",
        label=N_("Hand over and print"),
        help=N_("Note that the result was handed over, and print the receipt."),
    ),
    action(
        id="returning.open",
        action="open",
        label=N_("Open the dossier"),
        help=N_("Read all about this dossier."),
    ),
    action(
        id="returning.together",
        action="together",
        label=N_("Other results too"),
        help=N_("Hand other results of the same person back in one go with this one."),
    ),
    Command(
        id="returning.clear",
        key="escape",
        action="clear",
        label=N_("Another dossier"),
        help=N_(
            "Leave this dossier as it is and look for another; what is typed comes back when its slip is scanned "
            "again."
        ),
        rank=2,
    ),
)
