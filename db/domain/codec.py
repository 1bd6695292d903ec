"""The one codec of records: how they are read from rows and events, and written into them as JSON.

Values that no row takes, which a release before let into the ledger, are left out when they are read; what is missing
then is empty, or a moment of 1970.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass, replace
from datetime import datetime, time
from types import NoneType, UnionType
from typing import Any, get_args, get_origin

from cattrs import Converter
from cattrs.gen import make_dict_structure_fn

from db.domain.book import Book
from db.domain.event import Event, instant, moment
from db.domain.event_schema import FIRST_YEAR, LAST_YEAR
from db.domain.feedback import Feedback
from db.domain.lifecycle import State
from db.domain.procedure import Procedure
from db.domain.progress import Handover, Posting, SupplementRequest
from db.domain.records import (
    Dossier,
    DossierLine,
    EventView,
    Guidance,
    Office,
    Person,
    Shift,
    Staff,
    WorklistLine,
)
from db.domain.schema import valid_data, valid_values

Structure = Callable[[Any, Any], Any]

_EMPTY: tuple[Any, ...] = ("", (), None, {})
_NO_MOMENT = moment("1970-01-01T00:00:00.000Z")
_REQUIRED: dict[type[Any], dict[str, Any]] = {
    Person: {"name": ""},
    Dossier: {"code": "", "applicant": None, "received_at": None},
    Staff: {"name": ""},
    Shift: {"counter": 0, "officer": "", "opened_at": None},
    Procedure: {"code": "", "name": ""},
    Office: {"unit": "", "name": ""},
    Guidance: {"applicant": None},
    Handover: {"number": "", "agency": "", "at": None},
    Book: {"book": "", "lines": 0, "hash": "", "closed_at": None},
    Feedback: {"person": None, "received_at": None},
}
"""What stands for a required value that a row lacks: a person who was forgotten, a dossier known in part."""


def _value(value: Any, _: Any) -> Any:
    return value


def _union(hint: Any) -> Structure:
    """The hook of a union; what is empty stands for None, a text for itself, and an object for the record among it."""
    members = get_args(hint)
    inner = next((member for member in members if member not in _SCALARS and member is not NoneType), None)
    if inner is None:
        return _value
    structure = _CONVERTER.get_structure_hook(inner)
    if str in members:
        return lambda value, _: value if isinstance(value, str) else structure(value, inner)
    return lambda value, _: structure(value, inner) if value else None


def _record(record: type[Any]) -> Structure:
    structure = make_dict_structure_fn(record, _CONVERTER, _cattrs_detailed_validation=False)
    if required := _REQUIRED.get(record):
        return lambda values, _: structure({**required, **(values or {})}, record)
    return structure


def _is_object(hint: Any) -> bool:
    return get_origin(hint) is dict


def _by_number(hint: Any) -> Structure:
    """The hook of an object whose names are numbers."""
    inner = get_args(hint)[1]
    structure = _CONVERTER.get_structure_hook(inner)
    return lambda values, _: {int(name): structure(value, inner) for name, value in values.items()}


def _texts(values: Any, _: Any) -> tuple[str, ...]:
    return tuple(values)


def _sparse(record: Any) -> dict[str, Any]:
    return {
        field.name: _CONVERTER.unstructure(value)
        for field in fields(record)
        if (value := getattr(record, field.name)) != field.default and value not in _EMPTY
    }


_SCALARS = (str, int, float, bool)
_CONVERTER = Converter(detailed_validation=False)
_CONVERTER.register_structure_hook_func(lambda hint: hint in _SCALARS, _value)
_CONVERTER.register_structure_hook(datetime, lambda text, _: moment(text) if text else _NO_MOMENT)
_CONVERTER.register_structure_hook(time, lambda text, _: time.fromisoformat(text))
_CONVERTER.register_structure_hook_func(lambda hint: hint == tuple[str, ...], _texts)
_CONVERTER.register_structure_hook_factory(lambda hint: isinstance(hint, UnionType), _union)
_CONVERTER.register_structure_hook_factory(_is_object, _by_number)
_CONVERTER.register_structure_hook_factory(is_dataclass, _record)
_CONVERTER.register_unstructure_hook(datetime, instant)
_CONVERTER.register_unstructure_hook(time, lambda value: value.isoformat("minutes"))
_CONVERTER.register_unstructure_hook_func(is_dataclass, _sparse)
_CONVERTER.register_unstructure_hook_func(
    lambda kind: kind in (tuple, list), lambda values: [_CONVERTER.unstructure(value) for value in values]
)
_CONVERTER.register_unstructure_hook(
    dict, lambda values: {str(name): _CONVERTER.unstructure(value) for name, value in values.items()}
)


def sparse(record: Any) -> dict[str, Any]:
    """The values of a record that are neither empty nor its defaults, as JSON has them: so events stay small."""
    return _sparse(record)


def republished(before: Procedure | None, after: Procedure) -> dict[str, Any] | None:
    """What a publication sets so that a row goes from ``before`` to ``after``; None where they are the same.

    A value that the new version leaves out becomes its default, so that nothing of the old version remains.
    """
    values = sparse(replace(after, version=""))
    known = sparse(replace(before, version="")) if before else None
    if known == values:
        return None
    empty = Procedure(version="", code="", name="")
    dropped = [name for name in known or () if name not in values]
    return {**{name: _CONVERTER.unstructure(getattr(empty, name)) for name in dropped}, **values}


def office_values(office: Office, names: Iterable[str]) -> dict[str, Any]:
    """The named facts of ``office`` as JSON has them, empty ones too: what an event sets."""
    return _named(office, names)


def changed_values(before: Dossier, after: Dossier) -> dict[str, Any]:
    """The values in which ``after`` differs from ``before`` as JSON has them, empty ones too: what an event sets."""
    return _named(
        after, (f.name for f in fields(Dossier) if getattr(before, f.name) != getattr(after, f.name))
    )


def _named(record: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: _CONVERTER.unstructure(getattr(record, name)) for name in names}


def person(values: dict[str, Any] | None) -> Person:
    """A person; a forgotten one has no name."""
    return _CONVERTER.structure(values, Person)


def dossier(detail: str) -> Dossier:
    """The dossier of a row's ``detail``."""
    values = valid_values("dossier", json.loads(detail))
    if back := values.get("handed_back"):
        # Whoever collected a result is kept beside it, among the values that can be forgotten.
        values["handed_back"] = {**back, "by": values.get("collector")}
    return _CONVERTER.structure(values, Dossier)


