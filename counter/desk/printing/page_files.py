"""The pages of a terminal without a page printer: files in the data folder, which name people and go as slips do."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

if TYPE_CHECKING:
    from datetime import datetime

    from devices.page import Page

FOLDER: Final = "pages"
"""The folder in the data folder."""


def folder(data: Path) -> Path:
    """Where the pages of the office in ``data`` are."""
    return data / FOLDER


def url(data: Path) -> str:
    """The folder as the address of a page printer."""
    from devices.page_printer import PREFIX

    return f"{PREFIX}file://{quote(str(folder(data).resolve()))}"


def write(data: Path, page: Page, now: datetime) -> Path:
    """Write ``page`` into a file of its own, which bears ``now`` as its time; raises ``DeviceError``."""
    from devices.page_printer import PageFolder

    file = PageFolder(FOLDER, folder(data)).write(page)
    with suppress(OSError):
        os.utime(file, (now.timestamp(), now.timestamp()))
    return file


def forget_old(data: Path, before: datetime) -> int:
    """Remove the pages that were written before ``before``; returns how many.

    Only plain files that end in ``.pdf`` go, and no link is followed. One that cannot be removed stays until the next
    time.
    """
    removed = 0
    with suppress(OSError):
        for file in list(folder(data).glob("*.pdf")):
            with suppress(OSError):
                facts = file.lstat()
                if stat.S_ISREG(facts.st_mode) and facts.st_mtime < before.timestamp():
                    file.unlink()
                    removed += 1
    return removed
