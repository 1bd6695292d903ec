"""The test print of a printer, and the profile that a person's answer makes of it, kept beside ``counter.toml``."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from counter.desk.printing.devices import profile_file, profile_name
from counter.locale import N_
from counter.problems import Problem
from db import host
from devices.calibration import Candidate, calibrated, candidates, numbers
from devices.errors import Trouble
from devices.profile import PROFILES, Profile, UnknownProfile, profile

if TYPE_CHECKING:
    from pathlib import Path

    from counter.config.settings import Settings
    from counter.desk.desk import Desk
    from db.store.engine import Store

_TEST, _CALIBRATED = "printer_test", "printer_calibrated"
_NUMBERS = re.compile(r"[\d\s,;.]*")


class TestPrint(StrEnum):
    """How far a test print is."""

    __test__ = False
    WANTED = "wanted"
    PRINTING = "printing"
    PRINTED = "printed"


@dataclass(frozen=True, slots=True)
class ToCalibrate:
    """A printer of the settings, and the numbered ways that its test print shows, barcode and QR code last."""

    name: str
    profile: Profile
    ways: tuple[Candidate, ...]
    codes: tuple[int, int]


class TestPrints:
    """What the process that prints has to do about test prints in the office of ``store``."""

    __test__ = False

    def __init__(self, store: Store) -> None:
        self._store = store

    def take(self) -> str:
        """The printer that a test print is wanted of, or empty; from now on it counts as being printed."""
        with self._store.read() as connection:
            state, _colon, name = host.get(connection, _TEST).partition(":")
        if state != TestPrint.WANTED:
            return ""
        self._tell(TestPrint.PRINTING)
        return name

    def done(self, trouble: Trouble | None) -> None:
        """It is on the paper, or ``trouble`` kept it from there."""
        self._tell(trouble or TestPrint.PRINTED)

    def _tell(self, said: StrEnum) -> None:
        with self._store.write() as connection:
            host.put(connection, _TEST, said.value)


def printers(desk: Desk) -> list[str]:
    """The names of the printers that the settings know, this terminal's own first."""
    return list(_settings(desk).all_printers)


def to_calibrate(desk: Desk, name: str) -> ToCalibrate:
    """The printer ``name`` as it is set up now; a profile that cannot be read is taken for the generic one."""
    settings = _settings(desk)
    if name not in settings.all_printers:
        raise Problem(N_("No printer is set up."))
    base = profile_of(settings, desk.store.data, name)
    return ToCalibrate(name, base, candidates(base), numbers(base))


def profile_of(settings: Settings, data: Path, name: str) -> Profile:
    """The profile that the printer ``name`` goes by, the generic one where it cannot be read."""
    try:
        return profile(profile_name(settings, data, name) or "generic-80")
    except UnknownProfile:
        return PROFILES["generic-80"]


def want_test(desk: Desk, name: str) -> None:
    """Let the process that prints make a test print on the printer ``name``."""
    desk.require()
    to_calibrate(desk, name)
    with desk.write() as connection:
        host.put(connection, _TEST, f"{TestPrint.WANTED}:{name}")


def state_of_test(desk: Desk) -> TestPrint | Trouble | None:
    """How far the last test print is, or what kept it from the paper; None where there was none."""
    with desk.read() as connection:
        said = host.get(connection, _TEST).partition(":")[0]
    if said in set(TestPrint):
        return TestPrint(said)
    return Trouble(said) if said in set(Trouble) else None


def keep(desk: Desk, name: str, right: str) -> Profile:
    """Keep the profile of the printer ``name`` by the numbers that read ``right``; it prints by it from then on.

    Raises ``Problem`` at the field ``right`` for what are not numbers of the test print, or none at all.
    """
    desk.require()
    base = to_calibrate(desk, name).profile
    wanted = {int(number) for number in re.findall(r"\d+", right)}
    if not wanted or not _NUMBERS.fullmatch(right):
        raise Problem(N_("Type the numbers that read right, as in 1, 5, 7."), field="right")
    try:
        found = calibrated(base, wanted)
    except ValueError as error:
        raise Problem(N_("'{text}' are not numbers of the test print."), field="right", text=right) from error
    file = profile_file(_settings(desk), desk.store.data, name)
    partial = file.with_name(f"{file.name}.partial")
    partial.write_text(json.dumps(found.to_mapping(), indent=2) + "\n", "utf-8")
    partial.replace(file)
    with desk.write() as connection:  # the process that prints sees that something changed, and reads it
        host.put(connection, _CALIBRATED, desk.clock.now().isoformat())
    return found


def _settings(desk: Desk) -> Settings:
    from counter.config.settings import load

    return load(desk.store.data)
