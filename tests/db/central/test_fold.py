"""The centre's rows are the office's, whatever two hosts and a back office do, and in whatever order it arrives."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from db.domain.event import new_id
from db.domain.lifecycle import MOVES, NOTES, State
from db.domain.validation import ReceivedEvent, validate_all
from db.enrolment import Enrolment
from db.ledger import ingest
from db.models import DossierRow, table
from db.store.engine import Store
from db.store.upgrade import create_store
from db.sync.wire import Packed, pack
from tests.db.central import world
from tests.db.central.sending import BEGAN, Host

_ROWS = table(DossierRow)
_STATES = st.none() | st.sampled_from(State)
_TEXT = st.text("aỒ'\"\\%\n", max_size=4)
_ANY = st.none() | _TEXT | st.integers(-(2**53), 2**53) | st.just(3.0) | st.lists(st.booleans(), max_size=2)
_OURS = dict.fromkeys(["state", "attention", "decided", "id", "later"], _ANY)
_SET = st.fixed_dictionaries({}, optional={**_OURS, "note": _TEXT, "missing": st.lists(_TEXT, max_size=2)})
_ADD = st.fixed_dictionaries({}, optional={**_OURS, "missing": _TEXT})
_SUM = st.fixed_dictionaries(
    {}, optional={"later": st.integers(-(2**53), 2**53), "paid": st.integers(-(10**12), 10**12)}
)


@dataclass(frozen=True)
class NewEvent:
    """What one of the three (0 and 1 are hosts, 2 the back office) does to one of the dossiers, at its own time."""

    who: int
    of: int
    kind: str
    legal: bool
    states: tuple[State | None, State | None]
    wait: int
    data: dict[str, Any]
    person: dict[str, Any]


_DEEDS = st.builds(
    NewEvent,
    who=st.sampled_from([0, 0, 1, 2]),
    of=st.integers(0, 1),
    kind=st.sampled_from([*MOVES, *sorted(NOTES)]),
    legal=st.booleans(),
    states=st.tuples(_STATES, _STATES),
    wait=st.integers(-90, 90),
    data=st.fixed_dictionaries({}, optional={"set": _SET, "add": _ADD, "sum": _SUM, "reason": _TEXT}),
    person=st.dictionaries(
        st.sampled_from(["applicant", "collector"]),
        st.fixed_dictionaries({"name": _TEXT}),
        max_size=1,
    ),
)


class Town:
    """Two hosts, their office at the centre, and a third host that hears of everything from there."""

    def __init__(self, centre: psycopg.Connection[Any], hosts: list[Enrolment], store: Store) -> None:
        self.centre, self.store = centre, store
        self.hosts = [Host(each) for each in hosts]
        self.sessions = [world.session(each) for each in hosts]
        self.cursors: dict[str, int] = {}
        self.unsent: list[list[Packed]] = [[], []]
        self.known: dict[tuple[int, str], State | None] = {}

    def do(self, deed: NewEvent, of: str) -> None:
        states = deed.states
        if deed.legal and deed.kind in MOVES:
            states = (self.known.get((deed.who, of)), MOVES[deed.kind].after)
        self.known[deed.who, of] = states[1]
        if deed.who == 2:
            call = "SELECT centre.append(%s, %s, '', 'so', 'dossier', %s, %s, %s, %s, %s)"
            self.centre.execute(
                call, [f"{world.HOME}/c", world.HOME, of, deed.kind, json.dumps(deed.data), *states]
            )
            return
        host = self.hosts[deed.who]
        host.at = BEGAN + timedelta(minutes=100 + deed.wait)
        event = host.write(of, deed.kind, deed.data, deed.person, states=states)
        host.hash = world.hash_of(event.body)
        self.unsent[deed.who].append(event)

    def send(self, who: int) -> None:
        """What a host has not sent; judged at once or, as a line may be cut, with what comes after it."""
        events, self.unsent[who] = self.unsent[who], []
        if not events:
            return
        host = self.hosts[who]
        first = host.seq - len(events) + 1
        previous = json.loads(events[0].body)["prev"]
        answer = (
            self.sessions[who]
            .execute("SELECT centre.push_v1(1, %s, %s, %b::text[], %s)", [first, previous, *pack(events)])
            .fetchone()
        )
        assert answer == ({"status": "ok", "high": host.seq},)

    def judge(self, who: int, most: int = 1000) -> int:
        left = self.sessions[who].execute("SELECT centre.fold_v1(%s)", [most]).fetchone()
        assert left is not None
        return int(left[0])

    def hear(self) -> None:
        told = self.sessions[0].execute(
            "SELECT node, incarnation, seq, body, salt, person FROM centre.pull_v1(%s, 10000000)",
            [json.dumps(self.cursors)],
        )
        events = [ReceivedEvent(*row) for row in told]
        for event in events:
            chain = f"{event.node}#{event.incarnation}"
            assert event.seq == self.cursors.get(chain, 0) + 1
            self.cursors[chain] = event.seq
        with self.store.write() as connection:
            ingest.ingest_scattered(connection, validate_all(events))

    def rows(self, ids: Sequence[str]) -> tuple[dict[str, Any], dict[str, Any]]:
        """The rows of some dossiers as the centre has them, and as the host that heard of them has them."""
        at_centre = self.centre.execute(
            "SELECT id, last, detail FROM centre.dossier WHERE id = ANY (%s)", [list(ids)]
        )
        with self.store.read() as connection:
            here = connection.execute(
                select(_ROWS.c.id, _ROWS.c.last, _ROWS.c.detail).where(_ROWS.c.id.in_(ids))
            )
            return (
                {of: (last, detail) for of, last, detail in at_centre},
                {row.id: (row.last, json.loads(row.detail)) for row in here},
            )


@pytest.fixture(scope="module")
def town(lasting_centre: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    enrolments = [world.enrol(lasting_centre, number=number) for number in (0, 1)]
    store = create_store(Path(tmp_path_factory.mktemp("heard")) / "office")
    with world.session(lasting_centre) as centre:
        town = Town(centre, enrolments, store)
        yield town
    for session in town.sessions:
        session.close()


@settings(max_examples=40)
@given(
    deeds=st.lists(_DEEDS, min_size=1, max_size=14),
    order=st.lists(
        st.sampled_from(["send 0", "send 1", "judge", "hear", "nothing"]), min_size=14, max_size=14
    ),
)
def test_both_sides_reach_the_same_rows(town: Town, deeds: list[NewEvent], order: list[str]) -> None:
    ids = [new_id(), new_id()]
    for deed, then in zip(deeds, order, strict=False):
        town.do(deed, ids[deed.of])
        match then.split():
            case ["send", who]:
                town.send(int(who))
            case ["judge"]:
                town.judge(0, most=2)
            case ["hear"]:
                town.hear()
    town.send(1)
    town.send(0)
    while town.judge(1):
        pass
    town.hear()
    centre, office = town.rows(ids)
    assert centre == office
    assert set(centre) == {ids[deed.of] for deed in deeds}
    refused = town.centre.execute("SELECT * FROM centre.quarantine").fetchall()
    assert refused == []
