"""Commands that try the devices of a terminal."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from counter.commandline.common.options import common_options
from counter.commandline.common.output import print_json, print_lines
from counter.locale import N_, _
from counter.problems import Problem

if TYPE_CHECKING:
    from devices.displays.display import CustomerDisplay
    from devices.virtual.display import VirtualDisplay

LISTEN = 0.2
"""Seconds in which the other end of a line may still hang up, before the call counts as sent."""

display_app = typer.Typer(help=_("Try a customer display."))


@dataclass(frozen=True, slots=True)
class Called:
    """What was sent to the display at ``device``; ``answered`` tells whether it said that it shows it."""

    device: str
    number: str
    counter: int
    lines: tuple[str, str]
    answered: bool


@display_app.callback()
def display() -> None:
    """Try a customer display."""


@display_app.command("show", help=_("Call a ticket on a customer display, to see whether it works."))
def display_show(
    context: typer.Context,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help=_("The ticket, such as A042."))],
    counter: Annotated[int, typer.Option(min=1, max=99, help=_("The counter that it is called to."))] = 1,
    to: Annotated[
        str,
        typer.Option(metavar="URL", help=_("The display as a URL; default: the one of the settings.")),
    ] = "",
) -> None:
    """Call a ticket, as the screens would; it stays on the display."""
    from counter.config.settings import load
    from counter.desk.printing.devices import line_of, open_display, open_printer
    from counter.desk.printing.labels import display_trouble

    options = common_options(context)
    settings = load(options.folder)
    url = to or settings.display
    printer = (
        open_printer(settings.printer_url, settings.printer_profile) if url.startswith("printer:") else None
    )
    device = open_display(url, shared=line_of(printer))
    if device is None:
        raise Problem(N_("No display is set up: give its URL with --to."))
    _call(device, number, counter)
    if device.trouble:
        raise Problem(N_("{device}: {trouble}."), device=url, trouble=display_trouble(device.trouble))
    if device.hung_up:
        raise Problem(
            N_("{device}: the other end closed the line while {number} was sent."), device=url, number=number
        )
    if options.as_json:
        print_json(Called(url, number, counter, device.lines, device.answers))
        return
    shown = _("{device} shows {number}.")
    sent = _("{number} was sent to {device}; this kind of display never answers: look whether it is there.")
    print_lines((shown if device.answers else sent).format(device=url, number=number))


def _call(display: CustomerDisplay | VirtualDisplay, number: str, counter: int) -> None:
    """Call ``number``, and stay until it has blinked."""
    try:
        display.call(number, counter)
        while display.blinking:
            time.sleep(display.refresh())
        time.sleep(0 if display.answers else LISTEN)
    finally:
        display.close(dark=False)
