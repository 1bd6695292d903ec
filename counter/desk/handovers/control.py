"""The hand-overs of a dossier as its control sheet has them: from the lists of the ledger alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter.rules.deadlines import Timing, deadline
from counter.rules.handover import HandoverTiming, handover_time
from counter.slips.context import ControlStep
from db import handovers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from counter.desk.desk import Desk
    from db.domain.progress import Handover
    from db.domain.records import Dossier

_OF_COUNTER = {
    HandoverTiming.LATER: Timing.EARLY,
    HandoverTiming.DUE: Timing.ON_TIME,
    HandoverTiming.LATE: Timing.LATE,
}


def control_steps(connection: Connection, desk: Desk, dossier: Dossier) -> tuple[ControlStep, ...]:
    """The hand-overs of ``dossier`` between this counter and its agency, oldest first.

    The counter was in time where it gave the papers on by the working day that the rules have for it (Đ.18 NĐ 61/2018);
    the agency where the result came by the due date. Of other ways nothing is said.
    """
    lists = [
        one for one in handovers.of_dossier(connection, dossier.id, dossier.received_at) if not one.is_post
    ]
    office = dossier.received_office or desk.office.name
    return tuple(
        ControlStep(
            giving=one.agency if one.is_back else office,
            receiving=office if one.is_back else one.agency,
            at=one.at,
            giver=one.giver,
            receiver=one.receiver,
            timing=_of_agency(dossier, one)
            if one.is_back
            else _of_counter(desk, dossier, one, lists[:place]),
            number=one.number,
        )
        for place, one in enumerate(lists)
    )


def _of_agency(dossier: Dossier, handover: Handover) -> str:
    """Whether the result that came with ``handover`` was in time; empty where none came with it."""
    return str(deadline(dossier, handover.at).timing) if dossier.finished_at == handover.at else ""


def _of_counter(desk: Desk, dossier: Dossier, handover: Handover, before: Sequence[Handover]) -> str:
    """Whether the papers went on in time after they were complete; empty where they had gone before since then."""
    complete = max(
        (one.at for one in dossier.supplements if one.at <= handover.at), default=dossier.received_at
    )
    if any(not one.is_back and one.at >= complete for one in before):
        return ""
    return str(_OF_COUNTER[handover_time(complete, desk.calendar).timing(handover.at)])
