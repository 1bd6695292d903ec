"""The print queue of an office: reprints, previews, and what a person decides about a job."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from counter.desk.printing.calibration import page_printers, printers
from counter.desk.printing.documents import check_visible, print_book, print_document
from counter.desk.printing.labels import Printed, printer_trouble
from counter.desk.printing.spool_store import printer_troubles
from counter.locale import N_, _
from counter.problems import Problem
from counter.rules.identity import mask
from counter.slips.registry import is_page, page_form, plain_form, stream_of
from db import spool
from db.domain.event_kind import Stream
from devices.document import DocumentError, as_slip, read_document
from devices.encode.text import render_text
from devices.spool import JobAction, JobGroup, JobNote, JobState

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from counter.desk.desk import Desk

MOST_JOBS = 200
_URGENT = tuple(state for state in JobState if state.is_urgent)
_REFUSALS: dict[JobAction, str] = {
    JobAction.CONFIRM: N_("Nothing is open about this slip."),
    JobAction.REPRINT: N_("This slip still waits for the printer."),
    JobAction.RETRY: N_("Only a slip that failed can be tried again."),
    JobAction.MOVE: N_("Only a slip that waits or failed can be moved to another printer."),
    JobAction.CANCEL: N_("Only a slip that waits can be cancelled."),
}
"""What a person reads where the table of moves does not allow their action."""

_NUMBER = re.compile(r"(?<![\d.-])\d{9,12}(?![\d.-])")


def reprint(desk: Desk, dossier_id: str, form: str) -> int:
    """Queue the slip ``form`` of a dossier once more, marked as a reprint with its number; returns the job's number."""
    desk.require_shift()
    with desk.write() as connection:
        return print_document(connection, desk, dossier_id, plain_form(form)).job


def print_page(desk: Desk, dossier_id: str, form: str) -> Printed:
    """Print ``form`` of a dossier as a page, with every number in full; a later print is marked as a reprint.

    A terminal without page printer writes it into a file. Raises ``Problem`` where that cannot be done.
    """
    desk.require_shift()
    if stream_of(form) is Stream.REGISTER:
        return print_book(desk, dossier_id)
    with desk.write() as connection:
        return print_document(connection, desk, dossier_id, page_form(form))


def refusal(desk: Desk, job: spool.Job, action: JobAction) -> str:
    """Why ``action`` cannot be done with ``job`` now, translated; empty where it can."""
    if action is JobAction.REPRINT and not job.dossier:
        return _("This slip belongs to no dossier.")
    try:
        desk.require_shift()
        _state_after(action, job)
    except Problem as problem:
        return str(problem)
    return ""


def page_refusal(desk: Desk, job: spool.Job) -> str:
    """Why the form of ``job`` cannot be printed as a page now, translated; empty where it can."""
    if not job.dossier:
        return _("This slip belongs to no dossier.")
    try:
        desk.require_shift()
    except Problem as problem:
        return str(problem)
    return ""


FILTERS: dict[str, tuple[JobState, ...]] = {
    "all": (),
    **{group.value: tuple(state for state in JobState if state.group is group) for group in JobGroup},
}
"""The filters of the queue; no states are all."""


def jobs(desk: Desk, only: str = "all") -> list[spool.Job]:
    """The queue: first the jobs that a person has to settle, then the newest, newest first; ``only`` is a filter."""
    desk.require()
    states = FILTERS[only]
    with desk.read() as connection:
        urgent = [job for state in _URGENT for job in spool.in_state(connection, state)]
        newest = spool.jobs(connection, limit=MOST_JOBS, states=states)
    ordered = [*urgent, *(job for job in newest if job.state not in _URGENT)]
    return [job for job in ordered if not states or job.state in states][:MOST_JOBS]


def troubles(desk: Desk) -> list[str]:
    """The trouble of each printer that has any, in words, with its name where the settings know several."""
    with desk.read() as connection:
        troubles = printer_troubles(connection)
    named = bool(troubles) and len(printers(desk) + page_printers(desk)) > 1
    return [printer_trouble(name, trouble, named=named) for name, trouble in troubles.items()]


def state(desk: Desk, number: int) -> JobState | None:
    """How far a job is; None where the queue does not have it."""
    with desk.read() as connection:
        job = spool.job(connection, number)
    return JobState(job.state) if job else None


