"""When the forms of a dossier were printed, as the ledger and this host's spool know it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from counter.slips.replacement import CORRECTED
from db import spool
from db.domain.event_kind import EventKind, Stream
from db.ledger import reading

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Prints:
    """When a form was printed ``last`` (UTC); ``replaced`` is when the print came out that a later one replaced for
    good, None where no print was replaced.
    """

    last: datetime
    replaced: datetime | None = None


def prints_of(connection: Connection, dossier_id: str) -> dict[str, Prints]:
    """The prints of a dossier by the code of their form; what an earlier release printed is known by the spool only."""
    prints = {job.form: Prints(job.created_at) for job in spool.of_dossier(connection, dossier_id)}
    noted: dict[str, Prints] = {}
    for event, _person in reading.read_stream(connection, Stream.DOSSIER, dossier_id):
        slip = event.data.get("slip")
        form = slip.get("form") if isinstance(slip, dict) else None
        if not isinstance(form, str):
            continue
        before = noted.get(form) or prints.get(form)
        is_replaced = event.kind == EventKind.REPRINTED and event.data.get("why") == CORRECTED
        replaced = before.last if before and is_replaced else before.replaced if before else None
        noted[form] = Prints(event.at, replaced)
    return prints | noted
