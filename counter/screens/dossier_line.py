"""What lists say of the selected dossier, below its rows."""

from __future__ import annotations

from datetime import datetime

from counter.desk.dossiers.deadlines import deadline_status
from counter.desk.labels import shown_code, state_name
from counter.locale import _
from counter.rules.clock import hour_and_date
from db.domain.records import DossierLine


def about(line: DossierLine, now: datetime, *remarks: str) -> str:
    """The state of ``line`` at ``now`` (aware) with ``remarks``, the procedure, and the person, a line each."""
    numbers = " · ".join(filter(None, (line.identity, line.phone)))
    due = deadline_status(line, now).words
    received = _("received {when}").format(when=hour_and_date(line.received_at))
    return "\n".join(
        (
            " · ".join(filter(None, (shown_code(line), state_name(line.state), due, *remarks))),
            f"{line.procedure_code} {line.procedure_name}".strip(),
            " · ".join(filter(None, (line.applicant, numbers, received))),
        )
    )
