"""The indicators of the status line: how centre, printer, display and scanner are, in words for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter.locale import N_, _
from counter.widgets.status import Indicator, Light

if TYPE_CHECKING:
    from datetime import datetime

    from counter.config.tolerant import WrongDevices
    from counter.desk.centre.status import CentreLink
    from counter.services.peripherals import PeripheralStates
    from counter.services.print_service import PrintReport


def centre_indicator(link: CentreLink | None, now: datetime) -> Indicator | None:
    """Until when the centre has everything, or since when it cannot be reached; None where the office has none."""
    if link is None:
        return None
    from counter.desk.centre.labels import reach

    return Indicator(reach(link, now), Light.OFF if link.is_offline else Light.GOOD)


def centre_trouble_indicator(link: CentreLink | None) -> Indicator | None:
    """What a person has to settle between office and centre; None where there is nothing."""
    if link is None:
        return None
    from counter.desk.centre.labels import trouble

    text = trouble(link)
    return Indicator(text, Light.BAD) if text else None


def no_connection_indicator(why: str) -> Indicator:
    """That this host does not sync with the centre, and why."""
    return Indicator(_("No way to the centre: {why}").format(why=why.rstrip(".")), Light.BAD)


def printer_indicator(report: PrintReport) -> Indicator:
    """What most needs attention about the printer and its queue."""
    queue = report.queue
    if report.broken:
        return Indicator(_("The office file does not answer"), Light.BAD)
    if report.is_read_only:
        return Indicator(_("The disk is read-only"), Light.BAD)
    waiting = _("{count} waiting to print").format(count=queue.waiting) if queue.waiting else ""
    if queue.unsure:
        return Indicator(_("Unsure whether printed: {count}").format(count=queue.unsure), Light.BAD)
    if queue.failed:
        return Indicator(_("Could not be printed: {count}").format(count=queue.failed), Light.BAD)
    if not report.printers:
        return Indicator(", ".join(filter(None, (_("No printer"), waiting))), Light.OFF)
    if queue.troubles:
        from counter.desk.printing.labels import printer_trouble

        several = report.printers > 1
        troubles = [printer_trouble(name, trouble, named=several) for name, trouble in queue.troubles.items()]
        return Indicator(", ".join(filter(None, (*troubles, waiting))), Light.BAD)
    return Indicator(waiting or _("Printer ready"), Light.GOOD)


def settings_indicator(wrong: WrongDevices) -> Indicator:
    """That devices were left out, and which; a printer of ``[printers]`` has its name."""
    names = {
        "printer": N_("printer"),
        "page-printer": N_("page printer"),
        "display": N_("display"),
        "scanner": N_("scanner"),
    }
    kinds = list(names)
    in_order = sorted(wrong.devices, key=lambda device: kinds.index(device.kind))
    devices = ", ".join(f"{_(names[device.kind])} {device.name}".rstrip() for device in in_order)
    return Indicator(_("Wrong settings: {devices}").format(devices=devices), Light.BAD)


def display_indicator(states: PeripheralStates) -> Indicator | None:
    """What the citizen reads, or why they cannot; None without a display."""
    if states.shown is None:
        return None
    if states.display:
        from counter.desk.printing.labels import display_trouble

        return Indicator(display_trouble(states.display), Light.BAD)
    shown = " / ".join(line.strip() for line in states.shown if line.strip())
    return Indicator(_("Display: {text}").format(text=shown or "–"), Light.GOOD if shown else Light.OFF)


def scanner_indicator(states: PeripheralStates) -> Indicator | None:
    """Why the scanner does not read; None while it does, or without one."""
    if states.scanner is None:
        return None
    from counter.desk.printing.labels import scanner_trouble

    return Indicator(scanner_trouble(states.scanner), Light.BAD)
