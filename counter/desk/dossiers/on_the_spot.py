"""Settled on the spot ("4 tại chỗ"): received, appraised, approved and returned at the counter, as one action."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from counter.desk import drafts
from counter.desk.catalogue import procedures
from counter.desk.dossiers.entries import Intake, Return, Returned
from counter.desk.dossiers.intake import ALREADY_RECEIVED, DRAFT, receive_in
from counter.desk.dossiers.returns import return_in
from counter.desk.dossiers.visit import queue_receipt
from counter.locale import N_
from counter.problems import Problem
from db.domain.codes import ProofKind
from db.domain.records import Outcome

if TYPE_CHECKING:
    from collections.abc import Collection

    from counter.desk.desk import Desk
    from counter.rules.doubt import DoubtKey


def settle(
    desk: Desk, intake: Intake, *, draft: str = "", confirmed: Collection[DoubtKey] | None = None
) -> Returned:
    """Receive ``intake``, note its result and hand that back, with the receipt for it, in one transaction.

    No form 01 is printed: what is settled at once needs none (NĐ 61/2018 Đ.17.4). The result goes to who submitted: the
    applicant or the proxy. What came in before at the same visit gets its receipt.

    ``draft`` and ``confirmed`` are as in ``intake.receive``. Raises ``Problem`` at the field
    that is wrong, also where the procedure is not settled on the spot or no one is named who approved it.
    """
    desk.require_shift()
    now = desk.clock.now()
    with desk.write() as connection:
        drafts.check_unsaved(connection, desk, draft, ALREADY_RECEIVED)
        procedure = procedures.procedure(connection, desk, intake.procedure)
        if not procedure.on_the_spot:
            raise Problem(N_("This procedure is not settled on the spot."), field="spot")
        outcome = intake.outcome or Outcome()
        if not outcome.signer.strip():
            raise Problem(N_("Type who approved it."), field="signer")
        alone = replace(intake, visit=())
        received = receive_in(connection, desk, alone, now, confirmed=confirmed, has_slip=False)
        returned = return_in(connection, desk, received.dossier, _return(intake, outcome), now)
        if intake.visit:
            queue_receipt(connection, desk, intake.visit)
        drafts.settle(connection, desk, DRAFT, draft, returned.dossier.code)
    return returned


def _return(intake: Intake, outcome: Outcome) -> Return:
    if intake.proxy is None:
        return Return(proof=ProofKind.ON_THE_SPOT, outcome=outcome)
    return Return(
        by=intake.proxy,
        is_proxy=True,
        proof=ProofKind.AUTHORISATION,
        proxy_paper=intake.proxy_paper,
        outcome=outcome,
    )
