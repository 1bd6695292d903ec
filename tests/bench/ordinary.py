"""Ordinary days of a busy office: the events that the journey to the centre is measured with."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sqlalchemy import func, select, text

from counter.demo.clock import ScriptedClock, opening_of
from counter.demo.day import Plan, officers, work_through
from counter.demo.office import demo_office
from counter.desk.desk import Desk
from counter.samples.office import OFFICE
from db.domain.records import Office
from db.models import EventRow, table
from db.store.engine import Store

_A_DAY = Plan(intakes=120, returns=100, every=3)


def busy_office(folder: Path, events: int, office: Office = OFFICE) -> Desk:
    """An office in ``folder`` whose ledger holds at least ``events`` events, made by whole days at real desks."""
    clock = ScriptedClock(opening_of(400))
    desk = demo_office(folder, clock, office)
    desks = officers(desk)
    day = 400
    while count(desk.store) < events:
        day -= 1
        clock.move_to(opening_of(day))
        work_through(desks, clock, replace(_A_DAY, seed=day))
    return desk


def count(store: Store) -> int:
    """How many events the ledger holds."""
    with store.read() as connection:
        return connection.scalar(select(func.count()).select_from(table(EventRow))) or 0


def documents(desk: Desk) -> list[str]:
    """Every event with its personal values as one JSON document."""
    query = "SELECT json_patch(e.body, json_object('_id', e.id, 'values', json(p.\"values\"))) FROM event e "
    with desk.store.read() as connection:
        return list(connection.scalars(text(query + "LEFT JOIN event_person p ON p.event = e.id")))
