"""Accounts of staff: password hashes folded from the ledger, and locks after wrong passwords."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from db.domain import codec
from db.domain.event import instant, moment
from db.domain.records import Staff
from db.models import SignInFailure, StaffRow, table

_STAFF = table(StaffRow)
_FAILURE = table(SignInFailure)

FREE_TRIES = 3
"""Wrong passwords in a row before the first lock."""
FIRST_LOCK = timedelta(seconds=15)
LONGEST_LOCK = timedelta(minutes=30)


def staff(connection: Connection) -> list[Staff]:
    """Every member of staff, by login."""
    details = connection.scalars(select(_STAFF.c.detail).order_by(_STAFF.c.id))
    return [codec.staff(json.loads(detail)) for detail in details]


def member(connection: Connection, login: str) -> Staff | None:
    """The member of staff of that login."""
    detail = connection.scalar(select(_STAFF.c.detail).where(_STAFF.c.id == login))
    return codec.staff(json.loads(detail)) if detail else None


def names(connection: Connection) -> dict[str, str]:
    """The name of each login."""
    return {account.login: account.name for account in staff(connection)}


def password_hash(connection: Connection, login: str) -> str:
    """The argon2 hash of the password of ``login``, or '' where there is none."""
    detail = connection.scalar(select(_STAFF.c.detail).where(_STAFF.c.id == login))
    return str(json.loads(detail).get("password", "")) if detail else ""


def locked_until(connection: Connection, login: str) -> datetime | None:
    """Until when (UTC) nobody can sign in as ``login``; None where nothing was ever wrong."""
    until = connection.scalar(select(_FAILURE.c.until).where(_FAILURE.c.login == login))
    return moment(until) if until else None


def failed(connection: Connection, login: str, now: datetime) -> datetime:
    """Note a wrong password; returns until when the login is locked: each further failure doubles the wait."""
    count = (connection.scalar(select(_FAILURE.c.count).where(_FAILURE.c.login == login)) or 0) + 1
    wait = (
        timedelta()
        if count < FREE_TRIES
        else min(FIRST_LOCK * 2 ** min(count - FREE_TRIES, 20), LONGEST_LOCK)
    )
    until = now + wait
    values = {"count": count, "until": instant(until)}
    connection.execute(
        insert(_FAILURE)
        .values(login=login, **values)
        .on_conflict_do_update(index_elements=[_FAILURE.c.login], set_=values)
    )
    return until


def succeeded(connection: Connection, login: str) -> None:
    """Forget the wrong passwords of ``login``."""
    connection.execute(delete(_FAILURE).where(_FAILURE.c.login == login))
