"""The enrolment of a host: address, login and authority of the centre, in one file from the centre's administrator."""

from __future__ import annotations

import ipaddress
import json
import os
import tomllib
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any

from db.store.keys import sync

FILE = "centre.toml"
"""The name of the enrolment in the folder of an office."""

_CREDENTIAL = "centre"
_HEAD = "# Quầy Một Cửa: how this host reaches the centre. Holds a secret; for the service account only.\n"


class BadEnrolment(ValueError):
    """The text is no enrolment."""


class Insecure(Exception):
    """TLS is switched off for an address of another machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """The centre's address and this host's login; ``ca`` is the PEM of the centre's authority (empty: the
    system's own authorities), ``node`` the number of the host in its ``office``, ``name`` the office's name.
    """

    host: str
    port: int
    database: str
    role: str
    secret: str = field(repr=False)
    ca: str
    office: str
    node: int
    name: str = ""

    @property
    def writer(self) -> str:
        """The node in the ledger: office and number."""
        return f"{self.office}/{self.node}"

    def to_text(self) -> str:
        """The enrolment as TOML."""
        return _HEAD + "".join(
            f"{entry.name} = {_written(getattr(self, entry.name))}\n" for entry in fields(self)
        )

    @classmethod
    def from_text(cls, text: str) -> Enrolment:
        """The enrolment in ``text``; raises ``BadEnrolment``."""
        try:
            values = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise BadEnrolment(f"it is no TOML ({error})") from error
        for entry in fields(cls):
            kind = int if entry.name in ("port", "node") else str
            if type(values.get(entry.name)) is not kind and not (
                entry.name == "name" and entry.name not in values
            ):
                raise BadEnrolment(f"{entry.name} is missing or of the wrong kind")
        if not (0 <= values["node"] <= 9 and 0 < values["port"] < 65536):
            raise BadEnrolment("a number is out of its range")
        return cls(**{entry.name: values[entry.name] for entry in fields(cls) if entry.name in values})

    def write(self, path: Path) -> None:
        """Keep the enrolment in ``path`` (0600), wholly or not at all."""
        partial = path.with_name(f"{path.name}.{os.getpid()}")
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                out.write(self.to_text())
                out.flush()
                os.fsync(out.fileno())
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
        sync(path.parent)

    @classmethod
    def read(cls, path: Path) -> Enrolment:
        """The enrolment in ``path``; raises ``BadEnrolment`` or OSError."""
        try:
            return cls.from_text(path.read_text("utf-8"))
        except UnicodeDecodeError as error:
            raise BadEnrolment("it is no text") from error

    def conninfo(self, *, insecure_loopback: bool = False) -> dict[str, Any]:
        """The connection parameters of libpq: TLS 1.3, certificate and host name verified, channel binding.

        ``insecure_loopback`` leaves TLS out, which is for demonstrations on one machine; raises ``Insecure`` where the
        centre is on another one.
        """
        values: dict[str, Any] = {
            "host": self.host,
            "port": self.port,
            "dbname": self.database,
            "user": self.role,
            "password": self.secret,
            "application_name": "counter",
            "gssencmode": "disable",
            "client_encoding": "UTF8",
        }
        if insecure_loopback:
            if not is_loopback(self.host):
                raise Insecure(f"{self.host} is not this machine: TLS cannot be left out")
            return values | {"sslmode": "disable", "channel_binding": "disable"}
        return values | {
            "sslmode": "verify-full",
            "sslrootcert": _authority(self.ca) if self.ca else "system",
            "ssl_min_protocol_version": "TLSv1.3",
            "channel_binding": "require",
        }


def find(data: Path) -> Path | None:
    """The enrolment of the office in the folder ``data``: a credential given by the service manager, else its file."""
    given = os.environ.get("CREDENTIALS_DIRECTORY")
    places = [Path(given) / _CREDENTIAL] if given else []
    return next((path for path in (*places, data / FILE) if path.is_file()), None)


def is_loopback(host: str) -> bool:
    """Whether ``host`` is a loopback address or ``localhost``."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _written(value: str | int) -> str:
    """A value as TOML, which differs from JSON in one character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


@cache
def _authority(pem: str) -> str:
    # libpq reads authorities from a file only; this one is in memory (memfd), as long as the process.
    handle = os.memfd_create("authority", os.MFD_CLOEXEC)
    os.write(handle, pem.encode())
    return f"/proc/self/fd/{handle}"
