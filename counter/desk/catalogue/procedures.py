"""The procedures that the office receives: published version by version, so that a dossier keeps its own."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from counter.locale import N_
from counter.problems import Problem
from counter.rules.clock import local
from db.domain import codec
from db.domain.event import NewEvent, moment
from db.domain.event_kind import EventKind
from db.domain.records import Procedure, Role
from db.ledger import ledger, reading, search
from db.models import ProcedureRow, table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from counter.desk.desk import Desk

_PROCEDURE = table(ProcedureRow)

LATELY = 300
"""How many of the newest dossiers say which procedures are usual."""


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication of procedures did: how many were new, changed, or as they were."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0


def publish(desk: Desk, procedures: Iterable[Procedure]) -> Published:
    """Publish ``procedures`` in one transaction: new ones and new versions of changed ones; only an administrator may.

    Dossiers that came in under an earlier version keep it.
    """
    desk.require(Role.ADMIN)
    done = Published()
    with desk.write() as connection:
        for procedure in procedures:
            before = _in_force(connection, procedure.code)
            values = codec.republished(before, procedure)
            if values is None:
                done = replace(done, unchanged=done.unchanged + 1)
                continue
            deed = NewEvent(
                stream="procedure", stream_id=procedure.code, kind=EventKind.PUBLISHED, data={"set": values}
            )
            ledger.append(connection, desk.act(), deed)
            name = "changed" if before else "added"
            done = replace(done, **{name: getattr(done, name) + 1})
    return done


def procedures(desk: Desk) -> list[Procedure]:
    """The procedures in force that the person at the desk deals with, by code."""
    with desk.read() as connection:
        details = list(connection.scalars(select(_PROCEDURE.c.detail).order_by(_PROCEDURE.c.id)))
    every = (codec.procedure(json.loads(detail)) for detail in details)
    return [each for each in every if each.active and desk.sees(each.agency)]


def usual(desk: Desk) -> list[Procedure]:
    """``procedures``, those first that came in most often lately; this counter's own weigh more, today's most."""
    today = local(desk.clock.now()).date()
    counter = desk.shift.counter if desk.shift else 0
    with desk.read() as connection:
        lately = [json.loads(detail) for detail in search.newest(connection, LATELY)]
    weights: Counter[str] = Counter()
    for dossier in lately:
        here = dossier.get("counter", 0) == counter
        of_today = local(moment(dossier["received_at"])).date() == today
        weights[dossier["procedure_code"]] += (4 if of_today else 1) * (3 if here else 1)
    return sorted(procedures(desk), key=lambda each: (-weights[each.code], each.code))


def procedure(connection: Connection, desk: Desk, code: str) -> Procedure:
    """The procedure in force of that code; raises ``Problem`` where there is none, or it is another agency's."""
    found = _in_force(connection, code)
    if found is None or not found.active:
        raise Problem(N_("There is no procedure {code}."), field="procedure", code=code)
    if not desk.sees(found.agency):
        raise Problem(N_("{code} is received by another agency's counter."), field="procedure", code=code)
    return found


def version(connection: Connection, event_id: str) -> Procedure | None:
    """The version of a procedure that the event ``event_id`` published, in force or not."""
    event = reading.read_event(connection, event_id)
    return codec.procedure({**event.data["set"], "version": event.id}) if event else None


def _in_force(connection: Connection, code: str) -> Procedure | None:
    detail = connection.scalar(select(_PROCEDURE.c.detail).where(_PROCEDURE.c.id == code))
    return codec.procedure(json.loads(detail)) if detail else None
