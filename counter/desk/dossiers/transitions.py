"""Moving a dossier on: to processing, and to its result; every other move goes through ``move`` as well."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from counter.desk.desk import NotAllowed
from counter.desk.dossiers.doubts import confirmed_facts, doubts
from counter.desk.labels import STATES, shown_code
from counter.locale import N_, _
from counter.problems import Problem
from counter.rules.text import clean
from db import dossiers, shifts
from db.domain import codec
from db.domain.codes import PapersPlace
from db.domain.event import NewEvent, instant
from db.domain.event_kind import EventKind, Stream
from db.domain.lifecycle import MOVES, State, allows, next_state
from db.domain.records import Dossier, Outcome
from db.ledger import ledger

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Connection

    from counter.desk.desk import Desk
    from counter.rules.doubt import DoubtKey

PERSONAL = ("applicant", "proxy", "content", "proxy_paper", "note", "delivered_to")
"""What of a dossier identifies people, free texts among it: kept beside the events, so that it can be forgotten."""


_LEFT_TO_VOIDED = (EventKind.REVEALED, EventKind.SETTLED)


def is_left(kind: str, state: State) -> bool:
    """Whether ``kind`` is among what is left to do in ``state``: nothing but to look at what was struck through."""
    return state is not State.VOIDED or kind in _LEFT_TO_VOIDED


class WrongState(Problem):
    """The dossier is not in a state that allows this."""


def check_still_open(connection: Connection, desk: Desk) -> None:
    """Raise ``NotAllowed`` where the shift at the desk was closed from somewhere else."""
    if desk.shift is not None and not shifts.is_open(connection, desk.shift.id):
        raise NotAllowed(N_("This shift was closed meanwhile: sign in again and open another."))


def load(connection: Connection, desk: Desk, dossier_id: str) -> Dossier:
    """The dossier of that id; raises ``Problem`` where there is none, or it is another agency's."""
    dossier = dossiers.dossier(connection, dossier_id)
    if dossier is None:
        raise Problem(N_("There is no such dossier."), field="code")
    if not desk.sees(dossier.agency):
        raise Problem(N_("This dossier belongs to another agency's counter."), field="code")
    return dossier


def of_visit(connection: Connection, desk: Desk, dossier: Dossier) -> tuple[Dossier, ...]:
    """The dossiers that came in before ``dossier`` at the same visit."""
    return tuple(load(connection, desk, dossier_id) for dossier_id in dossier.visit)


def check_state(dossier: Dossier, kind: str, states: Collection[State] = tuple(State)) -> None:
    """Raise ``WrongState`` where an event of ``kind`` may not follow the state of ``dossier``, or it is in none of
    ``states``.
    """
    is_allowed = allows(kind, dossier.state) and is_left(kind, dossier.state)
    if not is_allowed or dossier.state not in states:
        raise WrongState(
            N_("Dossier {code} is “{state}”: this cannot be done now."),
            field="code",
            code=shown_code(dossier),
            state=_(STATES[dossier.state]),
        )


def first_event(dossier: Dossier, kind: EventKind, state: State, facts: dict[str, Any]) -> NewEvent:
    """The event ``kind`` by which ``dossier`` comes to be, in ``state``; ``facts`` are what the row does not take."""
    values = codec.sparse(dossier)
    person = {name: values.pop(name) for name in PERSONAL if name in values}
    for name in ("id", "state", "attention"):
        values.pop(name, None)
    return NewEvent(
        stream=Stream.DOSSIER,
        stream_id=dossier.id,
        kind=kind,
        data={"set": values, **facts},
        person=person,
        from_state=None,
        to_state=state,
    )


def move(
    connection: Connection,
    desk: Desk,
    dossier: Dossier,
    kind: str,
    now: datetime,
    *,
    values: dict[str, Any] | None = None,
    items: dict[str, Any] | None = None,
    sums: dict[str, int] | None = None,
    person: dict[str, Any] | None = None,
    facts: dict[str, Any] | None = None,
) -> Dossier:
    """Append the event ``kind`` to ``dossier``; ``values`` and ``person`` are what the row takes, ``facts`` the rest.

    ``items`` are what lists of the row gain, one each; ``sums`` what its numbers grow by, also where another host adds
    to them at the same time. Raises ``WrongState`` where the table of moves does not allow it, ``NotAllowed`` where the
    shift was closed.
    """
    check_still_open(connection, desk)
    check_state(dossier, kind)
    moves = kind in MOVES
    parts = {"set": values, "add": items, "sum": sums}
    event = NewEvent(
        stream=Stream.DOSSIER,
        stream_id=dossier.id,
        kind=kind,
        data={**{name: part for name, part in parts.items() if part}, **(facts or {})},
        person=person or {},
        from_state=dossier.state if moves else None,
        to_state=next_state(kind, dossier.state) if moves else None,
    )
    ledger.append(connection, desk.context(now), event)
    return load(connection, desk, dossier.id)


def mark_processing(desk: Desk, dossier_id: str) -> Dossier:
    """Note that the deciding agency works on the dossier (đang xử lý)."""
    desk.require_shift()
    with desk.write() as connection:
        dossier = load(connection, desk, dossier_id)
        return move(connection, desk, dossier, EventKind.PROCESSING, desk.clock.now())


def result_arrived(
    desk: Desk, dossier_id: str, outcome: Outcome, *, confirmed: Collection[DoubtKey] | None = None
) -> Dossier:
    """Note that the result is at the counter (đã xử lý xong): the clock of the term stops here.

    ``confirmed`` is as in ``intake.receive``.
    """
    desk.require_shift()
    now = desk.clock.now()
    with desk.write() as connection:
        dossier = load(connection, desk, dossier_id)
        facts = {} if confirmed is None else confirmed_facts(doubts(desk, outcome, dossier), confirmed)
        values = outcome_values(outcome, now)
        return move(
            connection, desk, dossier, EventKind.RESULT_ARRIVED, now, values=values, facts=dict(facts)
        )


def outcome_values(outcome: Outcome, now: datetime) -> dict[str, Any]:
    """What the row of a dossier takes when its result arrives."""
    cleaned = Outcome(
        kind=clean(outcome.kind),
        number=clean(outcome.number),
        signer=clean(outcome.signer),
        appraiser=clean(outcome.appraiser),
        date=clean(outcome.date),
        refused=outcome.refused,
        note=clean(outcome.note),
    )
    return {
        "outcome": codec.sparse(cleaned),
        "finished_at": instant(now),
        "papers_at": PapersPlace.COUNTER.value,
    }
