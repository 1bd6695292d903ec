"""What may be done with many dossiers of a worklist at once, and why not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from counter.desk.dossiers.transitions import WrongState, load, move
from counter.locale import N_, _
from counter.problems import Problem
from db import worklists
from db.domain.event_kind import EventKind
from db.domain.lifecycle import allows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from counter.desk.desk import Desk

ACTIONS = ("hand_over",)
"""The actions, as the second part of their command ids."""

_KINDS = {"hand_over": EventKind.PROCESSING}
_REASONS = {"hand_over": N_("None of them waits to be handed over.")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """``codes`` are those of the dossiers that something was done with; ``refusals`` say of the others why not."""

    codes: tuple[str, ...] = ()
    refusals: tuple[str, ...] = ()


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
        states = worklists.states(connection, dossier_ids)
    return {
        action: _(_REASONS[action])
        for action, kind in _KINDS.items()
        if not any(allows(kind, state) for state in states)
    }


def hand_over(desk: Desk, dossier_ids: Sequence[str]) -> Done:
    """Note that the deciding agencies work on the dossiers, in one transaction; what cannot be handed over any more,
    because somebody else did it meanwhile, is left as it is. Raises ``Problem``.
    """
    desk.require_shift()
    codes, refused = [], []
    with desk.write() as connection:
        for dossier_id in dossier_ids:
            dossier = load(connection, desk, dossier_id)
            try:
                moved = move(connection, desk, dossier, EventKind.PROCESSING, desk.clock.now())
            except WrongState as problem:
                refused.append(str(problem))
            else:
                codes.append(moved.code)
    return Done(codes=tuple(codes), refusals=tuple(refused))
