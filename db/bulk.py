"""Many rows at once, by plain statements: preparing each as SQLAlchemy does takes longer than storing it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection


def add_all(
    connection: Connection, into: str, columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Insert ``rows``, whose values are those of ``columns``, into the table ``into``."""
    if rows:
        connection.exec_driver_sql(_insert(into, columns), list(rows))


@cache
def _insert(into: str, columns: tuple[str, ...]) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    return f"INSERT INTO {into} ({names}) VALUES ({', '.join('?' * len(columns))})"


def change_all(
    connection: Connection, within: str, key: str, columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Set ``columns`` of rows of the table ``within``: ``rows`` hold their values, and last that of ``key``."""
    if rows:
        connection.exec_driver_sql(_update(within, key, columns), list(rows))


@cache
def _update(within: str, key: str, columns: tuple[str, ...]) -> str:
    names = ", ".join(f'"{name}" = ?' for name in columns)
    return f'UPDATE {within} SET {names} WHERE "{key}" = ?'


def rows_with(
    connection: Connection, within: str, key: str, values: Sequence[str], columns: Iterable[str]
) -> Iterable[Sequence[Any]]:
    """``columns`` of the rows of the table ``within`` whose ``key`` is one of ``values``."""
    names = ", ".join(f'"{name}"' for name in columns)
    query = f'SELECT {names} FROM {within} WHERE "{key}" IN (SELECT value FROM json_each(?))'
    return connection.exec_driver_sql(query, (json.dumps(values),))
