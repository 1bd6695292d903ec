"""One meeting with the centre: what waits here goes up, what came there comes down, and both are noted."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import monotonic

from sqlalchemy import Connection

from db import host
from db.domain.event import Event, instant, moment
from db.domain.validation import ReceivedEvent
from db.enrolment import Enrolment
from db.errors import StoreError
from db.ledger import chains
from db.migrations import revisions
from db.store.engine import Store
from db.sync import backoff, calls, comparison, download, forks, snapshot, state, upload
from db.sync.calls import PROTOCOL, Hello, Number
from db.sync.connection import Line, Lost, Timing, opened
from db.sync.download import Diverged, Retired
from db.sync.encoding import NEAR, Choice
from db.sync.session import NEAR_BYTES, SyncSession, window_for
from db.sync.state import Failure, PastRun

__all__ = ["Failure", "Number", "Run", "SyncClient", "Timing", "join", "sync_once"]

USUAL = Timing()
_REPAIRS = 4
_VERIFY_EVERY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What came of a meeting: how many events went up and came down, and where it failed, why.

    ``rtt`` is how long the centre took to answer, ``sent_in`` how long it took, from the beginning, until it had the
    last event that went up. ``detail`` says it in plain English for logs. ``forked`` is whether events were re-numbered
    because the centre has others in their places. Bytes are those on the wire; times are UTC.
    """

    began_at: datetime
    ended_at: datetime
    sent: int = 0
    received: int = 0
    bytes_out: int = 0
    bytes_in: int = 0
    rtt: timedelta = timedelta()
    sent_in: timedelta = timedelta()
    failure: Failure | None = None
    detail: str = ""
    forked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncClient:
    """A host that goes to the centre: its office file, as whom it goes, and what it is to be told.

    ``app`` is its release. ``arrived`` is called for each of this host's own events that came back, inside their write
    transaction; ``numbers`` with what this host gave out before it lost its file. ``should_stop`` is asked several
    times a second; ``clock`` tells the time (UTC).
    """

    store: Store
    enrolment: Enrolment
    app: str
    arrived: Callable[[Connection, Event], None]
    numbers: Callable[[Connection, Sequence[Number]], None]
    insecure_loopback: bool = False
    should_stop: Callable[[], bool] = lambda: False
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    timing: Timing = USUAL


def sync_once(client: SyncClient) -> Run:
    """Meet the centre once, and note what came of it.

    Never raises for the network or the centre: see ``Run.failure``. Not to be called where an event loop runs already.

    Raises:
        StoreError: the office file itself does not allow it.
        Insecure: TLS was to be left out to another machine.
    """
    return _SyncClientRun(client).run(_meet)


def join(client: SyncClient) -> Run:
    """Fill a store in which nothing was noted yet with what its office needs, and make it the host of the enrolment.

    A snapshot that was cut goes on where it was: call it again until ``failure`` is None. Raises as
    :func:`sync_once`, and:

    Raises:
        StoreError: this host has noted something already; it can only meet the centre as what it is.
    """
    return _SyncClientRun(client).run(_join)


