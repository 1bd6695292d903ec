"""The procedures that the office receives: published version by version, so that a dossier keeps its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from counter.locale import N_
from counter.problems import Problem
from db import procedures as rows
from db.domain import codec
from db.domain.codes import Role
from db.domain.event import NewEvent
from db.domain.event_kind import EventKind, Stream
from db.domain.procedure import Procedure
from db.ledger import ledger

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from counter.desk.desk import Desk


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
    counts = Published()
    with desk.write() as connection:
        for procedure in procedures:
            before = rows.procedure(connection, procedure.code)
            values = codec.republished(before, procedure)
            if values is None:
                counts = replace(counts, unchanged=counts.unchanged + 1)
                continue
            event = NewEvent(
                stream=Stream.PROCEDURE,
                stream_id=procedure.code,
                kind=EventKind.PUBLISHED,
                data={"set": values},
            )
            ledger.append(connection, desk.context(), event)
            if before is None:
                counts = replace(counts, added=counts.added + 1)
            else:
                counts = replace(counts, changed=counts.changed + 1)
    return counts


def procedures(desk: Desk) -> list[Procedure]:
    """The procedures in force that the person at the desk deals with, by code."""
    with desk.read() as connection:
        return [
            procedure
            for procedure in rows.procedures(connection)
            if procedure.active and desk.sees(procedure.agency)
        ]


def procedure(connection: Connection, desk: Desk, code: str) -> Procedure:
    """The procedure in force of that code; raises ``Problem`` where there is none, or it is another agency's."""
    in_force = rows.procedure(connection, code)
    if in_force is None or not in_force.active:
        raise Problem(N_("There is no procedure {code}."), field="procedure", code=code)
    if not desk.sees(in_force.agency):
        raise Problem(N_("Another agency's counter receives this procedure."), field="procedure")
    return in_force


def version(connection: Connection, event_id: str) -> Procedure | None:
    """The version of a procedure that the event ``event_id`` published, in force or not."""
    return rows.version(connection, event_id)
