"""Runs ``python -m MODULE WORD…`` in a process of its own that need not import the libraries anew.

``python -m tests.forks FD`` is the server: it has the libraries, and forks for each request that comes over the socket.
"""

from __future__ import annotations

import array
import importlib
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
_LIBRARIES: Final = (
    "alembic.config", "argon2", "cattrs", "orjson", "psycopg", "rich.console", "sqlcipher3", "sqlmodel", "typer",
    "db.ledger.ingest", "db.ledger.ledger", "db.migrations.run", "db.store.upgrade", "db.dossiers",
)  # fmt: skip
"""What does not ask for the language or the folder while it is imported."""
_LONGEST_REQUEST: Final = 1 << 20


class ForkServer:
    """A server of its own for each process that runs tests."""

    def __init__(self) -> None:
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "tests.forks", str(theirs.fileno())]
        self._process = subprocess.Popen(
            command, pass_fds=[theirs.fileno()], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL
        )
        theirs.close()

    def run(
        self, module: str, words: Sequence[str], environment: Mapping[str, str], typed: str = ""
    ) -> subprocess.CompletedProcess[str]:
        """Run ``module`` with ``words``, ``typed`` as its input; waits for its end."""
        request = json.dumps([module, list(words), dict(environment), str(Path.cwd())]).encode()
        answer, told = os.pipe()
        with (
            tempfile.TemporaryFile() as given,
            tempfile.TemporaryFile() as out,
            tempfile.TemporaryFile() as err,
        ):
            given.write(typed.encode())
            given.seek(0)
            files = array.array("i", [given.fileno(), out.fileno(), err.fileno(), told])
            self._socket.sendmsg([request], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, files)])
            os.close(told)
            with os.fdopen(answer) as status:
                code = int(status.read())
            out.seek(0)
            err.seek(0)
            return subprocess.CompletedProcess(
                [module, *words], code, out.read().decode(), err.read().decode()
            )


@cache
def server() -> ForkServer:
    """The server of this process."""
    return ForkServer()


def _serve(line: socket.socket) -> tuple[str, list[str]]:
    """Fork for every request; returns, in the new process alone, the module to run and its words."""
    while True:
        request, files, _, _ = socket.recv_fds(line, _LONGEST_REQUEST, 4)
        if not request:
            os._exit(0)
        module, words, environment, folder = json.loads(request)
        if os.fork() == 0:
            line.close()
            _watch(files)
            _become(files, environment, folder)
            return module, words
        for file in files:
            os.close(file)


def _watch(files: list[int]) -> None:
    """Fork once more: this process tells how the new one ends."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    if child := os.fork():
        _, status = os.waitpid(child, 0)
        os.write(files[3], str(os.waitstatus_to_exitcode(status)).encode())
        os._exit(0)


def _become(files: list[int], environment: Mapping[str, str], folder: str) -> None:
    for number, file in enumerate(files[:3]):
        os.dup2(file, number)
    for file in files:
        os.close(file)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)


def _main(words: Sequence[str]) -> None:
    line = socket.socket(fileno=int(words[0]))
    for name in _LIBRARIES:
        importlib.import_module(name)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those that watch
    module, its_words = _serve(line)
    sys.argv = [module, *its_words]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    _main(sys.argv[1:])
