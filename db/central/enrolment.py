"""Hosts of offices: enrolled with a login of their own, and revoked when they are lost."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, Final

import psycopg

from db.central.logins import close_for_good, end_sessions, open_login, role_of
from db.enrolment import Enrolment

_VIETNAM: Final = timezone(timedelta(hours=7))
_UNIT: Final = re.compile(r"[0-9A-Z]+(?:\.[0-9A-Z]+)*")
_LONGEST_UNIT: Final = 35
MOST_NODES: Final = 10


class NotEnrolled(Exception):
    """There is no such office or host at the centre, or it was revoked."""


class AlreadyEnrolled(Exception):
    """The host's number is in use: another host under the same number would give out the same dossier codes."""


class TooSoon(Exception):
    """The number was revoked today (Vietnam's day): codes of today may carry it. ``day`` is when it is free."""

    def __init__(self, day: date) -> None:
        super().__init__(f"the number can be given again on {day.isoformat()}")
        self.day = day


@dataclass(frozen=True, slots=True)
class Address:
    """How hosts reach the centre: ``ca`` is the PEM of its authority, empty for the system's own."""

    host: str
    port: int = 5432
    ca: str = ""


def province_of(office: str) -> str:
    """The province in an office's code, its last group: H56 of 000.17.22.H56."""
    return office.rpartition(".")[2]


def enrol(
    connection: psycopg.Connection[Any],
    office: str,
    name: str,
    number: int,
    address: Address,
    *,
    renew: bool = False,
    now: datetime | None = None,
) -> Enrolment:
    """Enrol the host ``number`` (0 to 9) of the office with the code ``office``, in the caller's transaction.

    The secret is in what is returned and nowhere else. With ``renew`` a host that is enrolled already gets a new
    secret and goes on where it was; without, its number is free only a day after it was revoked, and then under a
    higher incarnation, so that no number of a lost host is ever used again. ``now`` is aware. Raises ``ValueError``,
    ``AlreadyEnrolled``, ``TooSoon``, ``NotEnrolled`` (nothing to renew), ``BadLogin``, ``psycopg.Error``.
    """
    if not _UNIT.fullmatch(office) or len(office) > _LONGEST_UNIT:
        raise ValueError(f"{office[:60]!r} is not the code of an office")
    if not 0 <= number < MOST_NODES:
        raise ValueError(f"a host's number is 0 to {MOST_NODES - 1}")
    _put_office(connection, office, name)
    role = role_of(connection, f"{office}/{number}")
    if renew:
        end_sessions(connection, role)
    _put_node(connection, office, number, role, renew=renew, now=now or datetime.now(UTC))
    login = open_login(connection, role, "node")
    return Enrolment(
        host=address.host,
        port=address.port,
        database=connection.info.dbname,
        role=login.role,
        secret=login.secret,
        ca=address.ca,
        office=office,
        node=number,
        name=_name(connection, office),
    )


def revoke(
    connection: psycopg.Connection[Any], office: str, number: int, *, now: datetime | None = None
) -> None:
    """Revoke the host: its sessions end and its login is closed. Its events stay.

    Commits. A session that sits on the host's own rows cannot put it off: sessions end first, and again until the rows
    are free. Raises ``NotEnrolled``, ``psycopg.errors.LockNotAvailable`` where somebody else holds them for long.
    """
    row = connection.execute(
        "SELECT role FROM centre.node WHERE office = %s AND number = %s AND revoked_at IS NULL",
        [office, number],
    ).fetchone()
    if row is None:
        raise NotEnrolled(f"{office}/{number}")
    close_for_good(
        connection,
        row[0],
        "UPDATE centre.node SET revoked_at = %(now)s WHERE role = %(role)s AND revoked_at IS NULL",
        now or datetime.now(UTC),
    )


def _put_office(connection: psycopg.Connection[Any], office: str, name: str) -> None:
    connection.execute(
        "INSERT INTO centre.office (code, name, province) VALUES (%s, %s, %s)"
        " ON CONFLICT (code) DO UPDATE SET name = coalesce(nullif(excluded.name, ''), office.name)",
        [office, name, province_of(office)],
    )


def _name(connection: psycopg.Connection[Any], office: str) -> str:
    row = connection.execute("SELECT name FROM centre.office WHERE code = %s", [office]).fetchone()
    return str(row[0]) if row else ""


def _put_node(
    connection: psycopg.Connection[Any], office: str, number: int, role: str, *, renew: bool, now: datetime
) -> None:
    node = f"{office}/{number}"
    row = connection.execute(
        "SELECT revoked_at FROM centre.node WHERE name = %s FOR UPDATE", [node]
    ).fetchone()
    if row is None:
        if renew:
            raise NotEnrolled(node)
        # A number whose row was lost may still have a chain: it must not be written on by another host.
        connection.execute(
            "INSERT INTO centre.node (name, office, number, role, incarnation, enrolled_at) SELECT %s, %s, %s, %s,"
            " coalesce((SELECT max(incarnation) FROM centre.chain WHERE node = %s), 0) + 1, %s",
            [node, office, number, role, node, now],
        )
        return
    revoked_at: datetime | None = row[0]
    if revoked_at is None:
        if not renew:
            raise AlreadyEnrolled(node)
        return
    if renew:
        raise NotEnrolled(node)
    free = revoked_at.astimezone(_VIETNAM).date() + timedelta(days=1)
    if now.astimezone(_VIETNAM).date() < free:
        raise TooSoon(free)
    connection.execute(
        "UPDATE centre.node SET role = %s, revoked_at = NULL, enrolled_at = %s, seen_at = NULL, app = '',"
        " backlog = 0, offset_ms = 0, incarnation = 1 + greatest(incarnation,"
        " (SELECT max(incarnation) FROM centre.chain WHERE chain.node = centre.node.name)) WHERE name = %s",
        [role, now, node],
    )
