"""The print queue: slips wait until the printer says they came out, and nothing prints twice by itself.

Exactly once is impossible with paper; honest is possible. ``sending`` is durable before the first byte leaves,
so that after a crash a job is known to be *unsure*, and a person decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol

from devices.errors import CutOff, NothingSent, NotReady, Trouble, Unprintable
from devices.slip import Slip, SlipError


class JobState(StrEnum):
    """How far a slip is on its way to paper."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    CONFIRMED = "confirmed"
    FAILED = "failed"
    UNSURE = "unsure"
    DONE = "done"
    CANCELLED = "cancelled"


_S = JobState

JOB_MOVES: Final[dict[JobState, frozenset[JobState]]] = {
    _S.QUEUED: frozenset({_S.SENDING, _S.FAILED, _S.CANCELLED}),
    _S.SENDING: frozenset({_S.SENT, _S.CONFIRMED, _S.QUEUED, _S.FAILED, _S.UNSURE, _S.CANCELLED}),
    _S.SENT: frozenset({_S.CONFIRMED, _S.UNSURE, _S.DONE}),
    _S.UNSURE: frozenset({_S.CONFIRMED, _S.FAILED}),
    _S.FAILED: frozenset({_S.QUEUED, _S.CANCELLED}),
    _S.CONFIRMED: frozenset({_S.DONE}),
    _S.DONE: frozenset(),
    _S.CANCELLED: frozenset(),
}
"""The only table of a job's moves. ``sending`` lasts until the proof; it returns to ``queued``, or fails, only when not
one byte left, and is ``cancelled`` when the paper ran out and a marked copy took its place. ``sent`` (no proof can be
had) is settled by a person (``done``: taken as printed); ``unsure`` by a person alone."""

OPEN: Final = frozenset({_S.QUEUED, _S.SENDING, _S.FAILED, _S.UNSURE})
"""States that want a printer's or a person's attention; the status line counts them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A slip on the spool; ``slip`` is its JSON, ``copy`` 0 the first print. ``queued_at`` is aware UTC."""

    id: str
    printer: str
    form: str
    title: str
    slip: str
    state: JobState
    copy: int = 0
    queued_at: datetime
    dossier_id: str = ""
    note: str = ""


class SpoolStore(Protocol):
    """Where the jobs are kept."""

    def next_queued(self, printer: str) -> Job | None:
        """The oldest job that waits for ``printer``."""
        ...

    def move(self, job_id: str, before: JobState, after: JobState, note: str = "") -> bool:
        """Take the job from ``before`` to ``after``, durably when this returns.

        False, and nothing changed, when the job is not in ``before`` (any more): a person cancelled it, or
        another process took it.
        """
        ...

    def resume(self, job_id: str, note: str) -> bool:
        """Cancel a job in ``sending`` and queue its slip anew as a whole, marked copy, both or neither, durably.

        False, and nothing changed, when the job is not ``sending`` (any more).
        """
        ...

    def interrupted(self, printer: str) -> Sequence[Job]:
        """The jobs of ``printer`` found in ``sending``, oldest first."""
        ...


class Printer(Protocol):
    """What the spool needs of a printer; ``name`` is what jobs are addressed to."""

    @property
    def name(self) -> str:
        """The name that jobs are addressed to."""
        ...

    def check(self) -> None:
        """Ask for paper, cover and power before the first byte. Raises ``NotReady`` or ``NothingSent``."""
        ...

    def send(self, slip: Slip) -> None:
        """Hand over every byte of ``slip``. Raises ``Unprintable``, ``NothingSent`` or ``CutOff``."""
        ...

    def after_crash(self) -> None:
        """Know that a process died while it sent to this printer: the next slip must come out whole all the same."""
        ...

    def test(self) -> None:
        """Make the test print that shows which ways of printing read right. Raises ``DeviceError``."""
        ...

    def confirm(self) -> bool:
        """Whether the printer proved that all came out; False where it cannot say. Raises ``CutOff``."""
        ...


class Spool:
    """Takes jobs of a printer from a store, one at a time; only the process that owns the device has one."""

    def __init__(self, store: SpoolStore) -> None:
        self._store = store
        self._torn: set[str] = set()
        self.trouble: Trouble | None = None

    def recover(self, printer: str) -> list[Job]:
        """Call once on start: what a dead process was sending becomes unsure. Returns those jobs."""
        lost = list(self._store.interrupted(printer))
        if lost:
            self._torn.add(printer)
        return [job for job in lost if self._store.move(job.id, _S.SENDING, _S.UNSURE, "crash")]

    def run_once(self, printer: Printer) -> JobState | None:
        """Print the oldest waiting job; its state now, or None when nothing was there to print.

        A printer that is not ready leaves its job ``queued`` and says why in ``trouble``. Blocks as long as
        the printer does: call it off the screen's thread.
        """
        job = self._store.next_queued(printer.name)
        if job is None:
            return None
        try:
            slip = Slip.from_json(job.slip)
        except SlipError as error:
            self._store.move(job.id, _S.QUEUED, _S.FAILED, str(error))
            return _S.FAILED
        try:
            printer.check()
        except (NotReady, NothingSent) as error:
            self.trouble = error.trouble
            return _S.QUEUED
        self.trouble = None
        if not self._store.move(job.id, _S.QUEUED, _S.SENDING):
            return None
        if printer.name in self._torn:
            self._torn.remove(printer.name)
            printer.after_crash()
        return self._print(job, slip.as_copy(job.copy), printer)

    def _print(self, job: Job, slip: Slip, printer: Printer) -> JobState:
        """``sent`` is written only where no proof will come: who dies waiting for one leaves ``sending``."""
        try:
            printer.send(slip)
            proven = printer.confirm()
        except NothingSent as error:
            self.trouble = error.trouble
            return self._to(job, _S.SENDING, _S.QUEUED, error.trouble)
        except Unprintable as error:
            return self._to(job, _S.SENDING, _S.FAILED, str(error))
        except CutOff as error:
            self.trouble = error.trouble
            # The printer itself says why: nobody has to look whether the slip is whole.
            if error.trouble is Trouble.PAPER_OUT and self._store.resume(job.id, error.trouble):
                return _S.CANCELLED
            return self._to(job, _S.SENDING, _S.UNSURE, error.trouble)
        return self._to(job, _S.SENDING, _S.CONFIRMED if proven else _S.SENT)

    def _to(self, job: Job, before: JobState, after: JobState, note: str = "") -> JobState:
        self._store.move(job.id, before, after, note)
        return after
