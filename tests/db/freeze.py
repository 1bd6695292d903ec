"""What revision 0007 adds to the tables, from the models: ``python -m tests.db.freeze``. Only until its release."""

from __future__ import annotations

from sqlalchemy.schema import CreateIndex, CreateTable
from sqlmodel import SQLModel

import db.numbering  # noqa: F401  (brings its table into the metadata)
from db.migrations import HERE
from db.migrations.run import statements as frozen
from db.models import APPEND_ONLY, SEARCH
from db.store.engine import OfficeDialect

_NEWEST = HERE / "versions" / "0007_feedback.sql"
_RELEASED = (
    "0001_office_opens.sql",
    "0002_centre.sql",
    "0003_drafts.sql",
    "0004_handover.sql",
    "0005_worklists.sql",
    "0006_register.sql",
)


def statements() -> list[str]:
    """What makes the tables, indexes, triggers and full-text tables of the present models."""
    dialect = OfficeDialect()
    found: list[str] = []
    for table in sorted(SQLModel.metadata.tables.values(), key=lambda table: table.name):
        found.append(str(CreateTable(table).compile(dialect=dialect)))
        indexes = sorted(table.indexes, key=lambda index: index.name or "")
        found += [str(CreateIndex(index).compile(dialect=dialect)) for index in indexes]
    lines = ("\n".join(line.rstrip() for line in text.strip().splitlines()) for text in found)
    return [text.replace("\n\n", "\n").replace("\t", "    ") for text in lines] + [*APPEND_ONLY, *SEARCH]


if __name__ == "__main__":
    released = {text.rstrip(";") for name in _RELEASED for text in frozen(HERE / "versions" / name)}
    added = [statement for statement in statements() if statement not in released]
    _NEWEST.write_text("\n\n".join(f"{statement};" for statement in added) + "\n", "utf-8")
