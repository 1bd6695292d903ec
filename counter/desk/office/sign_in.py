"""Signing in, and unlocking a counter that locked itself."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from counter.locale import N_
from counter.problems import Problem
from counter.rules.clock import short_time
from db import accounts

if TYPE_CHECKING:
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
    now = desk.clock.now()
    with desk.read() as connection:
        until = accounts.locked_until(connection, login)
        hashed = accounts.password_hash(connection, login)
    if until and until > now:
        minutes = math.ceil((until - now).total_seconds() / 60)
        raise WrongPassword(
            N_("Too many wrong passwords: wait until {time} (about {minutes} min)."),
            field="password",
            time=short_time(until),
            minutes=minutes,
        )
    if _matches(hashed or _NOBODY, password):
        if until:
            with desk.write() as connection:
                accounts.succeeded(connection, login)
        return
    with desk.write() as connection:
        accounts.failed(connection, login, now)
    raise WrongPassword(wrong, field="password")


def _matches(hashed: str, password: str) -> bool:
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return PasswordHasher().verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False
