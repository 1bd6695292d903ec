"""Slips on their way to paper: reprints, the queue, and the words that a person says about an unsure print."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from counter.desk.centre.status import is_cut_off
from counter.desk.dossiers.queries import masked
from counter.desk.dossiers.transitions import load, move
from counter.desk.printing.calibration import printers
from counter.locale import N_, _
from counter.problems import Problem
from counter.rules.identity import mask
from counter.slips.context import SlipContext
from counter.slips.registry import DOSSIER_SLIPS
from db import accounts, spool
from db.domain.event_kind import EventKind
from db.domain.lifecycle import State
from devices.encode.text import render_text
from devices.slip import Slip, SlipError
from devices.spool import JobState

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from counter.desk.desk import Desk
    from db.domain.records import Dossier

ASKING = (JobState.UNSURE, JobState.FAILED)
"""States in which a job waits for a person's word."""

MOST_JOBS = 200
_MOVABLE = (JobState.QUEUED, JobState.FAILED)
_STAYS = N_("Only a slip that waits or failed can be moved to another printer.")
_DOUBTFUL = (JobState.UNSURE, JobState.SENT)
_NUMBER = re.compile(r"(?<![\d.-])\d{9,12}(?![\d.-])")


def reprint(desk: Desk, dossier_id: str, form: str) -> int:
    """Queue ``form`` of a dossier once more, marked as a reprint with its number; returns the job's number."""
    desk.require_shift()
    with desk.write() as connection:
        return _reprint(connection, desk, dossier_id, form)


def _reprint(connection: Connection, desk: Desk, dossier_id: str, form: str) -> int:
    _who, shift = desk.require_shift()
    now = desk.clock.now()
    dossier = load(connection, desk, dossier_id)
    copy = spool.next_copy(connection, dossier.id, form)
    slip = _slip(connection, desk, dossier, form, now, copy)
    move(connection, desk, dossier, EventKind.REPRINTED, now, facts={"form": form, "copy": copy})
    return spool.put(
        connection,
        dossier=dossier.id,
        code=dossier.code,
        form=form,
        slip=slip.to_json(),
        counter=shift.counter,
        now=now,
        copy_number=copy,
        printer=desk.printer,
    )


def slip_of(desk: Desk, dossier_id: str, form: str, *, mask: bool = False) -> Slip:
    """``form`` of a dossier as it would be printed for the first time; prints and notes nothing.

    ``mask`` hides the identity numbers and phones of its people.
    """
    desk.require()
    with desk.read() as connection:
        dossier = load(connection, desk, dossier_id)
        dossier = masked(dossier) if mask else dossier
        return _slip(connection, desk, dossier, form, desk.clock.now(), 0)


def _slip(connection: Connection, desk: Desk, dossier: Dossier, form: str, now: datetime, copy: int) -> Slip:
    if form not in DOSSIER_SLIPS:
        raise Problem(N_("There is no form {form}."), field="form", form=form)
    if form == "return" and dossier.state is not State.RETURNED:
        raise Problem(N_("The result of this dossier was not returned yet."), field="form")
    login = dossier.handed_back.officer if form == "return" and dossier.handed_back else dossier.received_by
    officer = accounts.names(connection).get(login, login)
    offline = is_cut_off(connection, dossier.id, now)
    context = SlipContext(
        office=desk.office, officer_name=officer, printed_at=now, copy=copy, offline=offline
    )
    return DOSSIER_SLIPS[form](dossier, context)


FILTERS: dict[str, tuple[JobState, ...]] = {
    "all": (),
    "asking": (*ASKING, JobState.SENT),
    "waiting": (JobState.QUEUED, JobState.SENDING),
    "printed": (JobState.CONFIRMED, JobState.DONE),
    "cancelled": (JobState.CANCELLED,),
}
"""What the queue can be narrowed down to; no states are all."""


def jobs(desk: Desk, only: str = "all") -> list[spool.Job]:
    """The spool: first the jobs that wait for a person's word, then the newest, newest first; ``only`` a filter's."""
    desk.require()
    states = FILTERS[only]
    with desk.read() as connection:
        found = [job for state in ASKING for job in spool.in_state(connection, state)]
        newest = spool.jobs(connection, limit=MOST_JOBS, states=states)
    found += [job for job in newest if job.state not in ASKING]
    return [job for job in found if not states or job.state in states][:MOST_JOBS]


def counts(desk: Desk) -> dict[str, int]:
    """How many jobs there are in each state."""
    with desk.read() as connection:
        return spool.counts(connection)


