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


def sync_once(visitor: SyncClient) -> Run:
    """Meet the centre once, and note what came of it.

    Never raises for the network or the centre: see ``Run.failure``. Not to be called where an event loop runs already.

    Raises:
        StoreError: the office file itself does not allow it.
        Insecure: TLS was to be left out to another machine.
    """
    return _SyncClientRun(visitor).run(_meet)


def join(visitor: SyncClient) -> Run:
    """Fill a store in which nothing was noted yet with what its office needs, and make it the host of the enrolment.

    A snapshot that was cut goes on where it was: call it again until ``failure`` is None. Raises as
    :func:`sync_once`, and:

    Raises:
        StoreError: this host has noted something already; it can only meet the centre as what it is.
    """
    return _SyncClientRun(visitor).run(_join)


class _SyncClientRun:
    """The frame of a meeting: opening the line, and noting what came of it whatever happened."""

    def __init__(self, visitor: SyncClient) -> None:
        self.visitor = visitor
        self.store = visitor.store
        self.clock = visitor.clock
        self.meeting: SyncSession | None = None
        self.began = visitor.clock()
        self.facts = {"host": f"{visitor.enrolment.host}/{visitor.enrolment.database}"}
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
        visitor = self.visitor
        async with opened(
            visitor.enrolment,
            visitor.timing,
            visitor.should_stop,
            insecure_loopback=visitor.insecure_loopback,
        ) as line:
            self.meeting = self._meeting(line)
            await work(self, self.meeting)

    def _meeting(self, line: Line) -> SyncSession:
        with self.store.read() as connection:
            node, incarnation = host.node(connection)
            speed = float(host.get(connection, "centre_speed") or 0)
        return SyncSession(
            store=self.store,
            line=line,
            node=node,
            incarnation=incarnation,
            app=self.visitor.app,
            arrived=self.visitor.arrived,
            numbers=self.visitor.numbers,
            clock=self.clock,
            window=window_for(speed),
            speed=speed,
        )

    async def greeted(self, meeting: SyncSession, most_bytes: int) -> tuple[Hello, list[ReceivedEvent]]:
        """Say hello, ask for ``most_bytes`` of news, and note what the centre said of the time and of itself."""
        with self.store.read() as connection:
            head = chains.head(connection, *meeting.is_mine)
            acked = meeting.acked(connection)
        asked, began = self.clock(), monotonic()
        told = {"app": meeting.app, "schema": int(revisions()[-1]), "incarnation": meeting.incarnation}
        told |= {"high": head.seq, "hash": head.hash, "backlog": max(0, head.seq - acked.seq), "at": asked}
        hello, news = await calls.greet(meeting.line, told, meeting.cursors(), most_bytes)
        self.rtt = timedelta(seconds=monotonic() - began)
        offset = hello.time - (asked + self.rtt / 2)
        self.facts |= {
            "offset_ms": str(round(offset.total_seconds() * 1000)),
            "message": hello.message,
            "seen_at": instant(self.clock()),
        }
        meeting.newest, meeting.kept = hello.incarnation, hello.kept
        meeting.choice = Choice(self.rtt, deflates=hello.deflates)
        if not meeting.speed and self.rtt < NEAR:
            meeting.window = NEAR_BYTES
        if hello.newest < PROTOCOL:
            raise Lost(Failure.TOO_NEW, f"the centre speaks up to version {hello.newest}, not {PROTOCOL}")
        return hello, news

    def _noted(self, failure: Failure | None, detail: str) -> Run:
        meeting, ended = self.meeting, self.clock()
        run = Run(
            began_at=self.began,
            ended_at=ended,
            sent=meeting.sent if meeting else 0,
            received=meeting.received if meeting else 0,
            bytes_out=meeting.line.bytes_out if meeting else 0,
            bytes_in=meeting.line.bytes_in if meeting else 0,
            rtt=self.rtt,
            sent_in=meeting.sent_at - self.began if meeting and meeting.sent_at else timedelta(),
            failure=failure,
            detail=detail,
            forked=bool(meeting and meeting.forked),
        )
        with self.store.write() as connection:
            self._note_facts(connection, run)
            names = ("began_at", "ended_at", "sent", "received", "bytes_out", "bytes_in", "failure", "rtt")
            state.note_run(connection, PastRun(**{name: getattr(run, name) for name in names}))
        return run

    def _note_facts(self, connection: Connection, run: Run) -> None:
        facts = self.facts | {"failure": run.failure or ""} | self._next(connection, run)
        if self.meeting and self.meeting.speed:
            facts["speed"] = str(round(self.meeting.speed))
        if self.meeting and self.meeting.complete_at:
            facts["at"] = instant(self.meeting.complete_at)
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


