"""The office's spool as the devices use it, and what it shows of itself."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from db import host, spool
from db.domain.event import EventContext, NewEvent
from db.domain.event_kind import EventKind
from db.ledger import ledger
from devices.errors import Trouble
from devices.slip import Slip
from devices.spool import OPEN, Job, JobState

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from db.store.engine import Store

LOCK = "spool.lock"
"""The lock file in the data folder that the process which prints holds."""

_TROUBLE = "printer_trouble"


class OfficeSpool:
    """The spool of an office file, as :class:`devices.spool.SpoolStore`; every move is durable when it returns.

    ``now`` tells the time (aware, UTC); the printers in ``addressed`` take only slips that were addressed to them.
    """

    def __init__(
        self, store: Store, now: Callable[[], datetime], addressed: Collection[str] = frozenset()
    ) -> None:
        self._store, self._now, self._addressed = store, now, addressed
        self._printers: dict[str, str] = {}

    def next_queued(self, printer: str) -> Job | None:
        """The oldest job that waits for ``printer``, or for whichever printer the office has."""
        with self._store.read() as connection:
            found = spool.next_queued(connection, printer, addressed=printer in self._addressed)
        if found is None:
            return None
        job = _job(found)
        self._printers = {job.id: printer}
        return job

    def move(self, job_id: str, before: JobState, after: JobState, note: str = "") -> bool:
        """Take the job from ``before`` to ``after``; False where it is not in ``before`` any more."""
        printer = self._printers.get(job_id) if after is JobState.SENDING else None
        with self._store.write() as connection:
            return spool.move(
                connection, int(job_id), before, after, self._now(), note=str(note), printer=printer
            )

    def resume(self, job_id: str, note: str) -> bool:
        """Cancel a job that was being sent and queue a marked copy, with its entry in the ledger, all or nothing."""
        with self._store.write() as connection:
            job = spool.job(connection, int(job_id))
            if job is None or job.state != JobState.SENDING:
                return False
            queue_copy(connection, job, self._now(), why=note)
            spool.move(connection, job.id, job.state, JobState.CANCELLED, self._now(), note=f"resumed-{note}")
        return True

    def interrupted(self, printer: str) -> Sequence[Job]:
        """The jobs found in ``sending`` to ``printer``, oldest first."""
        with self._store.read() as connection:
            found = spool.in_state(connection, JobState.SENDING)
        return [_job(job) for job in found if job.printer == printer]

    def printers(self) -> list[str]:
        """The printers that some job was being sent to."""
        with self._store.read() as connection:
            return spool.sending_to(connection)

    def tell_trouble(self, trouble: Trouble | None) -> None:
        """Let the other processes of the office know what the printer suffers from; nothing is written twice."""
        said = trouble.value if trouble else ""
        with self._store.read() as connection:
            known = host.get(connection, _TROUBLE)
        if known != said:
            with self._store.write() as connection:
                host.put(connection, _TROUBLE, said)


def queue_copy(connection: Connection, job: spool.Job, now: datetime, *, why: str) -> int:
    """Queue the slip of ``job`` once more at the same printer, marked, as nobody's own act; returns the new number."""
    copy = spool.next_copy(connection, job.dossier, job.form)
    node, incarnation = host.node(connection)
    told = {"form": job.form, "copy": copy, "why": why}
    ledger.append(
        connection,
        EventContext(node=node, incarnation=incarnation, actor="system", at=now, counter=job.counter),
        NewEvent(stream="dossier", stream_id=job.dossier, kind=EventKind.REPRINTED, data=told),
    )
    return spool.put(
        connection,
        dossier=job.dossier,
        code=job.code,
        form=job.form,
        slip=Slip.from_json(job.slip).as_copy(copy).to_json(),
        counter=job.counter,
        now=now,
        copy_number=copy,
        printer=job.printer,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueCounts:
    """What waits for the printer or for a person, and what the printer suffers from."""

    waiting: int = 0
    unsure: int = 0
    failed: int = 0
    trouble: Trouble | None = None


def queue_counts(connection: Connection) -> QueueCounts:
    """The queue as it stands."""
    counts = spool.counts(connection, OPEN)
    said = host.get(connection, _TROUBLE)
    return QueueCounts(
        waiting=counts.get(JobState.QUEUED, 0) + counts.get(JobState.SENDING, 0),
        unsure=counts.get(JobState.UNSURE, 0),
        failed=counts.get(JobState.FAILED, 0),
        trouble=Trouble(said) if said in set(Trouble) else None,
    )


def _job(job: spool.Job) -> Job:
    return Job(
        id=str(job.id),
        printer=job.printer,
        form=job.form,
        title=job.code,
        slip=job.slip,
        state=JobState(job.state),
        copy=job.copy_number,
        queued_at=job.created_at,
        dossier_id=job.dossier,
        note=job.note,
    )
