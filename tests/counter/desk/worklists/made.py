"""An office with a dossier in every state, moved there by events as desks and back offices write them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from counter.desk.desk import Desk
from counter.desk.dossiers import transitions
from counter.desk.dossiers.intake import receive
from db.domain.codes import PapersPlace
from db.domain.event import NewEvent, instant
from db.domain.event_kind import EventKind, Stream
from db.domain.lifecycle import State
from db.ledger import ledger
from tests.offices import BIRTH, COPY, intake, later

K = EventKind


def moved(desk: Desk, dossier_id: str, kind: EventKind, **parts: Any) -> None:
    """An event of ``kind`` on the dossier, at the time of ``desk``."""
    with desk.write() as connection:
        dossier = transitions.load(connection, desk, dossier_id)
        transitions.move(connection, desk, dossier, kind, desk.clock.now(), **parts)


def registered(desk: Desk, **values: Any) -> str:
    """A dossier that came in online and waits to be accepted."""
    now = desk.clock.now()
    dossier_id = f"registered-{now.timestamp():.0f}"
    event = NewEvent(
        stream=Stream.DOSSIER,
        stream_id=dossier_id,
        kind=K.REGISTERED,
        data={
            "set": {
                "procedure_code": BIRTH.code,
                "procedure_name": BIRTH.name,
                "agency": BIRTH.agency,
                "channel": 2,
                "received_at": instant(now),
                "accept_until": instant(now + timedelta(hours=8)),
                **values,
            }
        },
        person={"applicant": {"name": "Ngô Thị Trực Tuyến"}},
        from_state=None,
        to_state=State.REGISTERED,
    )
    with desk.write() as connection:
        ledger.append(connection, desk.context(now), event)
    return dossier_id


def in_every_state(desk: Desk) -> dict[str, str]:
    """The ids of dossiers by what happened to them; ``desk`` stands at the morning of 23/11/2026."""
    ids: dict[str, str] = {}

    def take(name: str, days: float, of: Any = BIRTH, **values: Any) -> tuple[Desk, str]:
        then = later(desk, days=days, minutes=len(ids))
        ids[name] = receive(then, intake(of, **values)).dossier.id
        return later(then, hours=1), ids[name]

    ids["online"] = registered(later(desk, hours=-1))
    take("new", -0.01)
    take("due today", -3)
    take("late", -6)
    then, late = take("apologised and late", -6)
    moved(then, late, K.APOLOGISED, values={"apologised_at": instant(then.clock.now())})
    then, at = take("at the agency", -0.1)
    transitions.mark_processing(then, at)
    then, at = take("came back", -0.1)
    moved(then, at, K.HANDED_OVER, values={"papers_at": PapersPlace.AGENCY.value})
    moved(later(then, minutes=5), at, K.HANDED_BACK, values={"papers_at": PapersPlace.COUNTER.value})
    then, at = take("supplement", -6)
    request = {"at": instant(then.clock.now()), "papers": ["Giấy chứng sinh"], "by": "lan"}
    moved(then, at, K.SUPPLEMENT_ASKED, items={"requests": request})
    then, at = take("duty", -0.1)
    charge = {"at": instant(then.clock.now()), "amount": 50_000}
    moved(then, at, K.DUTY_ASKED, items={"charges": charge}, sums={"charged": 50_000})
    then, at = take("withdrawn", -6, COPY)
    moved(then, at, K.WITHDRAWN)
    then, at = take("stopped", -6)
    transitions.mark_processing(then, at)
    moved(then, at, K.STOPPED)
    for name, by_post in (("ready", False), ("to post", True), ("posted", True), ("delivered", True)):
        then, at = take(name, -1, return_by_post=by_post, return_place="Ấp 3" if by_post else "")
        finished = {"finished_at": instant(then.clock.now())}
        moved(then, at, K.RESULT_ARRIVED, values=finished)
        if name in ("posted", "delivered"):
            posting = {"at": instant(then.clock.now()), "tracking": "RN123456789VN"}
            moved(then, at, K.RESULT_POSTED, values={"posting": posting})
        if name == "delivered":
            moved(then, at, K.DELIVERED, values={"delivered_at": instant(then.clock.now())})
    then, at = take("returned, owes", -1, COPY)
    moved(then, at, K.RESULT_ARRIVED, values={"finished_at": instant(then.clock.now())})
    moved(then, at, K.RETURNED)
    then, at = take("voided", -6, COPY)
    moved(then, at, K.VOIDED)
    return ids
