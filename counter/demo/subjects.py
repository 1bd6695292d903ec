"""The dossiers with which mistakes are made: one in each state that a wrong input is about."""

from __future__ import annotations

from dataclasses import dataclass

from counter.demo.month import Month
from counter.demo.moves import at_counter, receive
from counter.desk.dossiers import apologies, supplements
from counter.desk.feedback import feedback
from db.domain.codes import FormKind
from db.domain.event_kind import EventKind, Stream
from db.domain.records import Dossier


@dataclass(frozen=True, slots=True, kw_only=True)
class Subjects:
    """``fresh`` was just received and owes its fee, ``police`` as well and is another agency's, ``asked`` waits for a
    paper, ``late`` was apologised for, ``finished`` has its result, ``returned`` was collected. ``feedback_id`` is
    feedback that was just taken in.
    """

    fresh: Dossier
    police: Dossier
    asked: Dossier
    late: Dossier
    finished: Dossier
    returned: Dossier
    feedback_id: str


def subjects(month: Month) -> Subjects:
    """Receive them at the counter, and do with them what was done before the mistakes."""
    lan = month.desks["lan"]
    no_proxy = {"proxy": None, "proxy_paper": ""}
    fresh = receive(month, "MAU.HT.05", fee_paid=0, **no_proxy)
    police = receive(month, "MAU.CU.02", **no_proxy)
    asked, late = (receive(month, "MAU.HT.02", **no_proxy) for _one in range(2))
    finished = receive(month, "MAU.HT.04", **no_proxy)
    supplements.ask(lan, asked.id, ["Giấy cam kết (mẫu)"], "Hồ sơ chưa đủ (mẫu)")
    month.count.note(EventKind.SUPPLEMENT_ASKED, form=FormKind.SUPPLEMENT)
    apologies.apologise(lan, late.id, "Chờ xác minh (mẫu)", apologies.appointment(lan, late, 2))
    month.count.note(EventKind.APOLOGISED, form=FormKind.APOLOGY)
    for _step in at_counter(month, finished):
        month.clock.wait(5)
    entry = feedback.FeedbackEntry(person=next(month.people).person, content="Chờ lâu (mẫu)")
    taken = feedback.receive(lan, entry).feedback
    month.count.note(EventKind.FEEDBACK_RECEIVED, stream=Stream.FEEDBACK, form=FormKind.FEEDBACK)
    return Subjects(
        fresh=month.read(fresh.id),
        police=police,
        asked=asked,
        late=month.read(late.id),
        finished=finished,
        returned=month.read(month.returned[-1]),
        feedback_id=taken.id,
    )
