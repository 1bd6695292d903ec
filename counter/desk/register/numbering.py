"""Which number series the codes and register lines of dossiers come from: a number that was given out stays given out,
on whatever way this host learns of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from counter.rules.codes import parse_dossier_code
from db import host, numbering
from db.domain.event_kind import EventKind
from db.models import EventRow, table

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection

    from db.domain.event import Event

_EVENT = table(EventRow)


def day_series(day: date) -> str:
    """The series of the dossier numbers of ``day`` (Vietnam's)."""
    return f"dossier:{day:%y%m%d}"


def book_series(book: str) -> str:
    """The series of the lines of the register ``book`` (year and field)."""
    return f"book:{book}"


def lagging(connection: Connection, node: str) -> dict[str, int]:
    """The series that lie behind what the events of ``node`` gave out, and the number that each must go on after."""
    values = (
        func.json_extract(_EVENT.c.body, f"$.data.set.{name}") for name in ("code", "book", "book_number")
    )
    given_out = connection.execute(
        select(*values).where(_EVENT.c.node == node, _EVENT.c.kind == EventKind.RECEIVED)
    )
    return {
        series: number
        for series, number in _highest(given_out.all()).items()
        if numbering.last(connection, series) < number
    }


def raise_all(connection: Connection, given_out: Iterable[tuple[str | None, str | None, int | None]]) -> None:
    """Go on after ``given_out``: codes, register books and lines of them, as this host gave them out once."""
    for series, number in _highest(given_out).items():
        numbering.raise_to(connection, series, number)


def arrived(connection: Connection, event: Event) -> None:
    """Go on after the numbers of ``event`` where this host gave them out, and forgot it with the file it had then."""
    if (
        event.stream == "dossier"
        and event.kind == EventKind.RECEIVED
        and event.node == host.node(connection)[0]
    ):
        told = event.data.get("set", {})
        raise_all(connection, [(told.get("code"), told.get("book"), told.get("book_number"))])


def _highest(given_out: Iterable[tuple[str | None, str | None, int | None]]) -> dict[str, int]:
    highest: dict[str, int] = {}
    for series, number in (each for row in given_out for each in _numbers(*row)):
        highest[series] = max(highest.get(series, 0), number)
    return highest


def _numbers(code: str | None, book: str | None, line: int | None) -> Iterator[tuple[str, int]]:
    if book and line:
        yield book_series(book), line
    if parsed := parse_dossier_code(code or ""):
        yield day_series(parsed.day), parsed.number
