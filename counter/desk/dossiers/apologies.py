"""The apology for a result that will be late, with the one new appointment (xin lỗi và hẹn lại): form 04."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from counter.desk.dossiers.doubts import confirmed_facts
from counter.desk.dossiers.entries import Received
from counter.desk.dossiers.transitions import check_state, load, move
from counter.desk.printing.spool_store import queue_document
from counter.desk.register.numbering import take_form_number
from counter.locale import N_
from counter.problems import Problem
from counter.rules.clock import local
from counter.rules.doubt import Doubt
from counter.rules.rulesets import Form
from counter.rules.terms import Term
from counter.rules.text import clean
from counter.slips.apology import apology_slip
from counter.slips.context import SlipContext
from db import spool_check
from db.domain import codec
from db.domain.codes import DueChangeKind, FormKind
from db.domain.doubt import DoubtCode
from db.domain.event import instant
from db.domain.event_kind import EventKind
from db.domain.lifecycle import UNDER_WAY
from db.domain.progress import DueChange
from db.domain.records import Dossier

if TYPE_CHECKING:
    from collections.abc import Collection

    from counter.desk.desk import Desk
    from counter.rules.doubt import DoubtKey


def apologise(
    desk: Desk,
    dossier_id: str,
    reason: str,
    due_at: datetime,
    *,
    confirmed: Collection[DoubtKey] | None = None,
) -> Received:
    """Apologise for a result that will be late, and appoint it once more, for ``due_at`` (aware).

    Only once, and at the latest on the day before the due date (NĐ 61/2018 Đ.19.9); a later one is doubted, and marked.
    ``confirmed`` is as in ``intake.receive``. Raises ``Problem`` at the field that is wrong.
    """
    officer, _shift = desk.require_shift()
    now, reason = desk.clock.now(), clean(reason)
    if not reason:
        raise Problem(N_("Type the reason."), field="reason")
    with desk.write() as connection:
        dossier = load(connection, desk, dossier_id)
        check(dossier)
        if due_at <= max(now, dossier.due_at or now):
            raise Problem(N_("The new appointment is after the old one, and after now."), field="due")
        doubted = _doubts(desk, dossier, due_at, now)
        facts = {} if confirmed is None else confirmed_facts(doubted, confirmed)
        number = take_form_number(connection, desk, Form.APOLOGY, local(now).date())
        change = DueChange(
            at=now,
            kind=DueChangeKind.APOLOGY,
            before=dossier.due_at,
            after=due_at,
            reason=reason,
            number=f"{number.text}/PXL",
            late=is_late(dossier, now),
        )
        written = replace(dossier, due_at=due_at, due_changes=(*dossier.due_changes, change))
        context = SlipContext(office=desk.office, officer_name=officer.name, printed_at=now)
        slip = apology_slip(written, context)
        queued = spool_check.fact(FormKind.APOLOGY, slip.to_json())
        dossier = move(
            connection,
            desk,
            dossier,
            EventKind.APOLOGISED,
            now,
            values={"due_at": instant(due_at), "apologised_at": instant(now)},
            items={"due_changes": codec.sparse(change)},
            facts={"reason": reason, **number.facts, **queued, **facts},
        )
        job = queue_document(connection, desk, dossier, FormKind.APOLOGY, slip, now)
    return Received(dossier=dossier, slip=slip, job=job)


def check(dossier: Dossier) -> None:
    """Raise ``Problem`` where ``dossier`` has no result to appoint anew."""
    check_state(dossier, EventKind.APOLOGISED, UNDER_WAY)
    if dossier.apologised_at is not None:
        raise Problem(N_("There was an apology already: the result is appointed anew only once."))
    if dossier.due_at is None:
        raise Problem(N_("This dossier has no due date."))


def is_late(dossier: Dossier, now: datetime) -> bool:
    """Whether an apology at ``now`` comes later than the day before the due date."""
    return dossier.due_at is not None and local(now).date() >= local(dossier.due_at).date()


def appointment(desk: Desk, dossier: Dossier, days: int) -> datetime:
    """``days`` working days after the due date, or after now where that is past; the hour stays."""
    now = desk.clock.now()
    return desk.calendar.due(max(now, dossier.due_at or now), Term(days)).at


def _doubts(desk: Desk, dossier: Dossier, due_at: datetime, now: datetime) -> Iterator[Doubt]:
    if is_late(dossier, now):
        sentence = N_("Late: an apology comes at the latest on the day before the due date")
        yield Doubt(DoubtCode.LATE_APOLOGY, sentence, field="reason")
    if not desk.calendar.is_working_day(local(due_at).date()):
        yield Doubt(DoubtCode.DAY_OFF, N_("The office is closed on that day"), field="due")
