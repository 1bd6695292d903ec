"""Forms that are printed anew because a print of theirs, which somebody holds, says what was corrected since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter.desk.printing.documents import document_of, forms_of, print_document
from counter.desk.printing.prints import prints_of
from counter.slips.registry import page_form
from db import spool
from db.domain.codes import FormKind
from devices.spool import JobAction, JobNote, JobState

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from counter.desk.desk import Desk
    from db.domain.records import Dossier

_SIGNED = (FormKind.RETURN,)
"""What was signed when something was handed over is evidence of that day: it is not replaced."""


def replace_prints(connection: Connection, desk: Desk, before: Dossier, after: Dossier) -> tuple[str, ...]:
    """Print each form anew, inside the caller's transaction, that was printed and of which ``after`` says something
    else than ``before``: marked as what replaces the last print. Earlier prints that still wait are taken off the
    queue.

    Returns the codes of the forms.
    """
    prints = prints_of(connection, after.id)
    forms = tuple(form for kind in forms_of(after) if kind not in _SIGNED for form in (kind, page_form(kind)))
    now = desk.clock.now()
    replaced = []
    for form in forms:
        if form not in prints:
            continue
        old, new = (document_of(connection, desk, dossier, form, now) for dossier in (before, after))
        if old != new:
            _take_off(connection, desk, after.id, form)
            print_document(connection, desk, after.id, form, replaces=prints[form].last)
            replaced.append(form)
    return tuple(replaced)


def _take_off(connection: Connection, desk: Desk, dossier_id: str, form: str) -> None:
    """Note of the earlier prints of ``form`` that they were replaced; those that wait or failed are not printed."""
    note = f"{JobNote.REPLACED}:{desk.require().login}"
    for job in spool.of_form(connection, dossier_id, form):
        action = JobAction.CANCEL if JobAction.CANCEL.after(job.state) else JobAction.REPRINT
        if job.state != JobState.CANCELLED:
            spool.move(connection, job.id, action, desk.clock.now(), note=note)
