"""Back offices and readers: their logins at the centre, and the decisions that a back office records."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, LiteralString
from uuid import UUID

import psycopg
from psycopg.types.json import Json

from db.central.logins import BadLogin, Login, close_for_good, open_login, role_of
from db.domain.event_kind import Author, EventKind

KINDS: Final = EventKind.by(Author.BACK_OFFICE)
"""The kinds of events that a back office may record."""

SESSIONS: Final = 10
_NAME: Final = re.compile(r"[a-z][a-z0-9._-]{0,30}")


class NoSuchLogin(Exception):
    """There is no back office, or no reader, of that name."""


class AlreadyThere(Exception):
    """A login of that name is in use: a new secret would lock out whoever has the old one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What somebody may read and record: of one province, office, agency; empty is everything."""

    province: str = ""
    office: str = ""
    agency: str = ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """The centre's answer: the id of the event, and the state of the dossier after it."""

    event: str
    state: int


def add_back_office(
    connection: psycopg.Connection[Any], name: str, scope: Scope, *, renew: bool = False
) -> Login:
    """Let ``name`` record and read within ``scope``.

    With ``renew`` one that is there gets the new scope and a new secret; without, raises ``AlreadyThere``.
    """
    _refuse_used(connection, "SELECT FROM centre.back_office WHERE role = %s", name, renew=renew)
    login = open_login(connection, _role(connection, name), "back", SESSIONS)
    connection.execute(
        "INSERT INTO centre.back_office (role, name, province, office, agency) VALUES (%s, %s, %s, %s, %s)"
        " ON CONFLICT (role) DO UPDATE SET province = excluded.province, office = excluded.office,"
        " agency = excluded.agency",
        [login.role, name, scope.province, scope.office, scope.agency],
    )
    return login


def add_reader(connection: psycopg.Connection[Any], name: str, scope: Scope, *, renew: bool = False) -> Login:
    """Let ``name`` read the overviews of ``scope`` (its office is not used). ``renew`` as above."""
    _refuse_used(connection, "SELECT FROM centre.reader WHERE role = %s", name, renew=renew)
    login = open_login(connection, _role(connection, name), "reader", SESSIONS)
    connection.execute(
        "INSERT INTO centre.reader (role, province, agency) VALUES (%s, %s, %s)"
        " ON CONFLICT (role) DO UPDATE SET province = excluded.province, agency = excluded.agency",
        [login.role, scope.province, scope.agency],
    )
    return login


def remove_back_office(connection: psycopg.Connection[Any], name: str) -> None:
    """Let ``name`` record no more; what it recorded stays. Commits. Raises ``NoSuchLogin``."""
    _remove(connection, "back_office", name)


def remove_reader(connection: psycopg.Connection[Any], name: str) -> None:
    """Let ``name`` read no more. Commits. Raises ``NoSuchLogin``."""
    _remove(connection, "reader", name)


def record(
    connection: psycopg.Connection[Any], request: UUID, code: str, kind: str, data: dict[str, Any]
) -> Recorded:
    """Record ``kind`` for the dossier ``code`` as the back office that ``connection`` is logged in as.

    Asking again with the same ``request`` records nothing twice. Raises ``psycopg.Error`` with an SQLSTATE QM0xx.
    """
    row = connection.execute(
        "SELECT centre.record_v1(%s, %s, %s, %s)", [request, code, kind, Json(data)]
    ).fetchone()
    answer = row[0] if row else {}
    return Recorded(answer["event"], answer["state"])


def _role(connection: psycopg.Connection[Any], name: str) -> str:
    # Without a slash, so that it is never the name of a host.
    if not _NAME.fullmatch(name):
        raise BadLogin(f"a name is 1 to 31 small letters, digits, dots or dashes, not {name[:60]!r}")
    return role_of(connection, name)


def _refuse_used(connection: psycopg.Connection[Any], query: str, name: str, *, renew: bool) -> None:
    if not renew and connection.execute(query.encode(), [_role(connection, name)]).fetchone() is not None:
        raise AlreadyThere(name)


def _remove(connection: psycopg.Connection[Any], table: LiteralString, name: str) -> None:
    role = role_of(connection, name)
    if connection.execute(f"SELECT FROM centre.{table} WHERE role = %s", [role]).fetchone() is None:
        raise NoSuchLogin(name)
    close_for_good(connection, role, f"DELETE FROM centre.{table} WHERE role = %(role)s", datetime.now(UTC))
