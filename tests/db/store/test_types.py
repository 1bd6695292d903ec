"""The types of columns in STRICT tables."""

from __future__ import annotations

from typing import Any

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
from db.store.types import STRICT


def test_strict_tables_get_only_the_types_that_they_know() -> None:
    kinds: tuple[TypeEngine[Any], ...] = (
        String(9),
        DateTime(),
        Uuid(),
        JSON(),
        Boolean(),
        Integer(),
        Float(),
        LargeBinary(),
    )
    table = Table("t", MetaData(), *(Column(f"c{n}", kind) for n, kind in enumerate(kinds)), **STRICT)
    sql = str(CreateTable(table).compile(dialect=OfficeDialect()))
    assert [line.split()[1].strip(",") for line in sql.splitlines() if line.startswith("\tc")] == (
        ["TEXT"] * 4 + ["INTEGER"] * 2 + ["REAL", "BLOB"]
    )
    assert sql.strip().endswith("STRICT")
