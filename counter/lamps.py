"""The lamps of the status line: how centre, printer, display and scanner are, in words for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter.locale import N_, _
from counter.widgets.status import Lamp, Light

if TYPE_CHECKING:
    from counter.attached import Ends
    from counter.background import Report
    from counter.fitting import Misfit


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