class _SyncClientRun:
    """The frame of a meeting: opening the line, and noting what came of it whatever happened."""

    def __init__(self, client: SyncClient) -> None:
        self.client = client
        self.store = client.store
        self.clock = client.clock
        self.session: SyncSession | None = None
        self.began = client.clock()
        self.facts = {"host": f"{client.enrolment.host}/{client.enrolment.database}"}
        self.rtt = timedelta()

    def run(self, work: Callable[[_SyncClientRun, SyncSession], Awaitable[None]]) -> Run:
        """Do ``work`` over a line, and note how it went."""
        failure: Failure | None = None
        detail = ""
        try:
            asyncio.run(self._held(work))
        except Lost as lost:
            failure, detail = lost.failure, lost.detail
        return self._noted(failure, detail)

    async def _held(self, work: Callable[[_SyncClientRun, SyncSession], Awaitable[None]]) -> None:
        client = self.client
        async with opened(
            client.enrolment,
            client.timing,
            client.should_stop,
            insecure_loopback=client.insecure_loopback,
        ) as line:
            self.session = self._meeting(line)
            await work(self, self.session)

    def _meeting(self, line: Line) -> SyncSession:
        with self.store.read() as connection:
            node, incarnation = host.node(connection)
            speed = float(host.get(connection, "centre_speed") or 0)
        return SyncSession(
            store=self.store,
            line=line,
            node=node,
            incarnation=incarnation,
            app=self.client.app,
            arrived=self.client.arrived,
            numbers=self.client.numbers,
            clock=self.clock,
            window=window_for(speed),
            speed=speed,
        )

    async def greeted(self, session: SyncSession, most_bytes: int) -> tuple[Hello, list[ReceivedEvent]]:
        """Say hello, ask for ``most_bytes`` of news, and note what the centre said of the time and of itself."""
        with self.store.read() as connection:
            head = chains.head(connection, *session.is_mine)
            acked = session.acked(connection)
        asked, began = self.clock(), monotonic()
        greeting = {"app": session.app, "schema": int(revisions()[-1]), "incarnation": session.incarnation}
        greeting |= {
            "high": head.seq,
            "hash": head.hash,
            "backlog": max(0, head.seq - acked.seq),
            "at": asked,
        }
        hello, news = await calls.greet(session.line, greeting, session.cursors(), most_bytes)
        self.rtt = timedelta(seconds=monotonic() - began)
        offset = hello.time - (asked + self.rtt / 2)
        self.facts |= {
            "offset_ms": str(round(offset.total_seconds() * 1000)),
            "message": hello.message,
            "seen_at": instant(self.clock()),
        }
        session.newest, session.kept = hello.incarnation, hello.kept
        session.choice = Choice(self.rtt, deflates=hello.deflates)
        if not session.speed and self.rtt < NEAR:
            session.window = NEAR_BYTES
        if hello.newest < PROTOCOL:
            raise Lost(Failure.TOO_NEW, f"the centre speaks up to version {hello.newest}, not {PROTOCOL}")
        return hello, news

    def _noted(self, failure: Failure | None, detail: str) -> Run:
        session, ended = self.session, self.clock()
        run = Run(
            began_at=self.began,
            ended_at=ended,
            sent=session.sent if session else 0,
            received=session.received if session else 0,
            bytes_out=session.line.bytes_out if session else 0,
            bytes_in=session.line.bytes_in if session else 0,
            rtt=self.rtt,
            sent_in=session.sent_at - self.began if session and session.sent_at else timedelta(),
            failure=failure,
            detail=detail,
            forked=bool(session and session.forked),
        )
        with self.store.write() as connection:
            self._note_facts(connection, run)
            names = ("began_at", "ended_at", "sent", "received", "bytes_out", "bytes_in", "failure", "rtt")
            state.note_run(connection, PastRun(**{name: getattr(run, name) for name in names}))
        return run

    def _note_facts(self, connection: Connection, run: Run) -> None:
        facts = self.facts | {"failure": run.failure or ""} | self._next(connection, run)
        if self.session and self.session.speed:
            facts["speed"] = str(round(self.session.speed))
        if self.session and self.session.complete_at:
            facts["at"] = instant(self.session.complete_at)
        host.put_all(connection, {f"centre_{name}": value for name, value in facts.items()})

    def _next(self, connection: Connection, run: Run) -> dict[str, str]:
        """When to meet again. Whoever tries before it is due, and fails, does not put the next meeting off."""
        failures, due = (host.get(connection, f"centre_{name}") for name in ("failures", "next_at"))
        if run.failure and failures not in ("", "0") and due and run.began_at < moment(due):
            return {}
        count = int(failures or 0)
        if run.failure is not Failure.STOPPED:
            count = count + 1 if run.failure else 0
        # Chance is for spreading many offices in time; nobody has to be unable to guess it.
        wait = backoff.wait(count, random.random())
        return {"failures": str(count), "next_at": instant(run.ended_at + wait)}


