"""The devices of a terminal as a technician sees them: whether they can be reached, their answers, what to do."""

from __future__ import annotations

import grp
import os
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from counter.config.account import account_name
from counter.desk.diagnosis.office import Finding, good, info, wrong
from counter.locale import N_, _
from counter.problems import Problem

if TYPE_CHECKING:
    from counter.config.settings import Settings
    from counter.desk.desk import Desk
    from devices.errors import Trouble
    from devices.page_printer import PageFolder, PagePrinter
    from devices.printer import EscposPrinter

_PRINTER: Final = N_("Printer")
_PAGE_PRINTER: Final = N_("Page printer")

LISTEN: Final = 0.2
"""Seconds of reading from a scanner, to see whether its line works."""

_TODO: dict[str, str] = {
    "not-connected": N_("Is it switched on, is the cable in, is the address {url} right?"),
    "no-permission": N_("Let this account use the device {url}."),
    "no-answer": N_("Switch it off and on; check cable, network and speed (baud) of {url}."),
    "offline": N_("Press the printer's FEED or ONLINE button."),
    "cover-open": N_("Close the printer's cover."),
    "paper-out": N_("Put a new roll in and close the cover; waiting slips print by themselves."),
    "cutter": N_("Switch the printer off, free the knife, switch it on."),
    "fault": N_("Switch it off and on; when that does not help, have it looked at."),
    "bad-address": N_("Write the address as in serial:///dev/ttyUSB0?baud=9600 or tcp://192.168.1.50:9100."),
}


def todo(trouble: Trouble, url: str) -> str:
    """Advice for a technician about ``trouble`` of the device at ``url``."""
    return _(_TODO.get(trouble.value, _TODO["fault"])).format(url=url)


def check_node(subject: str, url: str) -> Finding | None:
    """Why this account cannot use the device file of ``url``; None where it can, or where it is no file."""
    parts = urlsplit(url)
    node = Path(unquote(parts.path))
    if parts.scheme not in ("serial", "file"):
        return None
    if not node.exists():
        if parts.scheme == "file" and node.parent.is_dir() and not node.is_relative_to("/dev"):
            return None
        missing = _("There is no {node}.").format(node=node)
        return wrong(subject, missing, _("Plug the device in; see 'ls -l /dev/serial/by-id' for its name."))
    if os.access(node, os.R_OK | os.W_OK):
        return None
    forbidden = _("This account may not use {node}.").format(node=node)
    return wrong(subject, forbidden, _group_command(node))


def _group_command(node: Path) -> str:
    group = str(node.stat().st_gid)
    with suppress(KeyError):
        group = grp.getgrgid(node.stat().st_gid).gr_name
    again = _("then sign in to this machine again")
    return f"sudo usermod -aG {group} {account_name()}; {again}"


def check_printers(settings: Settings, desk: Desk | None) -> list[Finding]:
    """Each printer of the settings, or that there is none."""
    names = list(settings.all_printers)
    if not names:
        set_up = _('To print, write printer = "URL" into counter.toml.')
        return [info(_PRINTER, _("None is set up; slips wait in the queue."), set_up)]
    findings = [(name, check_printer(settings, desk, name)) for name in names]
    if len(names) == 1:
        return [finding for _name, finding in findings]
    return [replace(finding, text=f"{name}: {finding.text}") for name, finding in findings]


def check_printer(settings: Settings, desk: Desk | None, name: str) -> Finding:
    """Whether the printer ``name`` can be reached and answers that it can print.

    While the screens print, they own its line: then the trouble that they stored is shown.
    """
    url = settings.all_printers[name]
    if finding := check_node(_PRINTER, url):
        return finding
    if desk is None:
        return _ask_printer(url, settings.printer_profile)
    from counter.desk.printing.devices import profile_name
    from counter.desk.printing.spool_store import LOCK
    from db.store.lock import OwnerLock

    lock = OwnerLock(desk.store.data / LOCK)
    if not lock.try_own():
        return _stored_trouble(desk, name, url)
    try:
        return _ask_printer(url, profile_name(settings, desk.store.data, name))
    finally:
        lock.release()


def _stored_trouble(desk: Desk, name: str, url: str) -> Finding:
    from counter.desk.printing.labels import TROUBLES
    from counter.desk.printing.spool_store import printer_troubles

    with desk.read() as connection:
        trouble = printer_troubles(connection).get(name)
    if trouble:
        return wrong(_PRINTER, f"{_(TROUBLES[trouble])}.", todo(trouble, url))
    return good(_PRINTER, _("The screens are printing on it, without trouble."))


