"""Numbers have no gap and no double, whoever takes them, and however their taker ends."""

from __future__ import annotations

import os
from itertools import pairwise
from pathlib import Path

import pytest

from db.numbering import last, raise_to, take
from db.store.engine import Store
from db.store.upgrade import create_store
from tests.db.crowd import crowd

WRITERS = 16
SECONDS = float(os.environ.get("COUNTER_CROWD_SECONDS", "2"))


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


def test_sixteen_writers_get_all_numbers_once_and_take_turns(data: Path) -> None:
    """A queue that starves people hands the file to the same writer again and again while the others wait.

    Turns are counted, not seconds: a busy machine stops a writer between two turns now and then, and all alike.
    """
    create_store(data).close()
    reports = crowd(data, WRITERS, SECONDS)
    numbers = sorted(number for report in reports for number in report.numbers)
    wait = max(report.longest_wait for report in reports)
    print(f"{len(numbers)} numbers in {SECONDS} s, longest wait {wait * 1000:.1f} ms")  # noqa: T201
    assert [error for report in reports for error in report.errors] == []
    assert numbers == list(range(1, len(numbers) + 1))
    turns_between = sorted(
        later - earlier - 1 for report in reports for earlier, later in pairwise(report.numbers)
    )
    assert turns_between
    assert turns_between.count(0) < len(turns_between) * 0.1
    assert turns_between[len(turns_between) * 9 // 10] <= 2 * WRITERS
