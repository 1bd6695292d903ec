"""Comparison of the slips on the spool with the digests that the events of their dossiers hold."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import Connection, and_, func, select

from db import host
from db.domain.event import instant
from db.models import EventRow, PrintJob, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from db.domain.event import Event

_JOB, _EVENT = table(PrintJob), table(EventRow)
_DIGITS = 32
_SEEN = "slip_seen/"
_FACT = {name: func.json_extract(_EVENT.c.body, f"$.data.slip.{name}") for name in ("form", "copy", "digest")}


def digest(slip: str) -> str:
    """What an event keeps of the slip (its JSON) that was queued with it."""
    return hashlib.sha256(slip.encode()).hexdigest()[:_DIGITS]


def fact(form: str, slip: str, copy_number: int = 0) -> dict[str, dict[str, str | int]]:
    """The facts of an event that queues ``slip``."""
    return {"slip": {"form": str(form), "copy": copy_number, "digest": digest(slip)}}


def altered(connection: Connection, kept_since: datetime) -> Iterator[tuple[str, str, int]]:
    """The dossier, form and copy of every slip of this host that was changed, or deleted, after it was queued.

    Slips that were changed last before ``kept_since`` (UTC) may be empty: they are kept for a limited time.
    """
    since = instant(kept_since)
    seen = host.facts(connection, _SEEN)
    wanted = (
        select(_EVENT.c.stream_id, _FACT["form"], _FACT["copy"], _FACT["digest"])
        .add_columns(_JOB.c.slip, _JOB.c.changed_at)
        .join_from(
            _EVENT,
            _JOB,
            and_(
                _JOB.c.dossier == _EVENT.c.stream_id,
                _JOB.c.form == _FACT["form"],
                _JOB.c.copy_number == _FACT["copy"],
            ),
            isouter=True,
        )
        .where(_EVENT.c.node == host.node(connection)[0], _FACT["digest"].is_not(None))
    )
    rows = connection.execution_options(yield_per=500).execute(wanted)
    for dossier, form, copy, wanted_digest, slip, changed_at in rows:
        if slip is None:
            is_right = False
        elif slip == "":
            is_right = changed_at < since
        else:
            is_right = digest(slip) == wanted_digest
        if not is_right and f"{_SEEN}{dossier}/{form}/{copy}" not in seen:
            yield dossier, str(form), int(copy)


def note_elsewhere(connection: Connection, events: Iterable[Event]) -> None:
    """Note the slips of this host's own ``events`` that came from outside, as after its file was lost: they were queued
    in another file.
    """
    mine = host.node(connection)[0]
    for event in events:
        slip = event.data.get("slip") if event.node == mine else None
        if isinstance(slip, dict):
            host.put(
                connection, f"{_SEEN}{event.stream_id}/{slip.get('form')}/{slip.get('copy')}", "elsewhere"
            )


def account_for(connection: Connection, kept_since: datetime) -> None:
    """Record the slips that were changed or deleted as seen: they are not reported again."""
    seen = [f"{_SEEN}{dossier}/{form}/{copy}" for dossier, form, copy in altered(connection, kept_since)]
    for key in seen:
        host.put(connection, key, "seen")
