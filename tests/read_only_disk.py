"""A disk that is mounted read-only: by the kernel where this account may mount, else as the program sees one.

``python -m tests.read_only_disk FOLDER WORD…`` runs ``counter WORD…`` as if ``FOLDER`` lay on such a disk.
"""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


@contextmanager
def read_only(folder: Path) -> Iterator[tuple[str, ...]]:
    """Nothing in ``folder`` can be written within the block; yields the words for Python to run ``counter`` there."""
    if _mount(folder):
        try:
            yield ("-m", "counter.cli")
        finally:
            subprocess.run(["umount", "-l", folder], check=True)
    else:
        with pytest.MonkeyPatch.context() as patch:
            _pretend(patch, folder)
            yield ("-m", "tests.read_only_disk", str(folder))


def _mount(folder: Path) -> bool:
    if os.geteuid() != 0 or shutil.which("mount") is None:
        return False
    if subprocess.run(["mount", "--bind", folder, folder], capture_output=True, check=False).returncode:
        return False  # root of a container that may not mount
    subprocess.run(["mount", "-o", "remount,ro,bind", folder], check=True)
    return True


def _pretend(patch: pytest.MonkeyPatch, folder: Path) -> None:
    open_file, status_of_disk = os.open, os.statvfs

    def refuse(path: Any, flags: int, *more: Any, **options: Any) -> int:
        if flags & _WRITES and Path(path).is_relative_to(folder):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))
        return open_file(path, flags, *more, **options)

    def read_only_flag(path: Any) -> os.statvfs_result:
        status = status_of_disk(path)
        if not Path(path).is_relative_to(folder):
            return status
        return os.statvfs_result((*status[:8], status.f_flag | os.ST_RDONLY, *status[9:]))

    patch.setattr(os, "open", refuse)
    patch.setattr(os, "statvfs", read_only_flag)


if __name__ == "__main__":
    from counter.cli import main

    with pytest.MonkeyPatch.context() as pretended:
        _pretend(pretended, Path(sys.argv[1]))
        sys.exit(main(sys.argv[2:]))
