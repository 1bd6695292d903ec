"""The lists that were written: one with its dossiers, and all of them, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter.locale import N_
from counter.problems import Problem
from counter.slips.handover_list import HandoverList, HandoverRow
from db import dossiers, handovers
from db.domain.codes import FormKind

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from counter.desk.desk import Desk
    from db.domain.progress import Handover

PAGE = 50
"""Lists that are read at once."""


def form_of(handover: Handover) -> FormKind:
    """The form that ``handover`` is printed as."""
    if handover.is_post:
        return FormKind.POST_LIST
    return FormKind.HANDBACK if handover.is_back else FormKind.HANDOVER


def load_list(connection: Connection, desk: Desk, handover_id: str) -> HandoverList:
    """The list of that id with its dossiers as they are now.

    Raises ``Problem`` where there is none, or dossiers of another agency's counter are on it.
    """
    handover = handovers.handover(connection, handover_id)
    if handover is None:
        raise Problem(N_("There is no such list."), field="number")
    rows = tuple(_row(connection, desk, handover, dossier) for dossier in handover.dossiers)
    return HandoverList(handover=handover, rows=rows)


def handover_list(desk: Desk, handover_id: str) -> HandoverList:
    """As :func:`load_list`, by itself."""
    desk.require()
    with desk.read() as connection:
        return load_list(connection, desk, handover_id)


def newest(desk: Desk, *, before: Handover | None = None, limit: int = PAGE) -> list[Handover]:
    """At most ``limit`` lists that are older than ``before``, newest first.

    Who deals with some agencies only sees their lists, and their own.
    """
    staff = desk.require()
    with desk.read() as connection:
        return handovers.newest(
            connection, limit, before=before, agencies=staff.agencies, officer=staff.login
        )


def last_person(desk: Desk, agency: str, *, is_back: bool) -> str:
    """Who of ``agency`` took the dossiers last, or brought them where ``is_back``; empty where nobody did yet."""
    desk.require()
    with desk.read() as connection:
        known = handovers.last(connection, agency, is_back=is_back) or handovers.last(
            connection, agency, is_back=not is_back
        )
    return "" if known is None else known.giver if known.is_back else known.receiver


def _row(connection: Connection, desk: Desk, handover: Handover, dossier_id: str) -> HandoverRow:
    dossier = dossiers.dossier(connection, dossier_id)
    if dossier is None:  # another host's, which has not come here yet
        return HandoverRow(id=dossier_id, code="", applicant="", received_at=handover.at)
    if not desk.sees(dossier.agency):
        raise Problem(N_("This dossier belongs to another agency's counter."), field="code")
    if handover.is_post:
        return HandoverRow.of_letter(dossier, handover.number)
    came = handover.is_back and dossier.finished_at == handover.at
    return HandoverRow.of(dossier, dossier.outcome if came else None)
