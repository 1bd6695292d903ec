"""The print queue of an office: slips wait here, across crashes, until a device says that they are printed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Connection, RowMapping, Select, bindparam, func, insert, select, update

from db.domain.event import instant, moment
from db.models import PrintJob, table

_JOB = table(PrintJob)
_INSERT = insert(_JOB).values(state="queued", note="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A slip on the spool. ``copy_number`` is 0 for the first print, then counts reprints; times are UTC."""

    id: int
    dossier: str
    code: str
    form: str
    copy_number: int
    counter: int
    printer: str
    slip: str
    state: str
    note: str
    created_at: datetime
    changed_at: datetime


def put(
    connection: Connection,
    *,
    dossier: str,
    code: str,
    form: str,
    slip: str,
    counter: int,
    now: datetime,
    copy_number: int = 0,
    printer: str = "",
) -> int:
    """Queue ``slip`` (its JSON) inside the caller's transaction, for ``printer`` or whichever the office has.

    Returns the number of the job.
    """
    at = instant(now)
    values = {
        "dossier": dossier,
        "code": code,
        "form": form,
        "slip": slip,
        "counter": counter,
        "copy_number": copy_number,
        "printer": printer,
        "created_at": at,
        "changed_at": at,
    }
    key = connection.execute(_INSERT, values).inserted_primary_key
    return int(key[0]) if key else 0


def next_copy(connection: Connection, dossier: str, form: str) -> int:
    """The number that the next print of ``form`` of a dossier bears: 0 where none was printed before."""
    count = select(func.count()).where(_JOB.c.dossier == dossier, _JOB.c.form == form)
    return connection.scalar(count) or 0


def of_dossier(connection: Connection, dossier: str) -> list[Job]:
    """The jobs of a dossier, oldest first."""
    wanted = _jobs().where(_JOB.c.dossier == dossier).order_by(_JOB.c.id)
    return [_job(row) for row in connection.execute(wanted).mappings()]


def of_form(connection: Connection, dossier: str, form: str) -> list[Job]:
    """The jobs of ``form`` of a dossier, oldest first."""
    return [job for job in of_dossier(connection, dossier) if job.form == form]


def _jobs() -> Select[tuple[object, ...]]:
    return select(_JOB)


def jobs(connection: Connection, *, limit: int = 200, states: Iterable[str] = ()) -> list[Job]:
    """The newest jobs, newest first; in any of ``states``, or in all."""
    newest = _jobs().order_by(_JOB.c.id.desc()).limit(limit)
    # State by state, since SQLite would sort all jobs of several states to find the newest.
    parts = [newest.where(_JOB.c.state == state) for state in states] or [newest]
    newest_jobs = [_job(row) for part in parts for row in connection.execute(part).mappings()]
    return sorted(newest_jobs, key=lambda job: job.id, reverse=True)[:limit]


def job(connection: Connection, number: int) -> Job | None:
    """The job of that number."""
    row = connection.execute(_jobs().where(_JOB.c.id == number)).mappings().first()
    return _job(row) if row else None


def in_state(connection: Connection, state: str, *, limit: int = 200) -> list[Job]:
    """The oldest jobs in ``state``, oldest first."""
    wanted = _jobs().where(_JOB.c.state == state).order_by(_JOB.c.id).limit(limit)
    return [_job(row) for row in connection.execute(wanted).mappings()]


def next_queued(connection: Connection, printer: str, *, addressed: bool = False) -> Job | None:
    """The oldest job that waits for ``printer``, or unless ``addressed`` for whichever printer the office has."""
    names = (printer,) if addressed else ("", printer)
    wanted = _jobs().where(_JOB.c.state == "queued", _JOB.c.printer.in_(names))
    row = connection.execute(wanted.order_by(_JOB.c.id).limit(1)).mappings().first()
    return _job(row) if row else None


def sending_to(connection: Connection) -> list[str]:
    """The printers that some job was being sent to."""
    return list(connection.scalars(select(_JOB.c.printer).where(_JOB.c.state == "sending").distinct()))


def counts(connection: Connection, states: Iterable[str] = ()) -> dict[str, int]:
    """How many jobs there are in each state, or in each of ``states``; a state without any is left out."""
    wanted = select(_JOB.c.state, func.count()).group_by(_JOB.c.state)
    rows = connection.execute(wanted.where(_JOB.c.state.in_(tuple(states))) if states else wanted)
    return {row[0]: row[1] for row in rows}


class JobAction(Protocol):
    """What happens to a job: an action of the table of moves, which is kept where jobs are printed."""

    def after(self, state: str) -> str | None:
        """The state after this action on a job in ``state``; None where it is not allowed."""
        ...


_STATE = select(_JOB.c.state).where(_JOB.c.id == bindparam("number"))
_MOVE = (
    update(_JOB)
    .where(_JOB.c.id == bindparam("number"), _JOB.c.state == bindparam("before"))
    .values(state=bindparam("after"), note=bindparam("why"), changed_at=bindparam("now"))
)
_MOVE_TO_PRINTER = _MOVE.values(printer=bindparam("by"))


def move(
    connection: Connection,
    number: int,
    action: JobAction,
    now: datetime,
    *,
    note: str = "",
    printer: str | None = None,
) -> bool:
    """Take job ``number`` to the state after ``action``, to ``printer`` where one is named.

    False, and nothing changed, where ``action`` is not allowed in the job's state, or there is no such job.
    """
    before = connection.scalar(_STATE, {"number": number})
    after = None if before is None else action.after(before)
    if after is None:
        return False
    values = {"number": number, "before": before, "after": after, "why": note, "now": instant(now)}
    if printer is None:
        return connection.execute(_MOVE, values).rowcount == 1
    return connection.execute(_MOVE_TO_PRINTER, {**values, "by": printer}).rowcount == 1


def _job(row: RowMapping) -> Job:
    values: dict[str, Any] = dict(row)
    values["created_at"], values["changed_at"] = moment(values["created_at"]), moment(values["changed_at"])
    return Job(**values)
