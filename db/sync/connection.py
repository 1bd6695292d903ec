"""A connection to the centre on which every call has its own deadline."""

from __future__ import annotations

import asyncio
import os
import socket
import struct
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.rows import TupleRow

from db.enrolment import Enrolment
from db.sync.state import Failure

_STOP_POLL = 0.2
"""Seconds between two calls of ``should_stop``."""
# tcp_info of linux/tcp.h: tcpi_bytes_acked and tcpi_bytes_received.
_TCP_INFO = 11
_COUNTS = struct.Struct("@120xQQ")

_REFUSING = ("authentication", "pg_hba", "does not exist", "not permitted", "permission denied")
_UNSAFE = ("certificate", "SSL", "channel binding", "TLS", "root.crt")
_LATER = (
    "starting up",
    "shutting down",
    "too many",
    "recovery",
    "not accepting",
    "remaining connection slots",
)
_STATES = {
    "QM001": Failure.REFUSED,
    "28": Failure.REFUSED,
    "42501": Failure.REFUSED,
    "42883": Failure.TOO_NEW,
    "3F000": Failure.TOO_NEW,
    "57": Failure.BUSY,
    "53": Failure.BUSY,
    "55": Failure.BUSY,
    "40": Failure.BUSY,
    "08": Failure.NO_NETWORK,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Deadlines in seconds. TCP never times out where a middlebox acknowledges everything and forwards nothing."""

    connect: float = 15.0
    call: float = 20.0
    slowest: float = 1_000.0
    """Bytes a second: the bytes that a call sends and asks for add their time at this speed to its deadline."""

    def deadline(self, size: int = 0) -> float:
        """The deadline of a call that carries ``size`` bytes."""
        return self.call + size / self.slowest


class SyncError(Exception):
    """A run cannot go on; ``failure`` is the reason, ``detail`` plain English for logs."""

    def __init__(self, failure: Failure, detail: str) -> None:
        super().__init__(f"{failure}: {detail}")
        self.failure = failure
        self.detail = detail


def connect_failure(message: str) -> Failure:
    """Why connecting failed, from libpq's message: before the login there is no SQLSTATE."""
    if any(word in message for word in _LATER):
        return Failure.BUSY
    if any(word in message for word in _UNSAFE):
        return Failure.CERTIFICATE
    if any(word in message for word in _REFUSING) or "FATAL" in message:
        return Failure.REFUSED
    return Failure.NO_ANSWER if "timeout" in message else Failure.NO_NETWORK


def call_failure(state: str | None) -> Failure:
    """Why a call failed, from its SQLSTATE; None is a connection that broke."""
    if state is None:
        return Failure.NO_NETWORK
    return _STATES.get(state) or _STATES.get(state[:2], Failure.CENTRE)


class PgConnection:
    """An open connection; see :func:`connect`. ``bytes_out`` and ``bytes_in`` count bytes on the wire, TLS included."""

    def __init__(self, raw: psycopg.AsyncConnection[TupleRow], timing: Timing) -> None:
        self.raw = raw
        self.timing = timing
        self.bytes_out = self.bytes_in = 0
        self._reason: Failure | None = None
        self._loop = asyncio.get_running_loop()

    @asynccontextmanager
    async def deadline(self, size: int = 0) -> AsyncIterator[Callable[[int], None]]:
        """A deadline for the calls in the block, which carry ``size`` bytes; raises ``SyncError`` when it is over.

        The function that is yielded extends it by further bytes.
        """
        # On cancellation the driver would wait for the query once more; on a shut socket it ends at once.
        guard = self._loop.call_later(self.timing.deadline(size), self.shut, Failure.NO_ANSWER)

        def extend(size: int) -> None:
            nonlocal guard
            guard.cancel()
            until = guard.when() + size / self.timing.slowest
            guard = self._loop.call_at(until, self.shut, Failure.NO_ANSWER)

        try:
            yield extend
        except psycopg.Error as error:
            failure = self._reason or call_failure(error.sqlstate)
            raise SyncError(failure, str(error).strip()) from error
        finally:
            guard.cancel()
            self.count_bytes()

    def shut(self, reason: Failure) -> None:
        """Shut the socket down for ``reason``, so that whatever waits for it ends."""
        self._reason = self._reason or reason
        with suppress(OSError, psycopg.OperationalError), self._socket() as wire:
            wire.shutdown(socket.SHUT_RDWR)

    def count_bytes(self) -> None:
        """Update the byte counts from the kernel; they keep their values once the socket is closed."""
        with suppress(OSError, psycopg.OperationalError), self._socket() as wire:
            info = wire.getsockopt(socket.IPPROTO_TCP, _TCP_INFO, _COUNTS.size)
            self.bytes_out, self.bytes_in = _COUNTS.unpack(info)

    def _socket(self) -> socket.socket:
        return socket.socket(fileno=os.dup(self.raw.fileno()))


async def _connect(
    parameters: dict[str, Any], timing: Timing, should_stop: Callable[[], bool]
) -> psycopg.AsyncConnection[TupleRow]:
    opening, stop = asyncio.create_task(_open(parameters)), asyncio.create_task(_stop_requested(should_stop))
    try:
        await asyncio.wait({opening, stop}, timeout=timing.connect, return_when=asyncio.FIRST_COMPLETED)
        if opening.done():
            return opening.result()
    except psycopg.Error as error:
        raise SyncError(connect_failure(str(error)), str(error).strip()) from error
    except OSError as error:
        raise SyncError(Failure.NO_NETWORK, str(error)) from error
    finally:
        opening.cancel()
        stop.cancel()
    if should_stop():
        raise SyncError(Failure.STOPPED, "stopped before the connection was made")
    raise SyncError(Failure.NO_ANSWER, f"no connection within {timing.connect:g} s")


async def _open(parameters: dict[str, Any]) -> psycopg.AsyncConnection[TupleRow]:
    addresses = await _addresses(parameters["host"])
    hosts = {"host": ",".join([parameters["host"]] * len(addresses)), "hostaddr": ",".join(addresses)}
    return await psycopg.AsyncConnection.connect(
        **{**parameters, **hosts}, autocommit=True, prepare_threshold=2
    )


async def _addresses(name: str) -> list[str]:
    """The addresses of ``name``; looked up in a daemon thread, since getaddrinfo has no time-out."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[list[str]] = loop.create_future()

    def resolve(addresses: list[str], error: OSError | None) -> None:
        if not future.done():
            future.set_exception(error) if error else future.set_result(addresses)

    def look_up() -> None:
        addresses: list[str] = []
        error: OSError | None = None
        try:
            infos = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
            addresses = list(dict.fromkeys(str(info[4][0]) for info in infos))
        except (OSError, UnicodeError) as failed:
            error = OSError(str(failed))
        with suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(resolve, addresses, error)

    threading.Thread(target=look_up, name="look-up", daemon=True).start()
    return await future


async def _stop_requested(should_stop: Callable[[], bool]) -> None:
    while not should_stop():
        await asyncio.sleep(_STOP_POLL)


async def _shut_on_stop(pg: PgConnection, should_stop: Callable[[], bool]) -> None:
    await _stop_requested(should_stop)
    pg.shut(Failure.STOPPED)


@asynccontextmanager
async def connect(
    enrolment: Enrolment, timing: Timing, should_stop: Callable[[], bool], *, insecure_loopback: bool = False
) -> AsyncIterator[PgConnection]:
    """A connection to the centre of ``enrolment``, closed at the end; shut as soon as ``should_stop`` is true.

    Raises:
        SyncError: connecting or a call fails.
        Insecure: see :meth:`Enrolment.conninfo`.
    """
    parameters = enrolment.conninfo(insecure_loopback=insecure_loopback)
    pg = PgConnection(await _connect(parameters, timing, should_stop), timing)
    watch = asyncio.create_task(_shut_on_stop(pg, should_stop))
    try:
        yield pg
    finally:
        watch.cancel()
        pg.count_bytes()
        with suppress(psycopg.Error):
            await pg.raw.close()
