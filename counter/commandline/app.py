"""The command line: its commands, and how an error is reported (one line, exit code 1, or 2 for wrong usage)."""

from __future__ import annotations

import gettext
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, cast

import typer
from typer.core import TyperGroup
from typer.main import get_command

from counter import __version__, locale
from counter.commandline import (
    act_command,
    demo_commands,
    device_commands,
    doctor,
    dossier_commands,
    feedback_commands,
    file_commands,
    guide_command,
    office_commands,
    office_holidays,
    rating_commands,
    rules_commands,
    slip_commands,
    staff_commands,
    sync_commands,
    work_commands,
)
from counter.commandline.central.access import add_central_options
from counter.commandline.central.app import central_app
from counter.commandline.common.help_page import translate_help
from counter.commandline.common.options import CommonOptions, add_common_options, common_options, option_of
from counter.commandline.common.output import print_error, print_lines
from counter.commandline.handover_commands import handover_app
from counter.commandline.register_commands import register_app
from counter.commandline.usage import usage_problem
from counter.config.start import INTERRUPTED
from counter.desk.library_errors import of_system, plainly
from counter.locale import N_, _
from counter.problems import Problem
from db.errors import StoreError

_UsageError: type[BaseException] = typer.BadParameter.__bases__[0]
"""The library's class for wrong usage, which it does not export."""

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
        N_("Try it out on a throw-away office; without a terminal, a scripted month of work."),
    ),
    (dossier_commands.find, N_("Find dossiers, newest first.")),
    (work_commands.work, N_("List what waits to be done; without a list, how many dossiers are in each.")),
    (rating_commands.rate, N_("Ask citizens how satisfied they are, on a screen of their own.")),
    (act_command.act, N_("Do with a dossier what the counter does with it: every move.")),
    (slip_commands.slip, N_("Show a slip of a dossier as it would be printed.")),
    (dossier_commands.intake, N_("Take in what was written on paper during a power cut.")),
    (slip_commands.print_test, N_("Print a test slip and find out how a printer prints Vietnamese.")),
    (doctor.doctor, N_("Examine devices, office and terminal: one line each, with what to do.")),
    (rules_commands.due, N_("When a term ends, by the working calendar.")),
    (rules_commands.scan, N_("What a scanned text is.")),
    (file_commands.verify, N_("Prove the ledger: chain, gaps, hashes; with --rebuild also the rows.")),
    (sync_commands.sync, N_("Go to the centre, say what it has, compare both sides.")),
    (sync_commands.join, N_("Enrol this host at a centre; a new host begins with what its office has.")),
    (file_commands.backup, N_("Copy the office file, checked, while the counters work on.")),
    (file_commands.restore, N_("Put a copy in the place of the office file; what it replaces is kept.")),
    (guide_command.guide, N_("Read a guide: for officers, technicians, the centre, devices.")),
)
for _function, _help in _COMMANDS:
    app.command(help=_(_help))(_function)
app.add_typer(office_commands.catalogue_app, name="catalogue")
app.add_typer(office_holidays.office_app, name="office")
app.add_typer(feedback_commands.feedback_app, name="feedback")
app.add_typer(staff_commands.staff_app, name="staff")
app.add_typer(handover_app, name="handover")
app.add_typer(register_app, name="register")
app.add_typer(device_commands.display_app, name="display")
app.add_typer(central_app, name="central")


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help=_("Show the version."))] = False,
) -> None:
    """Open the office of the data folder on the screens."""
    options = common_options(context)
    if version:
        print_lines(__version__)
        raise typer.Exit
    if context.invoked_subcommand is not None:
        return
    if options.as_json:
        context.fail("Missing command.")
    if (options.folder / "office.db").exists():
        raise Problem(N_("The screens need a terminal; 'counter --help' lists what works without."))
    raise Problem(
        N_("There is no office in {folder}: 'counter init' makes one, 'counter demo' shows one."),
        folder=options.folder,
    )


def command_tree() -> TyperGroup:
    """All commands and groups, each with the common options."""
    root = cast(TyperGroup, get_command(app))
    add_central_options(root.commands["central"])
    add_common_options(root)
    # The demo's office is a throw-away one: it looks at no folder that is not named to it.
    option_of(root.commands["demo"], "data").help = _("Keep the demo's office in this folder.")
    translate_help(root)
    return root


def run(arguments: Sequence[str]) -> int:
    """Run one command. Returns its exit code: 0; 1 after one line on the error output; 2 for wrong usage."""
    set_library_language()
    options = CommonOptions()
    for stream in (sys.stdout, sys.stderr):
        # A terminal of another encoding shows "?" for a letter that it lacks.
        getattr(stream, "reconfigure", lambda **_: None)(errors="replace")
    try:
        code = command_tree().main(
            args=list(arguments), prog_name="counter", standalone_mode=False, obj=options
        )
        sys.stdout.flush()
    except (_UsageError, typer.Abort, KeyboardInterrupt, BrokenPipeError) as end:
        return _exit_code(end)
    except Problem as problem:
        print_error(str(plainly(problem)))
    except StoreError as error:
        from counter.desk.office.opening import cannot_open

        print_error(str(cannot_open(error, options.folder)))
    except OSError as error:
        print_error(str(of_system(error)))
    else:
        return code if isinstance(code, int) else 0
    return 1


def _exit_code(end: BaseException) -> int:
    if isinstance(end, BrokenPipeError):
        # The reader of the pipe, such as head, is gone; the interpreter must not flush what is left.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    if not isinstance(end, _UsageError):
        return INTERRUPTED
    context = getattr(end, "ctx", None)
    path = context.command_path if context else "counter"
    why = usage_problem(end)
    print_error(_("Wrong usage: {why}. See '{command} --help'.").format(why=why, command=path))
    return 2


def set_library_language() -> None:
    """Point gettext's own lookup, through which the library translates its headings, to our catalogue and language."""
    gettext.bindtextdomain("counter", str(Path(locale.__file__).parent))
    gettext.textdomain("counter")
    os.environ["LANGUAGE"] = locale.language()
