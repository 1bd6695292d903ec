"""The one rule by which events become rows. Pure: the office, another host and the centre reach the same rows."""

from __future__ import annotations

from typing import Any

from db.domain.event import Event
from db.domain.event_kind import EventKind
from db.domain.lifecycle import NOTES, STATES, State, allows, next_state

CONFLICT = "conflict"
"""Why a dossier needs attention: two hands moved it without knowing of each other, or against the table of moves."""

SHARED_CODE = "code"
"""Why a dossier needs attention although its events fit: another one has the same code. No row says so, since it
follows from two of them.
"""

LARGEST_SUM = 1 << 53
"""A number goes no further, up or down: so far every program reads it alike."""

_SETTLED = EventKind.SETTLED.value

Row = dict[str, Any]


def fold(row: Row | None, event: Event, person: dict[str, Any]) -> Row:
    """The row after ``event``, whose personal values are ``person`` (empty once forgotten).

    ``set`` replaces values, ``add`` appends to lists, ``sum`` adds to numbers. A dossier takes the state of the later
    event even where the event met another state than it knew, and is marked as needing attention until somebody settles
    it; but what the back office decided stands against a counter that did not know of it.
    """
    folded: Row = dict(row) if row else {}
    folded.update(event.data.get("set", {}))
    folded.update(person)
    for name, item in event.data.get("add", {}).items():
        before = folded.get(name)
        folded[name] = [*before, item] if isinstance(before, list) else [item]
    for name, number in event.data.get("sum", {}).items():
        before = folded.get(name)
        total = before + number if type(before) is int else number
        folded[name] = max(-LARGEST_SUM, min(total, LARGEST_SUM))
    folded["id"] = event.stream_id
    if event.stream == "procedure":
        folded["version"] = event.id
    if event.stream == "dossier":
        _move(folded, row or {}, event)
    return folded


def _move(folded: Row, row: Row, event: Event) -> None:
    met = STATES[row.get("state")]
    fits = _fits(event, met)
    decided = bool(row.get("decided"))
    state = met
    if event.to_state is not None and (fits or event.by_centre or not decided):
        state, decided = event.to_state, event.by_centre
    attention = row.get("attention", "") if fits else CONFLICT
    folded["attention"] = "" if event.kind == _SETTLED else attention
    folded["state"] = None if state is None else int(state)
    folded.pop("decided", None)
    if decided:
        folded["decided"] = True


def _fits(event: Event, met: State | None) -> bool:
    if event.kind in NOTES:
        return met is not None and event.to_state is None
    return (
        allows(event.kind, met) and event.from_state == met and event.to_state == next_state(event.kind, met)
    )
