"""The far end of a serial cable, for tests: what the program wrote can be read, and answers can be typed."""

import os
import pty
import select
import tty
from types import TracebackType


class Line:
    """A pseudo-terminal; ``url`` is the program's end."""

    def __init__(self) -> None:
        self._ours, self._theirs = pty.openpty()
        tty.setraw(self._theirs)
        self.url = f"serial://{os.ttyname(self._theirs)}"

    def __enter__(self) -> "Line":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.unplug()

    def unplug(self) -> None:
        """Pull the cable out; harmless when it is out."""
        for end in (self._ours, self._theirs):
            if end >= 0:
                os.close(end)
        self._ours = self._theirs = -1

    def say(self, data: bytes) -> None:
        """Send ``data`` to the program."""
        os.write(self._ours, data)

    def heard(self) -> bytes:
        """What the program wrote since the last time."""
        data = b""
        while select.select([self._ours], [], [], 0.05)[0]:
            data += os.read(self._ours, 4096)
        return data
