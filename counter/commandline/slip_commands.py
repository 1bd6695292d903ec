"""Commands about paper: a slip in every form that it can have, and the test print that finds a printer's profile."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from counter.commandline.common.options import common_options, staffed_desk
from counter.commandline.common.output import print_json, print_lines
from counter.locale import N_, _
from counter.problems import Problem
from counter.rules.text import clean

if TYPE_CHECKING:
    from devices.document import Document
    from devices.profile import Profile, Proof

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
        str,
        typer.Argument(metavar="CODE", help=_("Code of the dossier, or its id where several share a code.")),
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
    counterparts: Annotated[
        int,
        typer.Option(min=1, max=2, help=_("How many counterparts the page has, marked Liên 1 and Liên 2.")),
    ] = 1,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help=_("Write it into this file."))] = None,
) -> None:
    """Show a slip as it would be printed; numbers of people are masked."""
    from counter.desk.dossiers.queries import by_code
    from counter.desk.printing.documents import page_of, slip_of
    from devices.encode.render import render

    options = common_options(context)
    abilities = abilities_of(profile, strategy, columns)
    binary = as_ not in {"text", "json"}
    if out is None and binary and (options.as_json or sys.stdout.isatty()):
        raise Problem(N_("Bytes are not for a terminal: name a file with --out."), field="out")
    with staffed_desk(options) as desk:
        dossier = by_code(desk, clean(code)).id
        document: Document = (
            page_of(desk, dossier, form, mask=True, counterparts=counterparts)
            if as_ == "pdf"
            else slip_of(desk, dossier, form, mask=True)
        )
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
    from dataclasses import replace

    from devices.calibration import calibrated

    options = common_options(context)
    base = abilities_of(profile, None, 0)
    if not to and not right:
        raise Problem(N_("Name the printer with --to, or what read right with --right."), field="to")
    if to:
        result = _print_test(to, base)
        base = replace(base, proof=result.proof or base.proof)
        if not options.as_json:
            print_lines(result.sentence)
        if not right and sys.stdin.isatty():
            right = typer.prompt(_("Which numbers read right (as in 1,5,7)"), default="", show_default=False)
        if not right and options.as_json:
            print_json(
                {"device": to, "printed": result.printed, "answers": result.answers, "proof": base.proof}
            )
        elif not right:
            print_lines(_("Say what read right with --right 1,5,7 --save FILE.json."))
    if not right:
        return
    try:
        printer_profile = calibrated(base, {int(number) for number in right.replace(",", " ").split()})
    except ValueError as error:
        raise Problem(N_("'{text}' are not numbers of the test print."), field="right", text=right) from error
    _keep(printer_profile, save, options.as_json)


@dataclass(frozen=True, slots=True)
class _TestPrint:
    """What the printer told of the test print; ``proof`` is the one that it gives, None where nobody knows."""

    sentence: str
    printed: bool
    answers: bool
    proof: Proof | None


def _print_test(url: str, base: Profile) -> _TestPrint:
    """Print the test. Raises ``Problem`` where it did not come out, and where a printer is silent that may answer."""
    from counter.desk.printing.faults import print_stopped
    from devices.errors import DeviceError
    from devices.printer import EscposPrinter, open_printer

    try:
        printer = open_printer(url, url, base)
        try:
            printed = printer.print_calibration()
        finally:
            if isinstance(printer, EscposPrinter):
                printer.close()
    except DeviceError as error:
        raise print_stopped(url, error) from error
    if not isinstance(printer, EscposPrinter):
        text = _("Printed on {device}.") if printed else _(_NO_ANSWER)
        return _TestPrint(text.format(device=url), printed, answers=False, proof=None)
    if not printed and not printer.answered and not printer.never_answers:
        raise Problem(
            N_(
                "{device}: the test print was sent, and nothing answers. Check power, cable and speed; if it came out"
                ' all the same, this printer never answers: write "status": "never" into its profile.'
            ),
            device=url,
        )
    text = _(_PROVEN) if printed else _(_NO_ANSWER) if printer.never_answers else _(_NO_PROOF)
    return _TestPrint(text.format(device=url), printed, printer.answered, printer.learned)


_PROVEN = N_("Printed: {device} tells that the test print came out.")
_NO_ANSWER = N_("Sent to {device}; no answer can come: look whether the test print came out.")
_NO_PROOF = N_(
    "Sent to {device}; it answers, but does not tell that a slip came out: look whether it did. Its slips will be shown"
    " as sent, not as printed."
)


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


def abilities_of(name: str, strategy: Strategy | None, columns: int) -> Profile:
    """What the printer profile ``name`` (empty: any of 80 mm) can do on paper so many ``columns`` wide."""
    from dataclasses import replace

    from counter.desk.printing.faults import wrong_profile
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
