"""Looking things up: dossiers, their history, and what is known of a person; each reveal of a number is noted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from counter.desk.dossiers.changes import changes
from counter.desk.dossiers.transitions import load, move
from counter.locale import N_
from counter.problems import Problem
from counter.rules.clock import hour_and_date
from counter.rules.codes import find_dossier_code
from counter.rules.identity import mask
from db import accounts, dossiers
from db.domain import codec
from db.domain.event_kind import EventKind
from db.domain.lifecycle import FINAL, State
from db.domain.records import Dossier, DossierLine, EventView, Person
from db.ledger import reading, search

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from counter.desk.desk import Desk
    from db.domain.event import Event
    from db.domain.procedure import Procedure


class SharedCode(Problem):
    """A code has several dossiers: somebody has to say which one is meant."""


class Group(StrEnum):
    """Dossiers that an officer looks for together."""

    ALL = "all"
    OPEN = "open"
    LATE = "late"
    READY = "ready"
    CLOSED = "closed"
    ATTENTION = "attention"


_CLOSED = tuple(state for state in FINAL if state is not State.VOIDED)
_UNFINISHED = tuple(state for state in State if state not in FINAL and state is not State.FINISHED)


def find(desk: Desk, text: str, limit: int = 50, group: Group = Group.ALL) -> list[DossierLine]:
    """At most ``limit`` dossiers of ``group`` for ``text``, newest first: part of a code, words of a name or procedure
    without accents, a number. Nothing typed finds the newest. Identity numbers and phones come masked.
    """
    only = _only(group, desk.require().agencies, desk.clock.now())
    with desk.read() as connection:
        lines = dossiers.find(connection, text, limit, only)
    return [_masked_line(line) for line in lines]


def applicants(desk: Desk, dossier_ids: Iterable[str]) -> dict[str, str]:
    """The applicants' names, by the dossier's id, of the dossiers that the person at the desk deals with."""
    only = search.Only(agencies=desk.require().agencies)
    with desk.read() as connection:
        return dossiers.applicants(connection, dossier_ids, only)


def _only(group: Group, agencies: tuple[str, ...], now: datetime) -> search.Only:
    match group:
        case Group.OPEN:
            return search.Only(agencies=agencies, states=_UNFINISHED)
        case Group.LATE:
            return search.Only(agencies=agencies, states=_UNFINISHED, late_at=now)
        case Group.READY:
            return search.Only(agencies=agencies, states=(State.FINISHED,))
        case Group.CLOSED:
            return search.Only(agencies=agencies, states=_CLOSED)
        case Group.ATTENTION:
            return search.Only(agencies=agencies, attention=True)
    return search.Only(agencies=agencies)


def of_code(desk: Desk, code: str) -> list[Dossier]:
    """The dossiers of a code as scanned or typed, the newest first, masked: nearly always one, but several where a
    backup that was put back let a code be given out twice. Raises ``Problem`` where there is none.
    """
    desk.require()
    parsed = find_dossier_code(code)
    wanted = {code.strip(), code.strip().upper(), parsed.written if parsed else ""} - {""}
    with desk.read() as connection:
        there = dossiers.of_code(connection, wanted)
    if not there:
        raise Problem(N_("There is no dossier {code}."), field="code", code=code)
    seen = [masked(one) for one in there if desk.sees(one.agency)]
    if not seen:
        raise Problem(N_("This dossier belongs to another agency's counter."), field="code")
    return seen


def by_code(desk: Desk, code: str) -> Dossier:
    """The one dossier of a code, as :func:`of_code`; a dossier's id is taken too, for those that share their code.

    Raises ``SharedCode`` where the code has several, ``Problem`` where it has none. Masked.
    """
    desk.require()
    with desk.read() as connection:
        by_id = dossiers.dossier(connection, code.strip())
    if by_id is not None:
        return dossier(desk, by_id.id)
    there = of_code(desk, code)
    if len(there) > 1:
        listed = "; ".join(
            f"{one.id} ({one.applicant.name}, {hour_and_date(one.received_at)})" for one in there
        )
        raise SharedCode(
            N_("Several dossiers have the code {code}; name one by its id: {dossiers}."),
            field="code",
            code=there[0].code,
            dossiers=listed,
        )
    return there[0]


def dossier(desk: Desk, dossier_id: str) -> Dossier:
    """A dossier as it stands now, with its numbers masked."""
    desk.require()
    with desk.read() as connection:
        return masked(load(connection, desk, dossier_id))


def reveal(desk: Desk, dossier_id: str) -> Dossier:
    """A dossier with its numbers in full; that somebody looked is noted in its history."""
    desk.require_shift()
    with desk.write() as connection:
        dossier = load(connection, desk, dossier_id)
        return move(connection, desk, dossier, EventKind.REVEALED, desk.clock.now())


def history(desk: Desk, dossier_id: str, *, in_full: bool = False) -> list[EventView]:
    """All that happened to a dossier, oldest first; of personal values only what a correction changed, masked.

    ``in_full`` shows numbers whole, where the officer asked for them (``reveal``) in this shift.
    """
    desk.require()
    with desk.read() as connection:
        load(connection, desk, dossier_id)
        names = accounts.names(connection)
        events = reading.read_stream(connection, "dossier", dossier_id)
    changed = changes(events, in_full=in_full and any(_is_own_look(desk, event) for event, _ in events))
    return [
        replace(
            codec.event_view(event, {}, names.get(event.actor, event.actor)),
            changes=changed.get(event.id, ()),
        )
        for event, _ in events
    ]


def _is_own_look(desk: Desk, event: Event) -> bool:
    if desk.shift is None:
        return False
    look = (EventKind.REVEALED, desk.require().login, desk.shift.id)
    return (event.kind, event.actor, event.shift) == look


def past_person(desk: Desk, identity: str) -> Person | None:
    """What the newest dossier of ``identity`` says of the person, to fill a new intake from."""
    desk.require_shift()
    with desk.read() as connection:
        return dossiers.applicant(connection, identity, _own_agencies(desk))


def dossiers_of(desk: Desk, identity: str, limit: int = 20) -> list[DossierLine]:
    """The newest dossiers of the person with that number, newest first, masked."""
    desk.require()
    with desk.read() as connection:
        lines = dossiers.of_identity(connection, identity, limit, _own_agencies(desk))
    return [_masked_line(line) for line in lines]


RECENT = timedelta(days=30)
"""How long ago a dossier of the same person and procedure is worth a word."""


def received_lately(desk: Desk, identity: str, procedure: Procedure) -> DossierLine | None:
    """The dossier of the same person and procedure that was received within ``RECENT``; None where there is none, and
    for what is settled on the spot: people come for that as often as they need it.
    """
    if not identity or procedure.on_the_spot:
        return None
    desk.require()
    with desk.read() as connection:
        line = dossiers.newest_of(connection, identity, procedure.code, _own_agencies(desk))
    is_old = line is None or line.received_at < desk.clock.now() - RECENT
    return None if is_old or line is None or line.state is State.VOIDED else line


def same_person(desk: Desk, dossier_id: str, identity: str) -> bool:
    """Whether ``identity``, as read from a card at the counter, is the applicant's; reveals nothing else."""
    desk.require()
    with desk.read() as connection:
        return load(connection, desk, dossier_id).applicant.identity == identity.strip() != ""


def _own_agencies(desk: Desk) -> search.Only:
    return search.Only(agencies=desk.require().agencies)


def masked(dossier: Dossier) -> Dossier:
    """``dossier`` with the identity, phone and health-card numbers of its people masked."""
    back = dossier.handed_back
    return replace(
        dossier,
        applicant=_masked(dossier.applicant),
        proxy=_masked(dossier.proxy) if dossier.proxy else None,
        handed_back=replace(back, by=_masked(back.by)) if back else None,
    )


def _masked(person: Person) -> Person:
    return replace(
        person,
        identity=mask(person.identity),
        phone=mask(person.phone),
        health_card=mask(person.health_card),
    )


def _masked_line(line: DossierLine) -> DossierLine:
    return replace(line, identity=mask(line.identity), phone=mask(line.phone))
