"""An office as a technician sees it: settings, key, file, ledger, SQLite, clock, disk and fonts."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from counter.locale import N_, _
from counter.problems import Problem

if TYPE_CHECKING:
    from pathlib import Path

    from counter.config.settings import Settings
    from counter.desk.desk import Desk

FIRST_YEAR: Final = 2026
"""The year of the first release: an earlier clock is wrong."""

LAST_YEAR: Final = 2100

LEAST_ROOM: Final = 500 * 1024 * 1024
"""Free bytes below which a backup, or an upgrade, may not fit any more."""

_LETTERS: Final = "ăâđêôơư" + "áàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"


class Level(StrEnum):
    """Whether something works; ``INFO`` asks nothing of anybody."""

    GOOD = "good"
    INFO = "info"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report: the subject (a message id), its state in a sentence, and what to do about it."""

    subject: str
    level: Level
    text: str
    todo: str = ""

    @property
    def is_wrong(self) -> bool:
        """Whether somebody has to do something."""
        return self.level is Level.WRONG


def good(subject: str, text: str) -> Finding:
    """It works."""
    return Finding(subject, Level.GOOD, text)


def info(subject: str, text: str, todo: str = "") -> Finding:
    """Nobody has to do anything."""
    return Finding(subject, Level.INFO, text, todo)


def wrong(subject: str, text: str, todo: str) -> Finding:
    """Somebody has to do ``todo``."""
    return Finding(subject, Level.WRONG, text, todo)


def check_settings(data: Path) -> tuple[Settings | None, Finding]:
    """The settings of ``data``, None where they are wrong."""
    from counter.config.settings import load
    from counter.config.start import CONFIGURATION
    from counter.desk.library_errors import plainly

    subject = N_("Settings")
    try:
        settings = load(data)
    except Problem as problem:
        mend = _("Mend it in {file}, or in the environment.").format(file=data / CONFIGURATION)
        return None, wrong(subject, str(plainly(problem)), mend)
    if (data / CONFIGURATION).exists():
        return settings, good(subject, _("{file} is in order.").format(file=CONFIGURATION))
    return settings, info(subject, _("There is no {file}: all is as shipped.").format(file=CONFIGURATION))


def check_key(key_file: Path) -> Finding:
    """Whether the key is there, and nobody else can read it."""
    subject = N_("Key")
    try:
        mode = stat.S_IMODE(key_file.stat().st_mode)
    except OSError as error:
        text = _("{file} cannot be read: {why}.").format(file=key_file, why=error.strerror or error)
        todo = _("Bring the key back from its copy, or run 'counter init' where there is no office yet.")
        return wrong(subject, text, todo)
    if mode & 0o077:
        text = _("Others can read {file} (mode {mode}).").format(file=key_file, mode=f"{mode:04o}")
        return wrong(subject, text, f"chmod 600 {key_file}")
    return good(subject, _("Only this account can read {file}.").format(file=key_file))


def check_office(data: Path, key_file: Path) -> tuple[Desk | None, Finding]:
    """The opened office, None where it cannot be opened; the newest event of its ledger is checked."""
    from counter.desk.office.opening import open_desk

    subject = N_("Office file")
    if not (data / "office.db").exists():
        text = _("There is no office in {folder}.").format(folder=data)
        return None, wrong(subject, text, _("'counter init' makes one; --data names another folder."))
    try:
        desk = open_desk(data, key_file=key_file)
    except Problem as problem:
        backups = _("The backups are in {folder}.").format(folder=data / "backups")
        return None, wrong(subject, str(problem), backups)
    return desk, good(
        subject, _("It opens, and its ledger ends as it should: {name}.").format(name=desk.office.name)
    )


def check_file(desk: Desk) -> Finding:
    """Whether every page of the office's file is sound, and whether it still has to meet the centre after a restore."""
    from counter.desk import store_errors
    from db import put_back
    from db.store import integrity

    subject = N_("Pages")
    todo = _("'counter verify --rebuild' writes a new file from the events; the backups are in {folder}.")
    try:
        with store_errors.as_problems():
            damage = integrity.damage(desk.store)
        with desk.read() as connection:
            waits = put_back.waits(connection)
    except Problem as problem:
        return wrong(subject, str(problem), todo.format(folder=desk.store.backups))
    if damage:
        return wrong(subject, "; ".join(damage[:3]), todo.format(folder=desk.store.backups))
    if waits:
        text = _("Every page is sound. A copy was put back: the next intake's numbers skip ahead.")
        return info(
            subject, text, _("Where there is a centre, run 'counter sync --once' before the first intake.")
        )
    return good(subject, _("Every page is sound."))


def check_sqlite() -> Finding:
    """Whether this machine's SQLite is safe for many writers."""
    from db.store.engine import OLDEST_SQLITE, sqlite_version

    subject = "SQLite"
    version, oldest = (".".join(map(str, parts)) for parts in (sqlite_version(), OLDEST_SQLITE))
    if sqlite_version() < OLDEST_SQLITE:
        text = _("Version {version} could damage the office's file.").format(version=version)
        todo = _("Install the packages of requirements.lock anew ({oldest} or later).").format(oldest=oldest)
        return wrong(subject, text, todo)
    return good(subject, _("Version {version}.").format(version=version))


def check_disk(
    data: Path, free: Callable[[Path], int] = lambda path: shutil.disk_usage(path).free
) -> Finding:
    """Whether there is room for the office's file and its backups; ``free`` returns free bytes."""
    subject = N_("Disk")
    here = next(folder for folder in (data, *data.parents) if folder.exists())
    room = free(here)
    text = _("{room} MB free.").format(room=room // (1024 * 1024))
    if room < LEAST_ROOM:
        return wrong(subject, text, _("Make room on the disk of {folder}.").format(folder=here))
    return good(subject, text)


def check_clock(desk: Desk | None, now: datetime | None = None) -> Finding:
    """Whether the machine's clock can be right: by the year, and by the ledger. ``now`` is UTC."""
    from counter.rules.clock import hour_and_date

    subject = N_("Clock")
    now = now or (desk.clock.now() if desk else datetime.now(UTC))
    time = hour_and_date(now)
    set_it = _("Set the machine's clock (and change its battery), or confirm the time when the screens ask.")
    if not FIRST_YEAR <= now.year <= LAST_YEAR:
        return wrong(subject, _("{time} cannot be.").format(time=time), set_it)
    if desk and desk.behind:
        minutes = int(desk.behind.total_seconds() // 60)
        text = _("{time} is {minutes} minutes before the newest entry of the ledger.")
        return wrong(subject, text.format(time=time, minutes=minutes), set_it)
    return good(subject, time)


def check_fonts() -> Finding:
    """Whether the shipped letters can be read, those for receipts and those for A5 pages."""
    from reportlab.pdfbase.ttfonts import TTFError

    from devices.encode.glyphs import glyphs
    from devices.encode.pdf import render_pdf
    from devices.page import Page, Paragraph

    subject = N_("Fonts")
    reinstall = _("Install the program again.")
    try:
        known = glyphs()
        render_pdf(Page(title="", items=(Paragraph(_LETTERS),)))
    except (OSError, ValueError, TTFError) as error:
        return wrong(subject, str(error), reinstall)
    lacking = "".join(letter for letter in _LETTERS + _LETTERS.upper() if letter not in known)
    if lacking:
        return wrong(subject, _("Letters are missing: {letters}.").format(letters=lacking), reinstall)
    return good(subject, _("All Vietnamese letters are there, for receipts and for A5 pages."))
