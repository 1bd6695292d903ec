"""The report of an error that ended the program: where it happened, without a single value, in a file for technicians.

A traceback on the terminal would show what people typed: a password, a citizen's numbers.
"""

from __future__ import annotations

import errno
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from counter.locale import N_, _

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

FILE = "crash.log"
"""The reports, the newest last: in the data folder or, where that cannot be written, in the user's state folder."""

LONGEST = 256 * 1024
"""Bytes after which the file begins anew."""

_WITH_FILE = N_(
    "The program ended by an error of its own. What was saved is kept, and so are drafts up to the last second. Start"
    " it again; for a technician, the details are in {file} (they name no person and no password)."
)
_WITHOUT_FILE = N_(
    "The program ended by an error of its own ({kind}). What was saved is kept, and so are drafts up to the last"
    " second. Start it again; the details could not be written to any file."
)


def report_crash(error: BaseException, folder: Path | None) -> str:
    """Write the report of ``error``, as ``write_report``; returns the sentence for people."""
    path = write_report(error, folder)
    if path is None:
        return _(_WITHOUT_FILE).format(kind=type(error).__name__)
    return _(_WITH_FILE).format(file=path)


def write_report(error: BaseException, folder: Path | None) -> Path | None:
    """Append the report of ``error`` to the file in ``folder``, the data folder if there is one; returns its path.

    Only this account may read it. None where neither that folder nor the user's own takes it.
    """
    text = report_text(error)
    for place in _folders(folder):
        with suppress(OSError):
            return _append(place / FILE, text)
    return None


def report_text(error: BaseException) -> str:
    """When, which release, and for ``error`` and each of its causes the kind and the lines of code.

    Messages are left out: those of libraries quote the values that they were about.
    """
    import platform
    import traceback

    from counter import __version__

    lines = [
        f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} counter {__version__}, Python {platform.python_version()},"
        f" {platform.system()} {platform.release()}"
    ]
    for number, cause in enumerate(_causes(error)):
        lines.append(("" if not number else "because of ") + _kind(cause))
        lines += (
            f"  {frame.filename}:{frame.lineno} {frame.name}: {frame.line}"
            for frame in traceback.extract_tb(cause.__traceback__)
        )
    return "\n".join(lines) + "\n\n"


@contextmanager
def report_background_errors(folder: Path | None) -> Iterator[None]:
    """Write into the file what Python would print by itself: of threads, tasks, and objects that are cleared away."""
    import logging

    def of_thread(ended: threading.ExceptHookArgs) -> None:
        write(ended.exc_value)

    def of_object(cleared: UnraisableHookArgs) -> None:
        write(cleared.exc_value)

    class TaskHandler(logging.Handler):
        """Reports the errors that asyncio logs."""

        def emit(self, record: logging.LogRecord) -> None:
            write(record.exc_info[1] if record.exc_info else None)

    def write(error: BaseException | None) -> None:
        if error is not None and not isinstance(error, SystemExit):
            write_report(error, folder)

    before, handler, log = (
        (threading.excepthook, sys.unraisablehook),
        TaskHandler(),
        logging.getLogger("asyncio"),
    )
    threading.excepthook, sys.unraisablehook = of_thread, of_object
    log.addHandler(handler)
    try:
        yield
    finally:
        threading.excepthook, sys.unraisablehook = before
        log.removeHandler(handler)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """``error``, the members of a group, and what each was caused by; each only once."""
    seen: set[int] = set()
    waiting: list[BaseException] = [error]
    while waiting:
        cause = waiting.pop(0)
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        if isinstance(cause, BaseExceptionGroup):
            waiting.extend(cause.exceptions)
        after = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
        if after is not None:
            waiting.append(after)


def _kind(error: BaseException) -> str:
    name = f"{type(error).__module__}.{type(error).__qualname__}"
    if isinstance(error, OSError) and error.errno:
        return f"{name} ({errno.errorcode.get(error.errno, error.errno)})"
    code = getattr(error, "sqlite_errorname", "")
    return f"{name} ({code})" if code else name


def _folders(folder: Path | None) -> Iterator[Path]:
    if folder is not None and folder.is_dir():
        yield folder
    from platformdirs import user_state_path

    state = user_state_path("quay-mot-cua", appauthor=False)
    with suppress(OSError):
        state.mkdir(mode=0o700, parents=True, exist_ok=True)
        yield state


def _append(path: Path, text: str) -> Path:
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
    file = os.open(path, flags, 0o600)
    try:
        os.fchmod(file, 0o600)
        if os.fstat(file).st_size > LONGEST:
            os.ftruncate(file, 0)
        os.write(file, text.encode("utf-8", "replace"))
    finally:
        os.close(file)
    return path
