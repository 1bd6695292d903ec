"""A line that can be bad in every way: slow, thin, cut in the middle, reset, or swallowing everything in silence."""

from __future__ import annotations

import asyncio
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

_PIECE = 8192


@dataclass(slots=True, kw_only=True)
class Weather:
    """What the line does. ``latency`` is seconds one way, ``bandwidth`` bytes a second each way (0: all it can).

    It breaks once ``cut_up`` bytes went to the centre or ``cut_down`` came back, on ``lives`` connections in all:
    closed, or with ``reset`` torn, or with ``silent`` open and saying nothing any more.
    """

    latency: float = 0.0
    bandwidth: float = 0.0
    cut_up: int | None = None
    cut_down: int | None = None
    reset: bool = False
    silent: bool = False
    lives: int = 1


@dataclass(slots=True)
class Proxy:
    """Stands between a host and the server at ``port`` of 127.0.0.1; ``up`` and ``down`` count what passed,
    ``turns`` how often the host spoke after an answer, ``broken`` is set where the line broke."""

    port: int
    weather: Weather = field(default_factory=Weather)
    listens: int = 0
    up: int = 0
    down: int = 0
    turns: int = 0
    connections: int = 0
    broken: threading.Event = field(default_factory=threading.Event)
    _answered: bool = True

    async def serve(self, ready: threading.Event, done: asyncio.Event) -> None:
        """Carry connections until ``done``."""
        server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        self.listens = server.sockets[0].getsockname()[1]
        ready.set()
        await done.wait()
        server.close()
        under_way = asyncio.all_tasks() - {asyncio.current_task()}
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            centre_reader, centre_writer = await asyncio.open_connection("127.0.0.1", self.port)
        except OSError:
            writer.close()
            return
        ends = (writer, centre_writer)
        ways = [
            asyncio.create_task(self._pump(reader, centre_writer, ends, "up")),
            asyncio.create_task(self._pump(centre_reader, writer, ends, "down")),
        ]
        try:
            with suppress(asyncio.CancelledError):
                await asyncio.wait(ways)
        finally:
            for each in ends:
                each.transport.abort()

    async def _pump(
        self,
        source: asyncio.StreamReader,
        target: asyncio.StreamWriter,
        ends: tuple[asyncio.StreamWriter, asyncio.StreamWriter],
        way: str,
    ) -> None:
        passed = 0
        with suppress(OSError):
            while piece := await source.read(_PIECE):
                weather = self.weather
                cut = weather.cut_up if way == "up" else weather.cut_down
                breaks = cut is not None and weather.lives > 0 and passed + len(piece) >= cut
                piece = piece[: max(0, (cut or 0) - passed)] if breaks else piece
                passed += len(piece)
                setattr(self, way, getattr(self, way) + len(piece))
                self._count_turn(way)
                await asyncio.sleep(len(piece) / weather.bandwidth if weather.bandwidth else 0)
                asyncio.get_running_loop().call_later(weather.latency, _write, target, piece)
                if breaks:
                    await self._break(weather, ends)
                    return
        asyncio.get_running_loop().call_later(self.weather.latency, target.close)

    def _count_turn(self, way: str) -> None:
        self.turns += way == "up" and self._answered
        self._answered = way == "down"

    async def _break(self, weather: Weather, ends: tuple[asyncio.StreamWriter, asyncio.StreamWriter]) -> None:
        weather.lives -= 1
        self.broken.set()
        if weather.silent:
            await asyncio.sleep(3600)
        await asyncio.sleep(weather.latency + 0.01)
        for end in ends:
            if weather.reset:
                wire: socket.socket = end.get_extra_info("socket")
                wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            end.close()


def _write(target: asyncio.StreamWriter, piece: bytes) -> None:
    if not target.is_closing():
        target.write(piece)


@contextmanager
def proxied(port: int, weather: Weather | None = None) -> Iterator[Proxy]:
    """A proxy to ``port`` in a thread of its own."""
    proxy = Proxy(port, weather or Weather())
    ready, done = threading.Event(), asyncio.Event()
    with asyncio.Runner() as runner:
        loop = runner.get_loop()
        thread = threading.Thread(target=loop.run_until_complete, args=(proxy.serve(ready, done),))
        thread.start()
        ready.wait()
        try:
            yield proxy
        finally:
            loop.call_soon_threadsafe(done.set)
            thread.join()
            runner.run(asyncio.sleep(0))