def preview(desk: Desk, number: int, columns: int) -> list[str]:
    """The slip of a job as lines on paper, with every personal number masked; another agency's stays unseen."""
    with desk.read() as connection:
        job = _job(connection, desk, number)
    if not job.slip:
        return [_("This slip is too old to be shown; it can be printed again.")]
    try:
        slip = Slip.from_json(job.slip)
    except SlipError:
        return [_("This slip cannot be read.")]
    return [_NUMBER.sub(lambda found: mask(found[0]), line) for line in render_text(slip, columns)]


def confirm(desk: Desk, number: int) -> None:
    """Note that somebody saw the slip: it was printed. Raises ``Problem`` where nobody asked."""
    who, _shift = desk.require_shift()
    with desk.write() as connection:
        job = _job(connection, desk, number)
        if job.state not in _DOUBTFUL:
            raise Problem(N_("Nothing is open about this slip."))
        spool.move(
            connection, job.id, job.state, JobState.CONFIRMED, desk.clock.now(), note=f"seen:{who.login}"
        )


def print_again(desk: Desk, number: int) -> int:
    """Queue the slip of a job once more, marked as a reprint; a job that was open is closed by it.

    Returns the new job's number. Raises ``Problem`` while the old one still waits.
    """
    desk.require_shift()
    with desk.write() as connection:
        job = _job(connection, desk, number)
        if job.state in (JobState.QUEUED, JobState.SENDING):
            raise Problem(N_("This slip still waits for the printer."))
        again = _reprint(connection, desk, job.dossier, job.form)
        _retire(connection, desk, job, "again")
    return again


def cancel(desk: Desk, number: int) -> None:
    """Take a job off the queue. Raises ``Problem`` once it is on its way."""
    desk.require_shift()
    with desk.write() as connection:
        job = _job(connection, desk, number)
        if job.state not in (JobState.QUEUED, JobState.FAILED):
            raise Problem(N_("Only a slip that waits can be cancelled."))
        _retire(connection, desk, job, "cancelled")


def retry(desk: Desk, number: int) -> None:
    """Let a job that failed wait for the printer again. Raises ``Problem`` for any other."""
    who, _shift = desk.require_shift()
    with desk.write() as connection:
        job = _job(connection, desk, number)
        if job.state != JobState.FAILED:
            raise Problem(N_("Only a slip that failed can be tried again."))
        note = f"retried:{who.login}"
        spool.move(connection, job.id, job.state, JobState.QUEUED, desk.clock.now(), note=note)


def other_printers(desk: Desk, number: int) -> list[str]:
    """The printers that a job could be moved to. Raises ``Problem`` where it cannot be moved, or there is none."""
    with desk.read() as connection:
        job = _job(connection, desk, number)
    if job.state not in _MOVABLE:
        raise Problem(_STAYS)
    known = printers(desk)
    here = job.printer or desk.printer or (known[0] if known else "")
    found = [name for name in known if name != here]
    if not found:
        raise Problem(N_("There is no other printer: name them under [printers] in counter.toml."))
    return found


def move_to(desk: Desk, number: int, printer: str) -> None:
    """Let a job that waits, or failed, wait for ``printer``, a name of the settings.

    Raises ``Problem`` once it is on its way.
    """
    who, _shift = desk.require_shift()
    note, now = f"moved:{who.login}", desk.clock.now()
    with desk.write() as connection:
        job = _job(connection, desk, number)
        if job.state not in _MOVABLE:
            raise Problem(_STAYS)
        spool.move(connection, job.id, job.state, JobState.QUEUED, now, note=note, printer=printer)


_CLOSING = (JobState.SENT, JobState.UNSURE, JobState.FAILED, JobState.CANCELLED)
"""How a job that came to nothing is closed, in steps that the table of a job's moves knows."""


def _retire(connection: Connection, desk: Desk, job: spool.Job, why: str) -> None:
    note = f"{why}:{desk.require().login}"
    steps = (job.state, JobState.CANCELLED) if job.state == JobState.QUEUED else _CLOSING
    if job.state not in steps:
        return
    left = steps[steps.index(job.state) :]
    for before, after in pairwise(left):
        spool.move(connection, job.id, before, after, desk.clock.now(), note=note)


def _job(connection: Connection, desk: Desk, number: int) -> spool.Job:
    desk.require()
    job = spool.job(connection, number)
    if job is None:
        raise Problem(N_("There is no such print job."))
    if job.dossier:
        load(connection, desk, job.dossier)
    return job
