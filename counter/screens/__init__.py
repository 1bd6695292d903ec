"""The screens, each imported when it is first shown."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from counter.screens.base import CounterScreen

PLACES: dict[str, str] = {
    "first_run": "counter.screens.first_run:FirstRun",
    "sign_in": "counter.screens.sign_in:SignIn",
    "intake": "counter.screens.intake.screen:Intake",
    "returning": "counter.screens.returns.screen:Returns",
    "search": "counter.screens.search:Search",
    "handovers": "counter.screens.handovers.screen:Handovers",
    "register": "counter.screens.register.screen:Register",
    "feedback": "counter.screens.feedback.screen:FeedbackScreen",
    "worklists": "counter.screens.worklists.screen:Worklists",
    "prints": "counter.screens.printing.queue:PrintQueue",
    "shift_log": "counter.screens.shifts.log:ShiftLog",
    "centre": "counter.screens.centre:Centre",
}
"""The modes: screens that stay as they were left, and where their classes are."""

OVERLAYS: dict[str, str] = {
    "help": "counter.screens.help:Help",
    "lock": "counter.screens.lock:Lock",
    "dossier": "counter.screens.dossier.screen:DossierScreen",
    "calibration": "counter.screens.printing.calibration:Calibration",
    "open_shift": "counter.screens.shifts.open_shift:OpenShift",
}
"""Screens that are laid over another, new each time."""


_FIRST_CARD = ("counter.screens.intake.screen", "counter.screens.dossier.screen", "encodings.cp1252")


def prepare() -> None:
    """Import what the first card after a sign-in needs, and read one: not while its keys come in. For a thread."""
    from counter.rules import scan

    for module in _FIRST_CARD:
        import_module(module)
    scan.read("000000000000||Ê|01012000|Nam|Ê|01012020")


def visit(name: str, *arguments: object) -> CounterScreen[Any]:
    """A new screen called ``name``, made from ``arguments``."""
    module, class_name = (PLACES | OVERLAYS)[name].split(":")
    screen: CounterScreen[Any] = getattr(import_module(module), class_name)(*arguments)
    return screen
