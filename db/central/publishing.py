"""Publication of procedures, holidays and staff to offices, as events of chains that they all pull.

Only what differs from what was published last is appended, so publishing the same thing again travels nowhere.
"""

from __future__ import annotations

import json
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import psycopg

from db.domain import codec
from db.domain.event import Event, NewEvent, canonical
from db.domain.event_kind import EventKind
from db.domain.fold import Row, fold
from db.domain.procedure import Procedure
from db.domain.records import Staff

CATALOGUE: Final = "@catalogue"
HOLIDAYS: Final = "@holidays"
_ACTOR: Final = "centre:administrator"


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication did: how many were new, changed, or as they were."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class Account:
    """A member of staff, and the argon2 hash of a new password; without one the password stays as it is."""

    staff: Staff
    password: str = ""


class NoPassword(Exception):
    """An account that is new at the centre came without a password."""


def staff_chain(province: str) -> str:
    """The chain of the staff of a province, by the last group of its offices' codes: ``@staff:H56``."""
    return f"@staff:{province}"


def published(connection: psycopg.Connection[Any], chain: str) -> dict[str, Row]:
    """The rows of a shared chain by their ids; empty where nothing was published yet."""
    rows = connection.execute("SELECT body, person FROM centre.event WHERE node = %s ORDER BY seq", [chain])
    known: dict[str, Row] = {}
    for body, person in rows:
        event = Event.read(body)
        known[event.stream_id] = fold(known.get(event.stream_id), event, json.loads(person or "{}"))
    return known


def publish_procedures(connection: psycopg.Connection[Any], procedures: Iterable[Procedure]) -> Published:
    """Publish procedures to every office, in the caller's transaction; one that is not among them stays."""
    known = published(connection, CATALOGUE)
    new_events: dict[str, NewEvent | None] = {}
    for procedure in procedures:
        row = known.get(procedure.code)
        values = codec.republished(codec.procedure(row) if row else None, procedure)
        new = _new_event("procedure", procedure.code, EventKind.PUBLISHED, values) if values else None
        new_events[procedure.code] = new
    return _append(connection, CATALOGUE, "", new_events, known)


def publish_holidays(
    connection: psycopg.Connection[Any], years: Mapping[int, Mapping[str, Any]]
) -> Published:
    """Publish the holidays of ``years`` (``notice``, ``confirmed``, ``days``, ``make_up``) to every office."""
    known = published(connection, HOLIDAYS)
    new_events: dict[str, NewEvent | None] = {}
    for year, values in years.items():
        row = known.get(str(year), {})
        same = all(row.get(name) == value for name, value in values.items())
        new_events[str(year)] = (
            None if same else _new_event("holiday", str(year), EventKind.PUBLISHED, dict(values))
        )
    return _append(connection, HOLIDAYS, "", new_events, known)


def publish_staff(
    connection: psycopg.Connection[Any], province: str, accounts: Iterable[Account]
) -> Published:
    """Publish accounts to the offices of a province; one that is not among them stays. Raises ``NoPassword``."""
    chain = staff_chain(province)
    known = published(connection, chain)
    new_events = {person.staff.login: _account(person, known.get(person.staff.login)) for person in accounts}
    return _append(connection, chain, province, new_events, known)


def _account(account: Account, row: Row | None) -> NewEvent | None:
    staff = account.staff
    values = {"role": str(staff.role), "agencies": list(staff.agencies), "active": staff.active}
    if row is None:
        if not account.password:
            raise NoPassword(staff.login)
        person = {"name": staff.name, "password": account.password}
        return _new_event("staff", staff.login, EventKind.ACCOUNT_OPENED, values, person)
    differing = {name for name, value in values.items() if row.get(name) != value}
    person = {} if row.get("name") == staff.name else {"name": staff.name}
    if account.password:
        kind = EventKind.PASSWORD_SET
        person["password"] = account.password
    elif differing == {"active"} and not person:
        kind = EventKind.ACCOUNT_REOPENED if staff.active else EventKind.ACCOUNT_CLOSED
    else:
        kind = EventKind.ACCOUNT_CHANGED
    if not differing and not person:
        return None
    return _new_event("staff", staff.login, kind, {name: values[name] for name in sorted(differing)}, person)


def _new_event(
    stream: str, of: str, kind: str, values: dict[str, Any], person: dict[str, Any] | None = None
) -> NewEvent:
    data = {"set": values} if values else {}
    return NewEvent(stream=stream, stream_id=of, kind=kind, data=data, person=person or {})


def _append(
    connection: psycopg.Connection[Any],
    chain: str,
    province: str,
    new_events: Mapping[str, NewEvent | None],
    known: Mapping[str, Row],
) -> Published:
    done: Counter[str] = Counter()
    arguments = []
    for of, new in new_events.items():
        done["unchanged" if new is None else "changed" if of in known else "added"] += 1
        if new is not None:
            salt = secrets.token_hex(16) if new.person else ""
            person = canonical(new.person) if new.person else ""
            parts = (new.stream, of, new.kind, canonical(new.data), salt, person)
            arguments.append((chain, province, _ACTOR, *parts))
    with connection.cursor() as cursor:
        cursor.execute("SELECT centre.make_partitions(current_date)")
        cursor.executemany(
            "SELECT centre.append(%s::text, '', %s::text, %s::text, %s::text, %s::text, %s::text, %s::jsonb,"
            " NULL, NULL, %s::text, %s::text)",
            arguments,
        )
    return Published(added=done["added"], changed=done["changed"], unchanged=done["unchanged"])
