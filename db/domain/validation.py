"""Validation of a received event by itself: text, place, personal values, and whether rows take its values. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from db.domain.event import Event, compact, parsed, person_hash
from db.domain.schema import invalid_value

UNEXPECTED = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What reading values of an unexpected form may raise."""


class InvalidEvent(Exception):
    """A text is no event, or not the one in whose place it came."""


class ReceivedEvent(NamedTuple):
    """An event as it came over the line.

    ``body`` is '' where nobody can read it and only its number counts, None where the centre no longer keeps it.
    """

    node: str
    incarnation: int
    seq: int
    body: str | None
    salt: str
    person: str

    @property
    def writer(self) -> tuple[str, int]:
        """The node and incarnation whose chain it belongs to."""
        return self.node, self.incarnation


@dataclass(frozen=True, slots=True)
class ValidatedEvent:
    """A received event with its parsed text and personal values.

    ``parsed`` is None where it has no body, or is broken: ``fault`` says why then. ``invalid`` is the name of a value
    that no row takes, '' where all fit. ``is_canonical`` is whether the text is the canonical JSON of its value, so
    that every program reads the same in it (no name occurs twice).
    """

    received: ReceivedEvent
    parsed: Event | None = None
    person: dict[str, Any] = field(default_factory=dict)
    fault: str = ""
    invalid: str = ""
    is_canonical: bool = False

    @property
    def event(self) -> Event:
        """The event; raises ``InvalidEvent`` where it is none, or not the one in whose place it came."""
        if self.parsed is None or self.fault:
            raise InvalidEvent(self.fault or "it is not here")
        return self.parsed


def validate_all(received: Iterable[ReceivedEvent]) -> list[ValidatedEvent]:
    """As :func:`validate`, one by one."""
    return [validate(event) for event in received]


def validate(received: ReceivedEvent) -> ValidatedEvent:
    """Validate an event without knowing any other. Never raises."""
    if not received.body:
        return ValidatedEvent(received)
    try:
        value = parsed(received.body)
        event = Event.of(received.body, value)
    except UNEXPECTED:
        return ValidatedEvent(received, fault="it is not an event")
    if (event.node, event.incarnation, event.seq) != received[:3]:
        return ValidatedEvent(received, fault="it belongs elsewhere")
    try:
        if received.person and person_hash(received.salt, received.person) != event.person:
            return ValidatedEvent(received, fault="its personal values do not match their hash")
        person: dict[str, Any] = parsed(received.person) if received.person else {}
        canonical = compact(value) == received.body
        return ValidatedEvent(
            received, event, person, invalid=invalid_value(event, person), is_canonical=canonical
        )
    except UNEXPECTED:
        return ValidatedEvent(received, event, invalid="?")
