"""The key of an office file: 32 random bytes in a file of its own, which only the service account can read."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from db.errors import MissingKey, WrongKey

_BYTES = 32


@dataclass(frozen=True, slots=True)
class Key:
    """A raw cipher key; it appears in the statement that opens a file only, never in a repr."""

    hex: str = field(repr=False)

    @property
    def pragma(self) -> str:
        """The statement that unlocks a connection; no pass phrase, so no key stretching at each opening."""
        return f"PRAGMA key = \"x'{self.hex}'\""


def read_key(file: Path) -> Key:
    """The key in ``file``.

    Raises:
        MissingKey: there is none.
        WrongKey: the file is unreadable, or does not hold 32 bytes in hex.
    """
    try:
        text = file.read_text("ascii").strip()
        usable = len(bytes.fromhex(text)) == _BYTES
    except FileNotFoundError as error:
        raise MissingKey(file) from error
    except OSError as error:
        raise WrongKey(f"the key file {file} cannot be read ({error.strerror})") from error
    except ValueError:
        usable = False
    if not usable:
        raise WrongKey(f"the key file {file} does not hold {_BYTES} bytes in hex")
    return Key(text.lower())


def make_key(file: Path) -> Key:
    """The key in ``file``, which is made (0600) where there is none yet.

    Raises:
        WrongKey: the file exists and is not usable.
    """
    if file.exists():
        return read_key(file)
    # Linked into place once it is complete and synced to disk: without its key an office file cannot be read.
    partial = file.with_name(f"{file.name}.{os.getpid()}")
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as out:
            out.write(secrets.token_hex(_BYTES) + "\n")
            out.flush()
            os.fsync(out.fileno())
        with suppress(FileExistsError):
            os.link(partial, file)
    finally:
        partial.unlink()
    sync(file.parent)
    return read_key(file)


def sync(path: Path) -> None:
    """fsync a file, or the entries of a folder."""
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