async def _meet(visit: _SyncClientRun, meeting: SyncSession) -> None:
    if meeting.node != visit.visitor.enrolment.writer:
        raise Lost(
            Failure.REFUSED, f"the enrolment is for {visit.visitor.enrolment.writer}, not {meeting.node}"
        )
    for _ in range(_REPAIRS):
        hello, news = await visit.greeted(meeting, meeting.window)
        try:
            _compare(meeting, hello)
            await _exchange(meeting, hello, news)
            await _verify_now_and_then(visit, meeting)
        except Diverged as diverged:
            await forks.resolve(meeting, diverged.place)
        except Retired:
            await snapshot.fill(meeting)
        else:
            return
    raise Lost(Failure.FORK, "what differs from the centre does not come to an end")


def _compare(meeting: SyncSession, hello: Hello) -> None:
    """Bring what this host believes of its own chain at the centre in line with what the centre says of it."""
    with meeting.store.read() as connection:
        acked = meeting.acked(connection)
        head = chains.head(connection, *meeting.is_mine)
        here = chains.hashes(connection, *meeting.is_mine, hello.high, hello.high).get(hello.high, "")
    if hello.incarnation > meeting.incarnation or not hello.agrees:
        raise Diverged(acked)
    if 0 < hello.high <= head.seq and here != hello.hash:
        raise Diverged(acked)
    if hello.high < acked.seq:
        upload.behind(meeting, hello.high)
        # Put back to an earlier day, the centre has lost of its own chains too.
        meeting.note(verified_at="", verified_seq="")
    elif acked.seq < hello.high <= head.seq:
        place = chains.Place(
            node=meeting.node, incarnation=meeting.incarnation, seq=hello.high, hash=hello.hash
        )
        upload.confirm(meeting, place)


async def _exchange(meeting: SyncSession, hello: Hello, news: list[ReceivedEvent]) -> None:
    too_old = hello.oldest > PROTOCOL
    trouble = None if too_old else await download.take_all(meeting, news)
    await upload.send_all(meeting)
    with meeting.store.read() as connection:
        unfolded = host.get(connection, "centre_unfolded")
    if unfolded:
        await upload.fold_all(meeting)
    if too_old:
        raise Lost(Failure.TOO_OLD, f"the centre speaks from version {hello.oldest} on, not {PROTOCOL}")
    if unfolded:
        judged = await calls.pull(meeting.line, meeting.cursors(), meeting.window)
        trouble = await download.take_all(meeting, judged) or trouble
    if trouble:
        raise trouble


async def _verify_now_and_then(visit: _SyncClientRun, meeting: SyncSession) -> None:
    with meeting.store.read() as connection:
        last, began = host.get(connection, "centre_verified_at"), host.get(connection, "centre_verified_seq")
    now = meeting.clock()
    if not last and _is_all_new(meeting):
        meeting.note(verified_at=instant(now))
        return
    if last and not began and now - moment(last) < _VERIFY_EVERY:
        return
    verdict = await comparison.verify(meeting, int(began or 0))
    with meeting.store.read() as connection:
        done = verdict.reached >= meeting.acked(connection).seq
    meeting.note(verified_at=instant(now), verified_seq="" if done else str(verdict.reached))


def _is_all_new(meeting: SyncSession) -> bool:
    """Whether all that the centre has of this host was proved by it a moment ago."""
    with meeting.store.read() as connection:
        return meeting.acked(connection).seq == meeting.sent


async def _join(visit: _SyncClientRun, meeting: SyncSession) -> None:
    with visit.store.read() as connection:
        _refuse_used(connection)
    meeting.node = visit.visitor.enrolment.writer
    await visit.greeted(meeting, 1)
    await snapshot.become(meeting)
    await snapshot.fill(meeting)
    meeting.complete_at = meeting.clock()
    meeting.note(joined_at=instant(meeting.complete_at))


def _refuse_used(connection: Connection) -> None:
    node, incarnation = host.node(connection)
    if node and chains.head(connection, node, incarnation).seq:
        raise StoreError("something was noted on this host already: it cannot begin anew")
