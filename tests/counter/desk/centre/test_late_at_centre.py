"""The centre's overviews call late what the counter's one rule calls late."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter.rules.deadlines import deadline
from db.central.install import install
from db.domain import codec
from db.domain.event import instant
from db.domain.lifecycle import State
from db.domain.progress import SupplementRequest
from db.domain.records import Dossier, Person
from tests.postgres import Postgres

IS_LATE = "SELECT centre.is_late(%s::smallint, %s, %s, %s)"


@pytest.fixture(scope="module")
def centre(postgres: Postgres) -> Iterator[psycopg.Connection[Any]]:
    url = postgres.fresh()
    install(url)
    with psycopg.connect(url) as connection:
        yield connection


@settings(max_examples=200)
@given(
    state=st.sampled_from(State),
    due=st.none() | st.integers(-20, 20),
    finished=st.none() | st.integers(-20, -1),
    asked=st.lists(st.integers(-20, -1), max_size=2),
)
def test_both_ask_one_rule(
    centre: psycopg.Connection[Any], state: State, due: int | None, finished: int | None, asked: list[int]
) -> None:
    """Days from now; what is due is so an hour later, so that the time between the two questions decides nothing."""
    now = datetime.now(UTC)
    due_at = None if due is None else now + timedelta(days=due, hours=1)
    finished_at = None if finished is None else now + timedelta(days=finished)
    dossier = Dossier(
        id="1",
        code="1",
        state=state,
        applicant=Person(name="Bưởi"),
        received_at=now,
        due_at=due_at,
        finished_at=finished_at,
        requests=tuple(SupplementRequest(at=now + timedelta(days=days)) for days in sorted(asked)),
    )
    moments = [None if moment is None else instant(moment) for moment in (due_at, finished_at)]
    answer = centre.execute(IS_LATE, [int(state), *moments, json.dumps(codec.sparse(dossier))]).fetchone()
    assert answer == (deadline(dossier, now).is_late,)


def test_requests_that_are_no_list_stop_no_overview(centre: psycopg.Connection[Any]) -> None:
    past = instant(datetime.now(UTC) - timedelta(days=1))
    assert centre.execute(IS_LATE, [4, past, None, '{"requests": 7}']).fetchone() == (True,)
