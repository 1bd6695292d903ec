"""Two hosts of one office, apart and then together: the same rows on both, whatever came first."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from counter.desk.desk import Desk
from counter.desk.dossiers import corrections, returns, transitions
from counter.desk.dossiers.entries import Correction, Return
from counter.desk.office.verification import verify
from counter.problems import Problem
from db.domain.fold import CONFLICT
from db.domain.lifecycle import State
from db.domain.records import Outcome
from db.domain.validation import ReceivedEvent, validate
from db.ledger import ingest
from tests import offices


def _exchange(one: Desk, other: Desk, seed: int) -> None:
    """Give each host the other's events, in an order that nobody planned."""
    for source, target in ((one, other), (other, one)):
        events = _events(source)
        random.Random(seed).shuffle(events)
        with target.store.write() as connection:
            for event in events:
                ingest.ingest_scattered(connection, [validate(event)])


def _events(desk: Desk) -> list[ReceivedEvent]:
    joined = text(
        "SELECT e.node, e.incarnation, e.seq, e.body, coalesce(p.salt, '') AS salt,"
        " coalesce(p.\"values\", '') AS person FROM event e LEFT JOIN event_person p ON p.event = e.id"
    )
    with desk.store.read() as connection:
        return [ReceivedEvent(*row) for row in connection.execute(joined)]


def _rows(connection: Connection) -> list[tuple[str, str]]:
    return [tuple(row) for row in connection.execute(text("SELECT id, detail FROM dossier ORDER BY id"))]


def _pair(folder: Path) -> tuple[Desk, Desk]:
    """Two hosts of one office that begin with the same ledger; at the second one a supervisor works."""
    one = offices.new_office(folder / "one")
    other = offices.new_office(folder / "other")
    return offices.seated(one, "lan", 3), offices.seated(
        replace(other, node=f"{one.office.unit}/2"), "hoa", 1
    )


def _do(desk: Desk, dossier: str, what: str) -> None:
    """One action of an officer; what the state does not allow is refused and changes nothing."""
    try:
        match what:
            case "processing":
                transitions.mark_processing(desk, dossier)
            case "result":
                transitions.result_arrived(desk, dossier, Outcome(number="7"))
            case "return":
                returns.return_result(desk, dossier, Return())
            case _:
                corrections.correct(desk, dossier, Correction(shelf=what), "đổi sang kệ khác")
    except Problem:
        return


actions = st.lists(
    st.tuples(st.booleans(), st.sampled_from(["processing", "result", "return", "A1", "B2"])), max_size=6
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(done=actions, seed=st.integers(0, 1000))
def test_two_hosts_reach_the_same_rows(
    tmp_path_factory: pytest.TempPathFactory, done: list[tuple[bool, str]], seed: int
) -> None:
    folder = tmp_path_factory.mktemp("pair")
    one, other = _pair(folder)
    dossier = offices.received(one)
    _exchange(one, other, seed)
    for minute, (here, what) in enumerate(done):
        _do(offices.later(one if here else other, minutes=minute + 1), dossier, what)
    _exchange(one, other, seed)
    with one.store.read() as a, other.store.read() as b:
        assert _rows(a) == _rows(b)
    assert not verify(one, rebuild=True).differing
    assert not verify(other, rebuild=True).differing
    one.store.close()
    other.store.close()


def test_a_dossier_moved_by_both_hosts_needs_attention_until_the_supervisor_settles_it(
    tmp_path: Path,
) -> None:
    one, other = _pair(tmp_path)
    dossier = offices.received(one)
    _exchange(one, other, 1)
    transitions.result_arrived(offices.later(one, minutes=1), dossier, Outcome())
    transitions.mark_processing(offices.later(other, minutes=2), dossier)
    _exchange(one, other, 1)
    supervisor = offices.later(other, minutes=3)
    with other.store.read() as connection:
        met = transitions.load(connection, other, dossier)
    assert (met.attention, met.state) == (CONFLICT, State.PROCESSING)
    assert corrections.settle(supervisor, dossier, "đã kiểm tra hồ sơ giấy").attention == ""
    one.store.close()
    other.store.close()
