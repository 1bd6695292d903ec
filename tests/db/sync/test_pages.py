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
from db.sync.connection import SyncError
from db.sync.pages import Page, store_pages
from db.sync.session import SyncSession
from db.sync.state import Failure
from tests.db.store.test_lock import tickets, until_queued

OTHER = "000.17.22.H56/1"
NEW: Any = "an event"


@pytest.fixture
def session(tmp_path: Path) -> SyncSession:
    """One that never says a word over a line."""
    nowhere: Any = None
    return SyncSession(
        store=create_store(tmp_path / "office"),
        pg=nowhere,
        node="000.17.22.H56/0",
        incarnation=1,
        app="test",
        arrived=lambda connection, event: None,
        numbers=lambda connection, numbers: None,
        clock=lambda: datetime.now(UTC),
    )


@pytest.fixture
def turns(session: SyncSession, monkeypatch: pytest.MonkeyPatch) -> list[list[int]]:
    """The numbers that were stored in each write transaction."""
    made: list[list[int]] = []
    write: Callable[[], AbstractContextManager[Connection]] = session.store.write

    def counted() -> AbstractContextManager[Connection]:
        made.append([])
        return write()

    monkeypatch.setattr(session.store, "write", counted)
    return made


def page(first: int, last: int) -> list[ReceivedEvent]:
    return [ReceivedEvent(OTHER, 1, number, "{", "", "") for number in range(first, last + 1)]


async def no_more(page: Page) -> Page:
    return ()


def numbers(events: Sequence[ValidatedEvent]) -> list[int]:
    assert all(event.fault for event in events)
    return [event.received.seq for event in events]


def test_what_a_machine_stores_slowly_is_stored_in_small_pieces(session: SyncSession) -> None:
    for seconds, fewest, most in ((0.01, 500, 1_000), (0.05, 200, 200), (5.0, 50, 50), (0.0, 1_000, 1_000)):
        session.at_once = 200
        session.learn_store_rate(200, seconds)
        assert fewest <= session.at_once <= most


async def test_pieces_follow_what_was_learnt_and_share_a_turn_while_nobody_waits(
    session: SyncSession, turns: list[list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def learn(session: SyncSession, events: int, seconds: float) -> None:
        session.at_once = 2 * events

    monkeypatch.setattr(SyncSession, "learn_store_rate", learn)
    monkeypatch.setattr(pages, "_TURN_SECONDS", 60.0)
    sizes: list[int] = []

    def keep(connection: Connection, events: Sequence[ValidatedEvent]) -> list[Event]:
        turns[-1] += numbers(events)
        sizes.append(len(events))
        return [NEW] * len(events)

    session.at_once = 70
    await store_pages(session, page(1, 2_000), no_more, keep)
    assert turns == [list(range(1, 2_001))]
    assert sizes == [70, 140, 280, 560, 950]


async def test_what_was_passed_over_teaches_nothing(session: SyncSession) -> None:
    session.at_once = 70
    await store_pages(session, page(1, 500), no_more, lambda connection, events: [])
    assert session.at_once == 70


async def test_whoever_comes_to_write_has_the_next_turn(session: SyncSession, turns: list[list[int]]) -> None:
    path = session.store.data / "office.lock"
    came: list[int] = []

    def come() -> None:
        with session.store.write():
            came.append(sum(map(len, turns)))

    waiters: list[threading.Thread] = []

    def keep(connection: Connection, events: Sequence[ValidatedEvent]) -> list[Event]:
        turns[-1] += numbers(events)
        if events[0].received.seq == 1:
            waiters.append(threading.Thread(target=come))
            queued = tickets(path)
            waiters[-1].start()
            until_queued(path, queued + 1)
        return []

    session.at_once = 50
    await store_pages(session, page(1, 500), no_more, keep)
    waiters[0].join()
    assert came == [50]
    assert [number for turn in turns for number in turn] == list(range(1, 501))


async def test_a_turn_ends_though_nobody_waits(
    session: SyncSession, turns: list[list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def keep(connection: Connection, events: Sequence[ValidatedEvent]) -> list[Event]:
        turns[-1] += numbers(events)
        return []

    monkeypatch.setattr(pages, "_TURN_SECONDS", 0.0)
    session.at_once = 50
    await store_pages(session, page(1, 100), no_more, keep)
    assert [len(turn) for turn in turns] == [50, 50]


async def test_pages_are_asked_for_ahead_and_kept_in_their_order(
    session: SyncSession, turns: list[list[int]]
) -> None:
    asked: list[int] = []

    async def ask(before: Page) -> Page:
        asked.append(before[-1].seq)
        await asyncio.sleep(0)
        return page(before[-1].seq + 1, before[-1].seq + 10) if before[-1].seq < 40 else ()

    ahead: list[int] = []

    def keep(connection: Connection, events: Sequence[ValidatedEvent]) -> list[Event]:
        turns[-1] += numbers(events)
        ahead.append(asked[-1] - events[-1].received.seq)
        return []

    await store_pages(session, page(1, 10), ask, keep)
    assert [turn[-1] for turn in turns] == asked == [10, 20, 30, 40]
    assert ahead == [10, 10, 10, 0]


async def test_what_came_before_the_line_was_lost_is_kept(
    session: SyncSession, turns: list[list[int]]
) -> None:
    async def ask(before: Page) -> Page:
        if before[-1].seq == 20:
            raise SyncError(Failure.NO_NETWORK, "cut")
        return page(11, 20)

    def keep(connection: Connection, events: Sequence[ValidatedEvent]) -> list[Event]:
        turns[-1] += numbers(events)
        return []

    with pytest.raises(SyncError, match="cut"):
        await store_pages(session, page(1, 10), ask, keep)
    assert turns == [list(range(1, 11)), list(range(11, 21))]


async def test_a_failure_undoes_its_turn_and_ends_what_was_asked_for(session: SyncSession) -> None:
    ended: list[str] = []

    async def ask(before: Page) -> Page:
        for _ in range(5):  # it is not done at its first turn
            await asyncio.sleep(0)
        ended.append("asked")
        return ()

    def keep(connection: Connection, events: Sequence[ValidatedEvent]) -> list[Event]:
        facts.put(connection, "reached", str(events[-1].received.seq))
        if events[0].received.seq > 1:
            raise RuntimeError("the second piece")
        return [NEW] * len(events)

    session.at_once = 150
    with pytest.raises(RuntimeError, match="the second piece"):
        await store_pages(session, page(1, 300), ask, keep)
    assert ended == ["asked"]
    assert session.received == 0
    with session.store.read() as connection:
        assert facts.get(connection, "reached") == ""
