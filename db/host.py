"""Facts of this host: its node in the ledger, and the offset of its clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.sqlite import insert

from db.models import Host, table

_HOST = table(Host)
_GET = select(_HOST.c.value).where(_HOST.c.key == bindparam("of"))
_ADD = insert(_HOST)
_PUT = _ADD.on_conflict_do_update(index_elements=[_HOST.c.key], set_={"value": _ADD.excluded.value})


def get(connection: Connection, key: str) -> str:
    """The value kept under ``key``, or ''."""
    return connection.scalar(_GET, {"of": key}) or ""


def put(connection: Connection, key: str, value: str) -> None:
    """Keep ``value`` under ``key``."""
    connection.execute(_PUT, {"key": key, "value": value})


def put_all(connection: Connection, values: Mapping[str, str]) -> None:
    """Keep each of ``values`` under its key."""
    connection.execute(_PUT, [{"key": key, "value": value} for key, value in values.items()])


def node(connection: Connection) -> tuple[str, int]:
    """The node of this host (``unit/number``) and its incarnation."""
    return get(connection, "node"), int(get(connection, "incarnation") or 1)


def clock_offset(connection: Connection) -> timedelta:
    """What to add to the machine's clock to have the time that an officer confirmed."""
    return timedelta(milliseconds=int(get(connection, "clock_offset_ms") or 0))


def put_clock_offset(connection: Connection, offset: timedelta) -> None:
    """Keep ``offset`` for this host."""
    put(connection, "clock_offset_ms", str(round(offset.total_seconds() * 1000)))


def facts(connection: Connection, beginning: str) -> dict[str, str]:
    """Every value whose key begins with ``beginning``."""
    rows = connection.execute(select(_HOST.c.key, _HOST.c.value).where(_HOST.c.key.startswith(beginning)))
    return {row.key: row.value for row in rows}