def dossier_line(detail: str) -> DossierLine:
    """The dossier of a row's ``detail`` as lists show it."""
    row = json.loads(detail)
    return DossierLine(
        **_line_values(valid_values("dossier", {name: row[name] for name in _LINE if name in row}))
    )


def worklist_line(texts: str, hide: Callable[[str], str]) -> WorklistLine:
    """The dossier of a row as worklists show it, the numbers of its applicant as ``hide`` leaves them.

    ``texts`` is a JSON array of what is at the row's ``WORKLIST_PATHS``: reading the whole row, and each value by the
    schema, takes longer than finding it.
    """
    values = json.loads(texts)
    words = [word if type(word) is str else "" for word in values[:11]]
    received, due, finished, accept = [_read_moment(text) for text in values[11:15]]
    fee, charged, fee_paid, paid = [number if type(number) is int else 0 for number in values[15:19]]
    requests, form_number, posting = _read_records(*values[20:])
    return WorklistLine(
        id=words[0],
        code=words[1],
        state=State(values[19]),
        attention=words[2],
        applicant=words[3],
        identity=hide(words[4]),
        phone=hide(words[5]),
        procedure_code=words[6],
        procedure_name=words[7],
        received_at=received or _NO_MOMENT,
        due_at=due,
        finished_at=finished,
        requests=requests,
        form_number=form_number,
        agency=words[8],
        accept_until=accept,
        handover=words[9],
        return_place=words[10],
        posting=posting,
        fee=fee,
        charged=charged,
        fee_paid=fee_paid,
        paid=paid,
    )


WORKLIST_PATHS = (
    "id", "code", "attention", "applicant.name", "applicant.identity", "applicant.phone", "procedure_code",
    "procedure_name", "agency", "handover", "return_place",
    "received_at", "due_at", "finished_at", "accept_until",
    "fee", "charged", "fee_paid", "paid",
    "state", "requests", "closing", "posting",
)  # fmt: skip
"""Where in a row the values are that worklists show: texts, moments, sums, the state, and records."""


