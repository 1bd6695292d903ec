"""How much is stored at once: as much as keeps nobody at the counters waiting."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from db import host as facts
from db.engine import Store
from db.event import Event
from db.proving import Proof, Told
from db.sync.meeting import Meeting
from db.sync.taking import cut, keep_in_pieces


@pytest.fixture
def meeting(tmp_path: Path) -> Meeting:
    """One that never says a word over a line."""
    nowhere: Any = None
    return Meeting(
        store=Store.create(tmp_path / "office"),
        line=nowhere,
        node="000.17.22.H56/0",
        incarnation=1,
        app="test",
        arrived=lambda connection, event: None,
        numbers=lambda connection, numbers: None,
        clock=lambda: datetime.now(UTC),
    )


def test_what_a_machine_stores_slowly_is_stored_in_small_pieces(meeting: Meeting) -> None:
    for seconds, fewest, most in ((0.01, 500, 1_000), (0.05, 200, 200), (5.0, 50, 50), (0.0, 1_000, 1_000)):
        meeting.at_once = 200
        meeting.stored(200, seconds)
        assert fewest <= meeting.at_once <= most


def test_pieces_follow_what_was_learnt_meanwhile_and_nothing_is_left_out(meeting: Meeting) -> None:
    news = [Told("000.17.22.H56/1", 1, number, "", "", "") for number in range(1, 1_001)]
    meeting.at_once, sizes = 10, []
    for piece in cut(meeting, news):
        sizes.append(len(piece))
        meeting.at_once *= 3
    assert sizes == [10, 30, 90, 270, 600]


async def test_each_piece_is_proved_before_it_is_kept_and_a_failure_keeps_none_of_it(
    meeting: Meeting,
) -> None:
    news = [Told("000.17.22.H56/1", 1, number, "{", "", "") for number in range(1, 301)]
    kept: list[int] = []

    def keep(meeting: Meeting, connection: Connection, proofs: Sequence[Proof]) -> list[Event]:
        assert all(proof.broken for proof in proofs)
        facts.put(connection, "reached", str(proofs[-1].told.seq))
        if kept:
            raise RuntimeError("the second piece")
        kept.extend(proof.told.seq for proof in proofs)
        return []

    meeting.at_once = 150
    with pytest.raises(RuntimeError, match="the second piece"):
        await keep_in_pieces(meeting, cut(meeting, news), keep)
    assert len(kept) == 150
    with meeting.store.read() as connection:
        assert facts.get(connection, "reached") == "150"
