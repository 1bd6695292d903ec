"""Settings in which a device is wrong: that device is left out and named, and the rest of the office works."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import ValidationError

from counter.config.settings import Settings, problem_of, validated, written
from counter.problems import Problem

T = TypeVar("T")

DeviceKind = Literal["printer", "page-printer", "display", "scanner"]

_SETTINGS: dict[DeviceKind, tuple[str, ...]] = {
    "printer": ("printer", "printer_profile"),
    "page-printer": ("page_printer", "page_copies"),
    "display": ("display", "display_idle"),
    "scanner": ("scanner", "scanner_gap"),
}
"""The settings of this terminal's own devices; ``printers`` are the office's."""

_OWN_PRINTERS = ("printer", "page_printer")
"""Settings that may name one of ``printers``."""


@dataclass(frozen=True, slots=True)
class WrongDevice:
    """A device that was left out, and why. ``name`` is a printer's in ``[printers]``, else empty."""

    kind: DeviceKind
    problem: Problem
    name: str = ""


@dataclass
class WrongDevices:
    """The devices that were left out, each once, in the order in which they were tried."""

    devices: list[WrongDevice] = field(default_factory=list)

    def open(self, kind: DeviceKind, open_device: Callable[[], T], name: str = "") -> T | None:
        """What ``open_device`` opens; None where that raises a ``Problem``, which is noted."""
        try:
            return open_device()
        except Problem as problem:
            self.add(kind, problem, name)
            return None

    def add(self, kind: DeviceKind, problem: Problem, name: str = "") -> None:
        """Note that a device is left out because of ``problem``; only the first problem of each counts."""
        if not any((wrong.kind, wrong.name) == (kind, name) for wrong in self.devices):
            self.devices.append(WrongDevice(kind, problem, name))


@dataclass(frozen=True)
class TolerantSettings:
    """``settings`` without the devices in ``wrong``."""

    settings: Settings
    wrong: WrongDevices


def load_tolerant(data: Path) -> TolerantSettings:
    """The settings for the office in ``data``, without the settings of devices that are wrong.

    Raises ``Problem`` where another setting is wrong.
    """
    values, wrong = written(data), WrongDevices()
    while True:
        try:
            return TolerantSettings(validated(values), wrong)
        except ValidationError as error:
            _leave_out(values, error, wrong)


def _leave_out(values: dict[str, Any], error: ValidationError, wrong: WrongDevices) -> None:
    """Take the devices that ``error`` names out of ``values``. Raises ``Problem`` for another setting.

    Each printer of ``[printers]`` counts for itself. This terminal's ``printer`` may be one of them: then it is wrong
    only as long as they are, and is looked at again without them.
    """
    places = [tuple(map(str, detail["loc"])) for detail in error.errors()]
    kinds = [_kind(place[0]) for place in places]
    if None in kinds:
        raise problem_of(error, kinds.index(None)) from error
    in_printers = any(place[0] == "printers" for place in places)
    for index, (place, kind) in enumerate(zip(places, kinds, strict=True)):
        if kind is None or (in_printers and place[0] in _OWN_PRINTERS):
            continue
        problem = problem_of(error, index)
        match place:
            case ("printers", name, *_):
                printers = values["printers"]
                values["printers"] = {key: url for key, url in printers.items() if key != name}
                for own in _OWN_PRINTERS:
                    if values.get(own) == name:
                        del values[own]
                wrong.add("printer", problem, name)
            case ("printers",):
                del values["printers"]
                wrong.add("printer", problem)
            case _:
                for setting in _SETTINGS[kind]:
                    values.pop(setting, None)
                wrong.add(kind, problem)


def _kind(setting: str) -> DeviceKind | None:
    """The kind of device that ``setting`` is about; None for a setting of no device."""
    if setting == "printers":
        return "printer"
    return next((kind for kind, settings in _SETTINGS.items() if setting in settings), None)