def counts(desk: Desk) -> dict[str, int]:
    """How many jobs there are in each state."""
    with desk.read() as connection:
        return spool.counts(connection)


def preview(desk: Desk, number: int, columns: int) -> list[str]:
    """The slip of a job as lines on paper, with every personal number masked.

    Raises ``Problem`` for the dossier of another agency.
    """
    with desk.read() as connection:
        job = _job(connection, desk, number)
    if not job.slip:
        return [_("This slip is too old to be shown; it can be printed again.")]
    try:
        slip = as_slip(read_document(job.slip))
    except DocumentError:
        return [_("This slip cannot be read.")]
    return [_NUMBER.sub(lambda number: mask(number[0]), line) for line in render_text(slip, columns)]


def confirm(desk: Desk, number: int) -> None:
    """Note that somebody saw the slip: it was printed. Raises ``Problem`` where that was never in doubt."""
    _change(desk, number, JobAction.CONFIRM, JobNote.SEEN)


def print_again(desk: Desk, number: int) -> int:
    """Queue the slip of a job once more, marked as a reprint; a job that was open is cancelled.

    Returns the new job's number. Raises ``Problem`` while the old one still waits.
    """
    desk.require_shift()
    with desk.read() as connection:
        job = _job(connection, desk, number)
    if _is_settled_book(job):
        return print_book(desk, job.dossier).job
    with desk.write() as connection:
        job = _job(connection, desk, number)
        after = _state_after(JobAction.REPRINT, job)
        again = print_document(connection, desk, job.dossier, job.form)
        if after != job.state:
            _move(connection, desk, job, JobAction.REPRINT, JobNote.AGAIN)
    return again.job


def _is_settled_book(job: spool.Job) -> bool:
    """Whether ``job`` is a book of the register that is printed again and stays as it is."""
    return stream_of(job.form) is Stream.REGISTER and JobAction.REPRINT.after(job.state) == job.state


def cancel(desk: Desk, number: int) -> None:
    """Take a job off the queue. Raises ``Problem`` once it is being sent."""
    _change(desk, number, JobAction.CANCEL, JobNote.CANCELLED)


def retry(desk: Desk, number: int) -> None:
    """Let a job that failed wait for the printer again. Raises ``Problem`` for any other."""
    _change(desk, number, JobAction.RETRY, JobNote.RETRIED)


def other_printers(desk: Desk, number: int) -> list[str]:
    """The printers that a job could be moved to. Raises ``Problem`` where it cannot be moved, or there is none."""
    with desk.read() as connection:
        job = _job(connection, desk, number)
    _state_after(JobAction.MOVE, job)
    pages = is_page(job.form)
    names = page_printers(desk) if pages else printers(desk)
    present = job.printer or (desk.page_printer if pages else desk.printer) or (names[0] if names else "")
    others = [name for name in names if name != present]
    if not others:
        raise Problem(N_("There is no other printer: name them under [printers] in counter.toml."))
    return others


def move_to(desk: Desk, number: int, printer: str) -> None:
    """Let a job that waits, or failed, wait for ``printer``, a name of the settings.

    Raises ``Problem`` once it is being sent.
    """
    _change(desk, number, JobAction.MOVE, JobNote.MOVED, printer)


def _change(desk: Desk, number: int, action: JobAction, note: JobNote, printer: str | None = None) -> None:
    desk.require_shift()
    with desk.write() as connection:
        job = _job(connection, desk, number)
        _state_after(action, job)
        _move(connection, desk, job, action, note, printer)


def _state_after(action: JobAction, job: spool.Job) -> JobState:
    """The state of ``job`` after ``action``. Raises ``Problem`` where the table of moves does not allow it."""
    if (state := action.after(job.state)) is None:
        raise Problem(_REFUSALS[action])
    return state


def _move(
    connection: Connection,
    desk: Desk,
    job: spool.Job,
    action: JobAction,
    note: JobNote,
    printer: str | None = None,
) -> None:
    by = f"{note}:{desk.require().login}"
    spool.move(connection, job.id, action, desk.clock.now(), note=by, printer=printer)


def _job(connection: Connection, desk: Desk, number: int) -> spool.Job:
    desk.require()
    job = spool.job(connection, number)
    if job is None:
        raise Problem(N_("There is no such print job."))
    if job.dossier:
        check_visible(connection, desk, job.dossier, job.form)
    return job
