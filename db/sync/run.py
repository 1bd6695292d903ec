"""One run of the sync: download, upload, and the note of how it went."""

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
from db.ledger import chains, witness
from db.migrations import revisions
from db.store.engine import Store
from db.sync import backoff, calls, clock, comparison, download, forks, refusals, snapshot, state, upload
from db.sync.calls import PROTOCOL, Hello, Number
from db.sync.connection import PgConnection, SyncError, Timing, connect
from db.sync.download import Diverged, Retired
from db.sync.encoding import NEAR, EncodingChoice
from db.sync.session import NEAR_BYTES, SyncSession, window_for
from db.sync.state import Failure, PastRun

__all__ = ["Failure", "Number", "Run", "SyncClient", "Timing", "join", "sync_once"]

USUAL = Timing()
_REPAIRS = 4
_VERIFY_EVERY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """The result of a run: how many events were sent and received, and why it failed, if it did.

    ``rtt`` is the round trip of hello, ``sent_in`` the time from the beginning until the centre had the last event.
    ``detail`` is plain English for logs. ``forked`` is whether events were re-numbered because the centre has others
    in their places. Bytes are those on the wire; times are UTC.
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
    """What a run needs: the office file, the enrolment, and the functions that it calls.

    ``app`` is the release. ``arrived`` is called for each of this host's own events that is downloaded, inside its
    write transaction; ``numbers`` with the numbers that this host gave out before it lost its file. ``should_stop`` is
    called several times a second; ``clock`` returns the time (UTC).
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
    """Run the sync once, and note how it went.

    Never raises for the network or the centre: see ``Run.failure``. Not to be called where an event loop runs already.

    Raises:
        StoreError: the office file itself does not allow it.
        Insecure: TLS is switched off for an address of another machine.
    """
    return _RunRecorder(client).run(_synchronise)


def join(client: SyncClient) -> Run:
    """Make an empty store the host of the enrolment, and download what its office needs.

    An interrupted snapshot goes on where it was: call this again until ``failure`` is None. Raises as
    :func:`sync_once`, and:

    Raises:
        StoreError: this host has events of its own already.
    """
    return _RunRecorder(client).run(_join)


