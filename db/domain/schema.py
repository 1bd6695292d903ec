"""The schema of events as checks: a test of values in Python, and the same as jsonpath predicates for the centre. Pure.

Events of other hosts may hold anything; what is refused here, no row takes. A name, or a kind, that this release does
not know may have any value that every JSON parser reads alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from itertools import pairwise
from types import NoneType, UnionType
from typing import Any, Final, get_args, get_origin, get_type_hints

from db.domain.book import Book
from db.domain.event import Event, moment, tick
from db.domain.event_schema import (
    DEEPEST,
    FIRST_YEAR,
    KINDS,
    LARGEST_NUMBER,
    LAST_YEAR,
    LIMITS,
    LONGEST_LIST,
    LONGEST_TEXT,
    MOST_COUNTERS,
    MOST_SPANS,
    Limits,
)
from db.domain.feedback import Feedback
from db.domain.procedure import Procedure
from db.domain.progress import Handover
from db.domain.records import Dossier, Guidance, Office, Person, Shift, Staff

FURTHEST_AHEAD: Final = timedelta(days=1)
"""How far an event may be ahead of the clock of whoever takes it."""

WHEN: Final = (
    "(19[7-9][0-9]|20[0-9][0-9]|21[0-9][0-9]|2200)-"
    "((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-9]))"
    "T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])"
)
"""A moment in the years ``FIRST_YEAR`` to ``LAST_YEAR``."""

_CLOCK: Final = "([01][0-9]|2[0-3]):[0-5][0-9]"
_LATEST_HLC: Final = 1 << 54
_WORKDAYS: Final = "01234"
_DAYS: Final = "0123456"
# Whether a day exists is asked of the calendar, which is quicker than the pattern.
_WHEN_SHAPE: Final = re.compile(
    "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])"
).fullmatch
_FIRST: Final = str(FIRST_YEAR)
_LAST: Final = str(LAST_YEAR)
_CLOCK_PATTERN: Final = re.compile(_CLOCK)


@dataclass(frozen=True, slots=True)
class _ValueType:
    """The type of a value: a test of a value, and the jsonpath predicate that is true of a path to any other value.

    Values of the Python type ``exact`` need no test.
    """

    accepts: Callable[[Any], bool]
    mismatch: Callable[[str], str]
    exact: type | None = None


def invalid_value(event: Event, person: dict[str, Any]) -> str:
    """The name of the first value of ``event``, or of its personal values, that no row takes; '' for none."""
    if name := _invalid_frame(event):
        return name
    known = _STREAMS.get(event.stream, {})
    data = event.data
    for values in (data.get("set", {}), person):
        if name := _invalid_value(known, values):
            return name or "?"
    for name, value in data.get("add", {}).items():
        if not known.get(name, _OTHER).accepts([value]):
            return str(name)
    for name, value in data.get("sum", {}).items():
        if not _PLAIN[int].accepts(value) or not known.get(name, _OTHER).accepts(value):
            return str(name)
    facts, needs = _KINDS.get((event.stream, event.kind), _NO_KIND)
    for name, value in data.items():
        if name not in _PARTS and not facts.get(name, _OTHER).accepts(value):
            return str(name) or "?"
    for name in needs:
        if name not in data.get("set", {}):
            return name
    if len(event.body) > 2 * LONGEST_LIST and not _is_short(data):
        return "data"
    return "" if _is_short(person) else "person"


def is_ahead(event: Event, now: datetime) -> bool:
    """Whether ``event`` is further ahead of the time ``now`` than the clock of a host may be."""
    return event.at > now + FURTHEST_AHEAD or event.hlc > tick(0, now + FURTHEST_AHEAD)


def valid_values(stream: str, values: dict[str, Any]) -> dict[str, Any]:
    """Those of ``values`` that rows of ``stream`` take: earlier releases let others into the ledger."""
    known = _STREAMS.get(stream, {})
    if not _invalid_value(known, values):
        return values
    return {name: value for name, value in values.items() if known.get(name, _OTHER).accepts(value)}


def valid_data(event: Event) -> dict[str, Any]:
    """What ``event`` holds without the values that no row takes."""
    facts, _ = _KINDS.get((event.stream, event.kind), _NO_KIND)
    data = {name: value for name, value in event.data.items() if facts.get(name, _OTHER).accepts(value)}
    known = _STREAMS.get(event.stream, {})
    for part in _PARTS:
        values = data.pop(part, None)
        if isinstance(values, dict):
            data[part] = {
                name: value
                for name, value in values.items()
                if known.get(name, _OTHER).accepts([value] if part == "add" else value)
            }
    return data


def _invalid_frame(event: Event) -> str:
    """The name of the first value of an event's frame that the centre does not take either; '' for none."""
    texts = (event.id, event.stream, event.stream_id, event.kind, event.actor, event.shift, event.person)
    if {*map(type, texts)} != {str} or len(event.id) > 64 or len(event.stream_id) > 200:
        return "by"
    if type(event.counter) is not int or not 0 <= event.counter <= MOST_COUNTERS:
        return "counter"
    if type(event.hlc) is not int or not 0 <= event.hlc < _LATEST_HLC:
        return "hlc"
    if event.at.utcoffset() is None or not FIRST_YEAR <= event.at.year <= LAST_YEAR:
        return "at"
    return "" if isinstance(event.data, dict) else "data"


