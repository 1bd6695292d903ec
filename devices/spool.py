"""The print queue: slips wait until the printer proves that they came out, and nothing prints twice by itself.

Printing exactly once cannot be guaranteed, but every doubt can be shown. ``sending`` is durable before the first byte
leaves, so that after a crash a job is known to be *unsure*, and a person decides.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Final, Protocol

from devices.document import Document, DocumentError, read_document
from devices.errors import CutOff, NothingSent, NotReady, Trouble, Unprintable, Unproven


class JobGroup(StrEnum):
    """What the states of a job have in common for a person who looks at the queue."""

    ASKING = "asking"
    WAITING = "waiting"
    PRINTED = "printed"
    CANCELLED = "cancelled"


class JobState(StrEnum):
    """How far a slip is on its way to paper.

    ``is_urgent``: nobody but a person can settle it. ``meaning`` is for the documentation.
    """

    group: JobGroup
    is_urgent: bool
    meaning: str

    def __new__(
        cls, value: str, group: JobGroup = JobGroup.WAITING, meaning: str = "", is_urgent: bool = False
    ) -> JobState:
        """A state with its attributes; the defaults are for type checkers, which take a look-up for this."""
        state = str.__new__(cls, value)
        state._value_ = value
        state.group, state.meaning, state.is_urgent = group, meaning, is_urgent
        return state

    QUEUED = "queued", JobGroup.WAITING, "not one byte was sent"
    SENDING = "sending", JobGroup.WAITING, "stored before the first byte, until the proof"
    SENT = "sent", JobGroup.ASKING, "every byte was handed over, and no proof can be had"
    CONFIRMED = "confirmed", JobGroup.PRINTED, "the printer proved it, or a person saw the slip"
    UNSURE = "unsure", JobGroup.ASKING, "something failed after the first byte", True
    FAILED = "failed", JobGroup.ASKING, "the slip cannot be printed", True
    CANCELLED = "cancelled", JobGroup.CANCELLED, "a person took it off, or a marked copy took its place"
    DONE = "done", JobGroup.PRINTED, "printed; written by earlier releases"

    @property
    def is_open(self) -> bool:
        """Whether a printer or a person still has to do something: the status line counts these."""
        return self.group is JobGroup.WAITING or self.is_urgent


class Mover(StrEnum):
    """Who takes a job from one state to another."""

    PRINTER = "printer"
    PERSON = "person"


class JobAction(StrEnum):
    """What happens to a job; ``JOB_MOVES`` has the states that it may happen in."""

    mover: Mover

    def __new__(cls, value: str, mover: Mover = Mover.PERSON) -> JobAction:
        """An action with the one who may take it."""
        action = str.__new__(cls, value)
        action._value_ = value
        action.mover = mover
        return action

    SEND = "send", Mover.PRINTER
    PUT_BACK = "put back", Mover.PRINTER
    HAND_OVER = "hand over", Mover.PRINTER
    PROVE = "prove", Mover.PRINTER
    LOSE = "lose", Mover.PRINTER
    FAIL = "fail", Mover.PRINTER
    REPLACE = "replace", Mover.PRINTER
    CONFIRM = "confirm", Mover.PERSON
    REPRINT = "reprint", Mover.PERSON
    RETRY = "retry", Mover.PERSON
    MOVE = "move to another printer", Mover.PERSON
    CANCEL = "cancel", Mover.PERSON

    def after(self, state: str) -> JobState | None:
        """The state after this action on a job in ``state``; None where it is not allowed."""
        return JOB_MOVES[self].get(state)


_S, _A = JobState, JobAction

JOB_MOVES: Final[dict[JobAction, dict[str, JobState]]] = {
    _A.SEND: {_S.QUEUED: _S.SENDING},
    _A.PUT_BACK: {_S.SENDING: _S.QUEUED},
    _A.HAND_OVER: {_S.SENDING: _S.SENT},
    _A.PROVE: {_S.SENDING: _S.CONFIRMED},
    _A.LOSE: {_S.SENDING: _S.UNSURE},
    _A.FAIL: {_S.QUEUED: _S.FAILED, _S.SENDING: _S.FAILED},
    _A.REPLACE: {_S.SENDING: _S.CANCELLED},
    _A.CONFIRM: {_S.SENT: _S.CONFIRMED, _S.UNSURE: _S.CONFIRMED},
    _A.REPRINT: {
        _S.SENT: _S.CANCELLED,
        _S.UNSURE: _S.CANCELLED,
        _S.FAILED: _S.CANCELLED,
        _S.CONFIRMED: _S.CONFIRMED,
        _S.DONE: _S.DONE,
        _S.CANCELLED: _S.CANCELLED,
    },
    _A.RETRY: {_S.FAILED: _S.QUEUED},
    _A.MOVE: {_S.QUEUED: _S.QUEUED, _S.FAILED: _S.QUEUED},
    _A.CANCEL: {_S.QUEUED: _S.CANCELLED, _S.FAILED: _S.CANCELLED},
}
"""The only table of a job's moves, asked by the spool, the desk and the office file.

