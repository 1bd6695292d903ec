"""The print queue of an office file as the devices use it, its counts, and the trouble of each printer."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from counter.slips.registry import stream_of
from db import host, spool, spool_check
from db.domain.event import EventContext, NewEvent
from db.domain.event_kind import EventKind
from db.ledger import ledger
from devices.document import read_document
from devices.errors import Trouble
from devices.page import Page
from devices.profile import Proof
from devices.spool import Job, JobAction, JobGroup, JobNote, JobState, Mover

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from counter.desk.desk import Desk
    from db.domain.records import Dossier
    from db.store.engine import Store
    from devices.document import Document

LOCK = "spool.lock"
"""The lock file in the data folder that the process which prints holds."""

_TROUBLES = "printer_troubles"
"""The key of the host's facts that holds a JSON object: the name of a printer, and the code of its trouble."""


_PROOFS = "printer_proofs"
"""The key of the host's facts that holds a JSON object: a printer's URL, and the proof that it was seen to give."""


class OfficeSpool:
    """The spool of an office file, as a ``devices.spool.SpoolStore``; every move is durable when it returns.

    ``now`` returns the time (aware, UTC); the printers in ``addressed`` take only slips that were addressed to them.
    """

    def __init__(
        self, store: Store, now: Callable[[], datetime], addressed: Collection[str] = frozenset()
    ) -> None:
        self._store, self._now, self._addressed = store, now, addressed
        self._printers: dict[str, str] = {}

    def next_queued(self, printer: str) -> Job | None:
        """The oldest job that waits for ``printer``, or for whichever printer the office has."""
        with self._store.read() as connection:
            waiting = spool.next_queued(connection, printer, addressed=printer in self._addressed)
        if waiting is None:
            return None
        job = _job(waiting)
        self._printers = {job.id: printer}
        return job

    def move(self, job_id: str, action: JobAction, note: str = "") -> bool:
        """Take the job to the state after ``action``; False where its state does not allow that (any more).

        Raises ``ValueError`` for an action that only a person may take.
        """
        if action.mover is not Mover.PRINTER:
            raise ValueError(f"no printer may {action} a job")
        printer = self._printers.get(job_id) if action is JobAction.SEND else None
        with self._store.write() as connection:
            return spool.move(connection, int(job_id), action, self._now(), note=str(note), printer=printer)

    def replace(self, job_id: str) -> bool:
        """Cancel a job that ran out of paper and queue a marked copy, with its event in the ledger, all or nothing."""
        with self._store.write() as connection:
            job = spool.job(connection, int(job_id))
            if job is None or not JobAction.REPLACE.after(job.state):
                return False
            queue_copy(connection, job, self._now(), why=Trouble.PAPER_OUT)
            spool.move(connection, job.id, JobAction.REPLACE, self._now(), note=JobNote.PAPER_OUT)
        return True

    def interrupted(self, printer: str) -> Sequence[Job]:
        """The jobs found in ``sending`` to ``printer``, oldest first."""
        with self._store.read() as connection:
            jobs = spool.in_state(connection, JobState.SENDING)
        return [_job(job) for job in jobs if job.printer == printer]

    def printers(self) -> list[str]:
        """The printers that some job was being sent to."""
        with self._store.read() as connection:
            return spool.sending_to(connection)

    def store_troubles(self, troubles: Mapping[str, Trouble]) -> None:
        """Let the other processes of the office know the trouble of each printer that has any.

        Nothing is written where nothing changed.
        """
        text = json.dumps(troubles, ensure_ascii=False) if troubles else ""
        with self._store.read() as connection:
            known = host.get(connection, _TROUBLES)
        if known != text:
            with self._store.write() as connection:
                host.put(connection, _TROUBLES, text)

    def proofs(self) -> dict[str, Proof]:
        """The proof of printing that each printer was seen to give or to lack, by its URL."""
        with self._store.read() as connection:
            text = host.get(connection, _PROOFS)
        known = json.loads(text) if text else {}
        return {url: Proof(proof) for url, proof in known.items() if proof in set(Proof)}

    def store_proofs(self, proofs: Mapping[str, Proof]) -> None:
        """Keep what is known of printers, for the next process that prints; nothing is written where it is known."""
        known = self.proofs()
        if proofs.items() - known.items():
            with self._store.write() as connection:
                host.put(connection, _PROOFS, json.dumps(known | dict(proofs), ensure_ascii=False))


class Coded(Protocol):
    """What a document is about: its id in the ledger, and the code or number that the queue shows."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def code(self) -> str:
        """Its code or number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a document is about that has no code of a dossier; as ``Coded``."""

    id: str
    code: str

    @classmethod
    def of(cls, dossier: Dossier) -> Subject:
        """The dossier; of one that was refused before it had a code, with the number of its refusal."""
        return cls(id=dossier.id, code=dossier.code or (dossier.closing.number if dossier.closing else ""))


def queue_document(
    connection: Connection,
    desk: Desk,
    subject: Coded,
    form: str,
    document: Document,
    now: datetime,
    copy: int = 0,
) -> int:
    """Queue ``document``, which is ``form`` of ``subject``, for the desk's own printer of such documents, inside the
    caller's transaction.

    Returns the number of the job. Raises ``NotAllowed`` without a shift.
    """
    _who, shift = desk.require_shift()
    return spool.put(
        connection,
        dossier=subject.id,
        code=subject.code,
        form=form,
        slip=document.to_json(),
        counter=shift.counter,
        now=now,
        copy_number=copy,
        printer=desk.page_printer if isinstance(document, Page) else desk.printer,
    )


def queue_copy(connection: Connection, job: spool.Job, now: datetime, *, why: str) -> int:
    """Queue a marked copy of ``job`` at the same printer, by the system, not by an officer; returns its number.

    Of what is about nobody, as the guide to a procedure, the ledger notes nothing.
    """
    copy = spool.next_copy(connection, job.dossier, job.form)
    node, incarnation = host.node(connection)
    slip = read_document(job.slip).as_copy(copy).to_json()
    data = {"form": job.form, "copy": copy, "why": why} | spool_check.fact(job.form, slip, copy)
    if job.dossier:
        ledger.append(
            connection,
            EventContext(node=node, incarnation=incarnation, actor="system", at=now, counter=job.counter),
            NewEvent(stream=stream_of(job.form), stream_id=job.dossier, kind=EventKind.REPRINTED, data=data),
        )
    return spool.put(
        connection,
        dossier=job.dossier,
        code=job.code,
        form=job.form,
        slip=slip,
        counter=job.counter,
        now=now,
        copy_number=copy,
        printer=job.printer,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueCounts:
    """How many jobs wait for a printer or for a person, and the trouble of each printer that has any, by its name."""

    waiting: int = 0
    unsure: int = 0
    failed: int = 0
    troubles: Mapping[str, Trouble] = field(default_factory=dict)


def queue_counts(connection: Connection) -> QueueCounts:
    """The queue as it is now."""
    counts = spool.counts(connection, [state for state in JobState if state.is_open])
    return QueueCounts(
        waiting=sum(counts.get(state, 0) for state in JobState if state.group is JobGroup.WAITING),
        unsure=counts.get(JobState.UNSURE, 0),
        failed=counts.get(JobState.FAILED, 0),
        troubles=printer_troubles(connection),
    )


def printer_troubles(connection: Connection) -> dict[str, Trouble]:
    """The trouble of each printer that has any, by its name, in the order of the settings."""
    text = host.get(connection, _TROUBLES)
    known = set(Trouble)
    return {name: Trouble(code) for name, code in (json.loads(text) if text else {}).items() if code in known}


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
