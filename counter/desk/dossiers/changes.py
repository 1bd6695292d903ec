"""What each correction of a dossier changed: the values before and after it, folded from the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from counter.rules.identity import mask
from db.domain.event import Event
from db.domain.event_kind import EventKind
from db.domain.fold import fold
from db.domain.records import Person, ValueChange
from db.domain.schema import valid_data, valid_values

MASKED = ("identity", "phone", "health_card")
"""The numbers of a person that lists show by their ends only."""

_OF_PERSON = {field.name for field in fields(Person)}


def changes(
    events: Iterable[tuple[Event, dict[str, Any]]], *, in_full: bool = False
) -> dict[str, tuple[ValueChange, ...]]:
    """The changes of each correction, by the id of its event.

    ``events`` are all those of one dossier with their personal values, in the order of folding. Numbers are masked
    unless ``in_full``; a value that was forgotten is empty.
    """
    row: dict[str, Any] | None = None
    by_event: dict[str, tuple[ValueChange, ...]] = {}
    for event, person in events:
        before, row = row or {}, fold(row, event, person)
        if event.kind == EventKind.CORRECTED:
            names = valid_data(event).get("changed", ())
            by_event[event.id] = tuple(_change(name, before, row, in_full=in_full) for name in names)
    return by_event


def _change(name: str, before: Mapping[str, Any], after: Mapping[str, Any], *, in_full: bool) -> ValueChange:
    texts = (_text(name, before), _text(name, after))
    if name in MASKED and not in_full:
        texts = (mask(texts[0]), mask(texts[1]))
    return ValueChange(name, *texts)


def _text(name: str, row: Mapping[str, Any]) -> str:
    values = valid_values("dossier", dict(row))
    if name in _OF_PERSON:
        values = values.get("applicant") or {}
    value = values.get(name, "")
    return value if isinstance(value, str) else ""
