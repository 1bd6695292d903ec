"""An event: what it says, the text that is hashed, and its place in the order of folding. Pure."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple

import orjson
import uuid_utils

from db.domain.lifecycle import STATES, State

_COUNTER_BITS = 12


def canonical(value: object) -> str:
    """``value`` as JSON with sorted keys and no spaces: one text for one value. Raises ValueError for no number."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def compact(value: Any) -> str:
    """As :func:`canonical`, and much quicker, for what was parsed from JSON: it has nothing that JSON has not."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


def parsed(text: str) -> Any:
    """The value of JSON text; raises ValueError where it is none."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        # What goes beyond the standard, as half a surrogate, is for those to judge who know what it is for.
        return json.loads(text)


def new_id() -> str:
    """A fresh UUIDv7: unique everywhere, and growing with time."""
    return str(uuid_utils.uuid7())


def instant(moment: datetime) -> str:
    """An aware datetime as UTC ISO-8601 text with milliseconds, which sorts as text."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment(text: str) -> datetime:
    """The aware UTC datetime of ``instant`` text."""
    return datetime.fromisoformat(text)


def tick(last: int, now: datetime) -> int:
    """The hybrid-logical time after ``last`` at wall time ``now``: milliseconds, then a counter of 12 bits.

    It never goes back, whatever the wall clock does.
    """
    return max(last + 1, int(now.timestamp() * 1000) << _COUNTER_BITS)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventContext:
    """Who does something, where and when: the frame of every event of one action."""

    node: str
    incarnation: int
    actor: str
    at: datetime
    counter: int = 0
    shift: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvent:
    """What is done: the event before it has its place in the ledger.

    ``data["set"]`` holds the values that the row takes, ``data["add"]`` what its lists gain, ``data["sum"]`` what its
    numbers grow by (two hosts that were apart both count), anything else is for the reader; ``person`` holds the values
    that identify a person and that the row takes as well.
    """

    stream: str
    stream_id: str
    kind: str
    data: dict[str, Any] = field(default_factory=dict)
    person: dict[str, Any] = field(default_factory=dict)
    from_state: State | None = None
    to_state: State | None = None


class Event(NamedTuple):
    """An event as it stands in the ledger; ``body`` is its canonical text and everything else was read from it.

    Thousands come at once: a data class would take four times as long to make.
    """

    body: str
    hash: str
    id: str
    node: str
    incarnation: int
    seq: int
    stream: str
    stream_id: str
    kind: str
    actor: str
    counter: int
    shift: str
    hlc: int
    at: datetime
    from_state: State | None
    to_state: State | None
    data: dict[str, Any]
    person: str
    previous: str

    @classmethod
    def read(cls, body: str) -> Event:
        """The event written in ``body``; raises ValueError, TypeError or KeyError where it is none."""
        return cls.of(body, parsed(body))

    @classmethod
    def of(cls, body: str, b: Any) -> Event:
        """As :meth:`read`, of a text whose value ``b`` was parsed already."""
        return cls(
            body=body,
            hash=hashlib.sha256(body.encode()).hexdigest(),
            id=b["id"],
            node=b["node"],
            incarnation=b["inc"],
            seq=b["seq"],
            stream=b["stream"],
            stream_id=b["of"],
            kind=b["kind"],
            actor=b["by"],
            counter=b["counter"],
            shift=b["shift"],
            hlc=b["hlc"],
            at=moment(b["at"]),
            from_state=STATES[b["from"]],
            to_state=STATES[b["to"]],
            data=b["data"],
            person=b["person"],
            previous=b["prev"],
        )

    @property
    def by_centre(self) -> bool:
        """Whether the centre wrote it for the back office, and no host."""
        return self.node.endswith("/c")

    @property
    def key(self) -> str:
        """The place of the event in the order of folding: hybrid-logical time, then node, then number."""
        return f"{self.hlc:016x}/{self.node}/{self.incarnation:04d}/{self.seq:010d}"


def person_hash(salt: str, values: str) -> str:
    """SHA-256 of the salt's bytes and the canonical personal values: what the event keeps of them for ever."""
    return hashlib.sha256(bytes.fromhex(salt) + values.encode()).hexdigest()
