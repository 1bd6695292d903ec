"""Events that others appended to their chains: proved to follow each other, stored and folded many at a time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert

from db import chains, projections
from db.chains import Place
from db.errors import LedgerBroken
from db.event import Event, person_hash
from db.models import EventPerson, EventRow, table

_ADD = insert(table(EventRow))
_ADD_PERSON = insert(table(EventPerson))


class Told(NamedTuple):
    """An event as it came: ``body`` is '' where nobody can read it and only its number counts."""

    node: str
    incarnation: int
    seq: int
    body: str
    salt: str
    person: str


class Differs(LedgerBroken):
    """Another event stands in its place here, or before it."""


def receive(connection: Connection, at: Place, told: Sequence[Told]) -> tuple[Place, list[Event]]:
    """Store and fold events that follow ``at`` in one chain; returns the place after them, and those that were new.

    Where an event is missing from the chain on purpose, what came before it may be sparse from then on.

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
    _store(connection, fresh)
    return at, [event for event, _ in fresh]


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
    _store(connection, fresh)
    return [event for event, _ in fresh]


def proved(told: Told) -> Event:
    """The event in ``told``; raises ``LedgerBroken`` where it is none, or not the one that it was called."""
    try:
        event = Event.read(told.body)
    except (KeyError, TypeError, ValueError) as error:
        raise LedgerBroken(told.node, told.seq, "it is not an event") from error
    if (event.node, event.incarnation, event.seq) != told[:3]:
        raise LedgerBroken(told.node, told.seq, "it belongs elsewhere")
    if told.person and person_hash(told.salt, told.person) != event.person:
        raise LedgerBroken(told.node, told.seq, "its personal values do not match their hash")
    return event


def _store(connection: Connection, fresh: list[tuple[Event, Told]]) -> None:
    if not fresh:
        return
    connection.execute(_ADD, [{"body": event.body, "hash": event.hash} for event, _ in fresh])
    people = [
        {"event": event.id, "salt": told.salt, "values": told.person} for event, told in fresh if told.person
    ]
    if people:
        connection.execute(_ADD_PERSON, people)
    projections.apply_all(connection, [(event, _values(told)) for event, told in fresh])


def _values(told: Told) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(told.person) if told.person else {}
    return values
