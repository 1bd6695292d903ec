"""The fold: the same events give the same rows, in whatever order two hosts learn of them."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from db.domain.event import Event, canonical, instant
from db.domain.event_kind import EventKind
from db.domain.fold import CONFLICT, fold
from db.domain.lifecycle import FINAL, MOVES, NOTES, State, allows, next_state
from db.ledger.projections import folded

KINDS = sorted(MOVES) + sorted(NOTES)
START = datetime(2026, 11, 23, tzinfo=UTC)


def _event(node: int, seq: int, hlc: int, kind: str, before: State | None, after: State | None) -> Event:
    body = {
        "v": 1, "id": f"{node}-{seq}", "node": f"H56/{node}", "inc": 1, "seq": seq, "stream": "dossier",
        "of": "d", "kind": kind, "by": "lan", "counter": 1, "shift": "", "hlc": hlc,
        "at": instant(START + timedelta(minutes=seq)), "from": before, "to": after,
        "data": {"set": {f"by_{node}": seq}, "add": {"seen": f"{node}-{seq}"}, "sum": {"paid": seq}},
        "person": "", "prev": "",
    }  # fmt: skip
    return Event.read(canonical(body))


@st.composite
def two_nodes(draw: st.DrawFn) -> list[Event]:
    """What two nodes do to one dossier, each knowing only its own part, legal or not."""
    events: list[Event] = []
    for node in (0, 1):
        state: State | None = None
        hlc = 0
        for seq in range(1, draw(st.integers(0, 7)) + 1):
            kind = draw(st.sampled_from(KINDS))
            hlc += draw(st.integers(1, 4))
            after = None if kind in NOTES else next_state(kind, state)
            events.append(_event(node, seq, hlc, kind, None if kind in NOTES else state, after))
            state = next_state(kind, state)
    return events


def _in_order(events: list[Event]) -> list[tuple[Event, dict[str, Any]]]:
    return [(event, {}) for event in sorted(events, key=lambda event: event.key)]


class Arriving:
    """A row as ``projections.apply`` keeps it: folded on where an event comes last, anew where it does not."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.row: dict[str, Any] | None = None

    def take(self, event: Event) -> None:
        newest = max((each.key for each in self.events), default="")
        self.events.append(event)
        self.row = fold(self.row, event, {}) if event.key > newest else folded(_in_order(self.events))


@settings(max_examples=300, deadline=None)
@given(events=two_nodes(), seed=st.integers())
def test_any_order_of_arrival_gives_the_same_row_and_loses_nothing(events: list[Event], seed: int) -> None:
    shuffled = list(events)
    random.Random(seed).shuffle(shuffled)
    here, there = Arriving(), Arriving()
    for event in events:
        here.take(event)
    for event in shuffled:
        there.take(event)
    assert here.row == there.row
    if events:
        assert here.row is not None
        assert sorted(here.row["seen"]) == sorted(event.id for event in events)
        assert here.row["paid"] == sum(event.seq for event in events)


@settings(max_examples=300, deadline=None)
@given(events=two_nodes())
def test_a_dossier_is_flagged_exactly_when_a_move_met_another_state_or_no_legal_one(
    events: list[Event],
) -> None:
    row: dict[str, Any] | None = None
    flagged = False
    for event, _ in _in_order(events):
        met = State(row["state"]) if row and row["state"] else None
        legal = allows(event.kind, met)
        knew = event.kind in NOTES or event.from_state == met
        flagged = (flagged or not (legal and knew)) and event.kind != EventKind.SETTLED
        row = fold(row, event, {})
        assert bool(row["attention"] == CONFLICT) is flagged
        if event.to_state is not None:
            assert row["state"] == event.to_state


def test_every_state_can_be_reached_and_left_or_is_final() -> None:
    reached = {move.after for move in MOVES.values()}
    left = {state for move in MOVES.values() for state in move.before if state}
    assert reached == set(State)
    assert left | FINAL == set(State)
    assert {move.after for move in MOVES.values() if move.before & FINAL} == {State.VOIDED}
    assert State.VOIDED not in left
