"""What is to be handed over, and what lies at the agencies: all of it, by agency, to be marked on a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from counter.desk.dossiers import queries
from counter.desk.dossiers.queries import masked
from counter.desk.handovers.refusals import agency_of, refusal_back, refusal_over
from counter.locale import N_, _
from counter.rules.handover import HandoverTime, HandoverTiming, handover_time
from db import handovers, procedures
from db.domain.lifecycle import State

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from counter.desk.desk import Desk
    from db.domain.records import Dossier

MOST_SHOWN = 500
"""Dossiers that are listed at once, the longest there first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingDossier:
    """A dossier that is to go to ``agency``, or lies there; numbers are masked.

    ``time`` is when it is to be handed over (None: the law does not say); ``on_the_spot`` that it is settled at the
    counter and need not go.
    """

    dossier: Dossier
    agency: str
    time: HandoverTime | None = None
    on_the_spot: bool = False


def to_hand_over(desk: Desk) -> list[WaitingDossier]:
    """The dossiers on paper that are to go to their agencies, the longest here first."""
    staff = desk.require()
    with desk.read() as connection:
        dossiers = handovers.waiting(connection, staff.agencies, MOST_SHOWN)
        on_the_spot = _on_the_spot(connection)
        return [
            WaitingDossier(
                dossier=masked(dossier),
                agency=agency_of(dossier),
                time=time_of(desk, dossier),
                on_the_spot=on_the_spot(dossier),
            )
            for dossier in dossiers
        ]


def at_agencies(desk: Desk) -> list[WaitingDossier]:
    """The dossiers whose papers lie at their agencies, the longest there first."""
    staff = desk.require()
    with desk.read() as connection:
        dossiers = handovers.at_agency(connection, staff.agencies, MOST_SHOWN)
    return [WaitingDossier(dossier=masked(dossier), agency=agency_of(dossier)) for dossier in dossiers]


def waiting(desk: Desk, dossier: Dossier) -> WaitingDossier:
    """``dossier`` as the lists have it, whatever its state."""
    with desk.read() as connection:
        on_the_spot = _on_the_spot(connection)
        return WaitingDossier(
            dossier=masked(dossier),
            agency=agency_of(dossier),
            time=time_of(desk, dossier),
            on_the_spot=on_the_spot(dossier),
        )


def for_one_list(
    desk: Desk, dossier_ids: Sequence[str], agency: str = "", *, is_back: bool = False
) -> list[WaitingDossier]:
    """Those of the dossiers that may stand on one list now: of ``agency``, or of the first one's where it is empty."""
    refusal, fit = refusal_back if is_back else refusal_over, list[WaitingDossier]()
    for dossier_id in dossier_ids:
        one = waiting(desk, queries.dossier(desk, dossier_id))
        if refusal(one.dossier, agency) is None:
            fit.append(one)
            agency = one.agency
    return fit


def time_of(desk: Desk, dossier: Dossier) -> HandoverTime | None:
    """When ``dossier`` is to be handed over: counted from its intake, or from what completed it; None where it came
    back from the agency otherwise.
    """
    if dossier.state is State.RECEIVED:
        return handover_time(dossier.received_at, desk.calendar)
    if dossier.supplements:
        return handover_time(dossier.supplements[-1].at, desk.calendar)
    return None


def handover_words(time: HandoverTime | None, now: datetime) -> str:
    """When a dossier is to be handed over, in a word or two; empty where the law does not say."""
    if time is None:
        return ""
    timing, day = time.timing(now), f"{time.day:%d/%m}"
    if timing is HandoverTiming.LATE:
        return _("late, {day}").format(day=day)
    if time.at_start:
        return _("start of {day}").format(day=day)
    return _("today")


def is_late(one: WaitingDossier, now: datetime) -> bool:
    """Whether the dossier should have been handed over on an earlier day."""
    return one.time is not None and not one.on_the_spot and one.time.timing(now) is HandoverTiming.LATE


def late_warning(waiting: list[WaitingDossier], now: datetime) -> str:
    """How many of ``waiting`` should have been handed over on an earlier day, in a sentence; empty where none."""
    late = [one for one in waiting if is_late(one, now)]
    if not late:
        return ""
    pattern = N_(
        "{count} dossiers should have gone earlier: before 15:00 the same day, else at the next day's start."
    )
    return _(pattern).format(count=len(late))


def _on_the_spot(connection: Connection) -> Callable[[Dossier], bool]:
    """Tells dossiers that are settled at the counter; looks each version of a procedure up once."""
    known: dict[str, bool] = {}

    def is_settled_here(dossier: Dossier) -> bool:
        if dossier.state is not State.RECEIVED:
            return False
        version = dossier.procedure_version
        if version not in known:
            procedure = procedures.version(connection, version)
            known[version] = procedure is not None and procedure.on_the_spot
        return known[version]

    return is_settled_here