def _invalid_value(known: Mapping[str, _ValueType], values: dict[str, Any]) -> str:
    for name, value in values.items():
        type_ = known.get(name, _OTHER)
        if type(value) is not type_.exact and not type_.accepts(value):
            return name or "?"
    return ""


def predicates() -> dict[str, str]:
    """For each stream the jsonpath predicate that is true of an object with a value that its rows do not take."""
    return {
        stream: " || ".join(_wrong(name, type_) for name, type_ in known.items())
        for stream, known in _STREAMS.items()
        if known
    }


def kind_predicates() -> dict[tuple[str, str], str]:
    """For streams and kinds the jsonpath predicate that is true of an event's ``data`` that the kind does not allow."""
    return {
        place: " || ".join(
            (
                *(f'!exists($."set".{_quoted(name)})' for name in needs),
                *(_wrong(name, type_) for name, type_ in facts.items()),
            )
        )
        for place, (facts, needs) in _KINDS.items()
    }


def _wrong(name: str, type_: _ValueType, path: str = "$") -> str:
    at = f"{path}.{_quoted(name)}"
    return f"(exists({at}) && ({type_.mismatch(at)}))"


def _quoted(name: str) -> str:
    return f'"{name}"'


def _is_safe(value: Any, level: int = 2) -> bool:
    if isinstance(value, dict | list):
        within = value.values() if isinstance(value, dict) else value
        return level < DEEPEST and all(_is_safe(part, level + 1) for part in within)
    return not isinstance(value, int | float) or -LARGEST_NUMBER <= value <= LARGEST_NUMBER


def _is_short(value: Any) -> bool:
    """Whether the texts and lists in a value are no longer than they may be."""
    if isinstance(value, str):
        return len(value) <= LONGEST_TEXT
    if isinstance(value, dict):
        return all(map(_is_short, value.values()))
    return not isinstance(value, list) or (len(value) <= LONGEST_LIST and all(map(_is_short, value)))


def _is_moment(value: Any) -> bool:
    if type(value) is not str or not _WHEN_SHAPE(value) or not _FIRST <= value[:4] <= _LAST:
        return False
    try:
        moment(value)
    except ValueError:
        return False
    return True


def _is_hours(value: Any) -> bool:
    """Opening hours: for days of the week a list of pairs of times, in order; one of them is a working day."""
    if not isinstance(value, dict) or not any(value.get(day) for day in _WORKDAYS):
        return False
    return all(day in _DAYS and day != "" and _is_day(spans) for day, spans in value.items())


