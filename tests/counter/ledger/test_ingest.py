"""Chains that arrive many events at a time: proved link by link, folded as one by one."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from counter.desk.desk import Desk
from counter.desk.dossiers import returns, transitions
from counter.desk.dossiers.entries import Return
from counter.desk.office.verification import verify
from db.domain.event import EventContext, NewEvent
from db.domain.event_kind import EventKind
from db.domain.records import Outcome
from db.domain.validation import ReceivedEvent, validate_all
from db.errors import LedgerBroken
from db.ledger import chains, ingest, ledger
from db.ledger.chains import Place
from db.ledger.ingest import Differs
from tests import offices

OTHER = "000.17.22.H56/7"


def _chain(desk: Desk) -> list[ReceivedEvent]:
    """Everything that the desk's host noted."""
    with desk.store.read() as connection:
        rows = connection.execute(
            text('SELECT e.body, e.node, e.incarnation, e.seq, p.salt, p."values" AS person FROM event e'
                 " LEFT JOIN event_person p ON p.event = e.id ORDER BY e.seq")
        )  # fmt: skip
        return [
            ReceivedEvent(row.node, row.incarnation, row.seq, row.body, row.salt or "", row.person or "")
            for row in rows
        ]


def _rows(desk: Desk) -> dict[str, str]:
    with desk.store.read() as connection:
        return {row.id: row.detail for row in connection.execute(text("SELECT id, detail FROM dossier"))}


@pytest.fixture
def told(desk: Desk) -> list[ReceivedEvent]:
    """A morning's work."""
    dossiers = [offices.received(offices.later(desk, minutes=each)) for each in range(4)]
    for minute, dossier in enumerate(dossiers):
        transitions.mark_processing(offices.later(desk, minutes=10 + minute), dossier)
        transitions.result_arrived(offices.later(desk, minutes=20 + minute), dossier, Outcome(number="7"))
    returns.return_result(offices.later(desk, minutes=30), dossiers[0], Return())
    return _chain(desk)


@pytest.fixture
def other(told: list[ReceivedEvent], tmp_path: Path) -> Desk:
    """A host that has nothing of it but the first ten events, which every office of the tests has."""
    return replace(offices.new_office(tmp_path / "other"), node=OTHER)


def _start(told: list[ReceivedEvent]) -> Place:
    return Place(node=told[0].node, incarnation=1)


def test_any_cut_into_pieces_gives_the_same_rows(desk: Desk, told: list[ReceivedEvent], other: Desk) -> None:
    at, rest = _start(told), list(told)
    while rest:
        piece, rest = rest[: (size := random.Random(len(rest)).randint(1, 9))], rest[size:]
        with other.store.write() as connection:
            at, _ = ingest.ingest(connection, at, validate_all(piece))
            chains.put(connection, at)
    assert _rows(other) == _rows(desk)
    assert at.seq == told[-1].seq
    with other.store.read() as connection:
        assert ledger.check(connection) == (len(told), None)
        assert chains.place(connection, told[0].node, 1) == at
    assert verify(other, rebuild=True).holds


def test_what_is_here_already_is_taken_once(told: list[ReceivedEvent], other: Desk) -> None:
    new = len(told) - len(_chain(other))
    for expected in (new, 0):
        with other.store.write() as connection:
            _, fresh = ingest.ingest(connection, _start(told), validate_all(told))
        assert len(fresh) == expected
    assert verify(other, rebuild=True).holds


@pytest.mark.parametrize("broken", ["missing", "changed", "person", "elsewhere", "no event"])
def test_a_chain_that_does_not_hold_is_not_taken(told: list[ReceivedEvent], other: Desk, broken: str) -> None:
    bad = list(told)
    at = next(n for n, each in enumerate(bad) if each.person and '"received"' in (each.body or ""))
    one = bad[at]
    if broken == "missing":
        del bad[at]
    elif broken == "changed":
        bad[at] = one._replace(body=(one.body or "").replace("khai sinh", "khai tử"))
    elif broken == "person":
        bad[at] = one._replace(person=one.person.replace("Bưởi", "Cam"))
    elif broken == "elsewhere":
        bad[at] = one._replace(body=(one.body or "").replace('"inc":1', '"inc":2'))
    else:
        bad[at] = one._replace(body="{}")
    with pytest.raises(LedgerBroken), other.store.write() as connection:
        ingest.ingest(connection, _start(told), validate_all(bad))
    assert _rows(other) == {}


