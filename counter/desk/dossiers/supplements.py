"""Papers that lack (bổ sung hồ sơ): asked for once and in full by form 02, received without a new ticket, and the due
date that follows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from counter.desk.catalogue import procedures
from counter.desk.dossiers.doubts import confirmed_facts
from counter.desk.dossiers.entries import Received
from counter.desk.dossiers.transitions import check_state, load, move
from counter.desk.printing.spool_store import queue_document
from counter.desk.register.numbering import take_form_number
from counter.locale import N_
from counter.problems import Problem
from counter.rules.clock import VIETNAM, local
from counter.rules.deadlines import due_after_supplement, due_of_term
from counter.rules.doubt import Doubt
from counter.rules.procedures import papers_of
from counter.rules.rulesets import Form
from counter.rules.text import clean
from counter.slips.context import SlipContext
from counter.slips.intake_receipt import intake_slip
from counter.slips.supplement_request import supplement_slip
from db import accounts, spool, spool_check
from db.domain import codec
from db.domain.codes import DueChangeKind, FormKind, PapersPlace, Role, Unit
from db.domain.doubt import DoubtCode
from db.domain.event import instant
from db.domain.event_kind import EventKind
from db.domain.procedure import Component
from db.domain.progress import DueChange, Supplement, SupplementRequest
from db.domain.records import Dossier, Paper

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection

    from counter.desk.desk import Desk
    from counter.rules.doubt import DoubtKey

LATEST_DAYS = 3
"""Working days after the intake within which an agency sends a dossier back for papers (NĐ 61/2018 Đ.19.4)."""


def ask(
    desk: Desk,
    dossier_id: str,
    papers: Iterable[str],
    reason: str,
    until: datetime | None = None,
    *,
    confirmed: Collection[DoubtKey] | None = None,
) -> Received:
    """Ask for ``papers``: all that lacks, since it is asked once (NĐ 61/2018 Đ.11.2c); form 02 goes to the printer.

    ``until`` (aware) is the last moment for them. A second request is a supervisor's, is marked, and counts as late.
    ``confirmed`` is as in ``intake.receive``. Raises ``Problem`` at the field that is wrong.
    """
    officer, _shift = desk.require_shift()
    now = desk.clock.now()
    asked, reason = tuple(dict.fromkeys(filter(None, map(clean, papers)))), clean(reason)
    check_request(asked, reason, until, now)
    with desk.write() as connection:
        dossier = load(connection, desk, dossier_id)
        check_state(dossier, EventKind.SUPPLEMENT_ASKED)
        if dossier.requests:
            desk.require(Role.SUPERVISOR)
        facts = (
            {} if confirmed is None else confirmed_facts(_doubts_of_request(desk, dossier, now), confirmed)
        )
        number = take_form_number(connection, desk, Form.SUPPLEMENT, local(now).date())
        request = SupplementRequest(
            at=now,
            papers=asked,
            reason=reason,
            until=until,
            again=bool(dossier.requests),
            by=officer.login,
            number=number.text,
        )
        written = replace(dossier, requests=(*dossier.requests, request), missing=asked)
        slip = supplement_slip(written, _context(desk, officer.name, now))
        copy = spool.next_copy(connection, dossier.id, FormKind.SUPPLEMENT)
        queued = spool_check.fact(FormKind.SUPPLEMENT, slip.to_json(), copy)
        dossier = move(
            connection,
            desk,
            dossier,
            EventKind.SUPPLEMENT_ASKED,
            now,
            values={"missing": list(asked)},
            items={"requests": codec.sparse(request)},
            facts={"reason": reason, **number.facts, **queued, **facts},
        )
        job = queue_document(connection, desk, dossier, FormKind.SUPPLEMENT, slip, now, copy)
    return Received(dossier=dossier, slip=slip, job=job)


def check_request(papers: tuple[str, ...], reason: str, until: datetime | None, now: datetime) -> None:
    """Raise ``Problem`` at the field of a request that is wrong."""
    if not papers:
        raise Problem(N_("Say which papers lack."), field="papers")
    if not reason:
        raise Problem(N_("Type the reason."), field="reason")
    if until is not None and until <= now:
        raise Problem(N_("The last day is past."), field="until")


def receive(
    desk: Desk,
    dossier_id: str,
    papers: Iterable[Paper],
    *,
    confirmed: Collection[DoubtKey] | None = None,
) -> Received:
    """Take in ``papers`` that were asked for: the due date moves as the procedure says, and form 01 is printed again
    with the new one, marked as a copy.

    What still lacks stays noted, and is doubted. ``confirmed`` is as in ``intake.receive``.
    """
    officer, _shift = desk.require_shift()
    now = desk.clock.now()
    came = tuple(replace(paper, name=clean(paper.name), note=clean(paper.note)) for paper in papers)
    if not came:
        raise Problem(N_("Tick the papers that came."), field="papers")
    with desk.write() as connection:
        dossier = load(connection, desk, dossier_id)
        check_state(dossier, EventKind.SUPPLEMENT_RECEIVED)
        lacking = tuple(name for name in dossier.missing if name not in {paper.name for paper in came})
        facts = {} if confirmed is None else confirmed_facts(_doubts_of_papers(lacking), confirmed)
        change = due_change(connection, desk, dossier, now)
        all_papers = together(dossier.papers, came)
        values: dict[str, Any] = {
            "papers": [codec.sparse(paper) for paper in all_papers],
            "missing": list(lacking),
            "papers_at": PapersPlace.COUNTER,
        }
        supplement = Supplement(at=now, papers=tuple(paper.name for paper in came), by=officer.login)
        items = {"supplements": codec.sparse(supplement)}
        if change and change.after:
            values["due_at"] = instant(change.after)
            items["due_changes"] = codec.sparse(change)
        written = replace(
            dossier, papers=all_papers, missing=lacking, due_at=change.after if change else dossier.due_at
        )
        names = accounts.names(connection)
        receiver = names.get(dossier.received_by, officer.name)
        copy = spool.next_copy(connection, dossier.id, FormKind.INTAKE)
        slip = intake_slip(written, _context(desk, receiver, now, copy))
        queued = spool_check.fact(FormKind.INTAKE, slip.to_json(), copy)
        dossier = move(
            connection,
            desk,
            dossier,
            EventKind.SUPPLEMENT_RECEIVED,
            now,
            values=values,
            items=items,
            facts={**queued, **facts},
        )
        job = queue_document(connection, desk, dossier, FormKind.INTAKE, slip, now, copy)
    return Received(dossier=dossier, slip=slip, job=job)


def due_change(connection: Connection, desk: Desk, dossier: Dossier, now: datetime) -> DueChange | None:
    """How the due date of ``dossier`` moves where its papers are full at ``now``; None where there is none."""
    procedure = procedures.version(connection, dossier.procedure_version)
    is_held = procedure is not None and procedure.on_supplement == DueChangeKind.PAUSE
    kind = DueChangeKind.PAUSE if is_held else DueChangeKind.RESET
    after = due_after_supplement(dossier, now, kind, desk.calendar)
    return DueChange(at=now, kind=kind, before=dossier.due_at, after=after) if after else None


def may_be_asked(desk: Desk, dossier_id: str) -> tuple[Component, ...]:
    """What the procedure that a dossier came in under lists for its case; empty where that is not known here."""
    desk.require()
    with desk.read() as connection:
        dossier = load(connection, desk, dossier_id)
        procedure = procedures.version(connection, dossier.procedure_version)
    return papers_of(procedure, dossier.case) if procedure else ()


def end_of_day(desk: Desk, day: str) -> datetime | None:
    """When the office closes on ``day`` (ISO), or on the next day that it is open; None for no day."""
    if not day:
        return None
    return desk.calendar.same_day(datetime.fromisoformat(day).replace(tzinfo=VIETNAM)).at


def together(before: tuple[Paper, ...], came: tuple[Paper, ...]) -> tuple[Paper, ...]:
    """All papers; the copies of one that is there already are added to it."""
    papers = {paper.name: paper for paper in before}
    for paper in came:
        there = papers.get(paper.name)
        papers[paper.name] = (
            replace(
                there,
                originals=there.originals + paper.originals,
                certified=there.certified + paper.certified,
                copies=there.copies + paper.copies,
                note=there.note or paper.note,
            )
            if there
            else paper
        )
    return tuple(papers.values())


def _doubts_of_request(desk: Desk, dossier: Dossier, now: datetime) -> Iterator[Doubt]:
    if dossier.requests:
        sentence = N_("Papers were asked for before: a second request counts as late")
        yield Doubt(DoubtCode.ASKED_AGAIN, sentence, field="reason")
    latest = due_of_term(desk.calendar, LATEST_DAYS, Unit.WORKING_DAY, dossier.received_at)
    if latest and now > latest.at:
        sentence = N_("More than {days} working days have passed since the intake")
        yield Doubt(DoubtCode.ASKED_LATE, sentence, field="reason", days=LATEST_DAYS)


def _doubts_of_papers(lacking: tuple[str, ...]) -> Iterator[Doubt]:
    if lacking:
        sentence = N_("Still lacking: {papers}")
        yield Doubt(DoubtCode.STILL_LACKING, sentence, field="papers", papers=", ".join(lacking))


def _context(desk: Desk, officer: str, now: datetime, copy: int = 0) -> SlipContext:
    return SlipContext(office=desk.office, officer_name=officer, printed_at=now, copy=copy)
