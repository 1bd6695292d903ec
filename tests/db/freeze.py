"""Writes the first revision's tables from the models: ``python -m tests.db.freeze``. Only until the first release."""

from __future__ import annotations

from sqlalchemy.schema import CreateIndex, CreateTable
from sqlmodel import SQLModel

import db.numbering  # noqa: F401  (brings its table into the metadata)
from db.engine import OfficeDialect
from db.migrations import HERE
from db.models import BESIDE_THE_TABLES


def statements() -> list[str]:
    """What makes the tables, indexes, triggers and full-text tables of the present models."""
    dialect = OfficeDialect()
    found: list[str] = []
    for table in sorted(SQLModel.metadata.tables.values(), key=lambda table: table.name):
        found.append(str(CreateTable(table).compile(dialect=dialect)))
        indexes = sorted(table.indexes, key=lambda index: index.name or "")
        found += [str(CreateIndex(index).compile(dialect=dialect)) for index in indexes]
    lines = ("\n".join(line.rstrip() for line in text.strip().splitlines()) for text in found)
    return [text.replace("\n\n", "\n").replace("\t", "    ") for text in lines] + list(BESIDE_THE_TABLES)


if __name__ == "__main__":
    file = HERE / "versions" / "0001_office_opens.sql"
    file.write_text("\n\n".join(statement + ";" for statement in statements()) + "\n", "utf-8")
