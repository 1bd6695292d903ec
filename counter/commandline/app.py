"""The command line: which commands there are, and how what goes wrong is told (one line, exit code 1)."""

from __future__ import annotations

import gettext
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from counter import __version__, locale
from counter.commandline import (
    demo_commands,
    device_commands,
    doctor,
    dossier_commands,
    office_commands,
    rules_commands,
    slip_commands,
    staff_commands,
    sync_commands,
)
from counter.commandline.central import decisions
from counter.commandline.common.options import Data, Lang
from counter.commandline.common.output import complain, say
from counter.commandline.usage import what_is_wrong
from counter.config.start import data_folder, option
from counter.desk.library_errors import of_system, plainly
from counter.locale import N_, _
from counter.problems import Problem
from db.errors import StoreError

INTERRUPTED = 130
_WrongUsage: type[BaseException] = typer.BadParameter.__bases__[0]
"""The library's own class for a command line that cannot be understood; it is exported under no name."""

app = typer.Typer(
    name="counter",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help=_("The one-stop counter: without a command, the screens."),
    context_settings={"help_option_names": ["-h", "--help"]},
)
_COMMANDS = (
    (office_commands.init, N_("Make the office of the data folder: key, file, first account.")),
    (
        demo_commands.demo,
        N_("Try it out on a throw-away office; without a terminal, a scripted working day."),
    ),
    (dossier_commands.find, N_("Find dossiers, newest first.")),
    (slip_commands.slip, N_("Show a slip of a dossier as it would be printed.")),
    (dossier_commands.intake, N_("Take in what was written on paper during a power cut.")),
    (slip_commands.print_test, N_("Print a test slip and find out how a printer prints Vietnamese.")),
    (doctor.doctor, N_("Examine devices, office and terminal: one line each, with what to do.")),
    (rules_commands.due, N_("When a term ends, by the working calendar.")),
    (rules_commands.scan, N_("What a scanned text is.")),
    (office_commands.verify, N_("Prove the ledger: chain, gaps, hashes; with --rebuild also the rows.")),
    (sync_commands.sync, N_("Go to the centre, say what it has, compare both sides.")),
    (sync_commands.join, N_("Enrol this host at a centre; a new host begins with what its office has.")),
    (office_commands.backup, N_("Copy the office file, checked, while the counters work on.")),
)
for _function, _help in _COMMANDS:
    app.command(help=_(_help))(_function)
app.add_typer(office_commands.catalogue_app, name="catalogue")
app.add_typer(staff_commands.staff_app, name="staff")
app.add_typer(device_commands.display_app, name="display")
app.add_typer(decisions.central_app, name="central")


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    data: Data = None,
    lang: Lang = "",
    version: Annotated[bool, typer.Option("--version", help=_("Show the version."))] = False,
) -> None:
    """Open the office of the data folder on the screens."""
    if version:
        say(__version__)
        raise typer.Exit
    if context.invoked_subcommand is not None:
        return
    if (data_folder(data) / "office.db").exists():
        raise Problem(N_("The screens need a terminal; 'counter --help' lists what works without."))
    raise Problem(
        N_("There is no office in {folder}: 'counter init' makes one, 'counter demo' shows one."),
        folder=data_folder(data),
    )


def run(arguments: Sequence[str]) -> int:
    """Run one command; returns its exit code: 0, or with one line on the error output 1, or 2 for wrong usage."""
    _speak_to_the_library()
    for stream in (sys.stdout, sys.stderr):
        # A terminal of another encoding shows "?" for a letter that it lacks; it does not stop the command.
        getattr(stream, "reconfigure", lambda **_: None)(errors="replace")
    try:
        code = app(args=list(arguments), prog_name="counter", standalone_mode=False)
        sys.stdout.flush()
    except (_WrongUsage, typer.Abort, KeyboardInterrupt, BrokenPipeError) as end:
        return _ended(end)
    except Problem as problem:
        complain(str(plainly(problem)))
    except StoreError as error:
        from counter.desk.office.opening import cannot_open

        complain(str(cannot_open(error, data_folder(option(arguments, "--data")))))
    except OSError as error:
        complain(str(of_system(error)))
    else:
        return code if isinstance(code, int) else 0
    return 1


def _ended(end: BaseException) -> int:
    if isinstance(end, BrokenPipeError):
        # Whoever read us, such as head, has enough; the interpreter must not try to write the rest.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    if not isinstance(end, _WrongUsage):
        return INTERRUPTED
    context = getattr(end, "ctx", None)
    path = context.command_path if context else "counter"
    why = what_is_wrong(end)
    complain(_("Wrong usage: {why}. See '{command} --help'.").format(why=why, command=path))
    return 2


def _speak_to_the_library() -> None:
    """Headings of the help come through gettext's own lookup; it is told our catalogue and our language."""
    gettext.bindtextdomain("counter", str(Path(locale.__file__).parent))
    gettext.textdomain("counter")
    os.environ["LANGUAGE"] = locale.language()


_HEADINGS_OF_HELP = (N_("Arguments"), N_("Options"), N_("Commands"), N_("required"), N_("default: {default}"))
