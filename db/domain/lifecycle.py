"""Which event may follow which state: the only table of moves, used by the desk, the fold and the documentation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class State(IntEnum):
    """The national states of a dossier, by their codes (domain.md §6)."""

    REGISTERED = 1
    RECEIVED = 2
    REFUSED = 3
    PROCESSING = 4
    SUPPLEMENT = 5
    FINANCIAL_DUTY = 6
    WITHDRAWN = 7
    STOPPED = 8
    FINISHED = 9
    RETURNED = 10


STATES: dict[int | None, State | None] = {None: None, **{state.value: state for state in State}}
"""Each state by its code, and nothing by none: looked up for every event."""


@dataclass(frozen=True, slots=True)
class Move:
    """An event ``kind`` that takes a dossier from one of ``before`` (None: it did not exist) to ``after``."""

    kind: str
    before: frozenset[State | None]
    after: State


def _move(kind: str, after: State, *before: State | None) -> Move:
    return Move(kind, frozenset(before), after)


_S = State

MOVES: dict[str, Move] = {
    move.kind: move
    for move in (
        _move("registered", _S.REGISTERED, None),
        _move("received", _S.RECEIVED, None, _S.REGISTERED),
        _move("refused", _S.REFUSED, None, _S.REGISTERED),
        _move("processing", _S.PROCESSING, _S.RECEIVED, _S.SUPPLEMENT, _S.FINANCIAL_DUTY),
        _move("supplement-asked", _S.SUPPLEMENT, _S.PROCESSING),
        _move("duty-asked", _S.FINANCIAL_DUTY, _S.PROCESSING),
        _move("withdrawn", _S.WITHDRAWN, _S.RECEIVED, _S.PROCESSING, _S.SUPPLEMENT, _S.FINANCIAL_DUTY),
        _move("stopped", _S.STOPPED, _S.PROCESSING, _S.SUPPLEMENT, _S.FINANCIAL_DUTY),
        _move("result-arrived", _S.FINISHED, _S.RECEIVED, _S.PROCESSING),
        _move("returned", _S.RETURNED, _S.FINISHED),
    )
}

NOTES: frozenset[str] = frozenset({"corrected", "settled", "reprinted", "revealed"})
"""Events of a dossier that may happen in any state and move it nowhere."""

FINAL: frozenset[State] = frozenset({_S.REFUSED, _S.WITHDRAWN, _S.STOPPED, _S.RETURNED})
"""States from which no move leads on."""


def allows(kind: str, state: State | None) -> bool:
    """Whether an event of ``kind`` may follow ``state`` (None: no dossier yet)."""
    if kind in NOTES:
        return state is not None
    return kind in MOVES and state in MOVES[kind].before


def next_state(kind: str, state: State | None) -> State | None:
    """The state after an event of ``kind`` that met ``state``, legal or not: the later event wins the row."""
    return MOVES[kind].after if kind in MOVES else state


def table() -> str:
    """The moves as a Markdown table; the README carries this very text."""
    names: dict[State | None, str] = {
        None: "–",
        **{s: f"{s.value} {s.name.lower().replace('_', ' ')}" for s in State},
    }
    rows = ["| event | from | to |", "|---|---|---|"]
    for move in MOVES.values():
        before = ", ".join(names[s] for s in sorted(move.before, key=lambda s: s or 0))
        rows.append(f"| `{move.kind}` | {before} | {names[move.after]} |")
    rows.append(f"| {', '.join(f'`{kind}`' for kind in sorted(NOTES))} | any | unchanged |")
    return "\n".join(rows)
