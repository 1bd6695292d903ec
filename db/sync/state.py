"""The state of the sync for people: what the centre has, what waits, what it refused, and the last runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, func, insert, select

from db import host
from db.domain.event import Event, instant, moment
from db.ledger.search import fold_text
from db.models import DossierRow, EventRow, QuarantineRow, SyncChain, SyncRun, table

KEPT_RUNS = 100

_EVENT, _CHAIN, _RUN = table(EventRow), table(SyncChain), table(SyncRun)
_DOSSIER, _REFUSED = table(DossierRow), table(QuarantineRow)


_ADD_RUN = insert(_RUN)
_DROP_IDLE = delete(_RUN).where(
    _RUN.c.id == select(func.max(_RUN.c.id)).scalar_subquery(),
    _RUN.c.sent == 0,
    _RUN.c.received == 0,
    _RUN.c.failure == "",
)
_DROP_RUNS = delete(_RUN).where(_RUN.c.id < bindparam("before"))


class Failure(StrEnum):
    """Why a run failed."""

    NO_NETWORK = "no-network"
    """The centre cannot be reached, or the connection broke."""
    NO_ANSWER = "no-answer"
    """Nothing came over the connection within the deadline."""
    REFUSED = "refused"
    """The centre refuses the login: wrong secret, or revoked."""
    CERTIFICATE = "certificate"
    """The server's certificate is not the centre's, or it offers no TLS."""
    TOO_OLD = "too-old"
    """The centre no longer supports this release; it still takes its events."""
    TOO_NEW = "too-new"
    """The centre lacks functions of this release: it has to be upgraded first."""
    BUSY = "busy"
    """The centre is starting, stopping or full."""
    CENTRE = "centre"
    """An error at the centre."""
    BROKEN = "broken"
    """A received event does not match its hash or its chain, or the ledger here is damaged."""
    FORK = "fork"
    """The centre has other events than this host, which could not be resolved."""
    SNAPSHOT = "snapshot"
    """The centre no longer keeps events that are missing here: this host has to join again."""
    STOPPED = "stopped"
    """The program was asked to end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncStatus:
    """The state of the sync.

    ``centre_at`` is when the centre last confirmed that it has everything that was here, ``oldest_waiting`` when the
    first event that waits was noted; ``offset`` is what to add to the machine's clock to have the centre's time.
    ``failure`` is that of the last run, ``next_at`` when the next one is due, ``speed_bps`` what the line last carried
    in bytes a second. At ``clock_corrected_at`` events that were ahead of the centre's time got times that it takes.
    Times are UTC; None where nothing is known yet.
    """

    enrolled: bool = False
    waiting: int = 0
    oldest_waiting: datetime | None = None
    centre_at: datetime | None = None
    seen_at: datetime | None = None
    offset: timedelta | None = None
    message: str = ""
    failure: Failure | None = None
    failures: int = 0
    next_at: datetime | None = None
    speed_bps: int | None = None
    forked_at: datetime | None = None
    clock_corrected_at: datetime | None = None
    refused: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingEvent:
    """An event that the centre does not have yet; ``code`` and ``name`` are its dossier's, or ''."""

    id: str
    seq: int
    stream: str
    stream_id: str
    kind: str
    actor: str
    at: datetime
    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRun:
    """A run that is over."""

    began_at: datetime
    ended_at: datetime
    sent: int
    received: int
    bytes_out: int
    bytes_in: int
    failure: Failure | None
    rtt: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedEvent:
    """An event that the centre has and could not fold: ``code`` is a word for programs, ``reason`` a sentence.

    ``stream``, ``stream_id`` and ``dossier_code`` are what the event is about, where it is here. ``settled_by`` is who
    has seen to it, or ''.
    """

    id: str
    node: str
    incarnation: int
    seq: int
    kind: str
    code: str
    reason: str
    stream: str
    stream_id: str
    dossier_code: str
    settled_by: str
    settled_at: datetime | None


def _when(text: str) -> datetime | None:
    return moment(text) if text else None


def _head(connection: Connection) -> tuple[str, int, int]:
    """This host's node, its incarnation, and how far the centre has its events."""
    node, incarnation = host.node(connection)
    acked = select(_CHAIN.c.seq).where(_CHAIN.c.node == node, _CHAIN.c.incarnation == incarnation)
    return node, incarnation, connection.scalar(acked) or 0


def sync_status(connection: Connection, *, enrolled: bool | None = None) -> SyncStatus:
    """The state of the sync; ``enrolled`` where the caller knows better than the last run."""
    node, incarnation, acked = _head(connection)
    own = (_EVENT.c.node == node, _EVENT.c.incarnation == incarnation)
    newest = connection.scalar(select(func.max(_EVENT.c.seq)).where(*own)) or 0
    oldest = connection.scalar(select(_EVENT.c.body).where(*own, _EVENT.c.seq == acked + 1))
    facts = host.facts(connection, "centre_")
    failure, offset, speed = (facts.get(f"centre_{name}", "") for name in ("failure", "offset_ms", "speed"))
    settled = func.json_extract(_REFUSED.c.detail, "$.settled_by").is_(None)
    return SyncStatus(
        enrolled=bool(facts.get("centre_host")) if enrolled is None else enrolled,
        waiting=max(0, newest - acked),
        oldest_waiting=Event.read(oldest).at if oldest else None,
        centre_at=_when(facts.get("centre_at", "")),
        seen_at=_when(facts.get("centre_seen_at", "")),
        offset=timedelta(milliseconds=int(offset)) if offset else None,
        message=facts.get("centre_message", ""),
        failure=Failure(failure) if failure else None,
        failures=int(facts.get("centre_failures", "") or 0),
        next_at=_when(facts.get("centre_next_at", "")),
        speed_bps=int(speed) if speed else None,
        forked_at=_when(facts.get("centre_forked_at", "")),
        clock_corrected_at=_when(facts.get("centre_clock_corrected_at", "")),
        refused=connection.scalar(select(func.count()).select_from(_REFUSED).where(settled)) or 0,
    )


