"""Commands about dossiers: find them, take in what was written on paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from counter.commandline.common.options import AsJson, Data, Lang, Login, PasswordFromInput, acting
from counter.commandline.common.output import complain, report_rows, row_data, say, say_json, table
from counter.locale import _
from counter.rules.text import clean

if TYPE_CHECKING:
    from counter.desk.desk import Desk
    from db.domain.records import DossierLine


def find(
    text: Annotated[str, typer.Argument(help=_("Part of a code, a name without accents, a number."))] = "",
    limit: Annotated[int, typer.Option(min=1, max=10_000, help=_("At most so many."))] = 20,
    data: Data = None,
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Find dossiers, newest first; numbers of people are masked."""
    from counter.desk.centre.labels import NOT_THERE
    from counter.desk.centre.status import has_centre, lacking
    from counter.desk.dossiers.queries import find as found_at
    from counter.desk.labels import state_name
    from counter.rules.clock import hour_and_date

    with acting(data) as desk:
        lines = found_at(desk, clean(text), limit)
        missing, connected = lacking(desk, [line.id for line in lines]), has_centre(desk)
    if as_json:
        say_json(
            [
                _line_data(line) | {"at_centre": line.id not in missing if connected else None}
                for line in lines
            ]
        )
        return
    if not lines:
        say(_("Nothing was found."))
        return
    headings = (_("code"), _("applicant"), _("procedure"), _("state"), _("due"))
    cells = [
        (
            line.code,
            line.applicant,
            line.procedure_name,
            state_name(line.state),
            hour_and_date(line.due_at) if line.due_at else "–",
            *([_(NOT_THERE) if line.id in missing else ""] if missing else []),
        )
        for line in lines
    ]
    say(*table((*headings, "") if missing else headings, cells, widest=40))


def _line_data(line: DossierLine) -> dict[str, object]:
    return {
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
    }


def intake(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("A .csv or .xlsx file."))],
    counter: Annotated[int, typer.Option(min=0, help=_("Counter of the shift; 0 takes a free one."))] = 0,
    login: Login = "",
    password_stdin: PasswordFromInput = False,
    data: Data = None,
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """Take in what was written on paper during a power cut; may be run again after bad rows were mended."""
    from counter.desk.imports.backlog import import_backlog
    from counter.desk.imports.backlog_file import read_backlog
    from counter.desk.shifts.shifts import close_shift

    backlog = read_backlog(file)
    with acting(data, login, password_stdin) as desk:
        desk, mine = _on_shift(desk, counter)
        report = import_backlog(desk, backlog)
        if mine:
            close_shift(desk, backlog=file.name)
    if as_json:
        say_json({"taken": report.taken, "problems": row_data(report.problems)})
    else:
        headings = (_("line"), _("paper number"), _("code"), "")
        known = _("received before")
        say(
            *table(
                headings, [(t.line, t.paper_number, t.code, known if t.before else "") for t in report.taken]
            )
        )
        if report.problems:
            say("")
            report_rows(report.problems)
    if report.problems:
        rows = len({problem.line for problem in report.problems})
        complain(_("{count} rows were not taken in: mend them and run it again.").format(count=rows))
        raise typer.Exit(1)


def _on_shift(desk: Desk, counter: int) -> tuple[Desk, bool]:
    """The desk on shift, and whether the shift was opened for this; goes on with one that is open already."""
    from counter.desk.shifts.shifts import on_shift, open_shift

    open_now = on_shift(desk)
    own = [shift.counter for shift in open_now if shift.officer == desk.require().login]
    taken = {shift.counter for shift in open_now}
    free = [number for number in range(desk.office.counters, 0, -1) if number not in taken]
    wanted = counter or (own or free or [1])[0]
    return open_shift(desk, wanted), wanted not in own
