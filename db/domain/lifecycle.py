"""Which event may follow which state: the only table of moves, used by the desk, the fold and the documentation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from db.domain.event_kind import Author, EventKind, Stream


class State(IntEnum):
    """The national states of a dossier by their codes; ``VOIDED`` is our own, and no other system has it."""

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
    VOIDED = 11


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

_UNDER_WAY = (_S.RECEIVED, _S.PROCESSING, _S.SUPPLEMENT, _S.FINANCIAL_DUTY)

MOVES: dict[str, Move] = {
    move.kind.value: move
    for move in (
        _move(_K.REGISTERED, _S.REGISTERED, None),
        _move(_K.RECEIVED, _S.RECEIVED, None, _S.REGISTERED),
        _move(_K.REFUSED, _S.REFUSED, None, _S.REGISTERED),
        _move(_K.HANDED_OVER, _S.PROCESSING, _S.RECEIVED, _S.PROCESSING),
        _move(_K.PROCESSING, _S.PROCESSING, _S.RECEIVED, _S.SUPPLEMENT, _S.FINANCIAL_DUTY),
        _move(_K.SUPPLEMENT_ASKED, _S.SUPPLEMENT, _S.RECEIVED, _S.PROCESSING),
        _move(_K.SUPPLEMENT_RECEIVED, _S.PROCESSING, _S.SUPPLEMENT),
        _move(_K.DUTY_ASKED, _S.FINANCIAL_DUTY, _S.RECEIVED, _S.PROCESSING),
        _move(_K.WITHDRAWN, _S.WITHDRAWN, *_UNDER_WAY),
        _move(_K.STOPPED, _S.STOPPED, _S.PROCESSING, _S.SUPPLEMENT, _S.FINANCIAL_DUTY),
        _move(_K.RESULT_ARRIVED, _S.FINISHED, _S.RECEIVED, _S.PROCESSING),
        _move(_K.RETURNED, _S.RETURNED, _S.FINISHED),
        _move(_K.DELIVERED, _S.RETURNED, _S.FINISHED),
        _move(_K.VOIDED, _S.VOIDED, *(state for state in _S if state is not _S.VOIDED)),
    )
}
"""The moves by the words of their kinds: plain texts, since they are looked up for every event."""

NOTES: frozenset[str] = frozenset(kind.value for kind in EventKind.in_stream(Stream.DOSSIER)) - MOVES.keys()
"""Events of a dossier that may happen in any state and move it nowhere."""

UNDER_WAY: frozenset[State] = frozenset(_UNDER_WAY)
"""States in which somebody works on the dossier, or waits for the citizen."""

NOT_RECEIVED: frozenset[State] = frozenset({_S.REGISTERED, _S.REFUSED, _S.VOIDED})
"""States of dossiers that no count of those received includes."""

FINAL: frozenset[State] = frozenset({_S.REFUSED, _S.WITHDRAWN, _S.STOPPED, _S.RETURNED, _S.VOIDED})
"""States in which a dossier is over; a supervisor can still strike it through."""


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
    rows = ["| event | from | to | by | form |", "|---|---|---|---|---|"]
    for kind in EventKind.in_stream(Stream.DOSSIER):
        move = MOVES.get(kind.value)
        before = ", ".join(names[s] for s in sorted(move.before, key=lambda s: s or 0)) if move else "any"
        if move and len(move.before) == len(State) - 1:
            before = "any"
        after = names[move.after] if move else "unchanged"
        authors = ", ".join(author for author in Author if author in kind.authors)
        rows.append(f"| `{kind}` | {before} | {after} | {authors} | {kind.form} |")
    return "\n".join(rows)
