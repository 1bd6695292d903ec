"""The lamps of the status line: how centre, printer, display and scanner are, in words for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter.locale import N_, _
from counter.widgets.status import Lamp, Light

if TYPE_CHECKING:
    from datetime import datetime

    from counter.attached import Ends
    from counter.background import Report
    from counter.desk.centre import Link
    from counter.fitting import Misfit


def centre_lamp(link: Link | None, now: datetime) -> Lamp | None:
    """What the centre has, or for how long it could not be reached; None where the office has none."""
    if link is None:
        return None
    from counter.desk.centre_words import reach

    return Lamp(reach(link, now), Light.OFF if link.is_offline else Light.GOOD)


def centre_trouble_lamp(link: Link | None) -> Lamp | None:
    """What somebody has to see to between office and centre; None where there is nothing."""
    if link is None:
        return None
    from counter.desk.centre_words import trouble

    said = trouble(link)
    return Lamp(said, Light.BAD) if said else None


def stuck_lamp(why: str) -> Lamp:
    """That this host does not go to the centre, and why."""
    return Lamp(_("No way to the centre: {why}").format(why=why.rstrip(".")), Light.BAD)


def printer_lamp(report: Report) -> Lamp:
    """The truth about the printer, the most pressing first."""
    queue = report.queue
    if report.broken:
        return Lamp(_("The office file does not answer"), Light.BAD)
    waits = _("{count} waiting to print").format(count=queue.waiting) if queue.waiting else ""
    if queue.unsure:
        return Lamp(_("Unsure whether printed: {count}").format(count=queue.unsure), Light.BAD)
    if queue.failed:
        return Lamp(_("Could not be printed: {count}").format(count=queue.failed), Light.BAD)
    if not report.has_printer:
        return Lamp(", ".join(filter(None, (_("No printer"), waits))), Light.OFF)
    if queue.trouble:
        from counter.desk.device_words import TROUBLES

        return Lamp(", ".join(filter(None, (_(TROUBLES[queue.trouble]), waits))), Light.BAD)
    return Lamp(waits or _("Printer ready"), Light.GOOD)


def misfit_lamp(misfit: Misfit) -> Lamp:
    """That a device was left out, and which."""
    names = {"printer": N_("printer"), "display": N_("display"), "scanner": N_("scanner")}
    told = ", ".join(_(names[device]) for device in misfit.devices)
    return Lamp(_("Wrong settings: {devices}").format(devices=told), Light.BAD)


def display_lamp(ends: Ends) -> Lamp | None:
    """What the citizen reads, or why they cannot; None without a display."""
    if ends.shown is None:
        return None
    if ends.display:
        from counter.desk.device_words import display_trouble

        return Lamp(display_trouble(ends.display), Light.BAD)
    shown = " / ".join(line.strip() for line in ends.shown if line.strip())
    return Lamp(_("Display: {text}").format(text=shown or "–"), Light.GOOD if shown else Light.OFF)


def scanner_lamp(ends: Ends) -> Lamp | None:
    """Why the scanner does not read; None while it does, or without one."""
    if ends.scanner is None:
        return None
    from counter.desk.device_words import scanner_trouble

    return Lamp(scanner_trouble(ends.scanner), Light.BAD)
