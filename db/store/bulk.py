"""Many rows at once, by plain statements of many rows: preparing each as SQLAlchemy does takes longer than storing it.

A statement for each row would also let every other thread in between any two, while the counters wait for the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import Connection

_AT_ONCE = 1_000
"""Rows in a statement; SQLite takes 32,766 values in one."""

Rows = Sequence[tuple[Any, ...]]


def add_all(connection: Connection, into: str, columns: tuple[str, ...], rows: Rows) -> None:
    """Insert ``rows``, whose values are those of ``columns``, into the table ``into``."""
    for some in _pieces(rows):
        query = f"INSERT INTO {into} ({_names(columns)}) VALUES {_marks(some)}"
        connection.exec_driver_sql(query, tuple(chain.from_iterable(some)))


def change_all(connection: Connection, within: str, key: str, columns: tuple[str, ...], rows: Rows) -> None:
    """Set ``columns`` of rows of the table ``within``: ``rows`` hold their values, and last that of ``key``."""
    assignments = ", ".join(f'"{name}" = new.column{number}' for number, name in enumerate(columns, 1))
    for some in _pieces(rows):
        query = (
            f"UPDATE {within} SET {assignments} FROM (VALUES {_marks(some)}) AS new"
            f' WHERE {within}."{key}" = new.column{len(columns) + 1}'
        )
        connection.exec_driver_sql(query, tuple(chain.from_iterable(some)))


def rows_with(
    connection: Connection, within: str, key: str, values: Sequence[str], columns: Iterable[str]
) -> Iterable[Sequence[Any]]:
    """``columns`` of the rows of the table ``within`` whose ``key`` is one of ``values``."""
    query = f'SELECT {_names(columns)} FROM {within} WHERE "{key}" IN (SELECT value FROM json_each(?))'
    return connection.exec_driver_sql(query, (json.dumps(values),))


def _pieces(rows: Rows) -> Iterator[Rows]:
    return (rows[at : at + _AT_ONCE] for at in range(0, len(rows), _AT_ONCE))


def _names(columns: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def _marks(rows: Rows) -> str:
    one = f"({', '.join('?' * len(rows[0]))})"
    return ", ".join([one] * len(rows))
