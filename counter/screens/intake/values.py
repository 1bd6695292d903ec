"""What the intake screen shows of a dossier that was received, or would be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from counter.desk.dossiers.deadlines import deadline_status
from counter.locale import _
from counter.rules.clock import short_date, short_time
from counter.rules.deadlines import deadline
from counter.widgets.ticks import Tick
from db.domain.progress import SupplementRequest
from db.domain.records import Dossier, DossierLine, Person


def received_line(dossier: Dossier, now: datetime, *, has_slip: bool) -> str:
    """What was received, for the line below the form: code, when due, that it has no slip."""
    due = dossier.due_at
    due_text = _("due {at}").format(at=f"{short_time(due)} {short_date(due)}") if due else _("no due date")
    parts = (
        _("Received {code}").format(code=dossier.code),
        due_text,
        _late(dossier, now),
        "" if has_slip else _("no slip"),
    )
    return " · ".join(filter(None, parts))


def due_line(dossier: Dossier, now: datetime) -> str:
    """When the result will be due, and that this is past where it was received on paper earlier."""
    at = dossier.due_at
    due_text = _("Due {at}").format(at=f"{short_time(at)} {short_date(at)}") if at else _("No due date")
    return " · ".join(filter(None, (due_text, _late(dossier, now))))


def lately_text(line: DossierLine | None) -> str:
    """That the person handed in a dossier of the same procedure lately; empty where it is not so."""
    if line is None:
        return ""
    text = _("Handed in already on {day}: {code}")
    return text.format(day=short_date(line.received_at), code=line.code)


def asked_text(requests: Sequence[SupplementRequest]) -> str:
    """What the person was sent away for at the visits before; empty where there was none."""
    if not requests:
        return ""
    papers = dict.fromkeys(paper for request in requests for paper in request.papers)
    text = _("Asked for on {day} (form 02 no. {number}): {papers}")
    last = requests[-1]
    return text.format(day=short_date(last.at), number=last.number, papers=", ".join(papers))


def lacking_ticks(ticks: Sequence[Tick]) -> list[Tick]:
    """The papers of the intake that were not ticked, for form 02: those that are required are ticked there."""
    return [Tick(tick.name, tick.required, ticked=tick.required) for tick in ticks if not tick.ticked]


def _late(dossier: Dossier, now: datetime) -> str:
    return deadline_status(dossier, now).words if deadline(dossier, now).is_late else ""


def is_other_person(typed: dict[str, str], holder: Person) -> bool:
    """Whether the holder of a card is somebody else than the applicant who is typed."""
    if typed.get("identity") and holder.identity:
        return typed["identity"].replace(" ", "") != holder.identity
    return bool(typed.get("name") and holder.name and typed["name"] != holder.name)


def draft_name(draft: dict[str, Any]) -> str:
    """What a draft is called: by the name, else the number, else the procedure."""
    return str(draft.get("name") or draft.get("identity") or draft.get("procedure") or "…")
