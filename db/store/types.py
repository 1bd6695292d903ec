"""How Python values are kept in STRICT tables, which know only INTEGER, REAL, TEXT and BLOB."""

from __future__ import annotations

from typing import Any

from sqlalchemy import types
from sqlalchemy.ext.compiler import compiles

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
