"""Events that others appended to their chains: proved to follow each other, stored and folded many at a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert
from sqlalchemy.exc import DataError, IntegrityError, InterfaceError, ProgrammingError

from db import chains, projections, reading
from db.chains import Place
from db.errors import LedgerBroken
from db.event import Event, person_hash
from db.models import EventPerson, EventRow, table
from db.shapes import misfit

_ADD = insert(table(EventRow))
_ADD_PERSON = insert(table(EventPerson))

_UNFIT = (
    *(ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError),
    *(DataError, IntegrityError, InterfaceError, ProgrammingError),
)
"""What it may come to when values are not what folding, the search and the tables expect."""


class Told(NamedTuple):
    """An event as it came: ``body`` is '' where nobody can read it and only its number counts."""

    node: str
    incarnation: int
    seq: int
    body: str
    salt: str
    person: str


Tell = Callable[[Event], None]


def _nobody(event: Event) -> None:
    """Nobody has to hear of it."""


class Differs(LedgerBroken):
    """Another event stands in its place here, or before it."""


def receive(
    connection: Connection, at: Place, told: Sequence[Told], left_out: Tell = _nobody
) -> tuple[Place, list[Event]]:
    """Store and fold events that follow ``at`` in one chain; returns the place after them, and those that were new.

    Where an event is missing from the chain on purpose, what came before it may be sparse from then on. So it is where
    no row takes what another host wrote: ``left_out`` hears of such an event, which must not stop all that follow.

    Raises:
        Differs: the chain here goes on with other events than those.
        LedgerBroken: they do not follow each other, or are not what they vouch for.
    """
    here = chains.hashes(connection, at.node, at.incarnation, told[0].seq, told[-1].seq) if told else {}
    fresh: list[tuple[Event, Told]] = []
    for each in told:
        if each.seq != at.seq + 1 or (each.node, each.incarnation) != at.writer:
            raise LedgerBroken(at.node, at.seq + 1, "it is missing")
        if not each.body:
            at = replace(at, seq=each.seq, hash=here.get(each.seq, ""), base=each.seq)
            continue
        event = proved(each)
        if event.previous != at.hash and (at.hash or not at.seq):
            raise Differs(at.node, each.seq, "it does not follow from the event before it")
        if here.get(each.seq, event.hash) != event.hash:
            raise Differs(at.node, each.seq, "another event is in its place")
        if each.seq not in here:
            fresh.append((event, each))
        at = replace(at, seq=each.seq, hash=event.hash)
    stored = [event for event, _ in _store(connection, fresh)]
    for event in [event for event, _ in fresh if event not in stored] if len(stored) < len(fresh) else ():
        at = replace(at, base=max(at.base, event.seq))
        if reading.read_event(connection, event.id) is None:
            left_out(event)
    return at, stored


def scatter(connection: Connection, told: Sequence[Told]) -> list[Event]:
    """Store and fold events of a snapshot, between which others may be missing; returns those that were new.

    Raises ``LedgerBroken`` where one is not what it vouches for.
    """
    here: dict[chains.Writer, dict[int, str]] = {}
    spans: dict[chains.Writer, list[int]] = {}
    for each in told:
        spans.setdefault((each.node, each.incarnation), []).append(each.seq)
    for writer, numbers in spans.items():
        here[writer] = chains.hashes(connection, *writer, min(numbers), max(numbers))
    fresh = [
        (proved(each), each)
        for each in told
        if each.body and each.seq not in here[each.node, each.incarnation]
    ]
    return [event for event, _ in _store(connection, fresh)]


def proved(told: Told) -> Event:
    """The event in ``told``; raises ``LedgerBroken`` where it is none, or not the one that it was called."""
    try:
        event = Event.read(told.body)
    except (KeyError, RecursionError, TypeError, ValueError) as error:
        raise LedgerBroken(told.node, told.seq, "it is not an event") from error
    if (event.node, event.incarnation, event.seq) != told[:3]:
        raise LedgerBroken(told.node, told.seq, "it belongs elsewhere")
    if told.person and person_hash(told.salt, told.person) != event.person:
        raise LedgerBroken(told.node, told.seq, "its personal values do not match their hash")
    return event


def _store(connection: Connection, fresh: list[tuple[Event, Told]]) -> list[tuple[Event, Told]]:
    """Store and fold ``fresh``; returns those that the rows took."""
    if not fresh:
        return fresh
    try:
        with connection.begin_nested():
            _store_all(connection, fresh)
    except _UNFIT:
        half = len(fresh) // 2
        return [*_store(connection, fresh[:half]), *_store(connection, fresh[half:])] if half else []
    return fresh


def _store_all(connection: Connection, fresh: list[tuple[Event, Told]]) -> None:
    pairs = [(event, _values(told)) for event, told in fresh]
    for event, person in pairs:
        if name := misfit(event, person):
            raise ValueError(f"no row takes {name}")
    connection.execute(_ADD, [{"body": event.body, "hash": event.hash} for event, _ in fresh])
    people = [
        {"event": event.id, "salt": told.salt, "values": told.person} for event, told in fresh if told.person
    ]
    if people:
        connection.execute(_ADD_PERSON, people)
    _find_again(connection, fresh)
    projections.apply_all(connection, pairs)


def _find_again(connection: Connection, fresh: list[tuple[Event, Told]]) -> None:
    """Raise ValueError where SQLite reads another place in a text than Python did, as where a name stands twice."""
    spans: dict[chains.Writer, dict[int, str]] = {}
    for event, _ in fresh:
        spans.setdefault((event.node, event.incarnation), {})[event.seq] = event.hash
    for writer, wanted in spans.items():
        if not wanted.items() <= chains.hashes(connection, *writer, min(wanted), max(wanted)).items():
            raise ValueError("a name stands twice in an event")


def _values(told: Told) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(told.person) if told.person else {}
    return values
