"""Lock files between processes and threads: one queue for writers, and one owner for background work.

The kernel releases every lock of a process that dies, so nothing here times out or has to be cleaned up.
"""

from __future__ import annotations

import errno
import fcntl
import os
import secrets
import stat
import struct
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType

from db import errors

_MUTEX = 0
_FIRST = 1
_PRESENCE = 1 << 62
_NUMBERS = _PRESENCE + 1
_MOST_NUMBERS = 1 << 60
_LAST = 1 << 61
"""Tickets below this one stay clear of the byte that shows presence."""
_TO_THE_END = 0
_handles: weakref.WeakSet[_Handle] = weakref.WeakSet()


class _Handle:
    """One open file description with its record locks (OFD: they belong to the description, not the process)."""

    def __init__(self, path: Path) -> None:
        try:
            self.fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        except OSError as error:
            if error.errno == errno.ELOOP:
                raise errors.NotAPlainFile(path.name) from error
            raise errors.from_system(error) from error
        _handles.add(self)
        status = os.fstat(self.fd)
        if stat.S_ISREG(status.st_mode) and status.st_nlink > 1:
            # Tickets are written into it: through a link they would overwrite another file.
            self.close()
            raise errors.NotAPlainFile(path.name)

    def __del__(self) -> None:
        self.close()

    def close(self) -> None:
        fd, self.fd = getattr(self, "fd", -1), -1
        if fd >= 0:
            with suppress(OSError):  # it is closed, and its locks are free, whatever a failing disk says
                os.close(fd)

    def lock(self, kind: int, start: int, length: int) -> None:
        """Lock or unlock bytes; waits. Raises ``StoreError``."""
        with _plain_errors():
            self._set(fcntl.F_OFD_SETLKW, kind, start, length)

    def try_lock(self, kind: int, start: int, length: int) -> bool:
        """Lock bytes; False at once where another one has them. Raises ``StoreError``."""
        with _plain_errors():
            try:
                self._set(fcntl.F_OFD_SETLK, kind, start, length)
            except OSError as error:
                if error.errno in (errno.EAGAIN, errno.EACCES):
                    return False
                raise
        return True

    def is_locked(self, start: int) -> bool:
        """Whether another description has locked the byte ``start``. Raises ``StoreError``."""
        request = struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, start, 1, 0)
        with _plain_errors():
            kind: int = struct.unpack_from("h", fcntl.fcntl(self.fd, fcntl.F_OFD_GETLK, request))[0]
        return kind != fcntl.F_UNLCK

    def number(self) -> int:
        """The number at the start of the file. Raises ``StoreError``."""
        with _plain_errors():
            return int.from_bytes(os.pread(self.fd, 8, 0), "little")

    def store_number(self, number: int) -> None:
        """Write ``number`` at the start of the file. Raises ``StoreError``."""
        with _plain_errors():
            os.pwrite(self.fd, number.to_bytes(8, "little"), 0)

    def _set(self, command: int, kind: int, start: int, length: int) -> None:
        fcntl.fcntl(self.fd, command, struct.pack("hhqqi4x", kind, os.SEEK_SET, start, length, 0))


@contextmanager
def _plain_errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise errors.from_system(error) from error


def _forget_parents_handles() -> None:
    # A lock lives as long as any copy of its description: a forked child must not keep a dead parent's.
    for handle in list(_handles):
        handle.close()


os.register_at_fork(after_in_child=_forget_parents_handles)


