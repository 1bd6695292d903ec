"""Which event may follow which state: the only table of moves, used by the desk, the fold and the documentation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from db.domain.event_kind import EventKind, Stream


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

    kind: EventKind
    before: frozenset[State | None]
    after: State


def _move(kind: EventKind, after: State, *before: State | None) -> Move:
    return Move(kind, frozenset(before), after)


_S, _K = State, EventKind

MOVES: dict[str, Move] = {
    move.kind.value: move
    for move in (
        _move(_K.REGISTERED, _S.REGISTERED, None),
        _move(_K.RECEIVED, _S.RECEIVED, None, _S.REGISTERED),
        _move(_K.REFUSED, _S.REFUSED, None, _S.REGISTERED),
        _move(_K.PROCESSING, _S.PROCESSING, _S.RECEIVED, _S.SUPPLEMENT, _S.FINANCIAL_DUTY),
        _move(_K.SUPPLEMENT_ASKED, _S.SUPPLEMENT, _S.PROCESSING),
        _move(_K.DUTY_ASKED, _S.FINANCIAL_DUTY, _S.PROCESSING),
        _move(_K.WITHDRAWN, _S.WITHDRAWN, _S.RECEIVED, _S.PROCESSING, _S.SUPPLEMENT, _S.FINANCIAL_DUTY),
        _move(_K.STOPPED, _S.STOPPED, _S.PROCESSING, _S.SUPPLEMENT, _S.FINANCIAL_DUTY),
        _move(_K.RESULT_ARRIVED, _S.FINISHED, _S.RECEIVED, _S.PROCESSING),
        _move(_K.RETURNED, _S.RETURNED, _S.FINISHED),
    )
}
"""The moves by the words of their kinds: plain texts, since they are looked up for every event."""

NOTES: frozenset[str] = frozenset(kind.value for kind in EventKind.in_stream(Stream.DOSSIER)) - MOVES.keys()
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