def at_centre(connection: Connection, stream_id: str, stream: str = "dossier") -> bool:
    """Whether the centre has all events of this host in a dossier (or in another stream)."""
    node, incarnation, acked = _head(connection)
    waits = select(_EVENT.c.seq).where(
        _EVENT.c.stream == stream,
        _EVENT.c.stream_id == stream_id,
        _EVENT.c.node == node,
        _EVENT.c.incarnation == incarnation,
        _EVENT.c.seq > acked,
    )
    return connection.execute(waits.limit(1)).first() is None


def waiting(
    connection: Connection, words: str = "", limit: int = 200, *, called: Callable[[str], str] = str
) -> list[WaitingEvent]:
    """The events that the centre lacks, oldest first, at most ``limit``.

    Each of ``words`` must occur in the kind's label (``called``), the stream, the dossier's code or the applicant's
    name; accents do not matter.
    """
    wanted = fold_text(words).split()
    events: list[WaitingEvent] = []
    for item in _waiting(connection):
        searched = fold_text(f"{called(item.kind)} {item.code} {item.name} {item.stream}")
        if all(word in searched for word in wanted):
            events.append(item)
            if len(events) == limit:
                break
    return events


def _waiting(connection: Connection) -> Iterator[WaitingEvent]:
    node, incarnation, acked = _head(connection)
    name = func.json_extract(_DOSSIER.c.detail, "$.applicant.name").label("name")
    rows = connection.execution_options(yield_per=200).execute(
        select(_EVENT.c.body, _DOSSIER.c.code, name)
        .join_from(
            _EVENT,
            _DOSSIER,
            and_(_EVENT.c.stream == "dossier", _DOSSIER.c.id == _EVENT.c.stream_id),
            isouter=True,
        )
        .where(_EVENT.c.node == node, _EVENT.c.incarnation == incarnation, _EVENT.c.seq > acked)
        .order_by(_EVENT.c.seq)
    )
    for row in rows:
        event = Event.read(row.body)
        yield WaitingEvent(
            **{
                item: getattr(event, item)
                for item in ("id", "seq", "stream", "stream_id", "kind", "actor", "at")
            },
            code=row.code or "",
            name=row.name or "",
        )


def runs(connection: Connection, limit: int = 20) -> list[PastRun]:
    """The last runs, newest first."""
    return [
        PastRun(
            began_at=moment(row.began_at),
            ended_at=moment(row.ended_at),
            sent=row.sent,
            received=row.received,
            bytes_out=row.bytes_out,
            bytes_in=row.bytes_in,
            failure=Failure(row.failure) if row.failure else None,
            rtt=timedelta(milliseconds=row.rtt_ms),
        )
        for row in connection.execute(select(_RUN).order_by(_RUN.c.id.desc()).limit(limit))
    ]


def refused(connection: Connection, *, settled: bool = True) -> list[RefusedEvent]:
    """The events that the centre could not fold, newest first; with those that people have settled if ``settled``."""
    detail = {
        name: func.json_extract(_REFUSED.c.detail, f"$.{name}").label(name)
        for name in ("node", "incarnation", "seq", "kind", "code", "reason", "settled_by", "settled_at")
    }
    statement = (
        select(
            _REFUSED.c.id, *detail.values(), _EVENT.c.stream, _EVENT.c.stream_id, _DOSSIER.c.code.label("of")
        )
        .join_from(_REFUSED, _EVENT, _EVENT.c.id == _REFUSED.c.id, isouter=True)
        .join(_DOSSIER, and_(_EVENT.c.stream == "dossier", _DOSSIER.c.id == _EVENT.c.stream_id), isouter=True)
        .order_by(_REFUSED.c.last.desc())
    )
    if not settled:
        statement = statement.where(detail["settled_by"].element.is_(None))
    return [_refused(row) for row in connection.execute(statement)]


def _refused(row: Any) -> RefusedEvent:
    texts = ("node", "kind", "code", "reason", "stream", "stream_id", "settled_by")
    return RefusedEvent(
        id=row.id,
        incarnation=row.incarnation or 0,
        seq=row.seq or 0,
        dossier_code=row.of or "",
        settled_at=_when(row.settled_at or ""),
        **{name: getattr(row, name) or "" for name in texts},
    )


def note_enrolment(connection: Connection, centre: str) -> None:
    """Note that this host is enrolled at ``centre`` (host and database); '' for none."""
    host.put(connection, "centre_host", centre)


def note_run(connection: Connection, past: PastRun) -> None:
    """Keep ``past`` among the newest runs; of runs in a row in which nothing happened, the last one stands for all."""
    values = {
        "began_at": instant(past.began_at),
        "ended_at": instant(past.ended_at),
        "sent": past.sent,
        "received": past.received,
        "bytes_out": past.bytes_out,
        "bytes_in": past.bytes_in,
        "failure": past.failure or "",
        "rtt_ms": round(past.rtt.total_seconds() * 1000),
    }
    if not (past.failure or past.sent or past.received):
        connection.execute(_DROP_IDLE)
    added = connection.execute(_ADD_RUN, values).inserted_primary_key
    connection.execute(_DROP_RUNS, {"before": added[0] - KEPT_RUNS + 1 if added else 0})
