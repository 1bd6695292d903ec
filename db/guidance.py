"""Citizens who were sent away for papers that lack, and whether they came back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from db.domain import codec
from db.models import GuidanceRow, table

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from db.domain.records import Guidance

_GUIDANCE = table(GuidanceRow)


def guidance(connection: Connection, guidance_id: str) -> Guidance | None:
    """The one of that id."""
    detail = connection.scalar(select(_GUIDANCE.c.detail).where(_GUIDANCE.c.id == guidance_id))
    return codec.guidance(json.loads(detail)) if detail else None


def open_of(connection: Connection, identity: str, procedure: str) -> Guidance | None:
    """The newest of the person with that number and the procedure of that code, from which no dossier came yet."""
    if not identity.strip():
        return None
    of_procedure = func.json_extract(_GUIDANCE.c.detail, "$.procedure_code") == procedure
    is_open = func.coalesce(func.json_extract(_GUIDANCE.c.detail, "$.dossier"), "") == ""
    wanted = select(_GUIDANCE.c.detail).where(_GUIDANCE.c.identity == identity.strip(), of_procedure, is_open)
    detail = connection.scalar(wanted.order_by(_GUIDANCE.c.id.desc()).limit(1))
    return codec.guidance(json.loads(detail)) if detail else None
