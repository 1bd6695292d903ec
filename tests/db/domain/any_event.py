"""Any event that the schema takes: hypothesis strategies made from the schema itself."""

from __future__ import annotations

from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, datetime
from enum import IntEnum, StrEnum
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from db.domain.book import Book
from db.domain.event import instant
from db.domain.event_kind import EventKind
from db.domain.event_schema import FIRST_YEAR, KINDS, LAST_YEAR, LIMITS, KindSchema, Limits
from db.domain.feedback import Feedback
from db.domain.lifecycle import State
from db.domain.procedure import Procedure
from db.domain.progress import Handover
from db.domain.records import Dossier, Guidance, Office, Person, Shift, Staff

TEXTS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["", "Trần Thị Bưởi", "a" * 300, "[bold]", "{x}", "%s", "\x1b[2J", "2026-99-99", "٣", "-", "\n"]
    ),
)
MOMENTS = st.one_of(
    st.datetimes(datetime(FIRST_YEAR, 1, 1), datetime(LAST_YEAR, 12, 31, 23, 59)).map(
        lambda moment: instant(moment.replace(tzinfo=UTC))
    ),
    st.sampled_from(
        [f"{FIRST_YEAR}-01-01T00:00+14:00", f"{LAST_YEAR}-12-31T23:59:59-14:00", "2024-02-29T00:00Z"]
    ),
)
ANY = st.one_of(st.none(), st.booleans(), st.integers(-(2**53), 2**53), TEXTS, st.lists(TEXTS, max_size=2))
HOURS = st.sampled_from(
    [
        {"0": [["07:00", "11:30"], ["13:30", "17:00"]]},
        {"4": [["00:00", "23:59"]], "6": []},
        {"2": [["07:00", "07:01"]], "5": [["08:00", "11:00"]]},
    ]
)


def values_of(hint: Any, limits: Limits | None = None) -> st.SearchStrategy[Any]:
    """Values of a record's type within ``limits``."""
    limits = limits or Limits()
    if get_origin(hint) is UnionType:
        return st.one_of([values_of(part, limits) for part in get_args(hint)])
    if get_origin(hint) is tuple:
        return st.lists(values_of(get_args(hint)[0]), max_size=3)
    if get_origin(hint) is dict:
        return HOURS
    if is_dataclass(hint) and isinstance(hint, type):
        return record(hint, {"name"} if hint is Person else {"by"})
    if issubclass(hint, IntEnum | StrEnum):
        return st.sampled_from([part.value for part in hint])
    if hint is str:
        if limits.codes:
            return st.sampled_from(limits.codes)
        return st.from_regex(limits.pattern, fullmatch=True) if limits.pattern else TEXTS
    plain: dict[Any, st.SearchStrategy[Any]] = {
        int: st.integers(int(limits.least), int(limits.most)),
        float: st.one_of(
            st.integers(int(limits.least), int(limits.most)), st.floats(limits.least, limits.most, width=32)
        ),
        bool: st.booleans(),
        NoneType: st.none(),
        datetime: MOMENTS,
    }
    return plain[hint]


def record(
    of: type[Any], optional: set[str], *, but: tuple[str, ...] = (), all_optional: bool = False
) -> st.SearchStrategy[dict[str, Any]]:
    """Objects that rows take as a record, its values there or not."""
    hints = {name: hint for name, hint in get_type_hints(of).items() if name not in but}
    limits = LIMITS.get(of, {})
    values = {name: values_of(hint, limits.get(name)) for name, hint in hints.items()}
    needed = {part.name for part in fields(of) if part.default is MISSING and part.default_factory is MISSING}
    required = {} if all_optional else {name: values[name] for name in needed - optional if name in values}
    return st.fixed_dictionaries(
        required, optional={name: value for name, value in values.items() if name not in required}
    )


_ROWS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "dossier": record(Dossier, set(), but=("id", "state", "attention"), all_optional=True),
    "shift": record(Shift, set(), but=("id", "officer_name", "closed_by_name"), all_optional=True),
    "staff": record(Staff, set(), but=("login",), all_optional=True),
    "procedure": record(Procedure, set(), but=("version",), all_optional=True),
    "office": record(Office, set(), all_optional=True),
    "guidance": record(Guidance, set(), but=("id",), all_optional=True),
    "handover": record(Handover, set(), but=("id",), all_optional=True),
    "register": record(Book, set(), but=("id",), all_optional=True),
    "feedback": record(Feedback, set(), but=("id",), all_optional=True),
    "holiday": st.dictionaries(st.sampled_from(["days", "confirmed", "notice", "make_up"]), ANY),
    "quarantine": st.fixed_dictionaries(
        {},
        optional={
            **dict.fromkeys(("node", "reason", "code", "kind", "settled_by"), TEXTS),
            **dict.fromkeys(("incarnation", "seq"), st.integers(-(2**53), 2**53)),
            "settled_at": MOMENTS,
        },
    ),
}
_PERSONS = {
    "dossier": st.fixed_dictionaries(
        {}, optional={"applicant": values_of(Person), "collector": values_of(Person), "note": TEXTS}
    ),
    "staff": st.fixed_dictionaries({}, optional={"name": TEXTS, "password": TEXTS}),
}
_IDS = {
    "office": st.sampled_from(["000.17.22.H56", "000.00.00.H00"]),
    "holiday": st.sampled_from(["2027", "0", "99999", "x"]),
    "staff": st.sampled_from(["lan", "ma", "1"]),
}


@st.composite
def events(draw: st.DrawFn) -> dict[str, Any]:
    """What an event of any kind is about and holds, without its place in a chain."""
    kind = draw(st.sampled_from([*EventKind, None]))
    stream = draw(st.sampled_from([each.value for each in kind.streams] if kind else sorted(_ROWS)))
    schema = KINDS.get(kind, KindSchema()) if kind else KindSchema()
    values = draw(_ROWS[stream])
    for name in schema.needs:
        values.setdefault(name, draw(values_of(get_type_hints(Shift)[name], LIMITS[Shift].get(name))))
        if values[name] is None:
            values[name] = draw(MOMENTS)
    facts = {name: values_of(hint) for name, hint in (schema.facts or {}).items()}
    data = draw(st.fixed_dictionaries({}, optional=facts))
    if values:
        data["set"] = values
    if stream == "shift":
        data["add"] = {"comments": draw(TEXTS)}
    if stream == "dossier" and draw(st.booleans()):
        data["sum"] = {"paid": draw(st.integers(-(10**9), 10**9))}
    states = st.sampled_from([None, *(state.value for state in State)])
    return {
        "kind": kind.value if kind else "danced",
        "stream": stream,
        "of": draw(_IDS.get(stream, st.sampled_from(["a", "b", "c"]))),
        "data": data,
        "person": draw(_PERSONS.get(stream, st.just({}))),
        "counter": draw(st.integers(0, 99)),
        "by": draw(TEXTS),
        "shift": draw(st.sampled_from(["", "a", "b"])),
        "from": draw(states),
        "to": draw(states),
    }
