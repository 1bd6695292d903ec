"""What a host may ask of the centre: each function of the centre that it calls, one round trip each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from psycopg.rows import TupleRow

from db.domain.event import moment
from db.domain.validation import ReceivedEvent
from db.ledger.chains import Place, Writer
from db.sync.connection import Line
from db.sync.encoding import Encoding

PROTOCOL = 1
"""The version of the functions that this release calls: the _v1 in their names."""

_ANSWER = 2_000
Cursors = dict[str, int]

# One row of binary arrays: many rows would come in as many small pieces, each of which wakes us up.
_TOLD = f"SELECT {', '.join(f'array_agg({name})' for name in ReceivedEvent._fields)} FROM "


class Number(NamedTuple):
    """A dossier code, and the line of a register book, that this host once gave out; '' and 0 where there is none."""

    code: str | None
    book: str | None
    book_number: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hello:
    """The first word of the centre: its time (UTC), the protocols that it speaks, and what it has of this host.

    ``high`` and ``hash`` are its newest event of the incarnation that was told, ``incarnation`` the newest that it
    knows; ``agrees`` is false where it has another event in the place of this host's newest one. Events up to the
    number ``kept`` may have been given up there (retire-events).
    """

    time: datetime
    oldest: int
    newest: int
    incarnation: int
    high: int
    hash: str
    agrees: bool = True
    kept: int = 0
    deflates: bool = False
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Events that go up together, packed: what follows ``previous`` from ``first`` on, and the place of the last."""

    first: int
    previous: str
    last: Place
    form: Encoding
    words: Sequence[str]
    text: str | bytes

    @property
    def size(self) -> int:
        """About how many bytes travel."""
        return len(self.text) + sum(map(len, self.words))


class Received(NamedTuple):
    """The centre's answer to a batch: ``ok``, ``hole``, ``fork`` or ``old``, and up to where."""

    status: str
    high: int


def cursor_text(cursors: Cursors) -> str:
    """Cursors as the centre reads them."""
    return json.dumps(cursors, separators=(",", ":"))


def cursor_name(writer: Writer) -> str:
    """How a chain is called among cursors."""
    return f"{writer[0]}#{writer[1]}"


async def greet(
    line: Line, facts: dict[str, Any], cursors: Cursors, most_bytes: int
) -> tuple[Hello, list[ReceivedEvent]]:
    """Say hello and ask for what is new, in one round trip; ``facts`` are hello's own values."""
    async with line.within(most_bytes), line.connection.pipeline():
        hello = await line.connection.execute(
            "SELECT centre.hello_v1(%(app)s, %(schema)s::int, %(incarnation)s::int, %(high)s::bigint, %(hash)s,"
            " %(backlog)s::bigint, %(at)s::timestamptz)",
            facts,
        )
        news = await line.connection.execute(_PULL, [cursor_text(cursors), most_bytes], binary=True)
    # Fetched when the answers are here: within the pipeline that would be one more round trip.
    answer, told_since = await hello.fetchone(), _events(await news.fetchone())
    answers_of = answer[0] if answer else {}
    known = {name: answers_of[name] for name in Hello.__dataclass_fields__ if name in answers_of}
    return Hello(**known | {"time": moment(answers_of["time"])}), told_since


_PULL = f"{_TOLD} centre.pull_v1(%s::json, %s::int)"


def _events(row: TupleRow | None) -> list[ReceivedEvent]:
    return list(map(ReceivedEvent, *row)) if row and row[0] else []


async def push(line: Line, incarnation: int, batches: Iterable[Batch]) -> list[Received]:
    """Send ``batches`` one behind the other; all of them are kept or none.

    Each is taken from ``batches`` when those before it are on their way.
    """
    asked = []
    async with line.within(_ANSWER) as more:
        async with line.connection.pipeline():
            for batch in batches:
                more(batch.size)
                asked.append(await _push_one(line, incarnation, batch))
        answers = [await answer_cursor.fetchone() for answer_cursor in asked]
    return [Received(row[0]["status"], row[0]["high"]) for row in answers if row]


async def _push_one(line: Line, incarnation: int, batch: Batch) -> Any:
    place = (incarnation, batch.first, batch.previous)
    if batch.form is Encoding.DEFLATED:
        return await line.connection.execute(
            "SELECT centre.push_z_v1(%s::int, %s::bigint, %s, %b)", [*place, batch.text]
        )
    return await line.connection.execute(
        "SELECT centre.push_v1(%s::int, %s::bigint, %s, %s::text[], %s)", [*place, batch.words, batch.text]
    )


async def fold(line: Line, most: int) -> int:
    """Have the centre judge and fold at most ``most`` of what it got; returns how many are left."""
    return int((await _rows(line, _ANSWER, "SELECT centre.fold_v1(%s::int)", most))[0][0])


async def pull(line: Line, cursors: Cursors, most_bytes: int) -> list[ReceivedEvent]:
    """What is new after ``cursors``; see pull_v1."""
    (row,) = await _rows(line, most_bytes, _PULL, cursor_text(cursors), most_bytes, binary=True)
    return _events(row)


async def snapshot_chains(line: Line) -> list[Place]:
    """How far each chain is that concerns this host."""
    rows = await _rows(line, _ANSWER, "SELECT node, incarnation, high, hash FROM centre.snapshot_chains_v1()")
    return [
        Place(node=node, incarnation=inc, seq=high, hash=digest or "") for node, inc, high, digest in rows
    ]


async def snapshot(line: Line, after: tuple[str, int, int], most_bytes: int) -> list[ReceivedEvent]:
    """A page of what a new host needs, after the place ``after`` (node, incarnation, number)."""
    query = f"{_TOLD} centre.snapshot_v1(%s, %s::int, %s::bigint, %s::int)"
    (row,) = await _rows(line, most_bytes, query, *after, most_bytes, binary=True)
    return _events(row)


async def numbers(line: Line) -> list[Number]:
    """What this host's number gave out lately."""
    rows = await _rows(line, _ANSWER, "SELECT code, book, book_number FROM centre.numbers_v1()")
    return [Number._make(row) for row in rows]


async def ranges(line: Line, writer: Writer, first: int, last: int, step: int) -> dict[int, tuple[int, str]]:
    """Count and hash of each range of ``step`` events of a chain, by its first number."""
    query = "SELECT * FROM centre.ranges_v1(%s, %s::int, %s::bigint, %s::bigint, %s::int)"
    size = 100 * ((last - first) // step + 1)
    return {row[0]: (row[1], row[2]) for row in await _rows(line, size, query, *writer, first, last, step)}


async def mend(line: Line, incarnation: int, batch: Batch) -> int:
    """Give the centre back what it holds damaged or not at all of this host; returns how many events it took."""
    query = "SELECT centre.mend_v1(%s::int, %s::bigint, %s::text[], %s)"
    values = (incarnation, batch.first, batch.words, batch.text)
    return int((await _rows(line, batch.size, query, *values))[0][0])


async def _rows(line: Line, size: int, query: str, *values: object, binary: bool = False) -> list[Any]:
    async with line.within(size):
        cursor = await line.connection.execute(query, values, binary=binary)
        return await cursor.fetchall()
