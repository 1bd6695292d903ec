"""Rows and events as records: the only place that knows how a record is written in JSON."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import datetime, time
from typing import Any, TypeVar

from db.domain.event import Event, instant, moment
from db.domain.lifecycle import State
from db.domain.records import (
    ApplicantKind,
    Channel,
    Component,
    Dossier,
    DossierLine,
    DueNote,
    EventView,
    HandedBack,
    Office,
    Outcome,
    Paper,
    Person,
    Procedure,
    Role,
    Shift,
    Staff,
)

Record = TypeVar("Record")

_NO_MOMENT = moment("1970-01-01T00:00:00.000Z")


def plain(value: Any) -> Any:
    """A record, or a value of one, as JSON knows it; what is empty is left out, so that events stay small."""
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def sparse(record: Any) -> dict[str, Any]:
    """The values of a record that are not its defaults, as JSON knows them."""
    kept = {}
    for each in fields(record):
        value = getattr(record, each.name)
        if value != each.default and value not in ("", (), None, {}):
            kept[each.name] = _written(value)
    return kept


def republished(before: Procedure | None, after: Procedure) -> dict[str, Any] | None:
    """What a publication sets so that a row goes from ``before`` to ``after``; None where they say the same.

    A value that the new version leaves out becomes what it is by default, so that nothing of the old shines through.
    """
    values = sparse(replace(after, version=""))
    known = sparse(replace(before, version="")) if before else None
    if known == values:
        return None
    empty = Procedure(version="", code="", name="")
    return {**{name: plain(getattr(empty, name)) for name in known or () if name not in values}, **values}


def _written(value: Any) -> Any:
    if hasattr(value, "__dataclass_fields__"):
        return sparse(value)
    if isinstance(value, tuple):
        return [_written(item) for item in value]
    return plain(value)


def _only(kind: type[Record], values: dict[str, Any], /, **read: Any) -> Record:
    """A record of ``kind`` from ``values``; a name that this release does not know is passed over."""
    names = {each.name for each in fields(kind)}  # type: ignore[arg-type]
    return kind(
        **{name: value for name, value in values.items() if name in names and name not in read}, **read
    )


def _when(text: str | None) -> datetime | None:
    return moment(text) if text else None


def person(values: dict[str, Any] | None) -> Person:
    """A person; a forgotten one has no name."""
    values = {"name": "", **(values or {})}
    return _only(Person, values, kind=ApplicantKind(values.get("kind", 0)))


def dossier(detail: str) -> Dossier:
    """The dossier of a row's ``detail``."""
    d = json.loads(detail)
    proxy, outcome, back = d.get("proxy"), d.get("outcome"), d.get("handed_back")
    return _only(
        Dossier,
        {"code": "", **d},
        state=State(d["state"]),
        applicant=person(d.get("applicant")),
        proxy=person(proxy) if proxy else None,
        papers=tuple(_only(Paper, each) for each in d.get("papers", ())),
        missing=tuple(d.get("missing", ())),
        channel=Channel(d.get("channel", Channel.IN_PERSON)),
        received_at=_when(d.get("received_at")) or _NO_MOMENT,
        due_at=_when(d.get("due_at")),
        first_due_at=_when(d.get("first_due_at")),
        due_notes=tuple(d.get("due_notes", ())),
        calendar_notes=tuple(_only(DueNote, each) for each in d.get("calendar_notes", ())),
        outcome=_only(Outcome, outcome) if outcome else None,
        finished_at=_when(d.get("finished_at")),
        handed_back=_handed_back(back, d.get("collector")) if back else None,
    )


def _handed_back(values: dict[str, Any], collector: dict[str, Any] | None) -> HandedBack:
    return _only(HandedBack, values, at=moment(values["at"]), by=person(collector))


def dossier_line(detail: str) -> DossierLine:
    """The dossier of a row's ``detail`` as lists show it."""
    d = json.loads(detail)
    who = d.get("applicant") or {}
    return DossierLine(
        id=d["id"],
        code=d.get("code", ""),
        state=State(d["state"]),
        attention=d.get("attention", ""),
        applicant=who.get("name", ""),
        identity=who.get("identity", ""),
        phone=who.get("phone", ""),
        procedure_code=d.get("procedure_code", ""),
        procedure_name=d.get("procedure_name", ""),
        received_at=_when(d.get("received_at")) or _NO_MOMENT,
        due_at=_when(d.get("due_at")),
        finished_at=_when(d.get("finished_at")),
    )


def procedure(values: dict[str, Any]) -> Procedure:
    """A version of a procedure, from a row's detail or from the event that published it."""
    return _only(
        Procedure,
        values,
        levels=tuple(values.get("levels", ())),
        components=tuple(_only(Component, each) for each in values.get("components", ())),
        channels=tuple(Channel(each) for each in values.get("channels", list(Channel))),
        steps=tuple(values.get("steps", ())),
    )


def staff(values: dict[str, Any]) -> Staff:
    """A member of staff, without the password's hash."""
    return _only(
        Staff,
        {"name": "", **values},
        login=values["id"],
        role=Role(values.get("role", Role.OFFICER)),
        agencies=tuple(values.get("agencies", ())),
    )


def shift(values: dict[str, Any], officer_name: str) -> Shift:
    """A shift; ``officer_name`` is looked up by the caller, since names are not kept in the shift's own row."""
    return _only(
        Shift,
        values,
        officer_name=officer_name,
        opened_at=moment(values["opened_at"]),
        closed_at=_when(values.get("closed_at")),
        comments=tuple(values.get("comments", ())),
        reviewed_at=_when(values.get("reviewed_at")),
    )


def office(values: dict[str, Any]) -> Office:
    """The office as configured."""
    hours = {
        int(day): tuple((time.fromisoformat(a), time.fromisoformat(b)) for a, b in spans)
        for day, spans in values.get("hours", {}).items()
    }
    return _only(Office, values, hours=hours)


def event_view(event: Event, personal: dict[str, Any], actor_name: str) -> EventView:
    """An event for people to read."""
    return EventView(
        **{name: getattr(event, name) for name in _VIEWED}, actor_name=actor_name, person=personal
    )


_VIEWED = tuple(each.name for each in fields(EventView) if each.name not in ("actor_name", "person"))