def _is_day(spans: Any) -> bool:
    if not isinstance(spans, list) or len(spans) > MOST_SPANS:
        return False
    if not all(isinstance(span, list) and len(span) == 2 for span in spans):
        return False
    edges = [edge for span in spans for edge in span]
    if not all(isinstance(edge, str) and _CLOCK_PATTERN.fullmatch(edge) for edge in edges):
        return False
    return all(earlier < later for earlier, later in pairwise(edges))


def _hours_mismatch(path: str) -> str:
    spans = "@.value[*]"
    order = [f"@.value[{n}][0] >= @.value[{n}][1]" for n in range(MOST_SPANS)]
    order += [f"@.value[{n}][1] >= @.value[{n + 1}][0]" for n in range(MOST_SPANS - 1)]
    # A filter looks into a list by itself; the type and the size of a list do not.
    wrong = (
        f'!(@.key like_regex "^[{_DAYS}]$")',
        '@.value.type() != "array"',
        f"@.value.size() > {MOST_SPANS}",
        f'exists({spans}.type() ? (@ != "array"))',
        f"exists({spans}.size() ? (@ != 2))",
        f'exists({spans}[*].type() ? (@ != "string"))',
        f'exists({spans}[*] ? (!(@ like_regex "^{_CLOCK}$")))',
        *order,
    )
    works = " || ".join(f'exists({path}."{day}"[0])' for day in _WORKDAYS)
    return f'{path}.type() != "object" || !({works}) || exists({path}.keyvalue() ? ({" || ".join(wrong)}))'


def _type_mismatch(type_: str) -> Callable[[str], str]:
    return lambda path: f'{path}.type() != "{type_}"'


_PLAIN: dict[Any, _ValueType] = {
    str: _ValueType(lambda value: isinstance(value, str), _type_mismatch("string"), str),
    int: _ValueType(
        lambda value: type(value) is int and -LARGEST_NUMBER <= value <= LARGEST_NUMBER,
        lambda path: f'{path}.type() != "number" || {path}.floor() != {path}',
    ),
    float: _ValueType(
        lambda value: type(value) in (int, float) and _is_safe(value), _type_mismatch("number")
    ),
    bool: _ValueType(lambda value: isinstance(value, bool), _type_mismatch("boolean"), bool),
    NoneType: _ValueType(lambda value: value is None, _type_mismatch("null")),
    datetime: _ValueType(
        _is_moment, lambda path: f'{path}.type() != "string" || !({path} like_regex "^{WHEN}$")'
    ),
    dict: _ValueType(_is_hours, _hours_mismatch),
}
_OTHER = _ValueType(_is_safe, lambda path: "false", str)
_PARTS = ("set", "add", "sum")


def _value_type(hint: Any, limits: Limits | None = None) -> _ValueType:
    if hint in _PLAIN:
        return _limited(hint, limits)
    if isinstance(hint, type) and is_dataclass(hint):
        return _record(hint)
    if isinstance(hint, type) and issubclass(hint, IntEnum | StrEnum):
        return _code(hint)
    if get_origin(hint) is tuple:
        return _list(_value_type(get_args(hint)[0]))
    if get_origin(hint) is UnionType:
        return _either([_value_type(part, limits) for part in get_args(hint)])
    return _PLAIN[get_origin(hint)]


def _limited(hint: Any, limits: Limits | None) -> _ValueType:
    """The plain type ``hint`` within ``limits``, which are for numbers and texts."""
    plain = _PLAIN[hint]
    if limits is None or hint not in (int, float, str):
        return plain
    if hint is str:
        return _text(limits)

    least, most, accepts_plain = limits.least, limits.most, plain.accepts

    def accepts(value: Any) -> bool:
        return accepts_plain(value) and least <= value <= most

    return _ValueType(
        accepts,
        lambda path: f"{plain.mismatch(path)} || {path} < {limits.least:d} || {path} > {limits.most:d}",
    )


