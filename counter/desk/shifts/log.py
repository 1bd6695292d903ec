"""The log of a shift (nhật ký ca): what was done in it, counted, in order of time, and searched."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from counter.desk.dossiers.changes import changes
from counter.desk.labels import refusal_code, sentence
from counter.desk.shifts.shifts import load
from counter.rules.text import fold
from db import accounts, dossiers
from db.domain import codec
from db.domain.event_kind import EventKind, Stream
from db.domain.records import EventView, ValueChange
from db.ledger import reading, search

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from counter.desk.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One line of the shift log: an event, and the code and the applicant's name of the dossier that it was about.

    ``name`` is empty where the person at the desk does not deal with the dossier.
    """

    event: EventView
    code: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How often each thing was done in a shift."""

    received: int = 0
    returned: int = 0
    reprinted: int = 0
    corrected: int = 0


def tallies(desk: Desk, shift_ids: Iterable[str]) -> dict[str, Tally]:
    """What was done in each of the shifts, counted."""
    desk.require()
    with desk.read() as connection:
        counts = reading.count_kinds(connection, list(shift_ids))
    names = Tally.__dataclass_fields__
    return {
        shift: Tally(**{kind: count for kind, count in kinds.items() if kind in names})
        for shift, kinds in counts.items()
    }


def shift_log(desk: Desk, shift_id: str) -> list[LogLine]:
    """All that was done in a shift, in order of time; another's shift needs a supervisor. Numbers are masked."""
    with desk.read() as connection:
        load(connection, desk, shift_id)
        only = search.Only(agencies=desk.require().agencies)
        events = [event for event, _person in reading.read_shift(connection, shift_id)]
        corrected = {event.stream_id for event in events if event.kind == EventKind.CORRECTED}
        changed: dict[str, tuple[ValueChange, ...]] = {}
        for dossier in corrected:
            changed |= changes(reading.read_stream(connection, Stream.DOSSIER, dossier))
        names = accounts.names(connection)
        about = {event.stream_id for event in events if event.stream == Stream.DOSSIER}
        codes = dossiers.codes(connection, about)
        refused = dossiers.refusals(connection, about - codes.keys())
        applicants = dossiers.applicants(connection, about, only)
    return [
        LogLine(
            event=replace(
                codec.event_view(event, {}, names.get(event.actor, event.actor)),
                changes=changed.get(event.id, ()),
            ),
            code=codes.get(event.stream_id) or refusal_code(refused.get(event.stream_id, "")),
            name=applicants.get(event.stream_id, ""),
        )
        for event in events
    ]


def search_log(lines: Iterable[LogLine], text: str, kinds: Collection[str] = ()) -> list[LogLine]:
    """The ``lines`` of those ``kinds`` (empty: all) with every word of ``text``, accents or not, in code, name or
    words.
    """
    terms = fold(text).split()
    return [
        line
        for line in lines
        if (not kinds or line.event.kind in kinds)
        and all(term in fold(f"{line.code} {line.name} {sentence(line.event)}") for term in terms)
    ]
