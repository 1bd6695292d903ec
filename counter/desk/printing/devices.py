"""The devices that the settings name, opened by their URL."""

from __future__ import annotations

import re
from contextlib import nullcontext
from typing import TYPE_CHECKING

from counter.desk.printing.faults import wrong_device, wrong_profile
from counter.locale import _
from devices.errors import UnknownProfile

if TYPE_CHECKING:
    from pathlib import Path

    from counter.config.settings import Settings
    from devices.displays.display import CustomerDisplay, Turn
    from devices.ports.base import Port
    from devices.scanner import Scanner
    from devices.spool import Printer
    from devices.virtual.display import VirtualDisplay

_NO_FILE_NAME = re.compile(r"[^\w.-]+")


def open_printer(url: str, profile: str = "", name: str = "") -> Printer | None:
    """The printer at ``url``; None where the settings name none. Raises ``Problem`` for one that cannot be driven.

    ``profile`` is the name of its profile, empty for a generic printer of 80 mm; ``name`` is what jobs are addressed
    to, empty for its URL. Nothing is sent yet.
    """
    if not url:
        return None
    from devices.errors import DeviceError
    from devices.printer import open_printer as at_address
    from devices.profile import PROFILES
    from devices.profile import profile as profile_called

    try:
        return at_address(name or url, url, profile_called(profile) if profile else PROFILES["generic-80"])
    except UnknownProfile as error:
        raise wrong_profile(error, name or url) from error
    except DeviceError as error:
        raise wrong_device(url, error) from error


def profile_file(settings: Settings, data: Path, name: str) -> Path:
    """The file of the calibrated profile of the printer ``name``, beside ``counter.toml``."""
    if name == settings.printer and settings.printer_profile.endswith(".json"):
        return data / settings.printer_profile
    return data / f"printer-{_NO_FILE_NAME.sub('-', name).strip('-') or 'default'}.json"


def profile_name(settings: Settings, data: Path, name: str) -> str:
    """The profile of the printer ``name``: its calibrated one, else that of the settings."""
    kept = profile_file(settings, data, name)
    if kept.exists():
        return str(kept)
    return settings.printer_profile if name == settings.printer else ""


def line_of(printer: Printer | None) -> Port | None:
    """The line of ``printer``, for a display that shares it; None where there is none."""
    from devices.printer import EscposPrinter

    return printer.port if isinstance(printer, EscposPrinter) else None


def open_display(
    url: str, *, idle: tuple[str, ...] = (), shared: Port | None = None, turn: Turn = nullcontext
) -> CustomerDisplay | VirtualDisplay | None:
    """The display at ``url``; None where the settings name none. Raises ``Problem`` for one that cannot be driven.

    ``idle`` are its lines while nobody is called; ``shared`` is the printer's line, used in ``turn``.
    """
    if not url:
        return None
    from devices.displays.display import DisplayTexts
    from devices.displays.display import open_display as at_address
    from devices.errors import DeviceError

    upper, lower = (*idle, "", "")[:2]
    texts = DisplayTexts((_("Number {number}"), _("to counter {counter}")), (upper, lower))
    try:
        return at_address(url, texts=texts, shared=shared, turn=turn)
    except DeviceError as error:
        raise wrong_device(url, error) from error


def open_scanner(url: str, prefix: str = "", suffix: str = "") -> Scanner | None:
    """The scanner at ``url``; None where the settings name none. Raises ``Problem`` for one that cannot be driven."""
    if not url:
        return None
    from devices.errors import DeviceError
    from devices.scanner import open_scanner as at_address

    try:
        return at_address(url, prefix, suffix)
    except DeviceError as error:
        raise wrong_device(url, error) from error
