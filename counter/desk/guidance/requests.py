"""Sending a citizen away for papers that lack (hướng dẫn hoàn thiện hồ sơ): form 02, and no dossier yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from counter.desk import drafts
from counter.desk.catalogue import procedures
from counter.desk.dossiers import intake as intakes
from counter.desk.dossiers.doubts import confirmed_facts
from counter.desk.dossiers.supplements import check_request
from counter.desk.dossiers.transitions import check_still_open
from counter.desk.guidance.visits import earlier, load_guidance
from counter.desk.printing.spool_store import Subject, queue_document
from counter.desk.register.numbering import take_form_number
from counter.locale import N_
from counter.rules.clock import local
from counter.rules.doubt import Doubt
from counter.rules.rulesets import Form, known_rule_set
from counter.rules.text import clean
from counter.slips.context import SlipContext
from counter.slips.supplement_request import guidance_slip
from db import spool, spool_check
from db.domain import codec
from db.domain.codes import FormKind, Role
from db.domain.doubt import DoubtCode
from db.domain.event import NewEvent, new_id
from db.domain.event_kind import EventKind, Stream
from db.domain.progress import SupplementRequest
from db.domain.records import Guidance
from db.ledger import ledger

if TYPE_CHECKING:
    from collections.abc import Collection

    from counter.desk.desk import Desk
    from counter.desk.dossiers.entries import Intake
    from counter.rules.doubt import DoubtKey
    from devices.slip import Slip


@dataclass(frozen=True, slots=True, kw_only=True)
class Guided:
    """A citizen who was sent away, the form that they got, and its number on the spool."""

    guidance: Guidance
    slip: Slip
    job: int


def guide(
    desk: Desk,
    intake: Intake,
    papers: Iterable[str],
    reason: str,
    *,
    draft: str = "",
    confirmed: Collection[DoubtKey] | None = None,
) -> Guided:
    """Send the applicant of ``intake`` away for ``papers``: all that lacks, since it is asked for once
    (NĐ 61/2018 Đ.11.2c). Form 02 has numbers of its own; there is no dossier, and no number of the day is taken.

    At a later visit, of the same identity number and procedure, only what was asked for before may lack; asking for
    something new is a supervisor's, and is marked. ``draft`` and ``confirmed`` are as in ``intake.receive``. Raises
    ``Problem`` at the field that is wrong.
    """
    officer, _shift = desk.require_shift()
    now = desk.clock.now()
    asked, reason = tuple(dict.fromkeys(filter(None, map(clean, papers)))), clean(reason)
    check_request(asked, reason, None, now)
    intake = intakes.checked(intake, now)
    with desk.write() as connection:
        drafts.check_unsaved(connection, desk, draft, N_("Form 02 no. {code} was given out already."))
        check_still_open(connection, desk)
        procedure = procedures.procedure(connection, desk, intake.procedure)
        there = earlier(connection, desk, intake)
        again = there is not None and bool(
            set(asked) - {name for one in there.requests for name in one.papers}
        )
        if again:
            desk.require(Role.SUPERVISOR)
        facts = {} if confirmed is None else confirmed_facts(_doubts(again=again), confirmed)
        number = take_form_number(connection, desk, Form.SUPPLEMENT, local(now).date())
        request = SupplementRequest(
            at=now, papers=asked, reason=reason, again=again, by=officer.login, number=number.text
        )
        guidance_id = there.id if there else new_id()
        values: dict[str, Any] = {
            "procedure_code": procedure.code,
            "procedure_name": procedure.name,
            "agency": procedure.agency,
            "rule_set": known_rule_set(desk.office.rule_set).id,
        }
        written = Guidance(
            id=guidance_id,
            applicant=intake.applicant,
            requests=(*(there.requests if there else ()), request),
            **values,
        )
        context = SlipContext(office=desk.office, officer_name=officer.name, printed_at=now)
        slip = guidance_slip(written, context)
        copy = spool.next_copy(connection, guidance_id, FormKind.GUIDANCE)
        queued = spool_check.fact(FormKind.GUIDANCE, slip.to_json(), copy)
        event = NewEvent(
            stream=Stream.GUIDANCE,
            stream_id=guidance_id,
            kind=EventKind.GUIDED,
            data={
                "set": values,
                "add": {"requests": codec.sparse(request)},
                "reason": reason,
                **number.facts,
                **queued,
                **facts,
            },
            person={"applicant": codec.sparse(intake.applicant)},
        )
        ledger.append(connection, desk.context(now), event)
        subject = Subject(id=guidance_id, code=number.text)
        job = queue_document(connection, desk, subject, FormKind.GUIDANCE, slip, now, copy)
        drafts.settle(connection, desk, intakes.DRAFT, draft, number.text)
        written = load_guidance(connection, desk, guidance_id)
    return Guided(guidance=written, slip=slip, job=job)


def _doubts(*, again: bool) -> Iterator[Doubt]:
    if again:
        sentence = N_("Other papers were asked for at an earlier visit: this is a second request")
        yield Doubt(DoubtCode.ASKED_AGAIN, sentence, field="reason")
