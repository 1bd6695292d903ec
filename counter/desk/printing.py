"""Slips on their way to paper: reprints, the queue, and the words that a person says about an unsure print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter.desk.looking import masked
from counter.desk.moving import load, move
from counter.locale import N_
from counter.problems import Problem
from counter.slips import FORMS
from db import accounts, spool
from db.lifecycle import State

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from counter.desk.desk import Desk
    from db.records import Dossier
    from devices.slip import Slip


def reprint(desk: Desk, dossier_id: str, form: str) -> int:
    """Queue ``form`` of a dossier once more, marked as a reprint with its number; returns the job's number."""
    _who, shift = desk.require_shift()
    now = desk.clock.now()
    with desk.store.write() as connection:
        dossier = load(connection, desk, dossier_id)
        copy = spool.next_copy(connection, dossier.id, form)
        slip = _slip(connection, desk, dossier, form, now, copy)
        move(connection, desk, dossier, "reprinted", now, told={"form": form, "copy": copy})
        return spool.put(
            connection,
            dossier=dossier.id,
            code=dossier.code,
            form=form,
            slip=slip.to_json(),
            counter=shift.counter,
            now=now,
            copy_number=copy,
        )


def slip_of(desk: Desk, dossier_id: str, form: str, *, mask: bool = False) -> Slip:
    """``form`` of a dossier as it would be printed for the first time; prints and notes nothing.

    ``mask`` hides the identity numbers and phones of its people.
    """
    with desk.store.read() as connection:
        dossier = load(connection, desk, dossier_id)
        dossier = masked(dossier) if mask else dossier
        return _slip(connection, desk, dossier, form, desk.clock.now(), 0)


def _slip(connection: Connection, desk: Desk, dossier: Dossier, form: str, now: datetime, copy: int) -> Slip:
    if form not in FORMS:
        raise Problem(N_("There is no form {form}."), field="form", form=form)
    if form == "return" and dossier.state is not State.RETURNED:
        raise Problem(N_("The result of this dossier was not returned yet."), field="form")
    login = dossier.handed_back.officer if form == "return" and dossier.handed_back else dossier.received_by
    officer = accounts.names(connection).get(login, login)
    return FORMS[form].build(dossier, desk.office, officer_name=officer, printed_at=now, copy=copy)


def jobs(desk: Desk, *, this_counter: bool = False) -> list[spool.Job]:
    """The newest jobs of the spool, newest first."""
    counter = desk.shift.counter if this_counter and desk.shift else None
    with desk.store.read() as connection:
        return spool.jobs(connection, counter=counter)


def counts(desk: Desk) -> dict[str, int]:
    """How many jobs there are in each state."""
    with desk.store.read() as connection:
        return spool.counts(connection)
