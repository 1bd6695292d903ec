"""What the intake screen shows of a dossier that was received, or would be."""

from __future__ import annotations

from counter.locale import _
from counter.rules.clock import short_date, short_time
from db.domain.records import Dossier


def received_line(dossier: Dossier, job: int) -> str:
    """What was received, for the line below the form: code, when due, where the slip is."""
    due = dossier.due_at
    due_text = _("due {at}").format(at=f"{short_time(due)} {short_date(due)}") if due else _("no due date")
    slip = _("its slip waits for the printer") if job else _("no slip")
    return " · ".join((_("Received {code}").format(code=dossier.code), due_text, slip))


def due_line(dossier: Dossier) -> str:
    """When the result will be due."""
    at = dossier.due_at
    return _("Due {at}").format(at=f"{short_time(at)} {short_date(at)}") if at else _("No due date")
