"""The administrator's session at the centre, and the limits of what other logins may do on its server."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from db.central.roles import group
from db.enrolment import Insecure, is_loopback

_CONNECT: Final = 15
_LOGINS: Final = ("node", "back", "reader")

_ABUSED: Final = (
    "lo_creat(integer)",
    "lo_create(oid)",
    "lo_from_bytea(oid, bytea)",
    "lo_open(oid, integer)",
    "lo_put(oid, bigint, bytea)",
    "lowrite(integer, bytea)",
    "pg_logical_emit_message(boolean, text, text)",
    "pg_logical_emit_message(boolean, text, bytea)",
    "pg_logical_emit_message(boolean, text, text, boolean)",
    "pg_logical_emit_message(boolean, text, bytea, boolean)",
    *(
        f"pg_{which}_lock{shared}({keys})"
        for which in ("advisory", "advisory_xact", "try_advisory", "try_advisory_xact")
        for shared in ("", "_shared")
        for keys in ("bigint", "integer, integer")
    ),
)
"""Functions that PUBLIC may call in some version of PostgreSQL, and that can fill the disk or the lock table."""


def conninfo(url: str, *, authority: str = "", insecure_loopback: bool = False) -> str:
    """``url`` (a URL or libpq's keywords) with TLS that checks the server's certificate and name.

    ``authority`` is a file with the CA's certificates; else ``sslrootcert`` of the URL or libpq's own place counts.
    A Unix socket stays as it is: libpq knows no TLS there. Raises ``Insecure`` and ``psycopg.ProgrammingError``.
    """
    given = conninfo_to_dict(url)
    wanted: dict[str, Any] = {"connect_timeout": _CONNECT, "application_name": "counter central", **given}
    if insecure_loopback:
        if not _all_loopback(given):
            raise Insecure("only an address of this very machine may do without encryption")
        wanted["sslmode"] = "prefer"
    else:
        if given.get("sslmode", "verify-full") != "verify-full":
            raise Insecure("sslmode is verify-full and nothing less")
        wanted["sslmode"] = "verify-full"
    if authority:
        wanted["sslrootcert"] = authority
    return make_conninfo("", **wanted)


def _all_loopback(given: Mapping[str, Any]) -> bool:
    named = str(given.get("hostaddr") or given.get("host") or os.environ.get("PGHOST", ""))
    return bool(named) and "service" not in given and all(map(is_loopback, named.split(",")))


@contextmanager
def session(url: str) -> Iterator[psycopg.Connection[Any]]:
    """An administrator's transaction at the centre: committed at the end, undone where something was raised.

    ``url`` has been through ``conninfo``. Names are the centre's own. Raises ``psycopg.Error``.
    """
    with psycopg.connect(url) as connection:
        connection.execute("SET search_path = centre, pg_temp")
        yield connection


def fence(connection: psycopg.Connection[Any], *, shared_server: bool = True) -> None:
    """Let only this centre's own roles connect to its database, and revoke functions by which they could starve others.

    What only a superuser may do is left out for anybody else. Without ``shared_server`` the databases that every
    server has (postgres, template1) are closed to other logins as well, since none of the fence stands there.
    """
    database = connection.info.dbname
    groups = sql.SQL(", ").join(sql.Identifier(group(database, name)) for name in _LOGINS)
    owner = sql.Identifier(group(database, "owner"))
    statements: list[sql.SQL | sql.Composed] = [
        sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(database)),
        sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(sql.Identifier(database), groups),
    ]
    if is_superuser(connection):
        statements += [
            sql.SQL("GRANT pg_signal_backend, pg_read_all_stats TO {}").format(owner),
            sql.SQL("REVOKE EXECUTE ON FUNCTION {} FROM PUBLIC").format(
                sql.SQL(", ".join(_abused(connection)))
            ),
        ]
        if not shared_server:
            statements.append(sql.SQL("REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC"))
    for statement in statements:
        connection.execute(statement)


def _abused(connection: psycopg.Connection[Any]) -> list[str]:
    known = "SELECT name FROM unnest(%s::text[]) AS name WHERE to_regprocedure(name) IS NOT NULL"
    return [name for (name,) in connection.execute(known, [list(_ABUSED)])]


def open_databases(connection: psycopg.Connection[Any]) -> list[str]:
    """The other databases of the server into which every login may go, those of this centre as well."""
    rows = connection.execute(
        "SELECT datname FROM pg_database WHERE datallowconn AND datname <> current_database()"
        " AND has_database_privilege('public', oid, 'CONNECT') ORDER BY datname"
    )
    return [name for (name,) in rows]


def is_superuser(connection: psycopg.Connection[Any]) -> bool:
    """Whether the session is a superuser's."""
    return connection.info.parameter_status("is_superuser") == "on"
