"""Settings of devices that do not fit are left out and told: a wrong printer keeps nobody from working."""

from __future__ import annotations

from collections.abc import Callable, Collection
from itertools import chain, combinations
from pathlib import Path
from typing import TypeVar

from counter.config.settings import Settings, load
from counter.config.start import read_unchecked
from counter.problems import Problem

T = TypeVar("T")

DEVICES = {
    "printer": ("printer", "printer_profile", "printers"),
    "display": ("display", "display_idle"),
    "scanner": ("scanner",),
}
"""The settings of each device."""


class WrongSettings(Problem):
    """What is wrong with the settings of ``devices``, which were left out."""

    def __init__(self, problem: Problem, devices: tuple[str, ...]) -> None:
        super().__init__(problem.message)
        self.values, self.devices = problem.values, devices


def tolerant(data: Path, attempt: Callable[[Settings], T]) -> tuple[T, WrongSettings | None]:
    """What ``attempt`` makes of the settings in ``data``, without the devices whose settings are wrong.

    Raises ``Problem`` where something else is wrong.
    """
    try:
        return attempt(load(data)), None
    except Problem as problem:
        wrong = problem
    for devices in chain.from_iterable(combinations(DEVICES, count) for count in (1, 2, 3)):
        try:
            found = attempt(_without(data, devices))
        except (Problem, ValueError):
            continue
        return found, WrongSettings(wrong, devices)
    raise wrong


def _without(data: Path, devices: Collection[str]) -> Settings:
    """The settings without those of ``devices``. Raises ValueError where the rest is wrong too."""
    left_out = {name for device in devices for name in DEVICES[device]}
    values = {name: value for name, value in read_unchecked(data).items() if name not in left_out}
    if isinstance(key := values.get("key_file"), str):
        values["key_file"] = data / key
    return Settings(**values)  # type: ignore[arg-type]
