"""Calibration slips, and the profiles that a person's answers make of them, kept beside ``counter.toml``."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from counter.desk.library_errors import of_system
from counter.desk.printing.devices import profile_file, profile_name
from counter.desk.printing.faults import wrong_profile
from counter.locale import N_
from counter.problems import Problem
from db import host
from devices.calibration import Candidate, calibrated, candidates, numbers
from devices.errors import Trouble
from devices.profile import Profile, UnknownProfile, profile

if TYPE_CHECKING:
    from pathlib import Path

    from counter.config.settings import Settings
    from counter.desk.desk import Desk
    from db.store.engine import Store

_TEST, _CALIBRATED = "printer_test", "printer_calibrated"
_NUMBERS = re.compile(r"[\d\s,;.]*")


class CalibrationState(StrEnum):
    """How far a calibration slip is; ``SENT`` where no answer tells whether it came out."""

    REQUESTED = "wanted"
    PRINTING = "printing"
    PRINTED = "printed"
    SENT = "sent"


@dataclass(frozen=True, slots=True)
class PrinterSetup:
    """A printer of the settings, and the numbered parts of its calibration slip.

    ``codes`` are barcode and QR code; none where the printer has neither.
    """

    name: str
    profile: Profile
    candidates: tuple[Candidate, ...]
    codes: tuple[int, ...]


class CalibrationRequests:
    """The requests for calibration slips, for the process that prints in the office of ``store``."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def take(self) -> str:
        """The printer that a slip is requested of, or empty; from now on the slip counts as being printed."""
        with self._store.read() as connection:
            state, _colon, name = host.get(connection, _TEST).partition(":")
        if state != CalibrationState.REQUESTED:
            return ""
        self._store_state(CalibrationState.PRINTING)
        return name

    def finish(self, result: CalibrationState | Trouble) -> None:
        """Note that the slip was printed or sent, or the trouble that prevented it."""
        self._store_state(result)

    def _store_state(self, state: StrEnum) -> None:
        with self._store.write() as connection:
            host.put(connection, _TEST, state.value)


def printers(desk: Desk) -> list[str]:
    """The names of the receipt printers in the settings, this terminal's own first."""
    return list(_settings(desk).receipt_printers)


def page_printers(desk: Desk) -> list[str]:
    """The names of the page printers in the settings, this terminal's own first."""
    return list(_settings(desk).page_printers)


def printer_setup(desk: Desk, name: str) -> PrinterSetup:
    """How the printer ``name`` is set up now.

    Raises ``Problem`` where the settings have none of that name, or its profile cannot be used.
    """
    settings = _settings(desk)
    if name not in settings.receipt_printers:
        raise Problem(N_("No printer is set up."))
    try:
        base = profile_of(settings, desk.store.data, name)
    except UnknownProfile as error:
        raise wrong_profile(error, name) from error
    return PrinterSetup(name, base, candidates(base), numbers(base))


def profile_of(settings: Settings, data: Path, name: str) -> Profile:
    """The profile of the printer ``name``, the generic one where its file is still to be written.

    Raises ``UnknownProfile`` for one that cannot be used.
    """
    known = profile_name(settings, data, name)
    is_new = known.endswith(".json") and not profile_file(settings, data, name).exists()
    return profile("generic-80" if is_new or not known else known)


def request_calibration(desk: Desk, name: str) -> None:
    """Let the process that prints make a calibration slip on the printer ``name``."""
    desk.require()
    printer_setup(desk, name)
    with desk.write() as connection:
        host.put(connection, _TEST, f"{CalibrationState.REQUESTED}:{name}")


def calibration_state(desk: Desk) -> CalibrationState | Trouble | None:
    """How far the last calibration slip is, or the trouble that prevented it; None where there was none."""
    with desk.read() as connection:
        state = host.get(connection, _TEST).partition(":")[0]
    if state in set(CalibrationState):
        return CalibrationState(state)
    return Trouble(state) if state in set(Trouble) else None


def save_profile(desk: Desk, name: str, right: str) -> Profile:
    """Save the profile of the printer ``name`` by the numbers that read ``right``; it prints by it from then on.

    Raises ``Problem`` at the field ``right`` for what are not numbers of the calibration slip, or none at all, and
    where the disk takes no file.
    """
    desk.require()
    base = printer_setup(desk, name).profile
    chosen = {int(number) for number in re.findall(r"\d+", right)}
    if not chosen or not _NUMBERS.fullmatch(right):
        raise Problem(N_("Type the numbers that read right, as in 1, 5, 7."), field="right")
    try:
        result = calibrated(base, chosen)
    except ValueError as error:
        raise Problem(N_("'{text}' are not numbers of the test print."), field="right", text=right) from error
    file = profile_file(_settings(desk), desk.store.data, name)
    partial = file.with_name(f"{file.name}.partial")
    try:
        partial.write_text(json.dumps(result.to_mapping(), indent=2) + "\n", "utf-8")
        partial.replace(file)
    except OSError as error:
        raise of_system(error) from error
    with desk.write() as connection:  # the process that prints notices the commit, and reads the profile
        host.put(connection, _CALIBRATED, desk.clock.now().isoformat())
    return result


def _settings(desk: Desk) -> Settings:
    from counter.config.settings import load

    return load(desk.store.data)
