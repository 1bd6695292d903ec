"""The types of the values that rows take, since events of other hosts may hold anything. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import datetime, time
from enum import IntEnum, StrEnum
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from db.domain.event import Event, moment
from db.domain.records import Dossier, Office, Person, Procedure, Shift, Staff

_LARGEST = 1 << 53
"""Numbers up to this one are the same in every program that reads JSON."""

_DEEPEST = 30
"""Levels of nesting; no record has more than five, and the centre takes no more than 20."""


@dataclass(frozen=True, slots=True)
class _ValueType:
    """The type of a value: a test of a value, and the jsonpath predicate that is true of a path to any other value.

    Values of the Python type ``exact`` need no test.
    """

    accepts: Callable[[Any], bool]
    mismatch: Callable[[str], str]
    exact: type | None = None


def invalid_value(event: Event, person: dict[str, Any]) -> str:
    """The name of the first value of ``event``, or of its personal values, that no row takes; '' for none.

    A name that this release does not know may have any value that every JSON parser reads alike.
    """
    known = _STREAMS.get(event.stream, {})
    for values in (event.data.get("set", {}), person):
        if name := _invalid_value(known, values):
            return name or "?"
    for name, value in event.data.get("add", {}).items():
        if not known.get(name, _OTHER).accepts([value]):
            return str(name)
    return next(
        (name for name, value in event.data.items() if name not in _PARTS and not _is_safe(value)), ""
    )


def _invalid_value(known: dict[str, _ValueType], values: dict[str, Any]) -> str:
    for name, value in values.items():
        type_ = known.get(name, _OTHER)
        if type(value) is not type_.exact and not type_.accepts(value):
            return name or "?"
    return ""


def predicates() -> dict[str, str]:
    """For each stream the jsonpath predicate that is true of an object with a value that its rows do not take."""
    return {
        stream: " || ".join(
            f'(exists($."{name}") && ({type_.mismatch(f"$.{_quoted(name)}")}))'
            for name, type_ in known.items()
        )
        for stream, known in _STREAMS.items()
    }


def _quoted(name: str) -> str:
    return f'"{name}"'


def _is_safe(value: Any, deep: int = 0) -> bool:
    if isinstance(value, dict | list):
        within = value.values() if isinstance(value, dict) else value
        return deep < _DEEPEST and all(_is_safe(part, deep + 1) for part in within)
    return not isinstance(value, int | float) or -_LARGEST <= value <= _LARGEST


def _is_moment(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    try:
        return moment(value).utcoffset() is not None
    except ValueError:
        return False


def _is_hours(value: Any) -> bool:
    """Opening hours: a list of pairs of times for each day of the week."""
    try:
        for day, spans in value.items():
            int(day)
            for opens, closes in spans:
                time.fromisoformat(opens)
                time.fromisoformat(closes)
    except (AttributeError, TypeError, ValueError):
        return False
    return True


def _type_mismatch(type_: str) -> Callable[[str], str]:
    return lambda path: f'{path}.type() != "{type_}"'


_WHEN = r"^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d([.]\\d+)?)?(Z|[+-]\\d\\d:\\d\\d)$"

_PLAIN: dict[Any, _ValueType] = {
    str: _ValueType(lambda value: isinstance(value, str), _type_mismatch("string"), str),
    int: _ValueType(
        lambda value: type(value) is int and -_LARGEST <= value <= _LARGEST,
        lambda path: f'{path}.type() != "number" || {path}.floor() != {path}',
    ),
    float: _ValueType(
        lambda value: type(value) in (int, float) and _is_safe(value), _type_mismatch("number")
    ),
    bool: _ValueType(lambda value: isinstance(value, bool), _type_mismatch("boolean"), bool),
    NoneType: _ValueType(lambda value: value is None, _type_mismatch("null")),
    datetime: _ValueType(
        _is_moment, lambda path: f'{path}.type() != "string" || !({path} like_regex "{_WHEN}")'
    ),
    dict: _ValueType(_is_hours, _type_mismatch("object")),
}
_OTHER = _ValueType(_is_safe, lambda path: "false", str)
_PARTS = ("set", "add")


def _value_type(hint: Any) -> _ValueType:
    if hint in _PLAIN:
        return _PLAIN[hint]
    if isinstance(hint, type) and is_dataclass(hint):
        return _record(hint)
    if isinstance(hint, type) and issubclass(hint, IntEnum | StrEnum):
        return _code(hint)
    if get_origin(hint) is tuple:
        return _list(_value_type(get_args(hint)[0]))
    if get_origin(hint) is UnionType:
        return _either([_value_type(part) for part in get_args(hint)])
    return _PLAIN[get_origin(hint)]


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
    return _ValueType(
        lambda value: any(type_.accepts(value) for type_ in types),
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
        wrong = (
            f'(exists({path}."{name}") && ({type_.mismatch(f"{path}.{_quoted(name)}")}))'
            for name, type_ in known.items()
        )
        return " || ".join((f'{path}.type() != "object"', *missing, *wrong))

    return _ValueType(accepts, mismatch)


def _values(record: type[Any], *but: str, **more: Any) -> dict[str, _ValueType]:
    """The types of a record's values by their names, without those that are not taken from events."""
    hints = {**get_type_hints(record), **more}
    return {name: _value_type(hint) for name, hint in hints.items() if name not in but}


_STREAMS: dict[str, dict[str, _ValueType]] = {
    "dossier": _values(Dossier, "id", "state", "attention", collector=Person),
    "shift": _values(Shift, "id", "officer_name", "closed_by_name"),
    "staff": _values(Staff, "login", password=str),
    "procedure": _values(Procedure, "version"),
    "office": _values(Office),
    "quarantine": {
        **dict.fromkeys(("node", "reason", "code", "kind", "settled_by"), _PLAIN[str]),
        **dict.fromkeys(("incarnation", "seq"), _PLAIN[int]),
        "settled_at": _PLAIN[datetime],
    },
}
