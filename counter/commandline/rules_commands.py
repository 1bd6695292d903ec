"""Commands that say what the rules say, so that a technician can check them by hand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from counter.commandline.common.options import AsJson, Data, Lang, opened
from counter.commandline.common.output import say, say_json, width
from counter.locale import _

if TYPE_CHECKING:
    from counter.commandline.rule_reports import Row
    from counter.rules.calendar import WorkingCalendar


def due(
    term: Annotated[float, typer.Argument(help=_("How many; halves are allowed."))],
    unit: Annotated[
        Literal["working-day", "day", "hour"],
        typer.Option(help=_("Working days, calendar days or hours.")),
    ] = "working-day",
    from_: Annotated[
        str, typer.Option("--from", help=_("Received at, Vietnam's time: 2026-02-13 16:50; default now."))
    ] = "",
    data: Data = None,
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """When a term ends: by the calendar of the office of ``--data``, else by the usual hours."""
    from datetime import UTC, datetime

    from counter.commandline.rule_reports import due_report
    from counter.rules.clock import parse_moment
    from counter.rules.terms import Term

    received_at = parse_moment(from_, "from") if from_ else datetime.now(UTC)
    report = due_report(Term(term, unit), received_at, _calendar(data))
    if as_json:
        say_json(report.as_json())
    else:
        _say_rows(report.rows())


def scan(
    text: Annotated[str, typer.Option(help=_("The text as the scanner delivers it."))],
    data: Data = None,
    as_json: AsJson = False,
    lang: Lang = "",
) -> None:
    """What a scanned text is: an identity card, a dossier code, a number."""
    from counter.commandline.rule_reports import scan_report

    report = scan_report(text)
    if as_json:
        say_json(report.as_json())
    else:
        _say_rows(report.rows())


def _calendar(data: Path | None) -> WorkingCalendar:
    from counter.rules.calendar import default_calendar

    if data is None:
        return default_calendar()
    with opened(data) as desk:
        return desk.calendar


def _say_rows(rows: list[Row]) -> None:
    widest = max(width(label) for label, _value in rows)
    for label, value in rows:
        say(f"{label}{' ' * (widest - width(label))}  {value}")
