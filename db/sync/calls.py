"""The functions of the centre that a host calls, one round trip each."""

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
from db.sync.connection import PgConnection
from db.sync.encoding import Encoding

PROTOCOL = 1
"""The version of the functions that this release calls: the _v1 in their names."""

_ANSWER = 2_000
Cursors = dict[str, int]

# One row of binary arrays: of many rows each would wake the event loop.
_EVENTS = f"SELECT {', '.join(f'array_agg({name})' for name in ReceivedEvent._fields)} FROM "


BEYOND_END = 1 << 62
"""A cursor after the end of any chain: nothing of the chain is asked for."""


class Number(NamedTuple):
    """A dossier code, and an entry of a register book, that this host once gave out; '' and 0 where there is none."""

    code: str | None
    book: str | None
    book_number: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hello:
    """The answer of hello_v1: the centre's time (UTC), its protocol versions, and what it has of this host.

    ``high`` and ``hash`` are its newest event of the incarnation that was sent, ``incarnation`` the newest that it
    knows; ``agrees`` is false where it has another event in the place of this host's newest one. Events up to the
    number ``kept`` may be deleted there (retire-events).
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
    """Events sent together, packed: from number ``first``, after the hash ``previous``, to ``last``."""

    first: int
    previous: str
    last: Place
    form: Encoding
    words: Sequence[str]
    text: str | bytes

    @property
    def size(self) -> int:
        """Roughly the bytes on the wire."""
        return len(self.text) + sum(map(len, self.words))


class PushAnswer(NamedTuple):
    """The centre's answer to a batch: ``ok``, ``hole``, ``fork`` or ``old``, and its highest number."""

    status: str
    high: int


def cursor_text(cursors: Cursors) -> str:
    """Cursors as pull_v1 takes them."""
    return json.dumps(cursors, separators=(",", ":"))


def cursor_name(writer: Writer) -> str:
    """The key of a chain among cursors."""
    return f"{writer[0]}#{writer[1]}"


async def hello_and_pull(
    pg: PgConnection, facts: dict[str, Any], cursors: Cursors, most_bytes: int
) -> tuple[Hello, list[ReceivedEvent]]:
    """Say hello and ask for what is new, in one round trip; ``facts`` are hello's own values."""
    async with pg.deadline(most_bytes), pg.raw.pipeline():
        hello = await pg.raw.execute(
            "SELECT centre.hello_v1(%(app)s, %(schema)s::int, %(incarnation)s::int, %(high)s::bigint, %(hash)s,"
            " %(backlog)s::bigint, %(at)s::timestamptz)",
            facts,
        )
        news = await pg.raw.execute(_PULL, [cursor_text(cursors), most_bytes], binary=True)
    # Fetched when the answers are here: within the pipeline that would be one more round trip.
    answer, events = await hello.fetchone(), _events(await news.fetchone())
    answers_of = answer[0] if answer else {}
    known = {name: answers_of[name] for name in Hello.__dataclass_fields__ if name in answers_of}
    return Hello(**known | {"time": moment(answers_of["time"])}), events


_PULL = f"{_EVENTS} centre.pull_v1(%s::json, %s::int)"


def _events(row: TupleRow | None) -> list[ReceivedEvent]:
    return list(map(ReceivedEvent, *row)) if row and row[0] else []


async def push(pg: PgConnection, incarnation: int, batches: Iterable[Batch]) -> list[PushAnswer]:
    """Send ``batches`` in one pipeline; the centre stores all of them or none.

    Each is taken from ``batches`` once those before it are sent.
    """
    asked = []
    async with pg.deadline(_ANSWER) as extend:
        async with pg.raw.pipeline():
            for batch in batches:
                extend(batch.size)
                asked.append(await _push_one(pg, incarnation, batch))
        answers = [await answer_cursor.fetchone() for answer_cursor in asked]
    return [PushAnswer(row[0]["status"], row[0]["high"]) for row in answers if row]


async def _push_one(pg: PgConnection, incarnation: int, batch: Batch) -> Any:
    place = (incarnation, batch.first, batch.previous)
    if batch.form is Encoding.DEFLATED:
        return await pg.raw.execute(
            "SELECT centre.push_z_v1(%s::int, %s::bigint, %s, %b)", [*place, batch.text]
        )
    return await pg.raw.execute(
        "SELECT centre.push_v1(%s::int, %s::bigint, %s, %s::text[], %s)", [*place, batch.words, batch.text]
    )


async def fold(pg: PgConnection, most: int) -> int:
    """Have the centre validate and fold at most ``most`` of the events that it received; returns how many are left."""
    return int((await _rows(pg, _ANSWER, "SELECT centre.fold_v1(%s::int)", most))[0][0])


async def pull(pg: PgConnection, cursors: Cursors, most_bytes: int) -> list[ReceivedEvent]:
    """A page of events after ``cursors``; see pull_v1."""
    (row,) = await _rows(pg, most_bytes, _PULL, cursor_text(cursors), most_bytes, binary=True)
    return _events(row)


async def snapshot_chains(pg: PgConnection) -> list[Place]:
    """How far each chain is that concerns this host."""
    rows = await _rows(pg, _ANSWER, "SELECT node, incarnation, high, hash FROM centre.snapshot_chains_v1()")
    return [
        Place(node=node, incarnation=inc, seq=high, hash=digest or "") for node, inc, high, digest in rows
    ]


async def snapshot(pg: PgConnection, after: tuple[str, int, int], most_bytes: int) -> list[ReceivedEvent]:
    """A page of the events that a new host needs, after the place ``after`` (node, incarnation, number)."""
    query = f"{_EVENTS} centre.snapshot_v1(%s, %s::int, %s::bigint, %s::int)"
    (row,) = await _rows(pg, most_bytes, query, *after, most_bytes, binary=True)
    return _events(row)


async def numbers(pg: PgConnection) -> list[Number]:
    """The dossier codes and register entries that this node number gave out lately."""
    rows = await _rows(pg, _ANSWER, "SELECT code, book, book_number FROM centre.numbers_v1()")
    return [Number._make(row) for row in rows]


async def ranges(
    pg: PgConnection, writer: Writer, first: int, last: int, step: int
) -> dict[int, tuple[int, str]]:
    """Count and hash of each range of ``step`` events of a chain, by its first number."""
    query = "SELECT * FROM centre.ranges_v1(%s, %s::int, %s::bigint, %s::bigint, %s::int)"
    size = 100 * ((last - first) // step + 1)
    return {row[0]: (row[1], row[2]) for row in await _rows(pg, size, query, *writer, first, last, step)}


async def mend(pg: PgConnection, incarnation: int, batch: Batch) -> int:
    """Send events of this host that are damaged or missing at the centre; returns how many it replaced."""
    query = "SELECT centre.mend_v1(%s::int, %s::bigint, %s::text[], %s)"
    values = (incarnation, batch.first, batch.words, batch.text)
    return int((await _rows(pg, batch.size, query, *values))[0][0])


async def _rows(pg: PgConnection, size: int, query: str, *values: object, binary: bool = False) -> list[Any]:
    async with pg.deadline(size):
        cursor = await pg.raw.execute(query, values, binary=binary)
        return await cursor.fetchall()
