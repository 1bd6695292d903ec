"""What the office is (its names, address, hours, counters), changed by its administrator after it was made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from counter.desk.office.opening import checked
from counter.locale import N_
from counter.problems import Problem
from counter.rules.calendar import WorkingCalendar
from counter.rules.text import clean
from db import offices
from db.domain import codec
from db.domain.codes import Role
from db.domain.event import NewEvent
from db.domain.event_kind import EventKind, Stream
from db.domain.event_schema import MOST_SPANS
from db.domain.records import Office
from db.ledger import ledger

if TYPE_CHECKING:
    from counter.desk.desk import Desk

LONGEST_FACT = 200
_FIXED = frozenset({"unit", "lock_after"})


def change_office(desk: Desk, values: Mapping[str, Any]) -> tuple[Office, tuple[str, ...]]:
    """Change the named facts of the office; returns it as it is then, and the names of those that changed.

    The identification code cannot change: it is in every dossier's code. Only an administrator may. Raises ``Problem``
    at the field that is wrong.
    """
    desk.require(Role.ADMIN)
    known = {field.name for field in fields(Office)} - _FIXED
    if unknown := next((name for name in values if name not in known), None):
        raise Problem(N_("“{name}” of an office cannot be changed."), field=unknown, name=unknown)
    cleaned: dict[str, Any] = {
        name: clean(value) if isinstance(value, str) else value for name, value in values.items()
    }
    for name, value in cleaned.items():
        if isinstance(value, str) and len(value) > LONGEST_FACT:
            raise Problem(N_("At most {most} letters."), field=name, most=LONGEST_FACT)
    with desk.write() as connection:
        before = offices.office(connection) or desk.office
        after = checked(replace(before, **cleaned))
        WorkingCalendar(after.hours)
        if any(len(spans) > MOST_SPANS for spans in after.hours.values()):
            raise Problem(N_("A day has at most {most} opening intervals."), field="hours", most=MOST_SPANS)
        changed = tuple(name for name in cleaned if getattr(after, name) != getattr(before, name))
        if changed:
            event = NewEvent(
                stream=Stream.OFFICE,
                stream_id=before.unit,
                kind=EventKind.CONFIGURED,
                data={"set": codec.office_values(after, changed)},
            )
            ledger.append(connection, desk.context(), event)
    return after, changed
