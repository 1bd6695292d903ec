"""The lamps of the status line: how centre, printer, display and scanner are, in words for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter.locale import N_, _
from counter.widgets.status import Indicator, Light

if TYPE_CHECKING:
    from datetime import datetime

    from counter.config.tolerant import WrongSettings
    from counter.desk.centre.status import CentreLink
    from counter.services.peripherals import PeripheralStates
    from counter.services.print_service import PrintReport


def centre_indicator(link: CentreLink | None, now: datetime) -> Indicator | None:
    """What the centre has, or for how long it could not be reached; None where the office has none."""
    if link is None:
        return None
    from counter.desk.centre.labels import reach

    return Indicator(reach(link, now), Light.OFF if link.is_offline else Light.GOOD)


def centre_trouble_indicator(link: CentreLink | None) -> Indicator | None:
    """What somebody has to see to between office and centre; None where there is nothing."""
    if link is None:
        return None
    from counter.desk.centre.labels import trouble

    said = trouble(link)
    return Indicator(said, Light.BAD) if said else None


def no_connection_indicator(why: str) -> Indicator:
    """That this host does not go to the centre, and why."""
    return Indicator(_("No way to the centre: {why}").format(why=why.rstrip(".")), Light.BAD)


def printer_indicator(report: PrintReport) -> Indicator:
    """The truth about the printer, the most pressing first."""
    queue = report.queue
    if report.broken:
        return Indicator(_("The office file does not answer"), Light.BAD)
    waits = _("{count} waiting to print").format(count=queue.waiting) if queue.waiting else ""
    if queue.unsure:
        return Indicator(_("Unsure whether printed: {count}").format(count=queue.unsure), Light.BAD)
    if queue.failed:
        return Indicator(_("Could not be printed: {count}").format(count=queue.failed), Light.BAD)
    if not report.printers:
        return Indicator(", ".join(filter(None, (_("No printer"), waits))), Light.OFF)
    if queue.troubles:
        from counter.desk.printing.labels import printer_trouble

        several = report.printers > 1
        troubles = [printer_trouble(name, trouble, named=several) for name, trouble in queue.troubles.items()]
        return Indicator(", ".join(filter(None, (*troubles, waits))), Light.BAD)
    return Indicator(waits or _("Printer ready"), Light.GOOD)


def settings_indicator(misfit: WrongSettings) -> Indicator:
    """That a device was left out, and which."""
    names = {"printer": N_("printer"), "display": N_("display"), "scanner": N_("scanner")}
    told = ", ".join(_(names[device]) for device in misfit.devices)
    return Indicator(_("Wrong settings: {devices}").format(devices=told), Light.BAD)


def display_indicator(ends: PeripheralStates) -> Indicator | None:
    """What the citizen reads, or why they cannot; None without a display."""
    if ends.shown is None:
        return None
    if ends.display:
        from counter.desk.printing.labels import display_trouble

        return Indicator(display_trouble(ends.display), Light.BAD)
    shown = " / ".join(line.strip() for line in ends.shown if line.strip())
    return Indicator(_("Display: {text}").format(text=shown or "–"), Light.GOOD if shown else Light.OFF)


def scanner_indicator(ends: PeripheralStates) -> Indicator | None:
    """Why the scanner does not read; None while it does, or without one."""
    if ends.scanner is None:
        return None
    from counter.desk.printing.labels import scanner_trouble

    return Indicator(scanner_trouble(ends.scanner), Light.BAD)
