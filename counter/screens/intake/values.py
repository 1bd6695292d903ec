"""What the intake screen shows of a dossier that was received, or would be."""

from __future__ import annotations

from datetime import datetime

from counter.desk.dossiers.deadlines import deadline_status
from counter.locale import _
from counter.rules.clock import short_date, short_time
from counter.rules.deadlines import deadline
from db.domain.records import Dossier


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


def _late(dossier: Dossier, now: datetime) -> str:
    return deadline_status(dossier, now).words if deadline(dossier, now).is_late else ""
