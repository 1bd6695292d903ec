"""A chain that does not hold stands alone: everything else travels, and nothing is made of half of what it tells."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from counter.desk.dossiers import queries, transitions
from counter.desk.office.verification import verify
from counter.problems import Problem
from db.domain.lifecycle import State
from db.domain.validation import ReceivedEvent
from db.sync import calls, state
from db.sync.connection import PgConnection, SyncError
from db.sync.download import Diverged, Retired, download_all
from db.sync.session import SyncSession
from db.sync.state import Failure
from tests.counter.sync.hosts import as_the_centre, at_centre, host_at, record
from tests.db.central import sending, world
from tests.db.sync.test_pages import session

__all__ = ["session"]


def _damage(centre: str, column: str, node: str, seq: int, was: str, now: str) -> None:
    with psycopg.connect(centre) as connection:
        change = f"UPDATE centre.event SET {column} = replace({column}, %s, %s) WHERE node = %s AND seq = %s"
        assert connection.execute(change.encode(), [was, now, node, seq]).rowcount == 1


def _decide(centre: str, dossier: str) -> None:
    for kind in ("processing", "result-arrived"):
        record(centre, dossier, kind)


@pytest.mark.parametrize(
    ("column", "was", "now", "failure"),
    [("body", "A-2", "A-3", Failure.FORK), ("person", "Mở", "Đóng", Failure.BROKEN)],
)
def test_a_chain_of_another_host_that_does_not_hold_keeps_nothing_else_from_travelling(
    own_centre: str, tmp_path: Path, column: str, was: str, now: str, failure: Failure
) -> None:
    one = host_at(own_centre, tmp_path / "one")
    other, third = (sending.Host(world.enrol(own_centre, number=number)) for number in (1, 2))
    other.receive("A-1")
    one.synced()
    other.receive("A-2")
    other.receive("A-4")
    _damage(own_centre, column, other.node, 2, was, now)
    third.receive("C-1")
    (mine,) = one.receive()
    assert one.sync().failure is failure
    assert (third.node, 1, 1) in one.events()
    one.receive()
    run = one.sync()
    assert (run.failure, run.sent, run.received) == (failure, 1, 0)
    with one.desk.store.read() as connection:
        assert state.at_centre(connection, mine)
    _damage(own_centre, column, other.node, 2, now, was)
    one.synced()
    assert one.events() == at_centre(own_centre)
    assert verify(one.desk, rebuild=True).holds


def test_what_shows_only_once_it_was_judged_is_told_too(own_centre: str, tmp_path: Path) -> None:
    one = host_at(own_centre, tmp_path / "one")
    other = sending.Host(world.enrol(own_centre, number=1))
    other.folds = False
    other.receive("A-1")
    other.receive("A-2")
    _damage(own_centre, "body", other.node, 1, "A-1", "A-9")
    one.receive()
    assert one.sync().failure is Failure.FORK
    assert verify(one.desk, rebuild=True).holds
    _damage(own_centre, "body", other.node, 1, "A-9", "A-1")
    one.synced()
    assert one.events() == at_centre(own_centre)
    assert verify(one.desk, rebuild=True).holds


def test_what_is_told_of_a_dossier_that_cannot_come_makes_none(own_centre: str, tmp_path: Path) -> None:
    one = host_at(own_centre, tmp_path / "one")
    other = sending.Host(world.enrol(own_centre, number=1))
    other.receive("A-1")
    one.synced()
    other.receive("A-2")
    other.receive("A-3")
    dossier = other.receive("A-4")
    _decide(own_centre, dossier)
    _damage(own_centre, "body", other.node, 2, "A-2", "A-9")
    assert one.sync().failure is Failure.FORK
    assert queries.find(one.desk, "", group=queries.Group.READY) == []
    with one.desk.store.read() as connection, pytest.raises(Problem, match="Không có hồ sơ này"):
        transitions.load(connection, one.desk, dossier)
    _damage(own_centre, "body", other.node, 2, "A-9", "A-2")
    one.synced()
    assert [line.code for line in queries.find(one.desk, "", group=queries.Group.READY)] == ["A-4"]
    assert verify(one.desk, rebuild=True).holds


def test_what_was_given_up_with_its_beginning_leaves_no_half_dossier(own_centre: str, tmp_path: Path) -> None:
    one = host_at(own_centre, tmp_path / "one")
    other = sending.Host(world.enrol(own_centre, number=1))
    other.receive("A-1")
    one.synced()
    dossier = other.receive("A-2")
    _decide(own_centre, dossier)
    with as_the_centre(own_centre) as connection:
        found = connection.execute("SELECT max(hlc) FROM chain").fetchone()
        assert found
        other.hlc, other.states[dossier] = found[0], State.FINISHED
    other.say(dossier, "returned", {"set": {}})
    with as_the_centre(own_centre) as connection:
        long_over = "lpad(to_hex(hlc_of(now() - interval '9 days')), 16, '0')"
        connection.execute(f"UPDATE dossier SET last = {long_over} WHERE id = %s".encode(), [dossier])
        connection.execute("DELETE FROM event WHERE node = %s AND seq <= 2", [other.node])
        connection.execute("UPDATE chain SET kept = 2 WHERE node = %s", [other.node])
    one.synced()
    assert dossier not in one.dossiers()
    assert verify(one.desk, rebuild=True).holds


# -- without a line ---------------------------------------------------------------------------------------------------


def _chain(number: int, events: int) -> list[ReceivedEvent]:
    host = sending.Host(replace(world.nobody(), node=number))
    told = []
    for at in range(events):
        event = host.write(f"{number}-{at}", "received", {}, {}, states=(None, State.RECEIVED))
        host.hash = world.hash_of(event.body)
        told.append(ReceivedEvent(host.node, 1, host.seq, event.body, event.salt, event.person))
    return told


def _answering(
    monkeypatch: pytest.MonkeyPatch, *pages: Sequence[ReceivedEvent], after: float = 0.0
) -> list[dict[str, int]]:
    """The cursors of each pull; answers come ``after`` so many seconds, the last of ``pages`` again and again."""
    asked: list[dict[str, int]] = []

    async def pull(line: PgConnection, cursors: calls.Cursors, most_bytes: int) -> Sequence[ReceivedEvent]:
        asked.append(dict(cursors))
        assert len(asked) < 20
        answer = pages[min(len(asked), len(pages)) - 1]
        await asyncio.sleep(after)
        return answer

    monkeypatch.setattr(calls, "pull", pull)
    return asked


@pytest.mark.parametrize("after", [0.0, 0.01])
async def test_no_more_is_asked_for_of_a_chain_in_trouble_but_of_the_others(
    session: SyncSession, monkeypatch: pytest.MonkeyPatch, after: float
) -> None:
    bad, good = _chain(1, 40), _chain(2, 5)
    asked = _answering(monkeypatch, bad[11:20], bad[20:], good, [], after=after)
    assert isinstance(await download_all(session, bad[1:11]), SyncError)
    assert session.received == len(good)
    assert asked[-1][f"{bad[0].node}#1"] > 1 << 60
    assert asked[-1][f"{good[0].node}#1"] == len(good)


async def test_a_centre_that_repeats_itself_comes_to_an_end(
    session: SyncSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = _chain(1, 5)[1:]
    _answering(monkeypatch, bad)
    assert isinstance(await download_all(session, bad), SyncError)


async def test_what_this_host_can_mend_itself_is_told_first(
    session: SyncSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, given_up = _chain(1, 3)[1:], ReceivedEvent("000.17.22.H56/2", 1, 7, None, "", "")
    _answering(monkeypatch, [])
    with pytest.raises(Retired):
        await download_all(session, [*broken, given_up])
    ours = sending.Host(replace(world.nobody(), node=0))
    mine, *_ = _chain(0, 1)
    assert ours.node == session.node == mine.node
    await download_all(session, [mine])
    ours.hash = "0" * 64
    ours.seq = 1
    other = ours.write("x", "received", {}, {}, states=(None, State.RECEIVED))
    with pytest.raises(Diverged):
        await download_all(
            session, [*broken, ReceivedEvent(ours.node, 1, 2, other.body, other.salt, other.person)]
        )