def test_another_event_in_its_place_is_told_from_a_broken_chain(
    desk: Desk, told: list[ReceivedEvent], other: Desk
) -> None:
    mine = offices.seated(replace(other, node=told[0].node), "minh", 1)
    with pytest.raises(Differs), mine.store.write() as connection:
        ingest.ingest(connection, _start(told), validate_all(told))


def test_an_event_that_nobody_can_read_leaves_a_place_in_the_chain(
    told: list[ReceivedEvent], other: Desk
) -> None:
    holed = list(told)
    holed[-3] = holed[-3]._replace(body="", salt="", person="")
    with other.store.write() as connection:
        at, _ = ingest.ingest(connection, _start(told), validate_all(holed))
        chains.put(connection, at)
        assert at.base == holed[-3].seq
        assert ledger.check(connection) == (len(told) - 1, None)


def test_a_part_of_a_chain_may_have_gaps_up_to_its_base_and_none_after_it(
    told: list[ReceivedEvent], other: Desk
) -> None:
    base = told[-4]
    with other.store.write() as connection:
        ingest.ingest_scattered(connection, validate_all(each for each in told[10:-3] if each.seq % 3))
        chains.put(connection, Place(node=base.node, incarnation=1, seq=base.seq, hash="", base=base.seq))
        ingest.ingest(connection, chains.place(connection, base.node, 1), validate_all(told[-3:]))
        assert ledger.check(connection)[1] is None
        chains.put(connection, Place(node=base.node, incarnation=1, seq=base.seq, hash="", base=0))
        bad = ledger.check(connection)[1]
    assert bad is not None
    assert bad.reason == "it is missing"


def test_a_dossier_whose_intake_is_elsewhere_has_no_row_until_it_comes(
    desk: Desk, told: list[ReceivedEvent], other: Desk
) -> None:
    late = [each for each in told if each.seq > 10 and '"kind":"received"' in (each.body or "")]
    early = [each for each in told if each.seq > 10 and each not in late]
    with other.store.write() as connection:
        chains.put(connection, Place(node=told[0].node, incarnation=1, seq=told[-1].seq, base=told[-1].seq))
        ingest.ingest_scattered(connection, validate_all(early))
    assert _rows(other) == {}
    assert verify(other, rebuild=True).holds
    with other.store.write() as connection:
        ingest.ingest_scattered(connection, validate_all(late))
    assert _rows(other) == _rows(desk)
    assert verify(other, rebuild=True).holds


def test_a_shift_that_was_closed_before_the_host_began_has_no_row(
    told: list[ReceivedEvent], other: Desk
) -> None:
    data = {"set": {"reviewed_by": "hoa", "reviewed_at": "2026-11-23T01:41:00.000Z"}}
    last = told[-1]
    act = EventContext(node=last.node, incarnation=2, actor="hoa", at=other.clock.now())
    with other.store.write() as connection:
        before = connection.scalar(text("SELECT count(*) FROM shift"))
        chains.put(connection, Place(node=last.node, incarnation=1, seq=last.seq, base=last.seq))
        ledger.append(
            connection,
            act,
            NewEvent(stream="shift", stream_id="s-1", kind=EventKind.SHIFT_REVIEWED, data=data),
        )
        assert connection.scalar(text("SELECT count(*) FROM shift")) == before
    assert verify(other, rebuild=True).holds


def test_a_chain_that_was_cut_off_here_is_missed(told: list[ReceivedEvent], other: Desk) -> None:
    with other.store.write() as connection:
        ingest.ingest(connection, _start(told), validate_all(told[:-2]))
        chains.put(connection, Place(node=told[0].node, incarnation=1, seq=told[-1].seq))
        bad = ledger.check(connection)[1]
    assert bad is not None
    assert (bad.seq, bad.reason) == (told[-2].seq, "it is missing")
