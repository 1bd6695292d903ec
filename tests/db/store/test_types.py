"""Times are kept so that their texts sort as they do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Uuid,
)
from sqlalchemy.schema import CreateTable
from sqlalchemy.types import TypeEngine

from db.store.engine import OfficeDialect
from db.store.types import STRICT, Instant, instant_text, instant_value

MOMENTS = some.datetimes(min_value=datetime(2, 1, 1), timezones=some.timezones()).filter(
    lambda at: at.year < 9999
)


@given(MOMENTS, MOMENTS)
def test_texts_of_moments_sort_as_the_moments_and_are_equally_long(one: datetime, other: datetime) -> None:
    texts = instant_text(one), instant_text(other)
    assert len(texts[0]) == len(texts[1]) == len("2026-11-23T01:41:00.000Z")
    if texts[0] != texts[1]:
        assert (texts[0] < texts[1]) == (one.astimezone(UTC) < other.astimezone(UTC))


@given(MOMENTS)
def test_a_moment_comes_back_to_the_millisecond(at: datetime) -> None:
    back = instant_value(instant_text(at))
    assert timedelta() <= at.astimezone(UTC) - back < timedelta(milliseconds=1)
    assert back.utcoffset() == timedelta()


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        instant_text(datetime(2026, 11, 23, 8, 41))


def test_a_column_of_moments_converts_both_ways() -> None:
    kind, dialect = Instant(), OfficeDialect()
    at = datetime(2026, 11, 23, 8, 41, tzinfo=timezone(timedelta(hours=7)))
    assert kind.process_bind_param(at, dialect) == "2026-11-23T01:41:00.000Z"
    assert kind.process_result_value("2026-11-23T01:41:00.000Z", dialect) == at
    assert kind.process_bind_param(None, dialect) is None
    assert kind.process_result_value(None, dialect) is None


def test_strict_tables_get_only_the_types_that_they_know() -> None:
    kinds: tuple[TypeEngine[Any], ...] = (
        String(9),
        DateTime(),
        Uuid(),
        JSON(),
        Instant(),
        Boolean(),
        Integer(),
        Float(),
        LargeBinary(),
    )
    table = Table("t", MetaData(), *(Column(f"c{n}", kind) for n, kind in enumerate(kinds)), **STRICT)
    sql = str(CreateTable(table).compile(dialect=OfficeDialect()))
    assert [line.split()[1].strip(",") for line in sql.splitlines() if line.startswith("\tc")] == (
        ["TEXT"] * 5 + ["INTEGER"] * 2 + ["REAL", "BLOB"]
    )
    assert sql.strip().endswith("STRICT")
