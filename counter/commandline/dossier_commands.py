"""Commands about dossiers: find them, take in what was written on paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from counter.commandline.common import prompts
from counter.commandline.common.options import PasswordFromInput, common_options, staffed_desk
from counter.commandline.common.output import (
    print_error,
    print_json,
    print_lines,
    print_row_notes,
    print_row_problems,
    row_problem_values,
    table,
)
from counter.commandline.common.shift import on_shift
from counter.locale import _
from counter.rules.text import clean

if TYPE_CHECKING:
    from datetime import datetime

    from db.domain.records import DossierLine


def find(
    context: typer.Context,
    text: Annotated[
        str, typer.Argument(metavar="TEXT", help=_("Part of a code, a name without accents, a number."))
    ] = "",
    limit: Annotated[int, typer.Option(min=1, max=10_000, help=_("At most so many."))] = 20,
) -> None:
    """Find dossiers, newest first; numbers of people are masked."""
    from counter.desk.centre.labels import NOT_THERE
    from counter.desk.centre.status import has_centre, lacking
    from counter.desk.dossiers.deadlines import deadline_status
    from counter.desk.dossiers.queries import find as find_dossiers
    from counter.desk.labels import state_name
    from counter.rules.clock import hour_and_date

    options = common_options(context)
    with staffed_desk(options) as desk:
        lines = find_dossiers(desk, clean(text), limit)
        missing, connected = lacking(desk, [line.id for line in lines]), has_centre(desk)
        now = desk.clock.now()
    if options.as_json:
        print_json(
            [
                line_values(line, now) | {"at_centre": line.id not in missing if connected else None}
                for line in lines
            ]
        )
        return
    if not lines:
        print_lines(_("Nothing was found."))
        return
    headings = (_("code"), _("applicant"), _("procedure"), _("state"), _("due"), "")
    cells = [
        (
            line.code,
            line.applicant,
            line.procedure_name,
            state_name(line.state),
            hour_and_date(line.due_at) if line.due_at else "–",
            deadline_status(line, now).words if line.due_at else "",
            *([_(NOT_THERE) if line.id in missing else ""] if missing else []),
        )
        for line in lines
    ]
    print_lines(*table((*headings, "") if missing else headings, cells, widest=40))


def line_values(line: DossierLine, now: datetime) -> dict[str, object]:
    """The values of a dossier in a list at ``now`` (aware), for JSON."""
    from counter.rules.deadlines import deadline

    answer = deadline(line, now)
    return {
        "id": line.id,
        "code": line.code,
        "applicant": line.applicant,
        "identity": line.identity,
        "procedure": line.procedure_name,
        "procedure_code": line.procedure_code,
        "state": line.state,
        "state_code": int(line.state),
        "attention": line.attention,
        "received_at": line.received_at,
        "due_at": line.due_at,
        "finished_at": line.finished_at,
        "timing": answer.timing,
        "late": answer.is_late,
        "days_left": answer.days if line.due_at else None,
    }


def intake(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("A .csv or .xlsx file."))],
    counter: Annotated[int, typer.Option(min=0, help=_("Counter of the shift; 0 takes a free one."))] = 0,
    login: Annotated[
        str,
        typer.Option("--login", envvar="COUNTER_LOGIN", help=_("Account of the officer who receives them.")),
    ] = "",
    password_stdin: PasswordFromInput = False,
) -> None:
    """Take in what was written on paper during a power cut; may be run again after bad rows were mended."""
    from counter.desk.imports.backlog import import_backlog
    from counter.desk.imports.backlog_file import read_backlog

    options = common_options(context)
    backlog = read_backlog(file)
    login = prompts.answer(login, "--login", _("Account of the officer who receives them"))
    with (
        staffed_desk(options, login, password_stdin) as desk,
        on_shift(desk, counter, backlog=file.name) as seated,
    ):
        report = import_backlog(seated, backlog)
    if options.as_json:
        values = {"taken": report.taken, "problems": row_problem_values(report.problems)}
        print_json(values | ({"notes": row_problem_values(report.notes)} if report.notes else {}))
    else:
        print_row_notes(report.notes)
        headings = (_("line"), _("paper number"), _("code"), "")
        known = _("received before")
        print_lines(
            *table(
                headings,
                [(row.line, row.paper_number, row.code, known if row.before else "") for row in report.taken],
            )
        )
        if report.problems:
            print_lines("")
            print_row_problems(report.problems)
    if report.problems:
        rows = len({problem.line for problem in report.problems})
        print_error(_("{count} rows were not taken in: mend them and run it again.").format(count=rows))
        raise typer.Exit(1)
