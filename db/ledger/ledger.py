"""The ledger: events appended one after another, each holding the hash of the one before, and the proof that none was
changed, lost or slipped in.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Integer, bindparam, cast, exists, func, insert, select

from db.domain.event import (
    Event,
    EventContext,
    NewEvent,
    canonical,
    instant,
    new_id,
    parsed,
    person_hash,
    tick,
)
from db.domain.schema import FURTHEST_AHEAD, invalid_value
from db.domain.validation import UNEXPECTED
from db.errors import InvalidValue
from db.ledger import chains, projections
from db.ledger.chains import Place
from db.ledger.reading import WITH_PERSON
from db.models import EventPerson, EventRow, Host, table

_EVENT = table(EventRow)
_PERSON = table(EventPerson)

_HEAD = (
    select(_EVENT.c.seq, _EVENT.c.hash, select(func.max(_EVENT.c.hlc)).scalar_subquery().label("hlc"))
    .where(_EVENT.c.node == bindparam("node"), _EVENT.c.incarnation == bindparam("incarnation"))
    .order_by(_EVENT.c.seq.desc())
    .limit(1)
)
_HOST = table(Host)
_MINE = _HOST.alias()
_INCARNATION = select(cast(_HOST.c.value, Integer)).where(
    _HOST.c.key == "incarnation",
    exists().where(_MINE.c.key == "node", _MINE.c.value == bindparam("node")),
)
_LATEST = select(func.max(_EVENT.c.hlc))
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_BORNE_OUT = (
    select(_EVENT.c.hlc)
    .where(
        _EVENT.c.hlc
        <= func.unixepoch(func.json_extract(_EVENT.c.body, "$.at")) * tick(0, _EPOCH + timedelta(seconds=1))
        + tick(0, _EPOCH + FURTHEST_AHEAD)
    )
    .order_by(_EVENT.c.hlc.desc())
    .limit(1)
)
"""The newest hybrid-logical time that is no further ahead of its event's wall time than a host's clock may be."""
_INSERT = insert(_EVENT)
_INSERT_PERSON = insert(_PERSON)


def append(connection: Connection, context: EventContext, new: NewEvent) -> Event:
    """Append ``new`` to the ledger of ``context.node`` and fold it into its row, inside the caller's write transaction.

    A host goes on under the incarnation that it has by now, whatever the caller knew when it began. Raises
    ``InvalidValue`` for what no other host would take.
    """
    incarnation = connection.execute(_INCARNATION, {"node": context.node}).scalar() or context.incarnation
    head = connection.execute(_HEAD, {"node": context.node, "incarnation": incarnation}).first()
    seq, previous, latest = head or (0, "", connection.execute(_LATEST).scalar() or 0)
    if latest > tick(0, context.at + FURTHEST_AHEAD):
        latest = _latest_sane(connection, context.at)
    salt, values = "", ""
    if new.person:
        salt, values = secrets.token_hex(16), canonical(new.person)
    event_id = new_id()
    body = canonical(
        {
            "v": 1,
            "id": event_id,
            "node": context.node,
            "inc": incarnation,
            "seq": seq + 1,
            "stream": new.stream,
            "of": new.stream_id,
            "kind": new.kind,
            "by": context.actor,
            "counter": context.counter,
            "shift": context.shift,
            "hlc": tick(latest, context.at),
            "at": instant(context.at),
            "from": new.from_state,
            "to": new.to_state,
            "data": new.data,
            "person": person_hash(salt, values) if values else "",
            "prev": previous,
        }
    )
    event = Event.read(body)
    if name := invalid_value(event, new.person):
        raise InvalidValue(name)
    _store(connection, event, salt, values)
    projections.apply(connection, event, new.person)
    return event


def _latest_sane(connection: Connection, now: datetime) -> int:
    """The latest hybrid-logical time within a day of ``now``, or of the newest one that its own wall time bears out.

    An earlier release took events of others with any time: going on after those, no other host would take ours. Where
    this machine's clock is behind, the events before it was tell how late it is at least.
    """
    newest = connection.execute(_BORNE_OUT).scalar() or 0
    ceiling = max(tick(0, now + FURTHEST_AHEAD), newest + tick(0, _EPOCH + FURTHEST_AHEAD))
    return connection.execute(_LATEST.where(_EVENT.c.hlc <= ceiling)).scalar() or 0


def _store(connection: Connection, event: Event, salt: str, values: str) -> None:
    connection.execute(_INSERT, {"body": event.body, "hash": event.hash})
    if values:
        connection.execute(_INSERT_PERSON, {"event": event.id, "salt": salt, "values": values})


@dataclass(frozen=True, slots=True)
class Bad:
    """A bad event of the ledger, and why it is."""

    node: str
    incarnation: int
    seq: int
    reason: str


def check(connection: Connection) -> tuple[int, Bad | None]:
    """How many events are right before the first bad one: links, numbers without gaps, hashes, personal values.

    A chain that is here in part has no gaps after its base; a chain that was synced reaches its place.
    """
    known = chains.places(connection)
    rows = connection.execution_options(yield_per=500).execute(
        WITH_PERSON.order_by(_EVENT.c.node, _EVENT.c.incarnation, _EVENT.c.seq)
    )
    good = 0
    previous: Event | None = None
    reached: dict[chains.Writer, int] = {}
    for row in rows:
        event, bad = _check_one(row.body, row.hash, row.salt, row.person, previous, known)
        if bad or event is None:
            return good, bad
        good, previous = good + 1, event
        reached[event.node, event.incarnation] = event.seq
    return good, _cut_off(known, reached)


def _cut_off(known: dict[chains.Writer, Place], reached: dict[chains.Writer, int]) -> Bad | None:
    for writer, place in sorted(known.items()):
        there = max(reached.get(writer, 0), place.base)
        if there < place.seq:
            return Bad(*writer, there + 1, "it is missing")
    return None


def _check_one(
    body: str,
    stored: str,
    salt: str | None,
    values: str | None,
    previous: Event | None,
    known: dict[chains.Writer, Place],
) -> tuple[Event | None, Bad | None]:
    event = _read(body)
    if event is None:
        return None, _unreadable(body)
    writer = (event.node, event.incarnation)
    if previous and (previous.node, previous.incarnation) != writer:
        previous = None
    before, expected = (previous.seq, previous.hash) if previous else (0, "")
    base = known[writer].base if writer in known else 0
    follows = event.seq == before + 1
    reason, seq = "", event.seq
    if not follows and (event.seq <= before or event.seq > base + 1):
        reason, seq = "it is missing", max(before, base) + 1
    elif event.hash != stored:
        reason = "its text does not match its hash"
    elif follows and event.previous != expected:
        reason = "it does not follow from the event before it"
    elif values is not None and salt is not None and not _is_of(event, salt, values):
        reason = "its personal values do not match their hash"
    elif not isinstance(event.data, dict):
        reason = "its data are no object"
    bad = Bad(*writer, seq, reason) if reason else None
    return event, bad


def _is_of(event: Event, salt: str, values: str) -> bool:
    """Whether the personal values are those of the event, and an object."""
    try:
        return person_hash(salt, values) == event.person and isinstance(parsed(values), dict)
    except UNEXPECTED:
        return False


def check_last(connection: Connection) -> Bad | None:
    """The newest event, where its text does not match its hash; None where it does: the quick check at start-up."""
    newest = select(_EVENT.c.body, _EVENT.c.hash).order_by(_EVENT.c.position.desc()).limit(1)
    row = connection.execute(newest).first()
    if row is None:
        return None
    event = _read(row.body)
    if event is None:
        return _unreadable(row.body)
    return None if event.hash == row.hash else Bad(event.node, event.incarnation, event.seq, "changed")


def _read(body: str) -> Event | None:
    try:
        return Event.read(body)
    except UNEXPECTED:
        return None


def _unreadable(body: str) -> Bad:
    try:
        parts = parsed(body)
    except UNEXPECTED:
        parts = None
    parts = parts if isinstance(parts, dict) else {}
    incarnation, seq = (parts.get(name) if isinstance(parts.get(name), int) else 0 for name in ("inc", "seq"))
    return Bad(str(parts.get("node", "?")), incarnation or 0, seq or 0, "it is not an event")
