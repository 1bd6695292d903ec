"""How the office stands with its centre: what the centre has, what waits, what it refused, and the last runs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from counter.desk.labels import event_name
from counter.locale import N_
from counter.problems import Problem
from db import host
from db.domain.event import NewEvent, instant
from db.domain.event_kind import EventKind
from db.domain.records import Role
from db.ledger import ledger
from db.ledger.search import Only
from db.models import DossierRow, HolidayRow, OfficeRow, table
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
_DOSSIER = table(DossierRow)


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


def link_of(stands: SyncStatus, now: datetime) -> CentreLink:
    """What the status line tells of ``stands`` at ``now`` (UTC)."""
    away = _away(stands, now)
    oldest = stands.oldest_waiting
    known = [each for each in (stands.centre_at, oldest and oldest - timedelta(minutes=1)) if each]
    skew = stands.offset or timedelta()
    counted = away is not None or (oldest is not None and now - oldest > PATIENCE)
    return CentreLink(
        has_until=max(known) if stands.centre_at else None,
        away=away,
        waiting=stands.waiting if counted else 0,
        skew=skew if abs(skew) > SKEW else timedelta(),
        failure=stands.failure,
        refused=stands.refused,
    )


def _away(stands: SyncStatus, now: datetime) -> timedelta | None:
    """How long ago the centre was last reached, in whole minutes, where it cannot be reached now."""
    seen = max((each for each in (stands.seen_at, stands.centre_at) if each), default=None)
    if seen is None:
        return timedelta()
    silent = max(timedelta(), now - seen)
    if stands.failure not in _UNREACHED and silent <= SILENT:
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
        found = state.waiting(connection, words, limit, called=event_name)
        ids = [each.stream_id for each in found if each.stream == "dossier"] if agencies else []
        mine = Only(agencies=agencies).narrow(select(_DOSSIER.c.id).where(_DOSSIER.c.id.in_(ids)))
        shown = set(connection.scalars(mine)) if ids else set()
    if not agencies:
        return found
    return [each if each.stream_id in shown else replace(each, code="", name="") for each in found]


def refused(desk: Desk) -> list[RefusedEvent]:
    """What the centre refused, first what nobody has seen to, then newest first."""
    desk.require()
    with desk.read() as connection:
        return sorted(state.refused(connection), key=lambda each: bool(each.settled_by))


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
        found = next((each for each in state.refused(connection) if each.id == event_id), None)
        if found is None:
            raise Problem(N_("The centre did not refuse this."))
        if found.settled_by:
            raise Problem(N_("Somebody has seen to this already."))
        values = {"settled_by": who.login, "settled_at": instant(now)}
        deed = NewEvent(
            stream="quarantine", stream_id=event_id, kind=EventKind.ACKNOWLEDGED, data={"set": values}
        )
        ledger.append(connection, desk.act(now), deed)


def sync_now(desk: Desk) -> None:
    """Let whichever process goes to the centre go at once."""
    desk.require()
    with desk.write() as connection:
        ask(connection, desk.clock.now())


def ask(connection: Connection, now: datetime) -> None:
    """Let whichever process goes to the centre go at ``now``."""
    host.put(connection, "centre_next_at", instant(now))


def next_run(connection: Connection, now: datetime) -> tuple[float, bool]:
    """Seconds until the next run is due, and whether something waits that need not wait for that.

    What a clock that was set back leaves in the far future counts as at most ``LONGEST`` away.
    """
    stands = state.sync_status(connection)
    left = (stands.next_at - now).total_seconds() if stands.next_at else 0.0
    return min(left, LONGEST.total_seconds()), bool(stands.waiting and not stands.failures)


# -- single dossiers --------------------------------------------------------------------------------------------------


def has_centre(desk: Desk) -> bool:
    """Whether the office has a centre at all."""
    with desk.read() as connection:
        return bool(host.get(connection, "centre_host"))


def lacking(desk: Desk, dossiers: Iterable[str]) -> frozenset[str]:
    """Those of ``dossiers`` (ids) of which the centre does not have all; none where the office has no centre."""
    desk.require()
    with desk.read() as connection:
        if not host.get(connection, "centre_host"):
            return frozenset()
        return frozenset(each for each in dossiers if not state.at_centre(connection, each))


def is_cut_off(connection: Connection, dossier: str, now: datetime) -> bool:
    """Whether the centre cannot be reached at ``now`` and does not have all of ``dossier`` (an id; '': new)."""
    stands = centre_link(connection, now)
    if stands is None or not stands.is_offline:
        return False
    return not (dossier and state.at_centre(connection, dossier))


def is_cut_off_now(desk: Desk) -> bool:
    """Whether a slip that is made out now is made out offline."""
    with desk.read() as connection:
        return is_cut_off(connection, "", desk.clock.now())


def office_version(connection: Connection) -> str:
    """Changes when somebody changes what an open desk keeps in its memory: the office's facts, its days off."""
    rows = (select(func.max(each.c.last)) for each in (table(OfficeRow), table(HolidayRow)))
    return " ".join(connection.scalar(row) or "" for row in rows)
