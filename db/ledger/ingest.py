"""Storing and folding of events that others appended to their chains, many at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.exc import DataError, IntegrityError, InterfaceError, ProgrammingError

from db import spool_check
from db.domain.event import Event
from db.domain.validation import UNEXPECTED, ValidatedEvent
from db.errors import LedgerBroken
from db.ledger import chains, projections, reading
from db.ledger.chains import Place
from db.models import EventRow, table
from db.store.bulk import add_all

_INVALID = (*UNEXPECTED, DataError, IntegrityError, InterfaceError, ProgrammingError)
"""What folding, the search and the tables may raise for values that they do not expect."""

_EVENT = table(EventRow)
_COLUMNS = ("hash", "id", "stream", "stream_id", "kind", "shift", "hlc")
_STORED = select(*(_EVENT.c[name] for name in _COLUMNS)).where(
    _EVENT.c.node == bindparam("of_node"),
    _EVENT.c.incarnation == bindparam("of_incarnation"),
    _EVENT.c.seq == bindparam("of_seq"),
)

OnInvalid = Callable[[Event], None]
"""Called for each event that no row takes."""


def _ignore(event: Event) -> None:
    """Do nothing for an event that no row takes."""


class Differs(LedgerBroken):
    """Another event is in its place here, or before it."""


def ingest(
    connection: Connection,
    at: Place,
    events: Sequence[ValidatedEvent],
    on_invalid: OnInvalid = _ignore,
) -> tuple[Place, list[Event]]:
    """Store and fold events that follow ``at`` in one chain; returns the place after them, and those that were new.

    Where an event has no body, what came before it may be sparse from then on. So it is where no row takes an event:
    ``on_invalid`` is called for it, and those after it are stored all the same.

    Raises:
        Differs: the chain here goes on with other events than those.
        LedgerBroken: they do not follow each other, or are not the events in whose places they came.
    """
    numbers = [event.received.seq for event in events]
    here = chains.hashes(connection, *at.writer, numbers[0], numbers[-1]) if numbers else {}
    fresh: list[ValidatedEvent] = []
    seq, digest, base = at.seq, at.hash, at.base
    for validated in events:
        received = validated.received
        if received.seq != seq + 1 or received.writer != at.writer:
            raise LedgerBroken(at.node, seq + 1, "it is missing")
        seq += 1
        if not received.body:
            base, digest = seq, here.get(seq, "")
            continue
        event = _event(validated)
        if event.previous != digest and (digest or seq == 1):
            raise Differs(at.node, seq, "it does not follow from the event before it")
        digest = event.hash
        if seq not in here:
            fresh.append(validated)
        elif here[seq] != digest:
            raise Differs(at.node, seq, "another event is in its place")
    stored = _store(connection, fresh)
    if len(stored) < len(fresh):
        base = max(base, _report_invalid(connection, fresh, stored, on_invalid))
    return replace(at, seq=seq, hash=digest, base=base), [validated.event for validated in stored]


def _event(validated: ValidatedEvent) -> Event:
    if validated.parsed is None or validated.fault:
        raise LedgerBroken(validated.received.node, validated.received.seq, validated.fault)
    return validated.parsed


def _report_invalid(
    connection: Connection, fresh: list[ValidatedEvent], stored: list[ValidatedEvent], on_invalid: OnInvalid
) -> int:
    """Call ``on_invalid`` for each event that no row took; returns the number of the last one."""
    stored_numbers = {validated.event.seq for validated in stored}
    missing = [validated.event for validated in fresh if validated.event.seq not in stored_numbers]
    for event in missing:
        if reading.read_event(connection, event.id) is None:
            on_invalid(event)
    return missing[-1].seq


def ingest_scattered(connection: Connection, events: Sequence[ValidatedEvent]) -> list[Event]:
    """Store and fold events of a snapshot, between which others may be missing; returns those that were new.

    Raises ``LedgerBroken`` where one is not the event in whose place it came.
    """
    spans: dict[chains.Writer, list[int]] = {}
    for validated in events:
        spans.setdefault(validated.received.writer, []).append(validated.received.seq)
    here = {
        writer: chains.hashes(connection, *writer, min(numbers), max(numbers))
        for writer, numbers in spans.items()
    }
    fresh = [
        validated
        for validated in events
        if validated.received.body and validated.received.seq not in here[validated.received.writer]
    ]
    for validated in fresh:
        _event(validated)
    return [validated.event for validated in _store(connection, fresh)]


def _store(connection: Connection, fresh: list[ValidatedEvent]) -> list[ValidatedEvent]:
    """Store and fold ``fresh``; returns those that the rows took."""
    if not fresh:
        return fresh
    try:
        with connection.begin_nested():
            _store_all(connection, fresh)
    except _INVALID:
        half = len(fresh) // 2
        return [*_store(connection, fresh[:half]), *_store(connection, fresh[half:])] if half else []
    return fresh


def _store_all(connection: Connection, fresh: list[ValidatedEvent]) -> None:
    if name := next(filter(None, (validated.invalid for validated in fresh)), ""):
        raise ValueError(f"no row takes {name}")
    pairs = [(validated.event, validated.person) for validated in fresh]
    add_all(connection, "event", ("body", "hash"), [(event.body, event.hash) for event, _ in pairs])
    people = [
        (validated.event.id, validated.received.salt, validated.received.person)
        for validated in fresh
        if validated.received.person
    ]
    add_all(connection, "event_person", ("event", "salt", "values"), people)
    _check_stored(connection, [validated.event for validated in fresh if not validated.is_canonical])
    spool_check.note_elsewhere(connection, [event for event, _ in pairs])
    projections.apply_all(connection, pairs)


def _check_stored(connection: Connection, events: list[Event]) -> None:
    """Raise ValueError where SQLite reads other values in a text than Python did, as where a name occurs twice."""
    for event in events:
        place = {"of_node": event.node, "of_incarnation": event.incarnation, "of_seq": event.seq}
        values = tuple(getattr(event, name) for name in _COLUMNS)
        if connection.execute(_STORED, place).first() != values:
            raise ValueError("a name occurs twice in an event")