class FairLock:
    """A first-come, first-served lock over a file; a context manager, for threads and processes alike.

    The file counts tickets. Whoever comes write-locks the byte of its own ticket, then waits for all bytes before it.
    A ticket whose holder was killed is free at once, whether it was being served or still waiting. Not reentrant.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()

    def __enter__(self) -> None:
        self.acquire()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def acquire(self) -> None:
        """Wait for this thread's turn.

        Raises:
            RuntimeError: this thread already holds the lock.
            StoreError: the lock file cannot be opened or written.
        """
        handle = self._mine()
        if self._local.held:
            raise RuntimeError("this thread already holds the lock")
        try:
            ticket = self._draw(handle)
            before = ticket - _FIRST
            if not handle.try_lock(fcntl.F_RDLCK, _FIRST, before):
                # Waiting for the one just before wakes one waiter a turn, not all of them. It may also have been
                # killed while it queued; then there are others before it, and the second wait is a real one.
                handle.lock(fcntl.F_RDLCK, ticket - 1, 1)
                handle.lock(fcntl.F_RDLCK, _FIRST, before)
        except BaseException:
            _unlock(handle)
            raise
        self._local.held, self._local.ticket = True, ticket

    def release(self) -> None:
        """Let the next in the queue go on."""
        self._local.held = False
        _unlock(self._local.handle)

    def is_awaited(self) -> bool:
        """Whether somebody has queued since this thread, which holds the lock, did. Raises ``StoreError``."""
        ticket: int = self._local.ticket
        handle: _Handle = self._local.handle
        return handle.number() > ticket

    def close(self) -> None:
        """Close this thread's handle; other threads' handles close with their threads."""
        handle: _Handle | None = getattr(self._local, "handle", None)
        if handle is not None:
            handle.close()

    def _mine(self) -> _Handle:
        handle: _Handle | None = getattr(self._local, "handle", None)
        if handle is None or handle.fd < 0:
            handle = self._local.handle = _Handle(self._path)
            self._local.held = False
        return handle

    @staticmethod
    def _draw(handle: _Handle) -> int:
        handle.lock(fcntl.F_WRLCK, _MUTEX, 1)
        last = max(handle.number(), _FIRST)
        if last >= _LAST:
            # Damage: nobody draws that many. All who queue have their turn first, then the count begins anew.
            handle.lock(fcntl.F_WRLCK, _FIRST, _PRESENCE - _FIRST)
            handle.lock(fcntl.F_UNLCK, _FIRST, _PRESENCE - _FIRST)
            last = _FIRST
        ticket = last + 1
        handle.store_number(ticket)
        handle.lock(fcntl.F_WRLCK, ticket, 1)
        handle.lock(fcntl.F_UNLCK, _MUTEX, 1)
        return ticket


def _unlock(handle: _Handle) -> None:
    """Free every lock of ``handle``; one that cannot be freed goes with its description."""
    try:
        handle.lock(fcntl.F_UNLCK, _MUTEX, _TO_THE_END)
    except errors.StoreError:
        handle.close()


class OwnerLock:
    """A lock for background work that one of many processes does (the print spool, the sync).

    Ownership ends with :meth:`release` or with the process, and the next :meth:`try_own` of another one gets it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: _Handle | None = None

    @property
    def owned(self) -> bool:
        """Whether this object owns the work."""
        return self._handle is not None and self._handle.fd >= 0

    def try_own(self) -> bool:
        """Become the owner, or stay it; False at once while another one is. Raises ``StoreError``."""
        if self.owned:
            return True
        handle = _Handle(self._path)
        if not handle.try_lock(fcntl.F_WRLCK, 0, 1):
            handle.close()
            return False
        self._handle = handle
        return True

    def release(self) -> None:
        """Let another process own the work; harmless where this one does not."""
        if self._handle is not None:
            self._handle.close()
            self._handle = None


class Presence:
    """A shared lock held by every process that has the file open, taken exclusively for an upgrade.

    ``number`` tells one from all others while it lasts: what is noted with it belongs to whoever is still there. The
    lock file is opened when it is first needed: never where the disk is read-only. All but :meth:`close` raise
    ``StoreError``.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: _Handle | None = None
        self.number = secrets.randbelow(_MOST_NUMBERS) + 1
        """From 1 on."""

    def enter(self) -> None:
        """Take the shared lock until :meth:`close` or the end of the process; waits during an upgrade."""
        self._opened().lock(fcntl.F_RDLCK, _PRESENCE, 1)
        self._opened().lock(fcntl.F_WRLCK, _NUMBERS + self.number, 1)

    def is_there(self, number: int) -> bool:
        """Whether the presence called ``number`` lasts: this one, or one of another opened file or process.

        Nobody else is seen where the disk is read-only.
        """
        if number == self.number:
            return True
        if self._handle is None or not 0 < number <= _MOST_NUMBERS:
            return False
        return self._handle.is_locked(_NUMBERS + number)

    def try_exclusive(self) -> bool:
        """Take the lock exclusively; False where another process has the file open."""
        return self._opened().try_lock(fcntl.F_WRLCK, _PRESENCE, 1)

    def release(self) -> None:
        """Release the lock for a moment, before :meth:`enter` or :meth:`try_exclusive`."""
        self._opened().lock(fcntl.F_UNLCK, _PRESENCE, 1)

    def close(self) -> None:
        """Release the lock for good."""
        if self._handle is not None:
            self._handle.close()
            self._handle = None

    def _opened(self) -> _Handle:
        if self._handle is None:
            self._handle = _Handle(self._path)
        return self._handle
