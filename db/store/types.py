"""How Python values are kept in STRICT tables, which know only INTEGER, REAL, TEXT and BLOB."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import types
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.types import TypeDecorator

STRICT: dict[str, Any] = {"sqlite_strict": True}
"""For ``__table_args__``: the table refuses values of the wrong kind."""

_AFFINITY: dict[str, tuple[type[types.TypeEngine[Any]], ...]] = {
    "TEXT": (
        types.String,
        types.VARCHAR,
        types.Unicode,
        types.UnicodeText,
        types.Enum,
        types.DateTime,
        types.Date,
        types.Time,
        types.Uuid,
        types.JSON,
    ),
    "INTEGER": (types.Boolean, types.BigInteger, types.SmallInteger),
    "REAL": (types.Float,),
}


def _say(word: str, *classes: type[types.TypeEngine[Any]]) -> None:
    def render(type_: object, compiler: object, **kw: object) -> str:
        return word

    for class_ in classes:
        compiles(class_, "sqlite")(render)


for _word, _classes in _AFFINITY.items():
    _say(_word, *_classes)


def instant_text(value: datetime) -> str:
    """``value`` as ``2026-11-23T01:41:00.000Z``: UTC, fixed width, so that text order is time order.

    Raises:
        ValueError: ``value`` has no time zone.
    """
    if value.utcoffset() is None:
        raise ValueError("a time needs its time zone")
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def instant_value(text: str) -> datetime:
    """The aware UTC datetime that :func:`instant_text` wrote."""
    return datetime.fromisoformat(text)


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime, kept as fixed-width ISO 8601 text with milliseconds (finer parts are cut off)."""

    impl = types.Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """To text; refuses datetimes without a time zone."""
        return None if value is None else instant_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """To an aware datetime in UTC."""
        return None if value is None else instant_value(value)
