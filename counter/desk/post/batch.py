"""Many results that go to the post at once: each is noted, and one signed list is printed for the post office."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from counter.desk import drafts
from counter.desk.dossiers.doubts import confirmed_facts
from counter.desk.dossiers.transitions import check_still_open, load
from counter.desk.post.results import doubts, give_to_post, refusal
from counter.desk.printing.spool_store import Subject, queue_document
from counter.desk.register.numbering import take_form_number
from counter.locale import N_
from counter.problems import Problem
from counter.rules.clock import local
from counter.rules.text import clean
from counter.rules.tracking import tracking_number
from counter.slips.context import SlipContext
from counter.slips.handover_list import HandoverList, HandoverRow
from counter.slips.post_list import post_list_slip
from db import handovers, spool_check
from db.domain import codec
from db.domain.codes import FormKind
from db.domain.event import NewEvent, new_id
from db.domain.event_kind import EventKind, Stream
from db.domain.progress import Handover
from db.ledger import ledger

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import Connection

    from counter.desk.desk import Desk
    from counter.rules.doubt import DoubtKey
    from db.domain.records import Dossier

DRAFT = "post"
"""The name of the draft that a saved list settles."""
MOST = 500
"""Letters of one list."""
_NAMED = 3
"""Dossiers that a sentence names."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A dossier whose result goes, and the number that the post gave it, empty where it gave none yet."""

    dossier_id: str
    tracking: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedList:
    """A list that was written, and its slip on the spool."""

    handover: Handover
    dossiers: tuple[Dossier, ...]
    job: int


def dossiers_to_post(desk: Desk, dossier_ids: Sequence[str]) -> list[Dossier]:
    """Those of the dossiers whose results can go by post now, in the order that was asked for."""
    desk.require()
    with desk.read() as connection:
        read = [load(connection, desk, dossier_id) for dossier_id in dict.fromkeys(dossier_ids)]
    return [dossier for dossier in read if refusal(dossier, "post") is None]


def last_post_office(desk: Desk) -> tuple[str, str]:
    """The post office of the last list, and who took the letters there; two empty texts before the first list."""
    desk.require()
    with desk.read() as connection:
        known = handovers.last_posted(connection)
    return (known.agency, known.receiver) if known else ("", "")


def post_all(
    desk: Desk,
    letters: Sequence[Letter],
    post_office: str,
    receiver: str = "",
    *,
    has_labels: bool = True,
    draft: str = "",
    confirmed: Collection[DoubtKey] | None = None,
) -> PostedList:
    """Give the results to ``post_office``, where ``receiver`` takes them: the list's own event, one of each dossier,
    the list in two copies and a label of each, in one transaction.

    ``draft`` and ``confirmed`` are as in ``intake.receive``. Raises ``Problem`` that names what is refused and why;
    nothing is stored then.
    """
    officer, _shift = desk.require_shift()
    office = clean(post_office)
    if not office:
        raise Problem(N_("Type the name of the post office."), field="post_office")
    now = desk.clock.now()
    numbers = {letter.dossier_id: tracking_number(letter.tracking) for letter in letters}
    with desk.write() as connection:
        drafts.check_unsaved(connection, desk, draft, N_("Posted already: list {code}."))
        dossiers = _load(connection, desk, numbers)
        facts = {} if confirmed is None else confirmed_facts(doubts(dossiers), confirmed)
        number = take_form_number(connection, desk, FormKind.POST_LIST, local(now).date())
        handover = Handover(
            id=new_id(),
            number=number.text,
            agency=office,
            at=now,
            dossiers=tuple(numbers),
            giver=officer.name,
            receiver=clean(receiver),
            officer=officer.login,
            is_post=True,
        )
        posted = tuple(
            give_to_post(
                connection, desk, dossier, numbers[dossier.id], now, number=number.text,
                has_label=has_labels, facts=dict(facts),
            ).dossier
            for dossier in dossiers
        )  # fmt: skip
        job = _write(connection, desk, handover, posted, number.facts)
        drafts.settle(connection, desk, DRAFT, draft, handover.number)
    return PostedList(handover=handover, dossiers=posted, job=job)


def _load(connection: Connection, desk: Desk, dossier_ids: Collection[str]) -> tuple[Dossier, ...]:
    check_still_open(connection, desk)
    if not dossier_ids:
        raise Problem(N_("Mark the dossiers first."), field="tracking")
    if len(dossier_ids) > MOST:
        raise Problem(N_("A list has at most {most} dossiers."), field="tracking", most=MOST)
    dossiers = tuple(load(connection, desk, dossier_id) for dossier_id in dossier_ids)
    refused = [problem for dossier in dossiers if (problem := refusal(dossier, "post")) is not None]
    if len(refused) == 1:
        raise refused[0]
    if refused:
        more = " …" if len(refused) > _NAMED else ""
        raise Problem(
            N_("{count} dossiers are refused: {reasons}"),
            field="tracking",
            count=len(refused),
            reasons=" ".join(map(str, refused[:_NAMED])) + more,
        )
    return dossiers


def _write(
    connection: Connection, desk: Desk, handover: Handover, posted: Sequence[Dossier], facts: dict[str, Any]
) -> int:
    """Append the list's own event and queue its slip; returns the job's number."""
    rows = tuple(HandoverRow.of_letter(dossier, handover.number) for dossier in posted)
    context = SlipContext(office=desk.office, officer_name=desk.require().name, printed_at=handover.at)
    slip = post_list_slip(HandoverList(handover=handover, rows=rows), context)
    values = codec.sparse(handover)
    del values["id"]
    data = {"set": values, **facts, **spool_check.fact(FormKind.POST_LIST, slip.to_json())}
    event = NewEvent(stream=Stream.HANDOVER, stream_id=handover.id, kind=EventKind.RESULT_POSTED, data=data)
    ledger.append(connection, desk.context(handover.at), event)
    subject = Subject(id=handover.id, code=handover.number)
    return queue_document(connection, desk, subject, FormKind.POST_LIST, slip, handover.at)
