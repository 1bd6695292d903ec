"""What the script did beside what the office file says, counted again by the database."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from counter.desk.printing import queue
from counter.locale import N_
from counter.slips.registry import is_page
from db.domain.event_kind import EventKind, Stream
from db.domain.lifecycle import FINAL, State
from db.models import DossierRow, EventRow, PrintJob, table
from devices.spool import JobState

if TYPE_CHECKING:
    from counter.demo.month import Month
    from counter.desk.desk import Desk

_EVENT, _DOSSIER, _JOB = table(EventRow), table(DossierRow), table(PrintJob)

LEAST: Final = 5
"""How often each kind of event happens at least in a whole month."""

_ONLY_CENTRE: Final = N_("only the centre writes it")
EXEMPT: Final[dict[tuple[EventKind, Stream], str]] = {
    (EventKind.REGISTERED, Stream.DOSSIER): N_("only the portal writes it, through the centre"),
    (EventKind.SETTLED, Stream.DOSSIER): N_("only where two hosts moved the same dossier"),
    (EventKind.ACCOUNT_CHANGED, Stream.STAFF): _ONLY_CENTRE,
    (EventKind.REFUSED, Stream.QUARANTINE): _ONLY_CENTRE,
    (EventKind.ACKNOWLEDGED, Stream.QUARANTINE): N_("only after the centre refused an event"),
}
"""The kinds that an office which is one host without a centre cannot write, and why."""


@dataclass(frozen=True, slots=True)
class Check:
    """A statement about the month: what the script meant to do, and what the office file says."""

    what: str
    wanted: int
    counted: int

    @property
    def ok(self) -> bool:
        """Whether both agree."""
        return self.wanted == self.counted


@dataclass(frozen=True, slots=True, kw_only=True)
class KindCount:
    """A kind of event in a stream: how often the script made it, and how often the file has it.

    ``why`` says, as a message, why no office can write it by itself; empty where one can: then it has to happen at
    least ``least`` times.
    """

    kind: EventKind
    stream: Stream
    wanted: int
    counted: int
    least: int = LEAST
    why: str = ""

    @property
    def ok(self) -> bool:
        """Whether both agree, often enough."""
        return self.wanted == self.counted and (bool(self.why) or self.counted >= self.least)


def kind_counts(month: Month, least: int) -> tuple[KindCount, ...]:
    """Every kind in every stream in which it occurs."""
    with month.desk.store.read() as connection:
        counted = {
            (kind, stream): count
            for kind, stream, count in connection.execute(
                select(_EVENT.c.kind, _EVENT.c.stream, func.count()).group_by(_EVENT.c.kind, _EVENT.c.stream)
            )
        }
    pairs = [(kind, stream) for kind in EventKind for stream in kind.streams]
    return tuple(
        KindCount(
            kind=kind,
            stream=stream,
            wanted=month.count.events[kind, stream],
            counted=counted.get((kind.value, stream.value), 0),
            least=least,
            why=EXEMPT.get((kind, stream), ""),
        )
        for kind, stream in pairs
    )


def checks(month: Month, traces: int) -> tuple[Check, ...]:
    """The dossiers and the prints; ``traces`` are the events that refused inputs left."""
    events, forms = month.count.events, month.count.forms
    states, jobs = _states(month.desk), _jobs(month.desk)
    refused, returned, others = (
        sum(events[kind, Stream.DOSSIER] for kind in kinds) for kinds in (_REFUSED, _RETURNED, _OTHERS)
    )
    over = sum(states[state] for state in FINAL - {State.RETURNED, State.REFUSED})
    under_way = sum(states[state] for state in State if state not in FINAL)
    slips = sum(count for form, count in forms.items() if not is_page(form))
    wrong = sum(forms[form] != jobs[form] for form in forms.keys() | jobs.keys())
    return (
        Check(N_("dossiers received"), len(month.received), states.total() - states[State.REFUSED]),
        Check(N_("dossiers refused at the counter"), refused, states[State.REFUSED]),
        Check(N_("results returned"), returned, states[State.RETURNED]),
        Check(N_("dossiers that are over without a result"), others, over),
        Check(N_("dossiers under way"), len(month.received) - returned - others, under_way),
        Check(N_("prints on the spool"), forms.total(), jobs.total()),
        Check(N_("forms that were not printed as often as meant"), 0, wrong),
        Check(N_("slips that the virtual printer holds"), slips, len(month.printer.slips)),
        Check(N_("slips still waiting"), 0, queue.counts(month.desk).get(JobState.QUEUED, 0)),
        Check(N_("traces that refused inputs left"), 0, traces),
    )


_REFUSED = (EventKind.REFUSED,)
_RETURNED = (EventKind.RETURNED, EventKind.DELIVERED)
_OTHERS = (EventKind.WITHDRAWN, EventKind.STOPPED, EventKind.VOIDED)


def _states(desk: Desk) -> Counter[State]:
    with desk.store.read() as connection:
        rows = connection.execute(select(_DOSSIER.c.state, func.count()).group_by(_DOSSIER.c.state))
        return Counter({State(state): int(count) for state, count in rows})


def _jobs(desk: Desk) -> Counter[str]:
    with desk.store.read() as connection:
        rows = connection.execute(select(_JOB.c.form, func.count()).group_by(_JOB.c.form))
        return Counter({str(form): int(count) for form, count in rows})


def events(desk: Desk) -> int:
    """How many events the office file holds."""
    with desk.store.read() as connection:
        return int(connection.scalar(select(func.count()).select_from(_EVENT)) or 0)
