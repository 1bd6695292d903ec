"""Signing in, and unlocking a counter that locked itself."""

from __future__ import annotations

import math
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from counter.config.account import terminal_name
from counter.desk.store_errors import NotWritable
from counter.locale import N_
from counter.problems import Problem
from counter.rules.clock import short_time
from db import accounts
from db.domain.event import NewEvent
from db.domain.event_kind import EventKind, Stream
from db.ledger import ledger

if TYPE_CHECKING:
    from datetime import datetime

    from counter.desk.desk import Desk
    from db.domain.records import Staff

_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHRzb21lc2FsdA$YnV0IG5vYm9keSBrbm93cyB0aGlzIHBhc3N3b3JkISE"
"""A hash that no password has: an unknown login takes as long as a wrong password."""


class WrongPassword(Problem):
    """The login or the password is wrong, or the account is locked for a while."""


def sign_in(desk: Desk, login: str, password: str) -> Desk:
    """The desk with ``login`` at it. Raises ``WrongPassword``; failures in a row lock the account for longer each."""
    login = login.strip().lower()
    if not login:
        raise WrongPassword(N_("Type your login."), field="login")
    _check(desk, login, password)
    return replace(desk, staff=_active(desk, login), shift=None)


def _active(desk: Desk, login: str) -> Staff:
    with desk.read() as connection:
        staff = accounts.member(connection, login)
    if staff is None or not staff.active:
        raise WrongPassword(N_("This account is closed."), field="login")
    return staff


def unlock(desk: Desk, password: str) -> None:
    """Check the password of the person at the desk; raises ``WrongPassword``, also for an account closed meanwhile."""
    login = desk.require().login
    _check(desk, login, password, N_("The password is wrong."))
    _active(desk, login)


def _check(
    desk: Desk, login: str, password: str, wrong: str = N_("The login or the password is wrong.")
) -> None:
    """Count the try first and then look at the password: tries at the same moment all wait for the count."""
    nobody, terminal = replace(desk, staff=None, shift=None), terminal_name()
    try:
        with nobody.write() as connection:
            _refuse_before(accounts.locked_until(connection, login, terminal), desk)
            tries = accounts.count_try(connection, login, terminal, desk.clock.now())
            hashed = accounts.password_hash(connection, login)
    except NotWritable:
        _check_unwritten(desk, login, password, wrong)
        return
    if _matches(hashed or _NOBODY, password):
        with suppress(NotWritable), nobody.write() as connection:
            accounts.succeeded(connection, login, terminal, desk.clock.now())
        return
    if hashed and tries.count >= accounts.AT_TERMINAL.free:
        event = NewEvent(
            stream=Stream.STAFF,
            stream_id=login,
            kind=EventKind.LOCKED_OUT,
            data={"tries": tries.count, "terminal": terminal},
        )
        with suppress(NotWritable), nobody.write() as connection:
            ledger.append(connection, nobody.context(), event)
    raise WrongPassword(wrong, field="password")


def _refuse_before(until: datetime | None, desk: Desk) -> None:
    now = desk.clock.now()
    if until and until > now:
        raise WrongPassword(
            N_("Too many wrong passwords: wait until {time} (about {minutes} min)."),
            field="password",
            time=short_time(until),
            minutes=math.ceil((until - now).total_seconds() / 60),
        )


_unwritten: dict[str, accounts.Tries] = {}
"""Tries by login, of this process alone, while the disk takes none: people can still sign in to read."""


def _check_unwritten(desk: Desk, login: str, password: str, wrong: str) -> None:
    now = desk.clock.now()
    before = _unwritten.get(login) or accounts.Tries(0, now)
    _refuse_before(before.until, desk)
    with desk.read() as connection:
        _refuse_before(accounts.locked_until(connection, login, terminal_name()), desk)
        hashed = accounts.password_hash(connection, login)
    count = before.count + 1
    _unwritten[login] = accounts.Tries(count, now + accounts.AT_TERMINAL.wait(count))
    if not _matches(hashed or _NOBODY, password):
        raise WrongPassword(wrong, field="password")
    del _unwritten[login]


def _matches(hashed: str, password: str) -> bool:
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return PasswordHasher().verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False
