"""What a citizen was asked for before, and the dossier that came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter.locale import N_
from counter.problems import Problem
from db import guidance
from db.domain.event import NewEvent
from db.domain.event_kind import EventKind, Stream
from db.ledger import ledger

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from counter.desk.desk import Desk
    from counter.desk.dossiers.entries import Intake
    from db.domain.progress import SupplementRequest
    from db.domain.records import Guidance


def earlier(connection: Connection, desk: Desk, intake: Intake) -> Guidance | None:
    """What the applicant of ``intake`` was sent away for, of the same procedure, and from which no dossier came yet.

    A person is known by the identity number.
    """
    there = guidance.open_of(connection, intake.applicant.identity, intake.procedure)
    return there if there and desk.sees(there.agency) else None


def asked_before(desk: Desk, intake: Intake) -> tuple[SupplementRequest, ...]:
    """The requests of the visits before this one, oldest first; nobody has to be known yet."""
    if not intake.procedure or not intake.applicant.identity:
        return ()
    desk.require()
    with desk.read() as connection:
        there = earlier(connection, desk, intake)
    return there.requests if there else ()


def load_guidance(connection: Connection, desk: Desk, guidance_id: str) -> Guidance:
    """The one of that id; raises ``Problem`` where there is none, or it is another agency's."""
    there = guidance.guidance(connection, guidance_id)
    if there is None:
        raise Problem(N_("There is no such form."), field="code")
    if not desk.sees(there.agency):
        raise Problem(N_("This form belongs to another agency's counter."), field="code")
    return there


def note_dossier(connection: Connection, desk: Desk, there: Guidance, dossier_id: str, now: datetime) -> None:
    """Note that the dossier of that id came of ``there``, in the transaction that receives it."""
    event = NewEvent(
        stream=Stream.GUIDANCE,
        stream_id=there.id,
        kind=EventKind.GUIDED,
        data={"set": {"dossier": dossier_id}},
    )
    ledger.append(connection, desk.context(now), event)
