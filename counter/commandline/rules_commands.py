"""Commands that say what the rules say, so that a technician can check them by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from counter.commandline.common.options import CommonOptions, common_options, office_desk
from counter.commandline.common.output import print_json, print_lines, width
from counter.locale import _

if TYPE_CHECKING:
    from counter.commandline.rule_reports import Row
    from counter.rules.calendar import WorkingCalendar


def due(
    context: typer.Context,
    term: Annotated[float, typer.Argument(metavar="TERM", help=_("How many; halves are allowed."))],
    unit: Annotated[
        Literal["working-day", "day", "hour"],
        typer.Option(help=_("Working days, calendar days or hours.")),
    ] = "working-day",
    from_: Annotated[
        str, typer.Option("--from", help=_("Received at, Vietnam's time: 2026-02-13 16:50; default now."))
    ] = "",
) -> None:
    """When a term ends: by the calendar of the office of ``--data``, else by the usual hours."""
    from datetime import UTC, datetime

    from counter.commandline.rule_reports import due_report
    from counter.rules.clock import parse_moment
    from counter.rules.terms import Term

    options = common_options(context)
    received_at = parse_moment(from_, "from") if from_ else datetime.now(UTC)
    report = due_report(Term(term, unit), received_at, _calendar(options))
    if options.as_json:
        print_json(report.as_json())
    else:
        _say_rows(report.rows())


def scan(
    context: typer.Context,
    text: Annotated[str, typer.Option(help=_("The text as the scanner delivers it."))],
) -> None:
    """What a scanned text is: an identity card, a dossier code, a number."""
    from counter.commandline.rule_reports import scan_report

    options = common_options(context)
    report = scan_report(text)
    if options.as_json:
        print_json(report.as_json())
    else:
        _say_rows(report.rows())


def _calendar(options: CommonOptions) -> WorkingCalendar:
    from counter.rules.calendar import default_calendar

    if not options.data:
        return default_calendar()
    with office_desk(options) as desk:
        return desk.calendar


def _say_rows(rows: list[Row]) -> None:
    widest = max(width(label) for label, _value in rows)
    for label, value in rows:
        print_lines(f"{label}{' ' * (widest - width(label))}  {value}")
