"""The number series that the codes and register lines of dossiers come from. A number that was given out stays given
out, also where this host learns of it from the centre or from its own ledger.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from counter.rules.codes import parse_dossier_code
from db import dossiers, host, numbering
from db.domain.event_kind import EventKind

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection

    from db.domain.event import Event


def day_series(day: date) -> str:
    """The series of the dossier numbers of ``day`` (Vietnam's)."""
    return f"dossier:{day:%y%m%d}"


def book_series(book: str) -> str:
    """The series of the lines of the register ``book`` (year and field)."""
    return f"book:{book}"


def series_behind(connection: Connection, node: str) -> dict[str, int]:
    """The series that are behind what the events of ``node`` gave out, and the number that each must go on after."""
    return {
        series: number
        for series, number in _highest(dossiers.numbers_given_out(connection, node)).items()
        if numbering.last(connection, series) < number
    }


def raise_series(connection: Connection, given_out: Iterable[dossiers.Numbers]) -> None:
    """Go on after ``given_out``: codes, register books and lines of them, as this host gave them out once."""
    for series, number in _highest(given_out).items():
        numbering.raise_to(connection, series, number)


def raise_series_by_event(connection: Connection, event: Event) -> None:
    """Go on after the numbers of ``event``, where this host gave them out and lost them with an earlier file."""
    if (
        event.stream == "dossier"
        and event.kind == EventKind.RECEIVED
        and event.node == host.node(connection)[0]
    ):
        values = event.data.get("set", {})
        raise_series(connection, [(values.get("code"), values.get("book"), values.get("book_number"))])


def _highest(given_out: Iterable[dossiers.Numbers]) -> dict[str, int]:
    highest: dict[str, int] = {}
    for code, book, line in given_out:
        for series, number in _series_of(code, book, line):
            highest[series] = max(highest.get(series, 0), number)
    return highest


def _series_of(code: str | None, book: str | None, line: int | None) -> Iterator[tuple[str, int]]:
    if book and line:
        yield book_series(book), line
    if parsed := parse_dossier_code(code or ""):
        yield day_series(parsed.day), parsed.number
