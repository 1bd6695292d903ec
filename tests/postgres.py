"""A real PostgreSQL for the tests of one process, with TLS where its build knows it."""

from __future__ import annotations

import itertools
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import psycopg
import pytest
import trustme
from psycopg import sql

from db.central.local_server import Certificate, NoPostgres, PrivatePostgres, binaries

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Postgres:
    """A running server; ``authority`` is the PEM of what vouches for it, empty where it knows no TLS."""

    server: PrivatePostgres
    authority: str

    def fresh(self) -> str:
        """The administrator's address of a new, empty database."""
        name = f"centre_{next(_numbers)}"
        with psycopg.connect(self.server.url(), autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self.server.url(name)


def knows_tls() -> bool:
    """Whether the PostgreSQL of the tests was built with TLS."""
    return "openssl" in _configuration("--configure")


def knows_python() -> bool:
    """Whether it has plpython3u, with which a centre takes compressed batches."""
    return (Path(_configuration("--sharedir")) / "extension" / "plpython3u.control").exists()


@cache
def _configuration(option: str) -> str:
    try:
        command = [str(binaries() / "pg_config"), option]
    except NoPostgres:
        return ""
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Fast and forgetful: nothing of it has to outlive the power."""
    with tempfile.TemporaryDirectory(prefix="postgres-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        home.chmod(0o755)
        authority, certificate = trustme.CA(), None
        if tls := knows_tls():
            mine = authority.issue_cert("127.0.0.1", "localhost")
            certificate = Certificate(home / "chain.pem", home / "key.pem")
            mine.private_key_and_cert_chain_pem.write_to_path(str(certificate.chain))
            mine.private_key_pem.write_to_path(str(certificate.key))
        settings = {"fsync": "off", "synchronous_commit": "off"}
        with PrivatePostgres(home / "cluster", certificate, settings) as server:
            yield Postgres(server, authority.cert_pem.bytes().decode() if tls else "")
