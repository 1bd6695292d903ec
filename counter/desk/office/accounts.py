"""Accounts: who works here, what they may do, and their passwords."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from counter.locale import N_
from counter.problems import Problem
from counter.rules.text import clean
from db import accounts
from db.domain.codes import Role
from db.domain.event import NewEvent
from db.domain.event_kind import EventKind, Stream
from db.domain.records import Staff
from db.ledger import ledger

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from counter.desk.desk import Desk

SHORTEST_PASSWORD = 8
_LOGIN = re.compile(r"[a-z][a-z0-9._-]{1,31}")


def hash_password(password: str) -> str:
    """The argon2id hash of ``password``; raises ``Problem`` where it is too short."""
    from argon2 import PasswordHasher

    if len(password) < SHORTEST_PASSWORD:
        raise Problem(
            N_("A password has at least {count} characters."), field="password", count=SHORTEST_PASSWORD
        )
    return PasswordHasher().hash(password)


def check_login(staff: Staff) -> None:
    """Raise ``Problem`` where the login or the name is not fit for an account."""
    if not _LOGIN.fullmatch(staff.login):
        raise Problem(
            N_("A login is 2 to 32 small letters without accents, digits, dots or dashes."), field="login"
        )
    if not clean(staff.name):
        raise Problem(N_("The account needs the person's name."), field="name")


def add_staff(desk: Desk, staff: Staff, password: str) -> None:
    """Open an account. Raises ``Problem`` where the login is taken or unfit; only an administrator may."""
    desk.require(Role.ADMIN)
    check_login(staff)
    hashed = hash_password(password)
    with desk.write() as connection:
        if accounts.member(connection, staff.login):
            raise Problem(N_("There is an account {login} already."), field="login", login=staff.login)
        append_account(connection, desk, staff, hashed, kind=EventKind.ACCOUNT_OPENED)


def set_password(desk: Desk, login: str, password: str) -> None:
    """Give ``login`` a new password: one's own, or anybody's for an administrator."""
    who = desk.require()
    if who.login != login:
        desk.require(Role.ADMIN)
    hashed = hash_password(password)
    with desk.write() as connection:
        _known(connection, login)
        event = NewEvent(
            stream=Stream.STAFF, stream_id=login, kind=EventKind.PASSWORD_SET, person={"password": hashed}
        )
        ledger.append(connection, desk.context(), event)
        accounts.forget_tries(connection, login)


def set_active(desk: Desk, login: str, active: bool) -> None:
    """Close the account of ``login``, or open it again; only an administrator may, and not their own."""
    if desk.require(Role.ADMIN).login == login:
        raise Problem(N_("Nobody closes their own account."), field="login")
    with desk.write() as connection:
        _known(connection, login)
        kind = EventKind.ACCOUNT_REOPENED if active else EventKind.ACCOUNT_CLOSED
        event = NewEvent(stream=Stream.STAFF, stream_id=login, kind=kind, data={"set": {"active": active}})
        ledger.append(connection, desk.context(), event)


def staff(desk: Desk) -> list[Staff]:
    """Every member of staff."""
    with desk.read() as connection:
        return accounts.staff(connection)


def append_account(connection: Connection, desk: Desk, staff: Staff, hashed: str, *, kind: str) -> None:
    """Append the account of ``staff`` inside the caller's transaction."""
    values: dict[str, Any] = {
        "role": str(staff.role),
        "agencies": list(staff.agencies),
        "active": staff.active,
    }
    person = {"name": clean(staff.name), "password": hashed}
    event = NewEvent(
        stream=Stream.STAFF, stream_id=staff.login, kind=kind, data={"set": values}, person=person
    )
    ledger.append(connection, desk.context(), event)


def _known(connection: Connection, login: str) -> None:
    if accounts.member(connection, login) is None:
        raise Problem(N_("There is no account {login}."), field="login", login=login)
