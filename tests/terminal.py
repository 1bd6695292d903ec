"""A real terminal for tests: runs a program in a pty, types into it, reads its screen, counts its bytes."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

import pyte

ROOT = Path(__file__).parent.parent
PATIENCE = 120.0
"""Seconds after which what was waited for will not come, however busy the machine is."""
# Sequences that pyte prints instead of ignoring: mode queries, Kitty's keyboard protocol, window sizes.
_UNKNOWN = re.compile(
    rb"\x1b\[\?\d+\$p|\x1b\[[<>=?][\d;]*u|\x1b\[\d+(;\d+)*t|\x1b\]\d+;[^\x07\x1b]*(\x07|\x1b\\)"
)


class Terminal:
    """A program in a terminal of ``size`` (columns, lines); use it as a context manager.

    ``sent`` counts the bytes that the program has written so far.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        size: tuple[int, int] = (80, 24),
        env: Mapping[str, str] | None = None,
    ) -> None:
        columns, lines = size
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)
        self.sent = 0
        self.raw = bytearray()
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        # An installed program finds its modules compiled; a test must not measure the compiler.
        inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment = {
            **inherited,
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "COLUMNS": str(columns),
            "LINES": str(lines),
            "PYTHONPATH": str(ROOT),
            **(env or {}),
        }
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            command,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=environment,
            cwd=ROOT,
            start_new_session=True,
        )
        os.close(slave)

    @classmethod
    def python(
        cls, *arguments: str, size: tuple[int, int] = (80, 24), env: Mapping[str, str] | None = None
    ) -> Terminal:
        """This Python with ``arguments``."""
        return cls([sys.executable, *arguments], size=size, env=env)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def type(self, text: str | bytes) -> None:
        """Write ``text`` in one go, as one read of the program."""
        os.write(self._master, text.encode() if isinstance(text, str) else text)

    def read(self, seconds: float) -> int:
        """Read what the program writes until it has been quiet for ``seconds``; the number of bytes."""
        before = self.sent
        while select.select([self._master], [], [], seconds)[0] and self._take():
            pass
        return self.sent - before

    def until(self, seen: Callable[[Terminal], bool] | str, *, within: float = PATIENCE) -> float:
        """Read until ``seen`` (a text on the screen, or a test of the terminal); seconds since the start.

        Raises AssertionError with the screen if it does not come ``within`` that many seconds.
        """
        deadline = time.perf_counter() + within
        while not (seen in self.text if isinstance(seen, str) else seen(self)):
            left = deadline - time.perf_counter()
            ready = left > 0 and select.select([self._master], [], [], left)[0]
            if not ready or not self._take():
                raise AssertionError(f"not seen: {seen}\n{self.text}")
        return time.perf_counter() - self.started

    @property
    def text(self) -> str:
        """The screen as lines of text."""
        return "\n".join(self.screen.display)

    def line(self, containing: str) -> str:
        """The first line that contains the text."""
        return next(line for line in self.screen.display if containing in line)

    def resident(self) -> int:
        """The program's resident memory in bytes."""
        pages = Path(f"/proc/{self.process.pid}/statm").read_text("ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    def kill(self) -> None:
        """Pull the plug."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def close(self) -> None:
        """End the program if it still runs, and the terminal."""
        if self.process.poll() is None:
            self.kill()
        os.close(self._master)

    def _take(self) -> bool:
        try:
            data = os.read(self._master, 65536)
        except OSError:  # Linux says EIO when the program has gone
            return False
        self.sent += len(data)
        self.raw += data
        self._stream.feed(_UNKNOWN.sub(b"", data))
        return bool(data)
