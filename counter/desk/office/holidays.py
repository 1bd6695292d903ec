"""The holidays of an office: those of the release, with what the centre or its own administrator announced."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from counter.desk.catalogue.procedures import Published
from counter.locale import N_
from counter.problems import Problem
from counter.rules.holidays import read_holidays, year_values
from db import offices
from db.domain.codes import Role
from db.domain.event import NewEvent
from db.domain.event_kind import EventKind, Stream
from db.ledger import ledger

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from counter.desk.desk import Desk
    from counter.rules.holidays import Holidays


def read_file(file: Path) -> Holidays:
    """The holidays in ``file``, JSON as :func:`counter.rules.holidays.read_holidays` has it.

    Raises ``Problem`` where it cannot be read.
    """
    try:
        return read_holidays(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise Problem(N_("The file {file} cannot be read."), file=file) from error


def announce(desk: Desk, known: Holidays) -> Published:
    """Announce the years of ``known`` for every host of the office, in one transaction; only an administrator may.

    A year takes the place of what was known of it. Dossiers that are under way keep their due dates. Raises
    ``NotAllowed``.
    """
    desk.require(Role.ADMIN)
    counts = Published()
    with desk.write() as connection:
        before: Mapping[str, Any] = dict(offices.holidays(connection))
        for year, announced in sorted(known.years.items()):
            values = year_values(announced)
            row = before.get(str(year))
            if row is not None and all(row.get(name) == value for name, value in values.items()):
                counts = replace(counts, unchanged=counts.unchanged + 1)
                continue
            event = NewEvent(
                stream=Stream.HOLIDAY,
                stream_id=str(year),
                kind=EventKind.PUBLISHED,
                data={"set": dict(values)},
            )
            ledger.append(connection, desk.context(), event)
            if row is None:
                counts = replace(counts, added=counts.added + 1)
            else:
                counts = replace(counts, changed=counts.changed + 1)
    return counts