async def _meet(visit: _SyncClientRun, session: SyncSession) -> None:
    if session.node != visit.client.enrolment.writer:
        raise Lost(
            Failure.REFUSED, f"the enrolment is for {visit.client.enrolment.writer}, not {session.node}"
        )
    for _ in range(_REPAIRS):
        hello, news = await visit.greeted(session, session.window)
        try:
            _compare(session, hello)
            await _exchange(session, hello, news)
            await _verify_now_and_then(visit, session)
        except Diverged as diverged:
            await forks.resolve(session, diverged.place)
        except Retired:
            await snapshot.fill(session)
        else:
            return
    raise Lost(Failure.FORK, "what differs from the centre does not come to an end")


def _compare(session: SyncSession, hello: Hello) -> None:
    """Bring what this host believes of its own chain at the centre in line with what the centre says of it."""
    with session.store.read() as connection:
        acked = session.acked(connection)
        head = chains.head(connection, *session.is_mine)
        here = chains.hashes(connection, *session.is_mine, hello.high, hello.high).get(hello.high, "")
    if hello.incarnation > session.incarnation or not hello.agrees:
        raise Diverged(acked)
    if 0 < hello.high <= head.seq and here != hello.hash:
        raise Diverged(acked)
    if hello.high < acked.seq:
        upload.behind(session, hello.high)
        # Put back to an earlier day, the centre has lost of its own chains too.
        session.note(verified_at="", verified_seq="")
    elif acked.seq < hello.high <= head.seq:
        place = chains.Place(
            node=session.node, incarnation=session.incarnation, seq=hello.high, hash=hello.hash
        )
        upload.confirm(session, place)


async def _exchange(session: SyncSession, hello: Hello, news: list[ReceivedEvent]) -> None:
    too_old = hello.oldest > PROTOCOL
    trouble = None if too_old else await download.take_all(session, news)
    await upload.send_all(session)
    with session.store.read() as connection:
        unfolded = host.get(connection, "centre_unfolded")
    if unfolded:
        await upload.fold_all(session)
    if too_old:
        raise Lost(Failure.TOO_OLD, f"the centre speaks from version {hello.oldest} on, not {PROTOCOL}")
    if unfolded:
        judged = await calls.pull(session.line, session.cursors(), session.window)
        trouble = await download.take_all(session, judged) or trouble
    if trouble:
        raise trouble


async def _verify_now_and_then(visit: _SyncClientRun, session: SyncSession) -> None:
    with session.store.read() as connection:
        last, began = host.get(connection, "centre_verified_at"), host.get(connection, "centre_verified_seq")
    now = session.clock()
    if not last and _is_all_new(session):
        session.note(verified_at=instant(now))
        return
    if last and not began and now - moment(last) < _VERIFY_EVERY:
        return
    verdict = await comparison.verify(session, int(began or 0))
    with session.store.read() as connection:
        done = verdict.reached >= session.acked(connection).seq
    session.note(verified_at=instant(now), verified_seq="" if done else str(verdict.reached))


def _is_all_new(session: SyncSession) -> bool:
    """Whether all that the centre has of this host was proved by it a moment ago."""
    with session.store.read() as connection:
        return session.acked(connection).seq == session.sent


async def _join(visit: _SyncClientRun, session: SyncSession) -> None:
    with visit.store.read() as connection:
        _refuse_used(connection)
    session.node = visit.client.enrolment.writer
    await visit.greeted(session, 1)
    await snapshot.become(session)
    await snapshot.fill(session)
    session.complete_at = session.clock()
    session.note(joined_at=instant(session.complete_at))


def _refuse_used(connection: Connection) -> None:
    node, incarnation = host.node(connection)
    if node and chains.head(connection, node, incarnation).seq:
        raise StoreError("something was noted on this host already: it cannot begin anew")
