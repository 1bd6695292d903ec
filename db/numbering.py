"""Number series without gaps or doubles: dossier numbers of a day, tickets, receipts."""

from __future__ import annotations

from sqlalchemy import BindParameter, Connection, bindparam, func, select
from sqlalchemy.dialects.sqlite import insert
from sqlmodel import Field, SQLModel

from db.store.types import STRICT

TABLE = "number_series"


class NumberSeries(SQLModel, table=True):
    """The last number that a series gave out."""

    __tablename__ = TABLE
    __table_args__ = STRICT

    series: str = Field(primary_key=True)
    last: int


_table = NumberSeries.metadata.tables[TABLE]
_series: BindParameter[str] = bindparam("of_series")
_first = insert(_table).values(series=_series, last=bindparam("number"))
_take = _first.on_conflict_do_update(
    index_elements=[_table.c.series], set_={"last": _table.c.last + 1}
).returning(_table.c.last)
_raise = _first.on_conflict_do_update(
    index_elements=[_table.c.series], set_={"last": func.max(_table.c.last, _first.excluded.last)}
)
_last = select(_table.c.last).where(_table.c.series == _series)


def take(connection: Connection, series: str) -> int:
    """The next number of ``series``, from 1; it is given back if the caller's write transaction is undone."""
    number: int = connection.execute(_take, {"of_series": series, "number": 1}).scalar_one()
    return number


def raise_to(connection: Connection, series: str, number: int) -> None:
    """See to it that ``series`` goes on after ``number``; a series never goes back.

    For rebuilding from the ledger, and for numbers that were given out on paper while the power was off.
    """
    connection.execute(_raise, {"of_series": series, "number": number})


def last(connection: Connection, series: str) -> int:
    """The last number that ``series`` gave out; 0 for none."""
    return connection.execute(_last, {"of_series": series}).scalar() or 0


def all_series(connection: Connection) -> dict[str, int]:
    """The last number of every series."""
    return {row.series: row.last for row in connection.execute(select(_table))}


def is_of_a_day(series: str) -> bool:
    """Whether ``series`` counts the dossiers of one day, and not the lines of a register book."""
    return series.startswith("dossier:")
