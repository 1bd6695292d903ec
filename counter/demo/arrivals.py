"""Courses that are special from their beginning: at the counter before there is a dossier, and at its intake."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from counter.demo.month import Month, Steps
from counter.demo.moves import (
    at_counter,
    at_desk,
    entered,
    give,
    noted,
    outcome,
    rate,
    receive,
    usual_end,
)
from counter.desk.desk import Desk
from counter.desk.dossiers import endings, joint_returns, on_the_spot, queries, visit
from counter.desk.dossiers import intake as dossiers_intake
from counter.desk.dossiers.entries import Intake, Return
from counter.desk.drafts import Draft
from counter.desk.guidance import requests
from counter.desk.printing import queue
from counter.slips.registry import page_form
from db.domain.codes import FormKind
from db.domain.event import new_id
from db.domain.event_kind import EventKind, Stream
from db.domain.records import Dossier

_REGISTRATION, _COPY, _SIGNATURE = "MAU.HT.01", "MAU.HT.02", "MAU.CT.02"


def plain(month: Month) -> Steps:
    """As most dossiers go; the citizen says how it was."""
    dossier = receive(month)
    yield from usual_end(month, dossier)
    rate(month, dossier)


def decided_alone(month: Month) -> Steps:
    """The agency decides without the papers; the originals are given back with the result."""
    dossier = receive(month)
    yield from at_counter(month, dossier)
    yield 1
    give(month, dossier)
    rate(month, dossier)


def by_letter(month: Month) -> Steps:
    """It came by post, has been written on paper before, and is looked at in full."""
    at = month.clock.now() - timedelta(minutes=30)
    number = f"G-{len(month.received) + 1:03d}"
    dossier = receive(month, received_at=at, paper_number=number)
    queries.reveal(at_desk(month, dossier), dossier.id)
    month.count.note(EventKind.REVEALED)
    yield from usual_end(month, dossier)


def guided(month: Month) -> Steps:
    """The citizen is sent away for a paper, and comes again with it."""
    intake = entered(month, _COPY)
    first = _guide(month, month.desks["lan"], intake, 1)
    queue.reprint(month.desks["lan"], first, FormKind.GUIDANCE)
    month.count.note(EventKind.REPRINTED, stream=Stream.GUIDANCE, form=FormKind.GUIDANCE)
    yield 2
    dossier = _receive_guided(month, intake)
    yield from usual_end(month, dossier)


def guided_again(month: Month) -> Steps:
    """The citizen is sent away twice; the second time the supervisor asks for something new."""
    intake = entered(month, _COPY)
    first = _guide(month, month.desks["lan"], intake, 1)
    queue.print_page(month.desks["lan"], first, FormKind.GUIDANCE)
    month.count.note(EventKind.PRINTED, stream=Stream.GUIDANCE, form=page_form(FormKind.GUIDANCE))
    yield 1
    _guide(month, month.supervisor, intake, 2)
    yield 1
    dossier = _receive_guided(month, intake)
    yield from usual_end(month, dossier)


def _guide(month: Month, desk: Desk, intake: Intake, papers: int) -> str:
    names = [component.name for component in month.catalogue[intake.procedure].components[-papers:]]
    done = requests.guide(desk, replace(intake, papers=()), names, "Chưa nộp đủ thành phần hồ sơ (mẫu)")
    month.count.note(EventKind.GUIDED, stream=Stream.GUIDANCE, form=FormKind.GUIDANCE)
    return done.guidance.id


def _receive_guided(month: Month, intake: Intake) -> Dossier:
    dossier = dossiers_intake.receive(month.desks["lan"], intake).dossier
    month.count.note(EventKind.RECEIVED, form=FormKind.INTAKE)
    month.count.note(EventKind.GUIDED, stream=Stream.GUIDANCE)
    return noted(month, dossier)


def refused(month: Month) -> Steps:
    """What is asked for is not for this office: form 03."""
    intake = entered(month, _REGISTRATION)
    endings.refuse(month.desks["lan"], intake, "Không thuộc thẩm quyền giải quyết của xã (mẫu)")
    month.count.note(EventKind.REFUSED, form=FormKind.REFUSAL)
    yield from ()


def settled(month: Month) -> Steps:
    """Certified at the counter, while the citizen waits."""
    intake = entered(month, _SIGNATURE, outcome=replace(outcome(month), refused=False))
    done = on_the_spot.settle(month.desks["lan"], intake)
    kinds = (EventKind.RECEIVED, EventKind.RESULT_ARRIVED, EventKind.RETURNED)
    month.count.note(*kinds, form=FormKind.RETURN)
    noted(month, done.dossier)
    month.returned.append(done.dossier.id)
    rate(month, done.dossier)
    yield from ()


def several(month: Month) -> Steps:
    """A person hands in three dossiers at one visit, and collects all results in one go."""
    desk, citizen, draft = month.desks["lan"], next(month.people), new_id()
    dossiers: list[Dossier] = []
    for code in (_REGISTRATION, _COPY):
        intake = entered(month, code, citizen, proxy=None, proxy_paper="")
        values = {visit.VISIT: [[one.id, one.code] for one in dossiers]}
        draft, before = new_id(), draft
        after = Draft(id=draft, values=values)
        received = visit.receive_one_more(desk, intake, after, draft=before)
        dossiers.append(noted(month, received.dossier))
    ids = tuple(one.id for one in dossiers)
    intake = entered(month, "MAU.HT.03", citizen, proxy=None, proxy_paper="", visit=ids)
    dossiers.append(noted(month, dossiers_intake.receive(desk, intake, draft=draft).dossier))
    month.count.note(EventKind.RECEIVED, times=len(dossiers))
    month.count.note(form=FormKind.VISIT)
    ways = [at_counter(month, dossier) for dossier in dossiers]
    for way in ways:
        next(way)
    yield 1
    for way in ways:
        next(way, None)
    yield 1
    entry = Return(proof="identity")
    ids = tuple(one.id for one in dossiers)
    joint_returns.return_all(month.desks["lan"], ids, entry, is_paid=True, gives_originals=True)
    month.count.note(EventKind.RETURNED, times=len(ids), form=FormKind.RETURN)
    month.returned += ids
