"""Queues of CUPS, through its program ``lp``."""

from __future__ import annotations

import errno
import shutil
import subprocess

from devices.errors import CutOff, NothingSent, Trouble
from devices.ports.base import STALL, Port


class CupsPort(Port):
    """A queue of CUPS, through ``lp``. It never answers; an accepted job was handed over, not yet printed.

    ``options`` are those of ``lp``: a raw queue passes every byte on.
    """

    def __init__(self, url: str, queue: str) -> None:
        super().__init__(url)
        self._queue = queue
        self._job: bytearray | None = None
        self.options: tuple[str, ...] = ("raw",)

    @property
    def two_way(self) -> bool:
        """CUPS passes nothing back."""
        return False

    @property
    def is_open(self) -> bool:
        """Whether a job is being collected."""
        return self._job is not None

    def _open(self) -> None:
        if shutil.which("lp") is None:
            raise OSError(errno.ENOENT, "lp is not installed (Debian: cups-client)")
        self._job = bytearray()

    def close(self) -> None:
        """Discard what was not handed over."""
        self._job = None

    def _put(self, data: bytes) -> int:
        if self._job is None:
            raise OSError(errno.ENOTCONN, "closed")
        self._job += data
        return len(data)

    def _get(self, timeout: float) -> bytes:
        return b""

    def _pending(self) -> int:
        return 0

    def drain(self) -> None:
        """Give the job to CUPS. Raises ``NothingSent`` where it refuses, ``CutOff`` where it does not answer."""
        job, self._job = bytes(self._job or b""), bytearray()
        options = [word for option in self.options for word in ("-o", option)]
        command = ["lp", "-s", "-d", self._queue, *options, "--", "-"]
        try:
            result = subprocess.run(command, input=job, capture_output=True, timeout=STALL, check=False)
        except subprocess.TimeoutExpired as error:
            raise CutOff(Trouble.NO_ANSWER, f"{self.url}: lp does not end") from error
        except OSError as error:
            raise NothingSent(Trouble.NOT_CONNECTED, f"{self.url}: {error}") from error
        if result.returncode < 0:
            raise CutOff(Trouble.NOT_CONNECTED, f"{self.url}: lp was killed by signal {-result.returncode}")
        if result.returncode:
            message = result.stderr.decode("utf-8", "replace").strip()
            raise NothingSent(Trouble.NOT_CONNECTED, f"{self.url}: {message}")
