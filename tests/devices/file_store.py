"""A spool store in a file, durable at every move, for processes that are killed."""

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from devices.spool import JOB_MOVES, Job, JobState


class FileStore:
    """One job; its state is the last line of the file."""

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

    def move(self, job_id: str, before: JobState, after: JobState, note: str = "") -> bool:
        assert after in JOB_MOVES[before]
        if self.states[-1] is not before:
            return False
        with self._path.open("a") as file:
            file.write(f"{after.value}\n")
            file.flush()
            os.fsync(file.fileno())
        return True

    def resume(self, job_id: str, note: str) -> bool:
        return False

    def reprint(self) -> None:
        """What a person does who does not find the slip: a copy, marked."""
        for state in (JobState.FAILED, JobState.QUEUED):
            assert self.move("1", self.states[-1], state)
        self.copy += 1

    def interrupted(self, printer: str) -> Sequence[Job]:
        job = self._job()
        return [job] if job.state is JobState.SENDING else []
