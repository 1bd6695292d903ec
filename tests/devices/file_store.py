"""A spool store in a file, durable at every move, for processes that are killed."""

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from devices.spool import Job, JobAction, JobState


class FileStore:
    """One job, then its copies; the state is the last line of the file."""

    def __init__(self, path: Path, slip: str) -> None:
        self._path, self._slip = path, slip
        self.copy = 0

    @property
    def states(self) -> list[JobState]:
        """Every state that the job had."""
        lines = self._path.read_text().split() if self._path.exists() else []
        return [JobState.QUEUED, *map(JobState, lines)]

    def _job(self) -> Job:
        at = datetime(2026, 11, 23, tzinfo=UTC)
        return Job(
            id="1",
            printer="p",
            form="01",
            title="",
            slip=self._slip,
            state=self.states[-1],
            queued_at=at,
            copy=self.copy,
        )

    def next_queued(self, printer: str) -> Job | None:
        job = self._job()
        return job if job.state is JobState.QUEUED else None

    def move(self, job_id: str, action: JobAction, note: str = "") -> bool:
        after = action.after(self.states[-1])
        if after is not None:
            self._append(after)
        return after is not None

    def replace(self, job_id: str) -> bool:
        return False

    def reprint(self) -> None:
        """What a person does who does not find the slip: a marked copy takes the place of the job."""
        assert self.move("1", JobAction.REPRINT)
        self._append(JobState.QUEUED)
        self.copy += 1

    def _append(self, state: JobState) -> None:
        with self._path.open("a") as file:
            file.write(f"{state.value}\n")
            file.flush()
            os.fsync(file.fileno())

    def interrupted(self, printer: str) -> Sequence[Job]:
        job = self._job()
        return [job] if job.state is JobState.SENDING else []
