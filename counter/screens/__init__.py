"""One file a screen, imported when it is first visited."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from counter.widgets.screen import CounterScreen

PLACES: dict[str, str] = {
    "sign_in": "counter.screens.sign_in:SignIn",
    "intake": "counter.screens.intake:Intake",
    "returning": "counter.screens.returning:Returning",
    "search": "counter.screens.search:Search",
    "prints": "counter.screens.prints:Prints",
    "shift_log": "counter.screens.shift_log:ShiftLog",
}
"""The modes: screens that stay as they were left, and where their classes are."""

OVERLAYS: dict[str, str] = {
    "help": "counter.screens.help:Help",
    "lock": "counter.screens.lock:Lock",
    "dossier": "counter.screens.dossier:DossierScreen",
}
"""Screens that are laid over another, new each time."""


def visit(name: str, *arguments: object) -> CounterScreen[Any]:
    """A new screen called ``name``, made from ``arguments``."""
    module, class_name = (PLACES | OVERLAYS)[name].split(":")
    made: CounterScreen[Any] = getattr(import_module(module), class_name)(*arguments)
    return made


_SCANS: dict[str, str] = {
    "IdentityCard": "intake",
    "HealthCard": "intake",
    "BareNumber": "intake",
    "DossierScan": "search",
    "TaxNumber": "search",
}
"""The mode that takes each kind of scan (classes of ``counter.rules.scan``) when the screen in front does not."""


def place_of_scan(text: str) -> str | None:
    """The mode for what a scanner read; None for what nobody takes."""
    from counter.rules import scan

    return _SCANS.get(type(scan.read(text)).__name__)
