"""The command by which citizens say how satisfied they are: a screen of their own, or one line for a keypad."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import Annotated

import typer

from counter.commandline.common.options import common_options, office_desk
from counter.commandline.common.output import print_json, print_lines
from counter.config.settings import load
from counter.locale import N_, _
from counter.problems import Problem


def rate(
    context: typer.Context,
    code: Annotated[
        str, typer.Argument(metavar="CODE", help=_("Code of the dossier; without one, the citizen's screen."))
    ] = "",
    overall: Annotated[
        int | None, typer.Option(min=0, max=2, help=_("On the whole: 2 very satisfied, 1 satisfied, 0 not."))
    ] = None,
    time: Annotated[
        int | None, typer.Option(min=0, max=2, help=_("The same of the time of the settlement."))
    ] = None,
    asked: Annotated[
        int | None, typer.Option(min=0, max=2, help=_("The same of how often papers were asked for."))
    ] = None,
    agencies: Annotated[
        int | None, typer.Option(min=0, max=2, help=_("The same of how many agencies had to be seen."))
    ] = None,
    attitude: Annotated[
        int | None, typer.Option(min=0, max=2, help=_("The same of the officer's attitude."))
    ] = None,
    counter: Annotated[
        int, typer.Option(min=0, help=_("The screen offers what this counter returned; 0: every counter."))
    ] = 0,
) -> None:
    """Ask citizens how satisfied they are; with a code, note what was pressed for that dossier, once."""
    from counter.desk.ratings import ratings

    options = common_options(context)
    if not code:
        if overall is not None or options.as_json:
            context.fail("Missing argument 'CODE'.")
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            raise Problem(N_("The citizen's screen needs a terminal; with a code, one line notes a rating."))
        from counter.shell.rating import RatingApp

        settings = load(options.folder)
        with office_desk(options) as desk:
            RatingApp(desk, counter or settings.counter or 0, settings.theme or "").run(mouse=False)
        return
    if overall is None:
        raise Problem(N_("Say how satisfied the citizen is on the whole: --overall 2, 1 or 0."))
    answers = ratings.Answers(overall=overall, time=time, asked=asked, agencies=agencies, attitude=attitude)
    with office_desk(options) as desk:
        returned = ratings.find(desk, code)
        dossier = ratings.rate(desk, returned.dossier_id, answers)
    if options.as_json:
        print_json({"id": dossier.id, "code": dossier.code, **asdict(answers)})
    else:
        print_lines(_("The rating of {code} is noted.").format(code=dossier.code))
