"""Handing dossiers over to their agency and taking them back: one signed list for all, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from counter.desk import drafts
from counter.desk.dossiers.doubts import confirmed_facts
from counter.desk.dossiers.transitions import check_still_open, load, move, outcome_values
from counter.desk.handovers.refusals import agency_of, refusal_back, refusal_over
from counter.desk.printing.spool_store import Subject, queue_document
from counter.desk.register.numbering import FormNumber, take_form_number
from counter.locale import N_
from counter.problems import Problem
from counter.rules.clock import local
from counter.rules.doubt import Doubt
from counter.rules.text import clean
from counter.slips.context import SlipContext
from counter.slips.handover_list import HandoverList, HandoverRow, handover_slip
from db import spool_check
from db.domain import codec
from db.domain.codes import FormKind, PapersPlace
from db.domain.doubt import DoubtCode
from db.domain.event import NewEvent, new_id
from db.domain.event_kind import EventKind, Stream
from db.domain.progress import Handover
from db.domain.records import Dossier, Outcome
from db.ledger import ledger

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from counter.desk.desk import Desk
    from counter.rules.doubt import DoubtKey

DRAFT = "handovers"
"""The name of the draft that a saved list settles."""
MOST = 500
"""Dossiers of one list."""
_NAMED = 3
"""Dossiers that a sentence names."""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A dossier that comes back: with ``outcome`` where its result comes too, empty where nobody typed what it is."""

    dossier_id: str
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A list that was written, and its slip on the spool."""

    handover: Handover
    dossiers: tuple[Dossier, ...]
    job: int


def hand_over(desk: Desk, dossier_ids: Sequence[str], receiver: str, *, draft: str = "") -> Listed:
    """Hand the dossiers over to their agency, where ``receiver`` takes them: the list's own event, one of each dossier,
    and the list printed in two copies, in one transaction.

    All belong to one agency. ``draft`` is as in ``intake.receive``. Raises ``Problem`` that names what is refused and
    why; nothing is stored then.
    """
    officer, _shift = desk.require_shift()
    now = desk.clock.now()
    other = _other_side(receiver, "receiver")
    with desk.write() as connection:
        drafts.check_unsaved(connection, desk, draft, N_("Handed over already: list {code}."))
        dossiers = _load(connection, desk, dossier_ids, refusal_over)
        empty = Handover(
            id="", number="", agency="", at=now, giver=officer.name, receiver=other, officer=officer.login
        )
        handover, number = _numbered(connection, desk, empty, dossiers)
        written = HandoverList(handover=handover, rows=tuple(map(HandoverRow.of, dossiers)))
        job = _write(connection, desk, EventKind.HANDED_OVER, written, number)
        values = {"papers_at": PapersPlace.AGENCY, "handover": handover.number}
        moved = tuple(
            move(connection, desk, dossier, EventKind.HANDED_OVER, now, values=values) for dossier in dossiers
        )
        drafts.settle(connection, desk, DRAFT, draft, handover.number)
    return Listed(handover=handover, dossiers=moved, job=job)


def hand_back(
    desk: Desk,
    taken: Sequence[TakenBack],
    giver: str,
    *,
    draft: str = "",
    confirmed: Collection[DoubtKey] | None = None,
) -> Listed:
    """Take the dossiers back from their agency, whose ``giver`` brings them, as :func:`hand_over`; the result of a
    dossier arrives with it where it has an outcome.

    ``confirmed`` is as in ``intake.receive``.
    """
    officer, _shift = desk.require_shift()
    now = desk.clock.now()
    other = _other_side(giver, "receiver")
    outcomes = {one.dossier_id: one.outcome for one in taken}
    with desk.write() as connection:
        drafts.check_unsaved(connection, desk, draft, N_("Taken back already: list {code}."))
        dossiers = _load(
            connection,
            desk,
            list(outcomes),
            lambda dossier, agency: refusal_back(
                dossier, agency, with_result=outcomes[dossier.id] is not None
            ),
        )
        unnamed = [dossier for dossier in dossiers if is_unnamed(outcomes[dossier.id])]
        facts = {} if confirmed is None else confirmed_facts(doubts(unnamed), confirmed)
        empty = Handover(
            id="", number="", agency="", at=now, is_back=True, giver=other, receiver=officer.name,
            officer=officer.login,
        )  # fmt: skip
        handover, number = _numbered(connection, desk, empty, dossiers)
        rows = tuple(HandoverRow.of(dossier, outcomes[dossier.id]) for dossier in dossiers)
        written = HandoverList(handover=handover, rows=rows)
        job = _write(connection, desk, EventKind.HANDED_BACK, written, number)
        moved = tuple(
            _take_back(
                connection, desk, dossier, handover, outcomes[dossier.id], facts if dossier in unnamed else {}
            )
            for dossier in dossiers
        )
        drafts.settle(connection, desk, DRAFT, draft, handover.number)
    return Listed(handover=handover, dossiers=moved, job=job)


def doubts(unnamed: Sequence[Dossier]) -> tuple[Doubt, ...]:
    """The doubt that of some results neither kind nor number is written; none where it is of each."""
    if not unnamed:
        return ()
    more = ", …" if len(unnamed) > _NAMED else ""
    return (
        Doubt(
            DoubtCode.EMPTY_RESULT,
            N_("Neither the kind nor the number of the result: {codes}"),
            field="code",
            codes=", ".join(dossier.code for dossier in unnamed[:_NAMED]) + more,
            count=len(unnamed),
        ),
    )


def is_unnamed(outcome: Outcome | None) -> bool:
    """Whether a result comes without its kind and its number."""
    return outcome is not None and not clean(outcome.kind) and not clean(outcome.number)


def _other_side(name: str, field: str) -> str:
    cleaned = clean(name)
    if not cleaned:
        raise Problem(N_("Type who of the agency takes or brings them."), field=field)
    return cleaned


def _load(
    connection: Connection,
    desk: Desk,
    dossier_ids: Sequence[str],
    refusal: Callable[[Dossier, str], Problem | None],
) -> tuple[Dossier, ...]:
    """The dossiers, each once. Raises ``Problem`` with the refusal of every one that is refused."""
    check_still_open(connection, desk)
    ids = tuple(dict.fromkeys(dossier_ids))
    if not ids:
        raise Problem(N_("Mark the dossiers first."), field="code")
    if len(ids) > MOST:
        raise Problem(N_("A list has at most {most} dossiers."), field="code", most=MOST)
    dossiers = tuple(load(connection, desk, dossier_id) for dossier_id in ids)
    agency = agency_of(dossiers[0])
    refused = [problem for dossier in dossiers if (problem := refusal(dossier, agency)) is not None]
    if len(refused) == 1:
        raise refused[0]
    if refused:
        more = " …" if len(refused) > _NAMED else ""
        raise Problem(
            N_("{count} dossiers are refused: {reasons}"),
            field="code",
            count=len(refused),
            reasons=" ".join(map(str, refused[:_NAMED])) + more,
        )
    return dossiers


def _numbered(
    connection: Connection, desk: Desk, handover: Handover, dossiers: Sequence[Dossier]
) -> tuple[Handover, FormNumber]:
    number = take_form_number(connection, desk, FormKind.HANDOVER, local(handover.at).date())
    numbered = replace(
        handover,
        id=new_id(),
        number=number.text,
        agency=agency_of(dossiers[0]),
        dossiers=tuple(dossier.id for dossier in dossiers),
    )
    return numbered, number


def _write(
    connection: Connection, desk: Desk, kind: EventKind, written: HandoverList, number: FormNumber
) -> int:
    """Append the list's own event and queue its slip; returns the job's number."""
    handover = written.handover
    context = SlipContext(office=desk.office, officer_name=desk.require().name, printed_at=handover.at)
    slip = handover_slip(written, context)
    form = FormKind(kind.form)
    values = codec.sparse(handover)
    del values["id"]
    data: dict[str, Any] = {"set": values, **number.facts, **spool_check.fact(form, slip.to_json())}
    event = NewEvent(stream=Stream.HANDOVER, stream_id=handover.id, kind=kind, data=data)
    ledger.append(connection, desk.context(handover.at), event)
    subject = Subject(id=handover.id, code=handover.number)
    return queue_document(connection, desk, subject, form, slip, handover.at)


def _take_back(
    connection: Connection,
    desk: Desk,
    dossier: Dossier,
    handover: Handover,
    outcome: Outcome | None,
    facts: dict[str, Any],
) -> Dossier:
    values = {"papers_at": PapersPlace.COUNTER, "handover": handover.number}
    at = handover.at
    dossier = move(connection, desk, dossier, EventKind.HANDED_BACK, at, values=values)
    if outcome is None:
        return dossier
    arrived = outcome_values(outcome, at)
    return move(connection, desk, dossier, EventKind.RESULT_ARRIVED, at, values=arrived, facts=dict(facts))