def _ask_printer(url: str, profile: str) -> Finding:
    from counter.desk.printing.devices import open_printer
    from counter.desk.printing.labels import TROUBLES
    from devices.errors import NothingSent, NotReady, Trouble, UnknownProfile
    from devices.page_printer import PageFolder, PagePrinter
    from devices.printer import EscposPrinter

    try:
        printer = open_printer(url, profile)
    except Problem as problem:
        if isinstance(problem.__cause__, UnknownProfile):
            fit = _(
                "Name a profile that fits in counter.toml, or the .json file that"
                " 'counter print-test --save' writes."
            )
            return wrong(_PRINTER, str(problem), fit)
        return wrong(_PRINTER, str(problem), todo(Trouble.BAD_ADDRESS, url))
    if isinstance(printer, PagePrinter | PageFolder):
        return _page_finding(printer, url)
    if not isinstance(printer, EscposPrinter):
        return good(_PRINTER, _("{url} prints on the screen only.").format(url=url))
    try:
        printer.check()
    except (NotReady, NothingSent) as error:
        return wrong(_PRINTER, f"{_(TROUBLES[error.trouble])}.", todo(error.trouble, url))
    finally:
        printer.close()
    return _answers_finding(printer)


def _page_finding(printer: PagePrinter | PageFolder, url: str) -> Finding:
    from counter.desk.printing.labels import TROUBLES
    from devices.errors import NothingSent
    from devices.page_printer import PageFolder

    try:
        printer.check()
    except NothingSent as error:
        return wrong(_PAGE_PRINTER, f"{_(TROUBLES[error.trouble])}.", todo(error.trouble, url))
    finally:
        printer.close()
    if isinstance(printer, PageFolder):
        return good(_PAGE_PRINTER, _("Pages become files in {url}.").format(url=url))
    return info(_PAGE_PRINTER, _("{url} takes pages; this kind never answers.").format(url=url))


def _answers_finding(printer: EscposPrinter) -> Finding:
    from devices.profile import Status

    url = printer.port.url
    if printer.answered and printer.near_end:
        return info(_PRINTER, _("It answers; the roll is nearly used up."), _("Keep a new roll at hand."))
    if printer.answered:
        return good(_PRINTER, _("It answers; paper, cover and power are in order ({url}).").format(url=url))
    if printer.profile.status is Status.NEVER or not printer.port.two_way:
        return info(_PRINTER, _("{url} can be written to; this kind never answers.").format(url=url))
    return wrong(
        _PRINTER,
        _("{url} can be opened, but nothing answers.").format(url=url),
        _(
            'Check power, cable and baud; if it prints all the same, write "status": "never" into its profile.'
        ),
    )


def check_display(settings: Settings) -> Finding:
    """Whether the customer display takes its text; it shows its idle text then."""
    from counter.desk.printing.devices import line_of, open_display, open_printer
    from counter.desk.printing.labels import display_trouble

    subject, url = N_("Display"), settings.display
    if not url:
        return info(subject, _("None is set up."))
    if finding := check_node(subject, url):
        return finding
    try:
        printer = (
            open_printer(settings.printer_url, settings.printer_profile)
            if url.startswith("printer:")
            else None
        )
        display = open_display(url, idle=settings.display_idle, shared=line_of(printer))
    except Problem as problem:
        return wrong(subject, str(problem), _(_TODO["bad-address"]))
    assert display is not None
    display.show_idle()
    display.close(dark=False)
    if display.trouble is None:
        return good(subject, _("It takes what it is sent ({url}).").format(url=url))
    return _trouble_finding(subject, display.trouble, display_trouble(display.trouble), url)


def check_scanner(settings: Settings) -> Finding:
    """Whether the scanner's line can be opened; a keyboard scanner needs none."""
    from counter.desk.printing.devices import open_scanner
    from counter.desk.printing.labels import scanner_trouble

    subject, url = N_("Scanner"), settings.scanner
    if not url:
        return info(subject, _("None on a line of its own; a keyboard scanner needs no setting."))
    if finding := check_node(subject, url):
        return finding
    try:
        scanner = open_scanner(url)
    except Problem as problem:
        return wrong(subject, str(problem), _(_TODO["bad-address"]).format(url=url))
    assert scanner is not None
    list(scanner.scans(LISTEN))
    scanner.close()
    if scanner.trouble is None:
        return good(subject, _("Its line is open ({url}).").format(url=url))
    return _trouble_finding(subject, scanner.trouble, scanner_trouble(scanner.trouble), url)


def _trouble_finding(subject: str, trouble: Trouble, sentence: str, url: str) -> Finding:
    if trouble.value == "in-use":
        advice = _("Another program has it, most likely the screens; close them to try it.")
        return info(subject, f"{sentence}.", advice)
    return wrong(subject, f"{sentence}.", todo(trouble, url))
