"""Accounts of staff: password hashes folded from the ledger, and the waits after wrong passwords."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from db.domain import codec
from db.domain.event import instant, moment
from db.domain.records import Staff
from db.models import SignInFailure, StaffRow, table

_STAFF = table(StaffRow)
_FAILURE = table(SignInFailure)

_AT = "\x1f"
"""Between login and terminal in a key; nobody can type it."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How many tries in a row are ``free``, and how long the wait after more may become."""

    free: int
    longest: timedelta

    def wait(self, count: int) -> timedelta:
        """The wait after the try of that number (from 1): it doubles with each."""
        if count < self.free:
            return timedelta()
        doubled: int = 2 ** min(count - self.free, 20)
        return min(FIRST_WAIT * doubled, self.longest)


FIRST_WAIT = timedelta(seconds=15)
AT_TERMINAL = Limit(3, timedelta(minutes=5))
"""For a login at one terminal."""
ANYWHERE = Limit(3, timedelta(minutes=1))
"""For a login at terminals where it has never signed in: long enough against guesses, short for its owner."""
ANY_LOGIN = Limit(10, timedelta(minutes=1))
"""For a terminal, whatever the login."""
_LIMITS = (AT_TERMINAL, ANYWHERE, ANY_LOGIN)


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


@dataclass(frozen=True, slots=True)
class Tries:
    """Tries at a password in a row at one terminal, this one among them, and until when (UTC) no other is taken."""

    count: int
    until: datetime


def locked_until(connection: Connection, login: str, terminal: str) -> datetime | None:
    """Until when (UTC) ``login`` cannot sign in at ``terminal``; None where nothing was ever wrong.

    What others do at other terminals does not count where ``login`` has signed in before: they would lock it out.
    """
    tries = _counted(connection, login, terminal)
    own, anywhere, any_login = _subjects(login, terminal)
    subjects = (own, any_login) if _known(login, terminal) in tries else (own, anywhere, any_login)
    return max((tries[subject].until for subject in subjects if subject in tries), default=None)


def count_try(connection: Connection, login: str, terminal: str, now: datetime) -> Tries:
    """Count a try at the password of ``login``, before anybody knows whether it is right.

    The login waits at this terminal (each further try doubles the wait), for a little everywhere, and so does the
    terminal with every login.
    """
    before, tries = _counted(connection, login, terminal), []
    for subject, limit in zip(_subjects(login, terminal), _LIMITS, strict=True):
        count = before[subject].count + 1 if subject in before else 1
        tries.append(Tries(count, now + limit.wait(count)))
        _put(connection, subject, count, tries[-1].until)
    return tries[0]


def succeeded(connection: Connection, login: str, terminal: str, now: datetime) -> None:
    """Forget the tries of ``login`` and of ``terminal``: it was the right password. The two know each other now."""
    connection.execute(delete(_FAILURE).where(_FAILURE.c.login.in_(_subjects(login, terminal))))
    _put(connection, _known(login, terminal), 0, now)


def forget_tries(connection: Connection, login: str) -> None:
    """Forget all tries at the password of ``login``, at every terminal: it has another password now."""
    own = _FAILURE.c.login.startswith(f"{login}{_AT}", autoescape=True)
    connection.execute(delete(_FAILURE).where((_FAILURE.c.login == login) | own))


def _subjects(login: str, terminal: str) -> tuple[str, str, str]:
    """What tries are counted for: the login at the terminal, the login anywhere, the terminal with any login."""
    return f"{login}{_AT}{terminal}", login, f"{_AT}{terminal}"


def _known(login: str, terminal: str) -> str:
    """The row that says that ``login`` has signed in at ``terminal``."""
    return f"{login}{_AT}{terminal}{_AT}"


def _counted(connection: Connection, login: str, terminal: str) -> dict[str, Tries]:
    """The tries that were counted for each of the subjects, and who knows whom."""
    subjects = (*_subjects(login, terminal), _known(login, terminal))
    rows = connection.execute(select(_FAILURE).where(_FAILURE.c.login.in_(subjects))).mappings()
    return {row["login"]: Tries(row["count"], moment(row["until"])) for row in rows}


def _put(connection: Connection, subject: str, count: int, until: datetime) -> None:
    values = {"count": count, "until": instant(until)}
    connection.execute(
        insert(_FAILURE)
        .values(login=subject, **values)
        .on_conflict_do_update(index_elements=[_FAILURE.c.login], set_=values)
    )
