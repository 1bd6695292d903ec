"""The print queue of an office: slips wait here, across crashes, until a device says that they are printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Select, bindparam, func, insert, select, update

from db.event import instant, moment
from db.models import PrintJob, table

_JOB = table(PrintJob)
_INSERT = insert(_JOB).values(state="queued", note="", printer="")


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
) -> int:
    """Queue ``slip`` (its JSON) inside the caller's transaction; returns the number of the job."""
    at = instant(now)
    values = {
        "dossier": dossier,
        "code": code,
        "form": form,
        "slip": slip,
        "counter": counter,
        "copy_number": copy_number,
        "created_at": at,
        "changed_at": at,
    }
    key = connection.execute(_INSERT, values).inserted_primary_key
    return int(key[0]) if key else 0


def next_copy(connection: Connection, dossier: str, form: str) -> int:
    """The number that the next print of ``form`` of a dossier bears: 0 where none was printed before."""
    count = select(func.count()).where(_JOB.c.dossier == dossier, _JOB.c.form == form)
    return connection.scalar(count) or 0


def _jobs() -> Select[tuple[object, ...]]:
    return select(_JOB)


def jobs(connection: Connection, *, limit: int = 200, counter: int | None = None) -> list[Job]:
    """The newest jobs, newest first, of one counter or of all."""
    wanted = _jobs().order_by(_JOB.c.id.desc()).limit(limit)
    if counter is not None:
        wanted = wanted.where(_JOB.c.counter == counter)
    return [_job(row) for row in connection.execute(wanted).mappings()]


def job(connection: Connection, number: int) -> Job | None:
    """The job of that number."""
    row = connection.execute(_jobs().where(_JOB.c.id == number)).mappings().first()
    return _job(row) if row else None


def in_state(connection: Connection, state: str, *, limit: int = 200) -> list[Job]:
    """The oldest jobs in ``state``, oldest first."""
    wanted = _jobs().where(_JOB.c.state == state).order_by(_JOB.c.id).limit(limit)
    return [_job(row) for row in connection.execute(wanted).mappings()]


def counts(connection: Connection) -> dict[str, int]:
    """How many jobs there are in each state."""
    rows = connection.execute(select(_JOB.c.state, func.count()).group_by(_JOB.c.state))
    return {row[0]: row[1] for row in rows}


_MARK = (
    update(_JOB)
    .where(_JOB.c.id == bindparam("number"))
    .values(
        state=bindparam("to"), note=bindparam("why"), printer=bindparam("by"), changed_at=bindparam("now")
    )
)


def mark(
    connection: Connection, number: int, state: str, now: datetime, note: str = "", printer: str = ""
) -> None:
    """Note that job ``number`` is now in ``state``."""
    connection.execute(
        _MARK, {"number": number, "to": state, "why": note, "by": printer, "now": instant(now)}
    )


def _job(row: object) -> Job:
    values = dict(row)  # type: ignore[call-overload]
    values["created_at"], values["changed_at"] = moment(values["created_at"]), moment(values["changed_at"])
    return Job(**values)
