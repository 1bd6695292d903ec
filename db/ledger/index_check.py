"""Comparison of the search's indexes with what the rows of dossiers say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from db.domain.event import parsed
from db.ledger.search import texts
from db.models import SEARCH, DossierRow, table

if TYPE_CHECKING:
    from collections.abc import Iterator

_DOSSIER = table(DossierRow)
_AT_ONCE = 5_000
_TERMS = (1 << 62) - 1


def wrongly_indexed(connection: Connection) -> set[int]:
    """The positions whose terms in an index are not those of the dossier there, or where there is no dossier.

    The terms come from a scratch index of the same kind, so that they are cut as SQLite cuts them.
    """
    wrong: set[int] = set()
    for number, statement in enumerate(SEARCH):
        name = statement.split()[3]
        here = _terms(connection, "main", name)
        _make_scratch(connection, statement)
        try:
            for position, terms in _wanted(connection, number):
                if here.pop(position, 0) != terms:
                    wrong.add(position)
        finally:
            connection.exec_driver_sql("DROP TABLE temp.scratch")
        wrong |= here.keys()
    return wrong


def _make_scratch(connection: Connection, statement: str) -> None:
    """An empty index like that of ``statement``, for this connection alone."""
    _name, _using, definition = statement.partition(" USING ")
    connection.exec_driver_sql(f"CREATE VIRTUAL TABLE temp.scratch USING {definition}")


def _wanted(connection: Connection, number: int) -> Iterator[tuple[int, int]]:
    rows = connection.execution_options(yield_per=_AT_ONCE).execute(
        select(_DOSSIER.c.position, _DOSSIER.c.detail).order_by(_DOSSIER.c.position)
    )
    for some in rows.partitions():
        indexed = [(row.position, texts(parsed(row.detail))[number]) for row in some]
        connection.exec_driver_sql("INSERT INTO temp.scratch(scratch) VALUES ('delete-all')")
        connection.exec_driver_sql(
            f"INSERT INTO temp.scratch(rowid, {_column(number)}) VALUES (?, ?)", indexed
        )
        scratch = _terms(connection, "temp", "scratch")
        yield from ((position, scratch.get(position, 0)) for position, _ in indexed)


def _column(number: int) -> str:
    return ("words", "digits")[number]


def _terms(connection: Connection, schema: str, name: str) -> dict[int, int]:
    """For each position a sum of the hashes of its terms: equal sums, equal terms."""
    connection.exec_driver_sql(f"CREATE VIRTUAL TABLE temp.terms USING fts5vocab({schema}, {name}, instance)")
    try:
        sums: dict[int, int] = {}
        for term, position in connection.exec_driver_sql("SELECT term, doc FROM temp.terms"):
            sums[position] = (sums.get(position, 0) + hash(term)) & _TERMS
        return sums
    finally:
        connection.exec_driver_sql("DROP TABLE temp.terms")