def _read_moment(text: Any) -> datetime | None:
    return moment(text) if text is not None and valid_values("dossier", {"due_at": text}) else None


def _read_records(
    requests: Any, closing: Any, posting: Any
) -> tuple[tuple[SupplementRequest, ...], str, Posting | None]:
    """Few dossiers have any of them."""
    if requests is None and closing is None and posting is None:
        return (), "", None
    values = {"requests": requests, "closing": closing, "posting": posting}
    valid = valid_values("dossier", {name: value for name, value in values.items() if value is not None})
    asked, posted = valid.get("requests"), valid.get("posting")
    return (
        _CONVERTER.structure(asked, _REQUESTS) if asked else (),
        (valid.get("closing") or {}).get("number", ""),
        _CONVERTER.structure(posted, Posting) if posted else None,
    )


def _line_values(values: dict[str, Any]) -> dict[str, Any]:
    applicant = values.get("applicant") or {}
    return {
        "id": values["id"],
        "code": values.get("code", ""),
        "state": State(values["state"]),
        "attention": values.get("attention", ""),
        "applicant": applicant.get("name", ""),
        "identity": applicant.get("identity", ""),
        "phone": applicant.get("phone", ""),
        "procedure_code": values.get("procedure_code", ""),
        "procedure_name": values.get("procedure_name", ""),
        "received_at": _when(values.get("received_at")) or _NO_MOMENT,
        "due_at": _when(values.get("due_at")),
        "finished_at": _when(values.get("finished_at")),
        "requests": _CONVERTER.structure(requests, _REQUESTS) if (requests := values.get("requests")) else (),
        "form_number": (values.get("closing") or {}).get("number", ""),
    }


_LINE = (
    "id", "code", "state", "attention", "applicant", "procedure_code", "procedure_name", "received_at", "due_at",
    "finished_at", "requests", "closing",
)  # fmt: skip
_REQUESTS = tuple[SupplementRequest, ...]


def _when(text: str | None) -> datetime | None:
    return moment(text) if text else None


def procedure(values: dict[str, Any]) -> Procedure:
    """A version of a procedure, from a row's detail or from the event that published it."""
    return _CONVERTER.structure(
        {"code": values.get("id", ""), **valid_values("procedure", values)}, Procedure
    )


def staff(values: dict[str, Any]) -> Staff:
    """A member of staff, without the password's hash."""
    return _CONVERTER.structure({**valid_values("staff", values), "login": values["id"]}, Staff)


def shift(values: dict[str, Any], officer_name: str) -> Shift:
    """A shift; ``officer_name`` is looked up by the caller, since names are not kept in the shift's own row."""
    return _CONVERTER.structure({**valid_values("shift", values), "officer_name": officer_name}, Shift)


def office(values: dict[str, Any]) -> Office:
    """The office as configured."""
    return _CONVERTER.structure({"unit": values.get("id", ""), **valid_values("office", values)}, Office)


def guidance(values: dict[str, Any]) -> Guidance:
    """What a citizen was sent away for, from a row's detail."""
    return _CONVERTER.structure({**valid_values("guidance", values), "id": values["id"]}, Guidance)


def handover(values: dict[str, Any]) -> Handover:
    """A signed list of dossiers, from a row's detail."""
    return _CONVERTER.structure({**valid_values("handover", values), "id": values["id"]}, Handover)


def book(values: dict[str, Any]) -> Book:
    """A book that was closed, from a row's detail."""
    return _CONVERTER.structure({**valid_values("register", values), "id": values["id"]}, Book)


def feedback(values: dict[str, Any]) -> Feedback:
    """Feedback, from a row's detail."""
    return _CONVERTER.structure({**valid_values("feedback", values), "id": values["id"]}, Feedback)


def event_view(event: Event, personal: dict[str, Any], actor_name: str) -> EventView:
    """An event for people to read."""
    frame = {name: getattr(event, name) for name in _VIEWED}
    if event.at.utcoffset() is None or not FIRST_YEAR <= event.at.year <= LAST_YEAR:
        frame["at"] = _NO_MOMENT
    return EventView(**frame, data=valid_data(event), actor_name=actor_name, person=personal)


_VIEWED = tuple(
    field.name for field in fields(EventView) if field.name not in ("actor_name", "person", "data", "changes")
)
