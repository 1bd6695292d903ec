"""Numbers have no gap and no double, whoever takes them, and however their taker ends."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from db.numbering import last, raise_to, take
from db.store.engine import Store
from db.store.upgrade import create_store
from tests.db.crowd import crowd

WRITERS = 16
SECONDS = float(os.environ.get("COUNTER_CROWD_SECONDS", "2"))
LONGEST_WAIT = 0.25


def test_numbers_start_at_one_and_each_series_counts_for_itself(store: Store) -> None:
    with store.write() as connection:
        assert [take(connection, "a"), take(connection, "a"), take(connection, "b")] == [1, 2, 1]
        assert (last(connection, "a"), last(connection, "b"), last(connection, "c")) == (2, 1, 0)


def test_an_undone_transaction_gives_its_number_back(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.write() as connection:
        take(connection, "a")
        raise ZeroDivisionError
    with store.write() as connection:
        assert take(connection, "a") == 1


def test_numbers_given_out_on_paper_are_not_given_out_again(store: Store) -> None:
    with store.write() as connection:
        raise_to(connection, "a", 7)
        raise_to(connection, "a", 3)
        assert take(connection, "a") == 8


def longest_wait(data: Path) -> float:
    """One run of the crowd, each in an office of its own; checks all but the wait, which it returns (seconds)."""
    create_store(data).close()
    reports = crowd(data, WRITERS, SECONDS)
    numbers = sorted(number for report in reports for number in report.numbers)
    wait = max(report.longest_wait for report in reports)
    print(f"{len(numbers)} numbers in {SECONDS} s, longest wait {wait * 1000:.1f} ms")  # noqa: T201
    assert [error for report in reports for error in report.errors] == []
    assert numbers == list(range(1, len(numbers) + 1))
    assert min(len(report.numbers) for report in reports) > 0
    return wait


def test_sixteen_writers_get_all_numbers_once_and_none_waits_long(tmp_path: Path) -> None:
    # Other work on the test machine can stop a writer in its turn; a queue that starves people fails every time.
    waits = (longest_wait(tmp_path / f"office-{attempt}") for attempt in range(5))
    assert any(wait < LONGEST_WAIT for wait in waits)
