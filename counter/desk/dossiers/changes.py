"""What each correction of a dossier changed: the values before and after it, folded from the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from counter.desk.dossiers.summary import copies
from counter.rules.identity import mask
from db.domain.event import Event
from db.domain.event_kind import EventKind
from db.domain.fold import fold
from db.domain.records import Paper, Person, ValueChange
from db.domain.schema import valid_data, valid_values

MASKED = ("identity", "phone", "health_card", "proxy_identity", "proxy_phone")
"""The numbers of a person that lists show by their ends only."""

_OF_PERSON = {field.name for field in fields(Person)}
_OF_PROXY = {f"proxy_{field.name}" for field in fields(Person)}


def changes(
    events: Iterable[tuple[Event, dict[str, Any]]], *, in_full: bool = False
) -> dict[str, tuple[ValueChange, ...]]:
    """The changes of each correction, by the id of its event.

    ``events`` are all those of one dossier with their personal values, in the order of folding. Numbers are masked
    unless ``in_full``; a value that was forgotten is empty. Of papers only those are named that differ.
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
    if name == "papers":
        old, new = _papers(before), _papers(after)
        texts = (
            "; ".join(paper for paper in old if paper not in new),
            "; ".join(paper for paper in new if paper not in old),
        )
    else:
        texts = (_text(name, before), _text(name, after))
    if name in MASKED and not in_full:
        texts = (mask(texts[0]), mask(texts[1]))
    return ValueChange(name, *texts)


def _papers(row: Mapping[str, Any]) -> list[str]:
    """Each paper with its copies."""
    papers = valid_values("dossier", dict(row)).get("papers") or ()
    known = {field.name for field in fields(Paper)}
    given = (Paper(**{name: value for name, value in paper.items() if name in known}) for paper in papers)
    return [f"{paper.name} ({copies(paper)})" for paper in given]


def _text(name: str, row: Mapping[str, Any]) -> str:
    """A value in the form that ``value_labels.shown_value`` reads; empty where it is a default that no row takes."""
    values = valid_values("dossier", dict(row))
    if name == "procedure":
        return " ".join(filter(None, (values.get("procedure_code", ""), values.get("procedure_name", ""))))
    if name in _OF_PERSON:
        values = values.get("applicant") or {}
    elif name in _OF_PROXY and name != "proxy_paper":
        values, name = values.get("proxy") or {}, name.removeprefix("proxy_")
    value = values.get(name, _DEFAULTS.get(name, ""))
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return value if isinstance(value, str) else ""


_DEFAULTS = {"kind": 0, "sets": 1, "channel": 1, "fee": 0, "return_by_post": 0}
"""What a row does not say, since it is usual."""
