"""The one rule by which events become rows. Pure: the office, another host and the centre reach the same rows."""

from __future__ import annotations

from typing import Any

from db.event import Event
from db.lifecycle import NOTES, State, allows, next_state

CONFLICT = "conflict"
"""Why a dossier needs attention: two hands moved it without knowing of each other, or against the table of moves."""

Row = dict[str, Any]


def fold(row: Row | None, event: Event, person: dict[str, Any]) -> Row:
    """The row after ``event``, whose personal values are ``person`` (empty once forgotten).

    ``set`` replaces values, ``add`` appends to lists. A dossier takes the state of the later event even where the
    event met another state than it knew, and is marked as needing attention until somebody settles it.
    """
    folded: Row = dict(row) if row else {"id": event.stream_id}
    folded.update(event.data.get("set", {}))
    folded.update(person)
    for name, item in event.data.get("add", {}).items():
        folded[name] = [*folded.get(name, []), item]
    if event.stream == "procedure":
        folded["version"] = event.id
    if event.stream == "dossier":
        _move(folded, row, event)
    return folded


def _move(folded: Row, row: Row | None, event: Event) -> None:
    met = State(row["state"]) if row and row.get("state") else None
    folded["attention"] = (row or {}).get("attention", "")
    if event.kind == "settled":
        folded["attention"] = ""
    elif not _fits(event, met):
        folded["attention"] = CONFLICT
    moved = event.to_state if event.to_state is not None else met
    folded["state"] = None if moved is None else int(moved)


def _fits(event: Event, met: State | None) -> bool:
    if event.kind in NOTES:
        return met is not None and event.to_state is None
    return (
        allows(event.kind, met) and event.from_state == met and event.to_state == next_state(event.kind, met)
    )