def _text(limits: Limits) -> _ValueType:
    """A text that is one of the codes, or has the form, of ``limits``."""
    pattern = limits.pattern or "|".join(limits.codes)
    compiled = re.compile(pattern)
    return _ValueType(
        lambda value: isinstance(value, str) and compiled.fullmatch(value) is not None,
        lambda path: f'{path}.type() != "string" || !({path} like_regex "^({pattern})$")',
    )


def _code(hint: type[IntEnum | StrEnum]) -> _ValueType:
    plain = int if issubclass(hint, IntEnum) else str
    codes = [plain(part.value) for part in hint]

    def mismatch(path: str) -> str:
        known = " || ".join(f"{path} == {code}" if plain is int else f'{path} == "{code}"' for code in codes)
        return f"{_PLAIN[plain].mismatch(path)} || !({known})"

    return _ValueType(lambda value: type(value) is plain and value in codes, mismatch)


def _list(item: _ValueType) -> _ValueType:
    def mismatch(path: str) -> str:
        # A filter looks into a list of lists by itself, and would find nothing wrong.
        lists = f'exists({path}[*].type() ? (@ == "array"))'
        return f'{path}.type() != "array" || {lists} || exists({path}[*] ? ({item.mismatch("@")}))'

    return _ValueType(lambda value: isinstance(value, list) and all(map(item.accepts, value)), mismatch)


def _either(types: list[_ValueType]) -> _ValueType:
    first, second = (type_.accepts for type_ in types)
    return _ValueType(
        lambda value: first(value) or second(value),
        lambda path: " && ".join(f"({type_.mismatch(path)})" for type_ in types),
        types[0].exact,
    )


def _record(record: type[Any]) -> _ValueType:
    known = _values(record)
    # A forgotten person has no name, and who collected a result is kept beside it.
    optional = {"by"} if record is not Person else {"name"}
    needed = {
        part.name for part in fields(record) if part.default is MISSING and part.default_factory is MISSING
    } - optional

    def accepts(value: Any) -> bool:
        return isinstance(value, dict) and needed <= value.keys() and not _invalid_value(known, value)

    def mismatch(path: str) -> str:
        missing = (f'!exists({path}."{name}")' for name in sorted(needed))
        wrong = (_wrong(name, type_, path) for name, type_ in known.items())
        return " || ".join((f'{path}.type() != "object"', *missing, *wrong))

    return _ValueType(accepts, mismatch)


def _values(record: type[Any], *but: str, **more: Any) -> dict[str, _ValueType]:
    """The types of a record's values by their names, without those that are not taken from events."""
    hints = {**get_type_hints(record), **more}
    limits = LIMITS.get(record, {})
    return {name: _value_type(hint, limits.get(name)) for name, hint in hints.items() if name not in but}


_STREAMS: dict[str, dict[str, _ValueType]] = {
    "dossier": _values(Dossier, "id", "state", "attention", collector=Person),
    "shift": _values(Shift, "id", "officer_name", "closed_by_name"),
    "staff": _values(Staff, "login", password=str),
    "procedure": _values(Procedure, "version"),
    "office": _values(Office),
    "guidance": _values(Guidance, "id"),
    "handover": _values(Handover, "id"),
    "register": _values(Book, "id"),
    "feedback": _values(Feedback, "id"),
    "quarantine": {
        **dict.fromkeys(("node", "reason", "code", "kind", "settled_by"), _PLAIN[str]),
        **dict.fromkeys(("incarnation", "seq"), _PLAIN[int]),
        "settled_at": _PLAIN[datetime],
    },
}

_NO_KIND: tuple[dict[str, _ValueType], tuple[str, ...]] = ({}, ())
_KINDS: dict[tuple[str, str], tuple[dict[str, _ValueType], tuple[str, ...]]] = {
    (stream.value, kind.value): (
        {name: _value_type(hint) for name, hint in (schema.facts or {}).items()},
        schema.needs,
    )
    for kind, schema in KINDS.items()
    for stream in kind.streams
}
