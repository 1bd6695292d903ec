"""What may be done with many dossiers of a worklist at once, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter.desk.handovers.refusals import refusal_back, refusal_over
from counter.desk.post.results import refusal
from counter.locale import N_, _
from counter.problems import Problem
from db import dossiers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from counter.desk.desk import Desk
    from db.domain.records import Dossier

ACTIONS = ("hand_over", "take_back", "post")
"""The actions, as the second part of their command ids: each goes on with the dossiers on a screen of its own."""

_REFUSALS: Mapping[str, Callable[[Dossier], Problem | None]] = {
    "hand_over": refusal_over,
    "take_back": refusal_back,
    "post": lambda dossier: refusal(dossier, "post"),
}
_REASONS = {
    "hand_over": N_("None of them waits to be handed over."),
    "take_back": N_("None of them is at the agency."),
    "post": N_("No result of them can be sent."),
}


def refusals(desk: Desk, dossier_ids: Sequence[str]) -> dict[str, str]:
    """Why each action can be done with none of the dossiers now, translated; an action that can is left out."""
    desk.require()
    if not dossier_ids:
        return dict.fromkeys(ACTIONS, _("No dossier is ticked."))
    try:
        desk.require_shift()
    except Problem as problem:
        return dict.fromkeys(ACTIONS, str(problem))
    with desk.read() as connection:
        read = [dossiers.dossier(connection, dossier_id) for dossier_id in dossier_ids]
    there = [one for one in read if one is not None]
    return {
        action: _(_REASONS[action])
        for action, refuse in _REFUSALS.items()
        if all(refuse(one) is not None for one in there)
    }
