"""The dossiers that a person hands in at one visit: received one after another, with one receipt for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter.desk import drafts
from counter.desk.dossiers.intake import ALREADY_RECEIVED, DRAFT, receive_in
from counter.desk.printing.documents import print_document
from counter.locale import N_
from counter.problems import Problem
from db.domain.codes import FormKind

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import Connection

    from counter.desk.desk import Desk
    from counter.desk.dossiers.entries import Intake, Received
    from counter.desk.drafts import Draft
    from counter.rules.doubt import DoubtKey


def receive_one_more(
    desk: Desk,
    intake: Intake,
    after: Draft,
    *,
    draft: str = "",
    confirmed: Collection[DoubtKey] | None = None,
) -> Received:
    """Receive ``intake`` with no slip yet, and keep the draft ``after`` of the next dossier, in one transaction.

    The values of ``after`` are without the new dossier; its id and code are added to them. ``draft`` and ``confirmed``
    are as in ``intake.receive``, and so is what is raised.
    """
    desk.require_shift()
    now = desk.clock.now()
    with desk.write() as connection:
        drafts.check_unsaved(connection, desk, draft, ALREADY_RECEIVED)
        received = receive_in(connection, desk, intake, now, confirmed=confirmed, has_slip=False)
        dossier = received.dossier
        drafts.settle(connection, desk, DRAFT, draft, dossier.code)
        after.values[VISIT] = [*after.values.get(VISIT, ()), [dossier.id, dossier.code]]
        drafts.put(connection, desk, DRAFT, after)
    return received


VISIT = "visit"
"""The value of a draft that holds the ids and codes of the visit's dossiers."""


def print_receipt(desk: Desk, dossier_ids: Sequence[str], *, draft: str = "") -> int:
    """Queue the receipt of a visit after whose last dossier nothing more is handed in; returns the job's number.

    ``draft`` is the id of the draft of the dossier that did not come, which is settled. Raises ``Problem`` where no
    dossier was received at the visit.
    """
    desk.require_shift()
    if not dossier_ids:
        raise Problem(N_("Nothing was received at this visit."))
    with desk.write() as connection:
        job = queue_receipt(connection, desk, dossier_ids)
        drafts.settle(connection, desk, DRAFT, draft, dossier_ids[-1])
    return job


def queue_receipt(connection: Connection, desk: Desk, dossier_ids: Sequence[str]) -> int:
    """As :func:`print_receipt`, inside the caller's transaction."""
    form = FormKind.VISIT if len(dossier_ids) > 1 else FormKind.INTAKE
    return print_document(connection, desk, dossier_ids[-1], form).job