``put back`` and ``fail`` leave ``sending`` only when not one byte left the machine; ``replace`` leaves it when the
paper ran out and a marked copy was queued. ``reprint`` leaves a job that is closed as it is."""


def table() -> str:
    """The states and what leads out of them as a Markdown table; the guide of devices carries this very text."""
    rows = ["| state | meaning | left by |", "|---|---|---|"]
    for state in JobState:
        moves = []
        for mover in Mover:
            actions = [action for action in JobAction if action.mover is mover and action.after(state)]
            if actions:
                exits = ", ".join(f"{action} → `{action.after(state)}`" for action in actions)
                moves.append(f"{mover}: {exits}")
        rows.append(f"| `{state}` | {state.meaning} | {'; '.join(moves)} |")
    return "\n".join(rows)


class JobNote(StrEnum):
    """Why a job is in its state, beside the values of ``Trouble``; the text after a colon is a detail or a login."""

    CRASH = "crash"
    UNREADABLE = "unreadable"
    PAPER_OUT = "resumed-paper-out"
    NO_PROOF = "no-proof"
    SEEN = "seen"
    AGAIN = "again"
    MOVED = "moved"
    RETRIED = "retried"
    CANCELLED = "cancelled"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A slip or page on the spool; ``slip`` is its JSON, ``copy`` 0 the first print. ``queued_at`` is aware UTC."""

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

    def move(self, job_id: str, action: JobAction, note: str = "") -> bool:
        """Take the job to the state that ``JOB_MOVES`` has for ``action``, durably when this returns.

        False, and nothing changed, when the job is in no state (any more) that allows it: a person cancelled it, or
        another process took it.
        """
        ...

    def replace(self, job_id: str) -> bool:
        """The paper ran out in a job: cancel it and queue its slip again as a marked copy, both or neither, durably.

        False, and nothing changed, when the job is not being sent (any more).
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

    def send(self, document: Document) -> None:
        """Send every byte of ``document``. Raises ``Unprintable``, ``NothingSent`` or ``CutOff``."""
        ...

    def after_crash(self) -> None:
        """A process died while it sent to this printer: make sure that the next slip comes out whole."""
        ...

    def print_calibration(self) -> bool:
        """Print the calibration slip that shows which ways of printing read right; whether the printer proved it.

        Raises ``DeviceError``.
        """
        ...

    def confirm(self) -> bool:
        """Whether the printer proved that the slip was printed; False where it cannot.

        Raises ``CutOff``; ``Unproven`` where it could be expected to, works, and did not: from then on it cannot.
        """
        ...


class Spool:
    """Takes jobs of a printer from a store, one at a time; only the process that owns the device has one.

    ``trouble`` is why the printer did not print, None while it works.
    """

    def __init__(self, store: SpoolStore) -> None:
        self._store = store
        self._interrupted: set[str] = set()
        self._unstored: Callable[[], object] | None = None
        self.trouble: Trouble | None = None

    def recover(self, printer: str) -> list[Job]:
        """Call once on start: what a dead process was sending becomes unsure. Returns those jobs."""
        jobs = list(self._store.interrupted(printer))
        if jobs:
            self._interrupted.add(printer)
        return [job for job in jobs if self._store.move(job.id, JobAction.LOSE, JobNote.CRASH)]

    def settle(self) -> None:
        """Store how the last job ended, where the store did not take it then: else it would stay ``sending``.

        Raises what the store raises while it still takes nothing.
        """
        if self._unstored is not None:
            self._unstored()
            self._unstored = None

    def run_once(self, printer: Printer) -> JobState | None:
        """Print the oldest waiting job; its state now, or None when nothing was there to print.

        A printer that is not ready leaves its job ``queued`` and the reason in ``trouble``. Nothing is printed until
        it is stored how the job before ended. Blocks as long as the printer does: call it off the screen's thread.
        """
        self.settle()
        job = self._store.next_queued(printer.name)
        if job is None:
            return None
        try:
            document = read_document(job.slip)
        except DocumentError as error:
            self._store.move(job.id, JobAction.FAIL, f"{JobNote.UNREADABLE}:{error}")
            return JobState.FAILED
        try:
            printer.check()
        except (NotReady, NothingSent) as error:
            self.trouble = error.trouble
            return JobState.QUEUED
        self.trouble = None
        if not self._store.move(job.id, JobAction.SEND):
            return None
        if printer.name in self._interrupted:
            self._interrupted.remove(printer.name)
            printer.after_crash()
        return self._print(job, document.as_copy(job.copy), printer)

    def _print(self, job: Job, document: Document, printer: Printer) -> JobState:
        """``sent`` is stored only where no proof will come: who dies waiting for one leaves ``sending``."""
        try:
            printer.send(document)
            proven = printer.confirm()
        except NothingSent as error:
            self.trouble = error.trouble
            return self._move(job, JobAction.PUT_BACK, error.trouble)
        except Unprintable as error:
            return self._move(job, JobAction.FAIL, f"{error.trouble}:{error}")
        except CutOff as error:
            self.trouble = error.trouble
            # The printer itself reports why: nobody has to look whether the slip is whole.
            if error.trouble is Trouble.PAPER_OUT and self._store_end(partial(self._store.replace, job.id)):
                return JobState.CANCELLED
            return self._move(job, JobAction.LOSE, error.trouble)
        except Unproven:
            return self._move(job, JobAction.HAND_OVER, JobNote.NO_PROOF)
        return self._move(job, JobAction.PROVE if proven else JobAction.HAND_OVER)

    def _move(self, job: Job, action: JobAction, note: str = "") -> JobState:
        self._store_end(partial(self._store.move, job.id, action, note))
        return JOB_MOVES[action][JobState.SENDING]

    def _store_end(self, store: Callable[[], bool]) -> bool:
        """Call ``store``, which stores how a job ended; again by :meth:`settle` where it raises now."""
        self._unstored = store
        stored = store()
        self._unstored = None
        return stored
