"""Commands about paper: a slip in every form that it can have, and the test print that finds a printer's profile."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from counter.commandline.common.options import common_options, staffed_desk
from counter.commandline.common.output import print_json, print_lines
from counter.locale import N_, _
from counter.problems import Problem
from counter.rules.text import clean

if TYPE_CHECKING:
    from devices.profile import Profile

PrinterProfile = Annotated[
    str,
    typer.Option(
        "--profile", metavar="NAME|FILE", help=_("What the printer can do; empty: 80 mm, any printer.")
    ),
]
Strategy = Literal["tcvn3", "viscii", "downloaded", "raster", "ascii"]


def slip(
    context: typer.Context,
    code: Annotated[
        str, typer.Argument(help=_("Code of the dossier, or its id where several share a code."))
    ],
    form: Annotated[str, typer.Option(help=_("01, or return for the receipt of a result."))] = "01",
    as_: Annotated[
        Literal["text", "json", "escpos", "png", "pdf"],
        typer.Option("--as", help=_("text, json, escpos (a printer's bytes), png or pdf (A5).")),
    ] = "text",
    columns: Annotated[int, typer.Option(min=0, max=132, help=_("Width of the paper in letters."))] = 0,
    strategy: Annotated[
        Strategy | None, typer.Option(help=_("How Vietnamese letters reach the paper."))
    ] = None,
    profile: PrinterProfile = "",
    out: Annotated[Path | None, typer.Option(metavar="FILE", help=_("Write it into this file."))] = None,
) -> None:
    """Show a slip as it would be printed; numbers of people are masked."""
    from counter.desk.dossiers.queries import by_code
    from counter.desk.printing.queue import slip_of
    from devices.encode.render import render

    options = common_options(context)
    abilities = _profile(profile, strategy, columns)
    binary = as_ not in {"text", "json"}
    if out is None and binary and (options.as_json or sys.stdout.isatty()):
        raise Problem(N_("Bytes are not for a terminal: name a file with --out."), field="out")
    with staffed_desk(options) as desk:
        document = slip_of(desk, by_code(desk, clean(code)).id, form, mask=True)
    output = render(document, as_, abilities)
    if out is not None:
        out.write_bytes(output)
        values = {"code": code, "form": form, "file": str(out), "bytes": len(output)}
        print_json(values) if options.as_json else print_lines(_("{file}: {bytes} bytes.").format(**values))
    elif binary:
        sys.stdout.buffer.write(output)
    elif options.as_json:
        print_json(
            {"code": code, "form": form, "text": render(document, "text", abilities).decode().rstrip("\n")}
        )
    else:
        print_lines(output.decode().rstrip("\n"))


def print_test(
    context: typer.Context,
    to: Annotated[
        str, typer.Option(metavar="URL", help=_("The printer, as in tcp://192.168.1.50:9100."))
    ] = "",
    profile: PrinterProfile = "",
    right: Annotated[
        str, typer.Option(metavar="1,5,7", help=_("The numbers that read right on the paper."))
    ] = "",
    save: Annotated[
        Path | None, typer.Option(metavar="FILE.json", help=_("Keep the printer's profile in this file."))
    ] = None,
) -> None:
    """Print the same letters in every way a printer may know, and keep the way that reads right."""
    from devices.calibration import calibrated, calibration_slip
    from devices.errors import DeviceError
    from devices.ports.opening import open_port

    options = common_options(context)
    base = _profile(profile, None, 0)
    if not to and not right:
        raise Problem(N_("Name the printer with --to, or what read right with --right."), field="to")
    if to:
        try:
            port = open_port(to)
            port.write(calibration_slip(base))
            port.drain()
            port.close()
        except DeviceError as error:
            raise Problem(
                N_("The device {device} cannot be used: {why}."), device=to, why=str(error)
            ) from error
        if not right and sys.stdin.isatty():
            right = typer.prompt(_("Which numbers read right (as in 1,5,7)"), default="", show_default=False)
    if not right:
        print_lines(_("Printed. Say what read right with --right 1,5,7 --save FILE.json."))
        return
    try:
        printer_profile = calibrated(base, {int(number) for number in right.replace(",", " ").split()})
    except ValueError as error:
        raise Problem(N_("'{text}' are not numbers of the test print."), field="right", text=right) from error
    _keep(printer_profile, save, options.as_json)


def _keep(printer_profile: Profile, save: Path | None, as_json: bool) -> None:
    if save is not None:
        save.write_text(json.dumps(printer_profile.to_mapping(), indent=2) + "\n", "utf-8")
    if as_json:
        print_json(printer_profile.to_mapping())
        return
    print_lines(
        _("This printer prints Vietnamese by “{strategy}”.").format(strategy=printer_profile.strategy.value)
    )
    if save is not None:
        print_lines(_('Put this into counter.toml: printer_profile = "{file}"').format(file=save.resolve()))


def _profile(name: str, strategy: Strategy | None, columns: int) -> Profile:
    from dataclasses import replace

    from counter.desk.printing.devices import wrong_profile
    from devices.profile import PROFILES, UnknownProfile, checked
    from devices.profile import Strategy as DeviceStrategy
    from devices.profile import profile as profile_of

    try:
        printer_profile = profile_of(name) if name else PROFILES["generic-80"]
        if strategy:
            printer_profile = checked(replace(printer_profile, strategy=DeviceStrategy(strategy)))
        return printer_profile.on_paper_of(columns) if columns else printer_profile
    except UnknownProfile as error:
        raise wrong_profile(error) from error
