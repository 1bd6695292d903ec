"""How much is stored at once: as much as keeps nobody at the counters waiting, and nothing that came is lost."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from db import host as facts
from db.domain.event import Event
from db.domain.validation import ReceivedEvent, ValidatedEvent
from db.store.upgrade import create_store
from db.sync import pages
from db.sync.connection import Lost
from db.sync.pages import Page, store_pages
from db.sync.session import SyncSession
from db.sync.state import Failure
from tests.db.store.test_lock import tickets, until_queued

OTHER = "000.17.22.H56/1"
NEW: Any = "an event"


@pytest.fixture
def meeting(tmp_path: Path) -> SyncSession:
    """One that never says a word over a line."""
    nowhere: Any = None
    return SyncSession(
        store=create_store(tmp_path / "office"),
        line=nowhere,
        node="000.17.22.H56/0",
        incarnation=1,
        app="test",
        arrived=lambda connection, event: None,
        numbers=lambda connection, numbers: None,
        clock=lambda: datetime.now(UTC),
    )


@pytest.fixture
def turns(meeting: SyncSession, monkeypatch: pytest.MonkeyPatch) -> list[list[int]]:
    """The numbers that were stored in each write transaction."""
    made: list[list[int]] = []
    write: Callable[[], AbstractContextManager[Connection]] = meeting.store.write

    def counted() -> AbstractContextManager[Connection]:
        made.append([])
        return write()

    monkeypatch.setattr(meeting.store, "write", counted)
    return made


def page(first: int, last: int) -> list[ReceivedEvent]:
    return [ReceivedEvent(OTHER, 1, number, "{", "", "") for number in range(first, last + 1)]


async def no_more(page: Page) -> Page:
    return ()


def numbers(proofs: Sequence[ValidatedEvent]) -> list[int]:
    assert all(proof.fault for proof in proofs)
    return [proof.received.seq for proof in proofs]


def test_what_a_machine_stores_slowly_is_stored_in_small_pieces(meeting: SyncSession) -> None:
    for seconds, fewest, most in ((0.01, 500, 1_000), (0.05, 200, 200), (5.0, 50, 50), (0.0, 1_000, 1_000)):
        meeting.at_once = 200
        meeting.stored(200, seconds)
        assert fewest <= meeting.at_once <= most


async def test_pieces_follow_what_was_learnt_and_share_a_turn_while_nobody_waits(
    meeting: SyncSession, turns: list[list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def learn(meeting: SyncSession, events: int, seconds: float) -> None:
        meeting.at_once = 2 * events

    monkeypatch.setattr(SyncSession, "stored", learn)
    monkeypatch.setattr(pages, "_TURN", 60.0)
    sizes: list[int] = []

    def keep(connection: Connection, proofs: Sequence[ValidatedEvent]) -> list[Event]:
        turns[-1] += numbers(proofs)
        sizes.append(len(proofs))
        return [NEW] * len(proofs)

    meeting.at_once = 70
    await store_pages(meeting, page(1, 2_000), no_more, keep)
    assert turns == [list(range(1, 2_001))]
    assert sizes == [70, 140, 280, 560, 950]


async def test_what_was_passed_over_teaches_nothing(meeting: SyncSession) -> None:
    meeting.at_once = 70
    await store_pages(meeting, page(1, 500), no_more, lambda connection, proofs: [])
    assert meeting.at_once == 70


async def test_whoever_comes_to_write_has_the_next_turn(meeting: SyncSession, turns: list[list[int]]) -> None:
    path = meeting.store.data / "office.lock"
    came: list[int] = []

    def come() -> None:
        with meeting.store.write():
            came.append(sum(map(len, turns)))

    waiters: list[threading.Thread] = []

    def keep(connection: Connection, proofs: Sequence[ValidatedEvent]) -> list[Event]:
        turns[-1] += numbers(proofs)
        if proofs[0].received.seq == 1:
            waiters.append(threading.Thread(target=come))
            queued = tickets(path)
            waiters[-1].start()
            until_queued(path, queued + 1)
        return []

    meeting.at_once = 50
    await store_pages(meeting, page(1, 500), no_more, keep)
    waiters[0].join()
    assert came == [50]
    assert [number for turn in turns for number in turn] == list(range(1, 501))


async def test_a_turn_ends_though_nobody_waits(
    meeting: SyncSession, turns: list[list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def keep(connection: Connection, proofs: Sequence[ValidatedEvent]) -> list[Event]:
        turns[-1] += numbers(proofs)
        return []

    monkeypatch.setattr(pages, "_TURN", 0.0)
    meeting.at_once = 50
    await store_pages(meeting, page(1, 100), no_more, keep)
    assert [len(turn) for turn in turns] == [50, 50]


async def test_pages_are_asked_for_ahead_and_kept_in_their_order(
    meeting: SyncSession, turns: list[list[int]]
) -> None:
    asked: list[int] = []

    async def ask(before: Page) -> Page:
        asked.append(before[-1].seq)
        await asyncio.sleep(0)
        return page(before[-1].seq + 1, before[-1].seq + 10) if before[-1].seq < 40 else ()

    ahead: list[int] = []

    def keep(connection: Connection, proofs: Sequence[ValidatedEvent]) -> list[Event]:
        turns[-1] += numbers(proofs)
        ahead.append(asked[-1] - proofs[-1].received.seq)
        return []

    await store_pages(meeting, page(1, 10), ask, keep)
    assert [turn[-1] for turn in turns] == asked == [10, 20, 30, 40]
    assert ahead == [10, 10, 10, 0]


async def test_what_came_before_the_line_was_lost_is_kept(
    meeting: SyncSession, turns: list[list[int]]
) -> None:
    async def ask(before: Page) -> Page:
        if before[-1].seq == 20:
            raise Lost(Failure.NO_NETWORK, "cut")
        return page(11, 20)

    def keep(connection: Connection, proofs: Sequence[ValidatedEvent]) -> list[Event]:
        turns[-1] += numbers(proofs)
        return []

    with pytest.raises(Lost, match="cut"):
        await store_pages(meeting, page(1, 10), ask, keep)
    assert turns == [list(range(1, 11)), list(range(11, 21))]


async def test_a_failure_undoes_its_turn_and_ends_what_was_asked_for(meeting: SyncSession) -> None:
    ended: list[str] = []

    async def ask(before: Page) -> Page:
        await asyncio.sleep(0.05)
        ended.append("asked")
        return ()

    def keep(connection: Connection, proofs: Sequence[ValidatedEvent]) -> list[Event]:
        facts.put(connection, "reached", str(proofs[-1].received.seq))
        if proofs[0].received.seq > 1:
            raise RuntimeError("the second piece")
        return [NEW] * len(proofs)

    meeting.at_once = 150
    with pytest.raises(RuntimeError, match="the second piece"):
        await store_pages(meeting, page(1, 300), ask, keep)
    assert ended == ["asked"]
    assert meeting.received == 0
    with meeting.store.read() as connection:
        assert facts.get(connection, "reached") == ""
