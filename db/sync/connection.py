"""The line to the centre: one connection, on which no call waits longer than its own deadline."""

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

_LOOK_UP = 0.2
# The kernel's own counts of a connection, from linux/tcp.h: bytes that the other side has confirmed, bytes received.
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
    """How long each call may take: own deadlines, since a line may swallow everything and say nothing. Seconds."""

    connect: float = 15.0
    call: float = 20.0
    slowest: float = 1_000.0
    """Bytes a second: what is sent and asked for adds its time at this speed to the deadline of its call."""

    def within(self, size: int = 0) -> float:
        """The deadline of a call that carries ``size`` bytes."""
        return self.call + size / self.slowest


class Lost(Exception):
    """The meeting cannot go on; ``failure`` says why in one word."""

    def __init__(self, failure: Failure, detail: str) -> None:
        super().__init__(f"{failure}: {detail}")
        self.failure = failure
        self.detail = detail


def why_no_line(message: str) -> Failure:
    """Why a connection was not made, from what libpq said: before the login there is no code to go by."""
    if any(word in message for word in _LATER):
        return Failure.BUSY
    if any(word in message for word in _UNSAFE):
        return Failure.CERTIFICATE
    if any(word in message for word in _REFUSING) or "FATAL" in message:
        return Failure.REFUSED
    return Failure.NO_ANSWER if "timeout" in message else Failure.NO_NETWORK


def why_not(state: str | None) -> Failure:
    """Why a call failed, from its SQLSTATE; None is a line that broke."""
    if state is None:
        return Failure.NO_NETWORK
    return _STATES.get(state) or _STATES.get(state[:2], Failure.CENTRE)


class Line:
    """An open line; made by :func:`opened`. ``bytes_out`` and ``bytes_in`` are those on the wire, TLS and all."""

    def __init__(self, connection: psycopg.AsyncConnection[TupleRow], timing: Timing) -> None:
        self.connection = connection
        self.timing = timing
        self.bytes_out = self.bytes_in = 0
        self._reason: Failure | None = None
        self._loop = asyncio.get_running_loop()

    @asynccontextmanager
    async def within(self, size: int = 0) -> AsyncIterator[Callable[[int], None]]:
        """The calls in the block, which carry ``size`` bytes, come to an end or raise ``Lost``.

        Bytes that what is yielded hears of are carried too.
        """
        # A cancelled query would be waited for once more by the driver; a line that is shut ends at once.
        guard = self._loop.call_later(self.timing.within(size), self.cut, Failure.NO_ANSWER)

        def more(size: int) -> None:
            nonlocal guard
            guard.cancel()
            until = guard.when() + size / self.timing.slowest
            guard = self._loop.call_at(until, self.cut, Failure.NO_ANSWER)

        try:
            yield more
        except psycopg.Error as error:
            failure = self._reason or why_not(error.sqlstate)
            raise Lost(failure, str(error).strip()) from error
        finally:
            guard.cancel()
            self.count()

    def cut(self, reason: Failure) -> None:
        """Shut the line, so that whatever waits for it ends, for ``reason``."""
        self._reason = self._reason or reason
        with suppress(OSError, psycopg.OperationalError), self._socket() as wire:
            wire.shutdown(socket.SHUT_RDWR)

    def count(self) -> None:
        """Read the kernel's counts of the line; they stay as they were once it is closed."""
        with suppress(OSError, psycopg.OperationalError), self._socket() as wire:
            parameters = wire.getsockopt(socket.IPPROTO_TCP, _TCP_INFO, _COUNTS.size)
            self.bytes_out, self.bytes_in = _COUNTS.unpack(parameters)

    def _socket(self) -> socket.socket:
        return socket.socket(fileno=os.dup(self.connection.fileno()))


async def _connect(
    parameters: dict[str, Any], timing: Timing, should_stop: Callable[[], bool]
) -> psycopg.AsyncConnection[TupleRow]:
    making, stop = asyncio.create_task(_make(parameters)), asyncio.create_task(_stop(should_stop))
    try:
        await asyncio.wait({making, stop}, timeout=timing.connect, return_when=asyncio.FIRST_COMPLETED)
        if making.done():
            return making.result()
    except psycopg.Error as error:
        raise Lost(why_no_line(str(error)), str(error).strip()) from error
    except OSError as error:
        raise Lost(Failure.NO_NETWORK, str(error)) from error
    finally:
        making.cancel()
        stop.cancel()
    if should_stop():
        raise Lost(Failure.STOPPED, "ended before there was a line")
    raise Lost(Failure.NO_ANSWER, f"no line within {timing.connect:g} s")


async def _make(parameters: dict[str, Any]) -> psycopg.AsyncConnection[TupleRow]:
    addresses = await _addresses(parameters["host"])
    item = {"host": ",".join([parameters["host"]] * len(addresses)), "hostaddr": ",".join(addresses)}
    return await psycopg.AsyncConnection.connect(
        **{**parameters, **item}, autocommit=True, prepare_threshold=2
    )


async def _addresses(name: str) -> list[str]:
    """Where ``name`` is. The system's look-up knows no deadline: it is left to a thread that nobody waits for."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[list[str]] = loop.create_future()

    def resolve(addresses: list[str], error: OSError | None) -> None:
        if not future.done():
            future.set_exception(error) if error else future.set_result(addresses)

    def look_up() -> None:
        addresses: list[str] = []
        error: OSError | None = None
        try:
            parameters = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
            addresses = list(dict.fromkeys(str(item[4][0]) for item in parameters))
        except (OSError, UnicodeError) as failed:
            error = OSError(str(failed))
        with suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(resolve, addresses, error)

    threading.Thread(target=look_up, name="look-up", daemon=True).start()
    return await future


async def _stop(should_stop: Callable[[], bool]) -> None:
    while not should_stop():
        await asyncio.sleep(_LOOK_UP)


async def _watch(line: Line, should_stop: Callable[[], bool]) -> None:
    await _stop(should_stop)
    line.cut(Failure.STOPPED)


@asynccontextmanager
async def opened(
    enrolment: Enrolment, timing: Timing, should_stop: Callable[[], bool], *, insecure_loopback: bool = False
) -> AsyncIterator[Line]:
    """A line to the centre of ``enrolment``, closed at the end; cut where ``should_stop`` says so.

    Raises:
        Lost: it is not made, or a call on it fails.
        Insecure: see :meth:`Enrolment.conninfo`.
    """
    parameters = enrolment.conninfo(insecure_loopback=insecure_loopback)
    line = Line(await _connect(parameters, timing, should_stop), timing)
    watch = asyncio.create_task(_watch(line, should_stop))
    try:
        yield line
    finally:
        watch.cancel()
        line.count()
        with suppress(psycopg.Error):
            await line.connection.close()