class _RunRecorder:
    """Opens the connection for a run, and notes how it went whatever happens."""

    def __init__(self, client: SyncClient) -> None:
        self.client = client
        self.store = client.store
        self.clock = client.clock
        self.session: SyncSession | None = None
        self.began = client.clock()
        self.facts = {"host": f"{client.enrolment.host}/{client.enrolment.database}"}
        self.rtt = timedelta()

    def run(self, work: Callable[[_RunRecorder, SyncSession], Awaitable[None]]) -> Run:
        """Do ``work`` over a connection, and note how it went."""
        failure: Failure | None = None
        detail = ""
        try:
            asyncio.run(self._connect_and_do(work))
        except SyncError as error:
            failure, detail = error.failure, error.detail
        run = self._note_run(failure, detail)
        if run.sent or run.received:
            witness.keep_head(self.store)
        return run

    async def _connect_and_do(self, work: Callable[[_RunRecorder, SyncSession], Awaitable[None]]) -> None:
        client = self.client
        async with connect(
            client.enrolment,
            client.timing,
            client.should_stop,
            insecure_loopback=client.insecure_loopback,
        ) as pg:
            self.session = self._new_session(pg)
            await work(self, self.session)

    def _new_session(self, pg: PgConnection) -> SyncSession:
        with self.store.read() as connection:
            node, incarnation = host.node(connection)
            speed = float(host.get(connection, "centre_speed") or 0)
        return SyncSession(
            store=self.store,
            pg=pg,
            node=node,
            incarnation=incarnation,
            app=self.client.app,
            arrived=self.client.arrived,
            numbers=self.client.numbers,
            clock=self.clock,
            window=window_for(speed),
            speed=speed,
        )

    async def hello_and_pull(
        self, session: SyncSession, most_bytes: int
    ) -> tuple[Hello, list[ReceivedEvent]]:
        """Call hello and pull at most ``most_bytes``, and note the centre's time and message."""
        with self.store.read() as connection:
            head = chains.head(connection, *session.writer)
            acked = session.acked(connection)
        asked, began = self.clock(), monotonic()
        parameters = {"app": session.app, "schema": int(revisions()[-1]), "incarnation": session.incarnation}
        parameters |= {
            "high": head.seq,
            "hash": head.hash,
            "backlog": max(0, head.seq - acked.seq),
            "at": asked,
        }
        hello, news = await calls.hello_and_pull(session.pg, parameters, session.cursors(), most_bytes)
        self.rtt = timedelta(seconds=monotonic() - began)
        offset = hello.time - (asked + self.rtt / 2)
        self.facts |= {
            "offset_ms": str(round(offset.total_seconds() * 1000)),
            "message": hello.message,
            "seen_at": instant(self.clock()),
        }
        session.newest, session.kept, session.offset = hello.incarnation, hello.kept, offset
        session.encoding = EncodingChoice(self.rtt, deflates=hello.deflates)
        if not session.speed and self.rtt < NEAR:
            session.window = NEAR_BYTES
        if hello.newest < PROTOCOL:
            raise SyncError(
                Failure.TOO_NEW, f"the centre supports protocols up to {hello.newest}, not {PROTOCOL}"
            )
        return hello, news

    def _note_run(self, failure: Failure | None, detail: str) -> Run:
        session, ended = self.session, self.clock()
        run = Run(
            began_at=self.began,
            ended_at=ended,
            sent=session.sent if session else 0,
            received=session.received if session else 0,
            bytes_out=session.pg.bytes_out if session else 0,
            bytes_in=session.pg.bytes_in if session else 0,
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
        """When the next run is due. A run that was started before it was due, and failed, does not put it off."""
        failures, due = (host.get(connection, f"centre_{name}") for name in ("failures", "next_at"))
        if run.failure and failures not in ("", "0") and due and run.began_at < moment(due):
            return {}
        count = int(failures or 0)
        if run.failure is not Failure.STOPPED:
            count = count + 1 if run.failure else 0
        # For jitter, not for secrets.
        wait = backoff.wait(count, random.random())
        return {"failures": str(count), "next_at": instant(run.ended_at + wait)}


async def _synchronise(recorder: _RunRecorder, session: SyncSession) -> None:
    if session.node != recorder.client.enrolment.writer:
        raise SyncError(
            Failure.REFUSED, f"the enrolment is for {recorder.client.enrolment.writer}, not {session.node}"
        )
    for _ in range(_REPAIRS):
        hello, news = await recorder.hello_and_pull(session, session.window)
        try:
            _compare(session, hello)
            there = session.clock() + session.offset
            if not refusals.send_again(session, there, session.offset):
                clock.correct_unsent(session, there, session.offset)
            await _exchange(session, hello, news)
            await _verify_daily(recorder, session)
        except Diverged as diverged:
            await forks.resolve(session, diverged.place)
        except Retired:
            await snapshot.fill(session)
        else:
            return
    raise SyncError(Failure.FORK, "the ledger still differs from the centre's after several repairs")


def _compare(session: SyncSession, hello: Hello) -> None:
    """Adjust the confirmed place of this host's chain to what the centre has; raises ``Diverged``."""
    with session.store.read() as connection:
        acked = session.acked(connection)
        head = chains.head(connection, *session.writer)
        here = chains.hashes(connection, *session.writer, hello.high, hello.high).get(hello.high, "")
    if hello.incarnation > session.incarnation or not hello.agrees:
        raise Diverged(acked)
    if 0 < hello.high <= head.seq and here != hello.hash:
        raise Diverged(acked)
    if hello.high < acked.seq:
        upload.take_back(session, hello.high)
        # Restored from an older backup, the centre has lost events of its own chains too.
        session.put_facts(verified_at="", verified_seq="")
    elif acked.seq < hello.high <= head.seq:
        place = chains.Place(
            node=session.node, incarnation=session.incarnation, seq=hello.high, hash=hello.hash
        )
        upload.confirm(session, place)


async def _exchange(session: SyncSession, hello: Hello, news: list[ReceivedEvent]) -> None:
    too_old = hello.oldest > PROTOCOL
    error = None if too_old else await download.download_all(session, news)
    await upload.send_all(session)
    with session.store.read() as connection:
        unfolded = host.get(connection, "centre_unfolded")
    if unfolded:
        await upload.fold_all(session)
    if too_old:
        raise SyncError(
            Failure.TOO_OLD, f"the centre supports protocols from {hello.oldest} on, not {PROTOCOL}"
        )
    if unfolded:
        judged = await calls.pull(session.pg, session.cursors(), session.window)
        error = await download.download_all(session, judged) or error
    if error:
        raise error


async def _verify_daily(recorder: _RunRecorder, session: SyncSession) -> None:
    with session.store.read() as connection:
        last, began = host.get(connection, "centre_verified_at"), host.get(connection, "centre_verified_seq")
    now = session.clock()
    if not last and _is_all_new(session):
        session.put_facts(verified_at=instant(now))
        return
    if last and not began and now - moment(last) < _VERIFY_EVERY:
        return
    verdict = await comparison.verify(session, int(began or 0))
    await refusals.fetch(session)
    with session.store.read() as connection:
        done = verdict.reached >= session.acked(connection).seq
    session.put_facts(verified_at=instant(now), verified_seq="" if done else str(verdict.reached))


def _is_all_new(session: SyncSession) -> bool:
    """Whether everything that the centre has of this host was sent in this run."""
    with session.store.read() as connection:
        return session.acked(connection).seq == session.sent


async def _join(recorder: _RunRecorder, session: SyncSession) -> None:
    with recorder.store.read() as connection:
        _refuse_used(connection)
    session.node = recorder.client.enrolment.writer
    await recorder.hello_and_pull(session, 1)
    await snapshot.take_identity(session)
    await snapshot.fill(session)
    session.complete_at = session.clock()
    session.put_facts(joined_at=instant(session.complete_at))


def _refuse_used(connection: Connection) -> None:
    node, incarnation = host.node(connection)
    if node and chains.head(connection, node, incarnation).seq:
        raise StoreError("this host has events already: it cannot join as a new one")
