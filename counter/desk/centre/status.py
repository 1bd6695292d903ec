"""How the office stands with its centre: what the centre has, what waits, what it refused, and the last runs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from counter.desk.labels import event_name
from counter.locale import N_
from counter.problems import Problem
from db import dossiers, host, offices
from db.domain.codes import Role
from db.domain.event import NewEvent, instant
from db.domain.event_kind import EventKind, Stream
from db.ledger import ledger
from db.ledger.search import Only
from db.sync import state
from db.sync.state import Failure, PastRun, RefusedEvent, SyncStatus, WaitingEvent

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from counter.desk.desk import Desk

__all__ = ["Failure", "PastRun", "RefusedEvent", "SyncStatus", "WaitingEvent"]

LOCK = "sync.lock"
"""The lock file in the data folder that the process which goes to the centre holds."""

SILENT = timedelta(minutes=5)
"""After so long without a word from the centre the office counts as offline, whatever the reason."""

SKEW = timedelta(minutes=2)
"""How far the clocks of office and centre may differ before people are told."""

PATIENCE = timedelta(minutes=2)
"""How long something may wait before the status line counts it while the centre can be reached."""

LONGEST = timedelta(minutes=15)
"""No two runs are further apart, whatever happened to the clock."""

_UNREACHED = frozenset(
    {
        Failure.NO_NETWORK,
        Failure.NO_ANSWER,
        Failure.REFUSED,
        Failure.CERTIFICATE,
        Failure.BUSY,
        Failure.CENTRE,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreLink:
    """What the status line tells of the centre.

    The centre has everything ``has_until`` (UTC; None: nothing yet). ``away`` is how long ago it was last reached
    where it cannot be reached now: None while it can, zero where it never was. ``waiting`` counts what it does not
    have. ``skew`` is how far the clocks differ, zero within ``SKEW``; ``failure`` why the last run did not come to its
    end; ``refused`` counts what the centre refused and nobody has seen to.
    """

    has_until: datetime | None = None
    away: timedelta | None = None
    waiting: int = 0
    skew: timedelta = timedelta()
    failure: Failure | None = None
    refused: int = 0

    @property
    def is_offline(self) -> bool:
        """Whether the centre cannot be reached now."""
        return self.away is not None


def centre_link(connection: Connection, now: datetime) -> CentreLink | None:
    """How the office stands with its centre at ``now`` (UTC); None where it has none."""
    if not host.get(connection, "centre_host"):
        return None
    return link_of(state.sync_status(connection), now)


def link_of(status: SyncStatus, now: datetime) -> CentreLink:
    """What the status line tells of ``status`` at ``now`` (UTC)."""
    away = _away(status, now)
    oldest = status.oldest_waiting
    times = (status.centre_at, oldest and oldest - timedelta(minutes=1))
    skew = status.offset or timedelta()
    counted = away is not None or (oldest is not None and now - oldest > PATIENCE)
    return CentreLink(
        has_until=max(time for time in times if time) if status.centre_at else None,
        away=away,
        waiting=status.waiting if counted else 0,
        skew=skew if abs(skew) > SKEW else timedelta(),
        failure=status.failure,
        refused=status.refused,
    )


def _away(status: SyncStatus, now: datetime) -> timedelta | None:
    """How long ago the centre was last reached, in whole minutes, where it cannot be reached now."""
    seen = max((time for time in (status.seen_at, status.centre_at) if time), default=None)
    if seen is None:
        return timedelta()
    silent = max(timedelta(), now - seen)
    if status.failure not in _UNREACHED and silent <= SILENT:
        return None
    return timedelta(minutes=max(1, silent // timedelta(minutes=1)))


# -- the sync page ----------------------------------------------------------------------------------------------------


def sync_status(desk: Desk) -> tuple[SyncStatus, CentreLink | None]:
    """All that is known of the centre, and what the status line makes of it."""
    desk.require()
    with desk.read() as connection:
        return state.sync_status(connection), centre_link(connection, desk.clock.now())


def waiting(desk: Desk, words: str = "", limit: int = 200) -> list[WaitingEvent]:
    """What the centre does not have yet, oldest first; ``words`` of what was done, of a code or of a name.

    Dossiers that somebody else deals with come without code and name.
    """
    agencies = desk.require().agencies
    with desk.read() as connection:
        events = state.waiting(connection, words, limit, called=event_name)
        if not agencies:
            return events
        ids = [event.stream_id for event in events if event.stream == "dossier"]
        shown = dossiers.visible(connection, ids, Only(agencies=agencies))
    return [event if event.stream_id in shown else replace(event, code="", name="") for event in events]


def refused(desk: Desk) -> list[RefusedEvent]:
    """What the centre refused, first what nobody has seen to, then newest first."""
    desk.require()
    with desk.read() as connection:
        return sorted(state.refused(connection), key=lambda event: bool(event.settled_by))


def runs(desk: Desk, limit: int = 50) -> list[PastRun]:
    """The last runs, newest first."""
    desk.require()
    with desk.read() as connection:
        return state.runs(connection, limit)


def acknowledge(desk: Desk, event_id: str) -> None:
    """Note that a supervisor has seen to a refused event; the centre hears of it. Raises ``Problem``."""
    who = desk.require(Role.SUPERVISOR)
    now = desk.clock.now()
    with desk.write() as connection:
        refusal = next((event for event in state.refused(connection) if event.id == event_id), None)
        if refusal is None:
            raise Problem(N_("The centre did not refuse this."))
        if refusal.settled_by:
            raise Problem(N_("Somebody has seen to this already."))
        values = {"settled_by": who.login, "settled_at": instant(now)}
        event = NewEvent(
            stream=Stream.QUARANTINE, stream_id=event_id, kind=EventKind.ACKNOWLEDGED, data={"set": values}
        )
        ledger.append(connection, desk.context(now), event)


def sync_now(desk: Desk) -> None:
    """Let whichever process goes to the centre go at once."""
    desk.require()
    with desk.write() as connection:
        request_run(connection, desk.clock.now())


def request_run(connection: Connection, now: datetime) -> None:
    """Let whichever process goes to the centre go at ``now``."""
    host.put(connection, "centre_next_at", instant(now))


def next_run(connection: Connection, now: datetime) -> tuple[float, bool]:
    """Seconds until the next run is due, and whether something waits that need not wait for that.

    What a clock that was set back leaves in the far future counts as at most ``LONGEST`` away.
    """
    status = state.sync_status(connection)
    left = (status.next_at - now).total_seconds() if status.next_at else 0.0
    return min(left, LONGEST.total_seconds()), bool(status.waiting and not status.failures)


# -- single dossiers --------------------------------------------------------------------------------------------------


def has_centre(desk: Desk) -> bool:
    """Whether the office has a centre at all."""
    with desk.read() as connection:
        return bool(host.get(connection, "centre_host"))


def lacking(desk: Desk, dossier_ids: Iterable[str]) -> frozenset[str]:
    """Those of ``dossier_ids`` of which the centre does not have all; none where the office has no centre."""
    desk.require()
    with desk.read() as connection:
        if not host.get(connection, "centre_host"):
            return frozenset()
        return frozenset(dossier for dossier in dossier_ids if not state.at_centre(connection, dossier))


def office_version(connection: Connection) -> str:
    """Changes when somebody changes what an open desk keeps in its memory: the office's facts, its days off."""
    return offices.version(connection)
