"""The keys of the worklists."""

from __future__ import annotations

from counter.commands import Command, action, list_filter
from counter.locale import N_

KEYS = (
    Command(
        id="worklists.open",
        key="enter",
        action="open",
        label=N_("Open"),
        help=N_("Open the selected list, or the selected dossier; a digit or letter opens its list."),
        rank=1,
    ),
    Command(
        id="worklists.tick",
        key="space",
        action="tick",
        label=N_("Tick"),
        help=N_("Tick the selected dossier, and go on to the next one."),
        rank=2,
    ),
    Command(
        id="worklists.tick_all",
        key="a",
        action="tick_all",
        label=N_("All"),
        help=N_("Tick all dossiers of the list that the words leave; again: none."),
        rank=3,
    ),
    list_filter(
        id="worklists.filter",
        action="filter",
        help=N_("Type words that narrow the list; again: back to the rows, which stay narrowed."),
    ),
    Command(
        id="worklists.back",
        key="escape",
        action="back",
        label=N_("Go back"),
        help=N_("Empty the field, or go back to the lists."),
        rank=4,
    ),
    action(
        id="worklists.hand_over",
        action="hand_over",
        label=N_("Hand over"),
        help=N_("Put the ticked dossiers on a list to their agency; without a tick, the selected one."),
    ),
    action(
        id="worklists.take_back",
        action="take_back",
        label=N_("Take back"),
        help=N_("Put the ticked dossiers on a list of what comes back; without a tick, the selected one."),
    ),
    action(
        id="worklists.post",
        action="post",
        label=N_("Send by post"),
        help=N_("Give the results of the ticked dossiers to the post, with a list for the post office."),
    ),
)
