"""The procedures (thủ tục hành chính) of the office: those in force, and any version that was ever published."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from db.domain import codec
from db.domain.event_kind import Stream
from db.domain.procedure import Procedure
from db.ledger import reading
from db.models import ProcedureRow, table

if TYPE_CHECKING:
    from sqlalchemy import Connection

_PROCEDURE = table(ProcedureRow)
_DETAIL = select(_PROCEDURE.c.detail).where(_PROCEDURE.c.id == bindparam("of"))
_ALL = select(_PROCEDURE.c.detail).order_by(_PROCEDURE.c.id)


def procedure(connection: Connection, code: str) -> Procedure | None:
    """The version in force of the procedure of that code, active or not."""
    detail = connection.scalar(_DETAIL, {"of": code})
    return codec.procedure(json.loads(detail)) if detail else None


def procedures(connection: Connection) -> list[Procedure]:
    """The version in force of every procedure, active or not, by code."""
    return [codec.procedure(json.loads(detail)) for detail in connection.scalars(_ALL)]


def version(connection: Connection, event_id: str) -> Procedure | None:
    """The version of a procedure that the event ``event_id`` published, in force or not."""
    event = reading.read_event(connection, event_id)
    if event is None or event.stream != Stream.PROCEDURE:
        return None
    return codec.procedure({**event.data.get("set", {}), "id": event.stream_id, "version": event.id})
