"""Login roles of the centre: created with a random secret that the server never sees, limited, and closed."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, LiteralString

import psycopg
from psycopg import sql

from db.central.administration import is_superuser
from db.central.roles import group

MOST_SESSIONS: Final = 3
_LONGEST_NAME: Final = 63
_ATTEMPTS: Final = 10
_LIMITS: Final = {
    "statement_timeout": "120s",
    "lock_timeout": "20s",
    "idle_in_transaction_session_timeout": "30s",
    "idle_session_timeout": "10min",
    "search_path": "pg_catalog",
}
_SUPERUSERS_LIMITS: Final = {"temp_file_limit": "64MB"}
"""Settings that the role itself cannot change."""


class BadLogin(Exception):
    """A login that cannot be made: its name is too long, or belongs to something else."""


@dataclass(frozen=True, slots=True)
class Login:
    """A role that may log in, and its secret, which is written down nowhere else."""

    role: str
    secret: str = field(repr=False)


def role_of(connection: psycopg.Connection[Any], name: str) -> str:
    """The login ``name`` of this centre; roles belong to the whole server, so it carries the database's name."""
    return f"{connection.info.dbname}:{name}"


def open_login(
    connection: psycopg.Connection[Any], role: str, kind: str, sessions: int = MOST_SESSIONS
) -> Login:
    """Let ``role`` log in with a fresh secret and nothing but the rights of its ``kind`` (node, back or reader).

    A role that is there already loses its old secret, whatever it set for itself and whatever was granted to others
    in its name. Raises ``BadLogin``.
    """
    if len(role.encode()) > _LONGEST_NAME:
        raise BadLogin(f"the name of the login is too long: {role}")
    name, ours = sql.Identifier(role), sql.Identifier(group(connection.info.dbname, kind))
    rows = connection.execute(
        "SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls"
        " FROM pg_roles WHERE rolname = %s",
        [role],
    ).fetchone()
    if rows is None:
        connection.execute(sql.SQL("CREATE ROLE {}").format(name))
    elif rows[0]:
        raise BadLogin(f"the login has rights that no login of a centre has: {role}")
    else:
        _strip(connection, role)
    secret = secrets.token_urlsafe(32)
    connection.execute(
        sql.SQL("ALTER ROLE {} LOGIN CONNECTION LIMIT {} PASSWORD {}").format(
            name, sql.Literal(sessions), sql.Literal(_verifier(connection, role, secret))
        )
    )
    connection.execute(sql.SQL("GRANT {} TO {}").format(ours, name))
    limits = {**_LIMITS, **(_SUPERUSERS_LIMITS if is_superuser(connection) else {})}
    for setting, value in limits.items():
        connection.execute(
            sql.SQL("ALTER ROLE {} SET {} = {}").format(name, sql.Identifier(setting), sql.Literal(value))
        )
    return Login(role, secret)


def close_for_good(
    connection: psycopg.Connection[Any], role: str, statement: LiteralString, now: datetime
) -> None:
    """Close ``role``, run ``statement`` (with ``role`` and ``now``) in the same transaction, commit, end its sessions.

    A session of the role that holds a lock on its own rows is ended first, as often as it comes back. Raises
    ``psycopg.errors.LockNotAvailable`` where it is somebody else who holds them.
    """
    connection.commit()
    for attempt in range(_ATTEMPTS):
        try:
            connection.execute("SET LOCAL lock_timeout = '500ms'")
            end_sessions(connection, role)
            _close(connection, role)
            connection.execute(statement, {"role": role, "now": now})
            connection.commit()
            break
        except (psycopg.errors.LockNotAvailable, psycopg.errors.InternalError_):
            # The second is PostgreSQL's "tuple concurrently updated": the role was changing itself.
            connection.rollback()
            if attempt == _ATTEMPTS - 1:
                raise
    end_sessions(connection, role)
    connection.commit()


def _close(connection: psycopg.Connection[Any], role: str) -> None:
    if connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [role]).fetchone() is not None:
        _strip(connection, role)
        connection.execute(sql.SQL("ALTER ROLE {} NOLOGIN PASSWORD NULL").format(sql.Identifier(role)))


def end_sessions(connection: psycopg.Connection[Any], role: str) -> int:
    """End the sessions of ``role`` and wait for it, up to five seconds each; returns how many there were."""
    rows = connection.execute("SELECT pid FROM pg_stat_activity WHERE usename = %s", [role]).fetchall()
    if not rows:
        return 0
    # Who is no superuser may end the sessions of roles that they are a member of.
    joins = not is_superuser(connection)
    name = sql.Identifier(role)
    if joins:
        connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(name))
    connection.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM unnest(%s::int[]) AS pid", [[pid for (pid,) in rows]]
    )
    if joins:
        connection.execute(sql.SQL("REVOKE {} FROM CURRENT_USER").format(name))
    return len(rows)


def _strip(connection: psycopg.Connection[Any], role: str) -> None:
    name = sql.Identifier(role)
    connection.execute(sql.SQL("ALTER ROLE {} RESET ALL").format(name))
    memberships = connection.execute(
        "SELECT g.rolname, m.rolname FROM pg_auth_members a JOIN pg_roles g ON g.oid = a.roleid"
        " JOIN pg_roles m ON m.oid = a.member WHERE %s IN (g.rolname, m.rolname)",
        [role],
    ).fetchall()
    for granted, member in memberships:
        connection.execute(
            sql.SQL("REVOKE {} FROM {}").format(sql.Identifier(granted), sql.Identifier(member))
        )


def _verifier(connection: psycopg.Connection[Any], role: str, secret: str) -> str:
    """The SCRAM verifier of the secret, computed here so that the secret is in no statement and no log."""
    made = connection.pgconn.encrypt_password(secret.encode(), role.encode(), b"scram-sha-256")
    return made.decode()
