"""What is told of an event, proved by itself: that it is one, the one it was called, and one that rows take. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from db.domain.event import Event, compact, parsed, person_hash
from db.domain.schema import invalid_value
from db.errors import LedgerBroken

UNEXPECTED = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What it may come to when values are not what was expected."""


class ReceivedEvent(NamedTuple):
    """An event as it came.

    ``body`` is '' where nobody can read it and only its number counts, None where the centre gave it up.
    """

    node: str
    incarnation: int
    seq: int
    body: str | None
    salt: str
    person: str

    @property
    def writer(self) -> tuple[str, int]:
        """Whose chain it belongs to."""
        return self.node, self.incarnation


@dataclass(frozen=True, slots=True)
class ValidatedEvent:
    """What came of proving ``told``: its event and personal values, unless it is ``broken`` (why) or has no body.

    ``unfit`` is the name of a value that no row takes; '' where all fit. ``plain`` is whether every program reads the
    same in its text: no name stands twice there.
    """

    told: ReceivedEvent
    read: Event | None = None
    person: dict[str, Any] = field(default_factory=dict)
    broken: str = ""
    unfit: str = ""
    plain: bool = False

    @property
    def event(self) -> Event:
        """The event; raises ``LedgerBroken`` where it is none, or not the one that it was called."""
        if self.read is None:
            raise LedgerBroken(self.told.node, self.told.seq, self.broken or "it is not here")
        return self.read


def validate_all(told: Iterable[ReceivedEvent]) -> list[ValidatedEvent]:
    """As :func:`validate`, one by one."""
    return [validate(each) for each in told]


def validate(told: ReceivedEvent) -> ValidatedEvent:
    """What there is to say of ``told`` without knowing anything else. Never raises."""
    if not told.body:
        return ValidatedEvent(told)
    try:
        value = parsed(told.body)
        event = Event.of(told.body, value)
    except UNEXPECTED:
        return ValidatedEvent(told, broken="it is not an event")
    if (event.node, event.incarnation, event.seq) != told[:3]:
        return ValidatedEvent(told, broken="it belongs elsewhere")
    try:
        if told.person and person_hash(told.salt, told.person) != event.person:
            return ValidatedEvent(told, broken="its personal values do not match their hash")
        person: dict[str, Any] = parsed(told.person) if told.person else {}
        plain = compact(value) == told.body
        return ValidatedEvent(told, event, person, unfit=invalid_value(event, person), plain=plain)
    except UNEXPECTED:
        return ValidatedEvent(told, event, unfit="?")
