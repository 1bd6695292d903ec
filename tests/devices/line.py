"""The far end of a serial cable, for tests: what the program wrote can be read, and answers can be typed."""

import os
import pty
import select
import tty
from pathlib import Path
from types import TracebackType


class Line:
    """A pseudo-terminal; ``url`` is the program's end, by a name that stays when it is plugged in again.

    ``folder`` is where that name is made, as udev makes one in /dev/serial/by-id; without one it is the kernel's.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._name = folder / "by-id" if folder else None
        self._ours = self._theirs = -1
        self.plug()
        self.url = f"serial://{self._name or os.ttyname(self._theirs)}"

    def __enter__(self) -> "Line":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.unplug()

    def plug(self) -> None:
        """Put the cable in, maybe into another socket."""
        self._ours, self._theirs = pty.openpty()
        tty.setraw(self._theirs)
        if self._name is not None:
            self._name.symlink_to(os.ttyname(self._theirs))

    def unplug(self) -> None:
        """Pull the cable out; harmless when it is out."""
        if self._name is not None:
            self._name.unlink(missing_ok=True)
        for end in (self._ours, self._theirs):
            if end >= 0:
                os.close(end)
        self._ours = self._theirs = -1

    def say(self, data: bytes) -> None:
        """Send ``data`` to the program."""
        os.write(self._ours, data)

    def heard(self, count: int = 0, timeout: float = 30) -> bytes:
        """What the program wrote since the last time; waits for the first ``count`` bytes, then for a pause."""
        data = b""
        while select.select([self._ours], [], [], timeout if len(data) < count else 0.05)[0]:
            data += os.read(self._ours, 4096)
        return data
