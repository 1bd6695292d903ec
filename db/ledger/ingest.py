"""Events that others appended to their chains: proved to follow each other, stored and folded many at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.exc import DataError, IntegrityError, InterfaceError, ProgrammingError

from db.domain.event import Event
from db.domain.validation import UNEXPECTED, ValidatedEvent
from db.errors import LedgerBroken
from db.ledger import chains, projections, reading
from db.ledger.chains import Place
from db.models import EventRow, table
from db.store.bulk import add_all

_UNFIT = (*UNEXPECTED, DataError, IntegrityError, InterfaceError, ProgrammingError)
"""What it may come to when values are not what folding, the search and the tables expect."""

_EVENT = table(EventRow)
_COLUMNS = ("hash", "id", "stream", "stream_id", "kind", "shift", "hlc")
_AS_READ_HERE = select(*(_EVENT.c[name] for name in _COLUMNS)).where(
    _EVENT.c.node == bindparam("of_node"),
    _EVENT.c.incarnation == bindparam("of_incarnation"),
    _EVENT.c.seq == bindparam("of_seq"),
)

Tell = Callable[[Event], None]


def _nobody(event: Event) -> None:
    """Nobody has to hear of it."""


class Differs(LedgerBroken):
    """Another event stands in its place here, or before it."""


def ingest(
    connection: Connection, at: Place, proofs: Sequence[ValidatedEvent], left_out: Tell = _nobody
) -> tuple[Place, list[Event]]:
    """Store and fold events that follow ``at`` in one chain; returns the place after them, and those that were new.

    Where an event is missing from the chain on purpose, what came before it may be sparse from then on. So it is where
    no row takes what another host wrote: ``left_out`` hears of such an event, which must not stop all that follow.

    Raises:
        Differs: the chain here goes on with other events than those.
        LedgerBroken: they do not follow each other, or are not what they vouch for.
    """
    numbers = [proof.told.seq for proof in proofs]
    here = chains.hashes(connection, *at.writer, numbers[0], numbers[-1]) if numbers else {}
    fresh: list[ValidatedEvent] = []
    seq, digest, base = at.seq, at.hash, at.base
    for proof in proofs:
        told = proof.told
        if told.seq != seq + 1 or told.writer != at.writer:
            raise LedgerBroken(at.node, seq + 1, "it is missing")
        seq += 1
        if not told.body:
            base, digest = seq, here.get(seq, "")
            continue
        event = proof.event
        if event.previous != digest and (digest or seq == 1):
            raise Differs(at.node, seq, "it does not follow from the event before it")
        digest = event.hash
        if seq not in here:
            fresh.append(proof)
        elif here[seq] != digest:
            raise Differs(at.node, seq, "another event is in its place")
    stored = _store(connection, fresh)
    if len(stored) < len(fresh):
        base = max(base, _leave_out(connection, fresh, stored, left_out))
    return replace(at, seq=seq, hash=digest, base=base), [proof.event for proof in stored]


def _leave_out(
    connection: Connection, fresh: list[ValidatedEvent], stored: list[ValidatedEvent], left_out: Tell
) -> int:
    """Tell of what no row took; returns the number of the last such event."""
    kept = {proof.event.seq for proof in stored}
    missing = [proof.event for proof in fresh if proof.event.seq not in kept]
    for event in missing:
        if reading.read_event(connection, event.id) is None:
            left_out(event)
    return missing[-1].seq


def ingest_scattered(connection: Connection, proofs: Sequence[ValidatedEvent]) -> list[Event]:
    """Store and fold events of a snapshot, between which others may be missing; returns those that were new.

    Raises ``LedgerBroken`` where one is not what it vouches for.
    """
    spans: dict[chains.Writer, list[int]] = {}
    for proof in proofs:
        spans.setdefault(proof.told.writer, []).append(proof.told.seq)
    here = {
        writer: chains.hashes(connection, *writer, min(numbers), max(numbers))
        for writer, numbers in spans.items()
    }
    fresh = [proof for proof in proofs if proof.told.body and proof.told.seq not in here[proof.told.writer]]
    return [proof.event for proof in _store(connection, fresh)]


def _store(connection: Connection, fresh: list[ValidatedEvent]) -> list[ValidatedEvent]:
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


def _store_all(connection: Connection, fresh: list[ValidatedEvent]) -> None:
    if unfit := next(filter(None, (proof.unfit for proof in fresh)), ""):
        raise ValueError(f"no row takes {unfit}")
    add_all(connection, "event", ("body", "hash"), [(proof.event.body, proof.event.hash) for proof in fresh])
    people = [(proof.event.id, proof.told.salt, proof.told.person) for proof in fresh if proof.told.person]
    add_all(connection, "event_person", ("event", "salt", "values"), people)
    _find_again(connection, [proof for proof in fresh if not proof.plain])
    projections.apply_all(connection, [(proof.event, proof.person) for proof in fresh])


def _find_again(connection: Connection, odd: list[ValidatedEvent]) -> None:
    """Raise ValueError where SQLite reads something else in a text than Python did, as where a name stands twice."""
    for event in (proof.event for proof in odd):
        place = {"of_node": event.node, "of_incarnation": event.incarnation, "of_seq": event.seq}
        read = tuple(getattr(event, name) for name in _COLUMNS)
        if connection.execute(_AS_READ_HERE, place).first() != read:
            raise ValueError("a name stands twice in an event")
